"""The folder that one running server owns: a lock against a second server, and the secrets made on the first start."""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from attrs import evolve

from config.names import SettingsError, ways_to_set
from config.settings import Settings

SECRET_BYTES = 32


@contextmanager
def claim(settings: Settings) -> Iterator[Settings]:
    """Owns `data_dir` for a while; gives the settings with `signing_key` and `operator_token` filled in.

    Raises `SettingsError` if another server owns the folder or it cannot be written.
    """
    folder = settings.data_dir
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise SettingsError(f"data_dir cannot be used: {error}. It is set by {ways_to_set('data_dir')}") from None
    try:
        _lock(lock, folder)
        identity = evolve(settings.identity, signing_key=settings.identity.signing_key or _kept(folder / "signing_key"))
        ops = evolve(settings.ops, operator_token=settings.ops.operator_token or _kept(folder / "operator_token"))
        yield evolve(settings, identity=identity, ops=ops)
    finally:
        os.close(lock)  # which also unlocks


def _lock(lock: int, folder: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise SettingsError(
            f"another server uses data_dir {folder}. Give this one its own by {ways_to_set('data_dir')}"
        ) from None


def _kept(file: Path) -> str:
    """The secret in the file; made on the first call, readable by the owner alone, complete or not there at all."""
    if not file.exists():
        made = file.with_suffix(".new")
        made.unlink(missing_ok=True)
        with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
            new.write(secrets.token_urlsafe(SECRET_BYTES))
            new.flush()
            os.fsync(new.fileno())
        made.rename(file)
    return file.read_text().strip()
