"""Films in a folder."""

from pathlib import Path

import pytest

from web.recordings.local import LocalStore, remove
from web.recordings.store import StoreFailed

KEY = "rec/films/a/film.mp4"


async def whole(store: LocalStore, first: int, count: int) -> bytes:
    return b"".join([piece async for piece in store.read(KEY, first, count)])


async def test_what_lies_in_its_place_stays_there(tmp_path: Path) -> None:
    store, path = LocalStore(tmp_path), tmp_path / KEY
    assert await store.size(KEY) is None
    path.parent.mkdir(parents=True)
    path.write_bytes(b"0123456789")
    await store.keep(KEY, path)
    assert await store.size(KEY) == 10
    assert await whole(store, 3, 4) == b"3456"


async def test_what_lies_elsewhere_is_copied(tmp_path: Path) -> None:
    (tmp_path / "made").write_bytes(b"film")
    store = LocalStore(tmp_path / "store")
    await store.keep(KEY, tmp_path / "made")
    assert await whole(store, 0, 4) == b"film"


async def test_deleting_leaves_nothing_and_may_be_repeated(tmp_path: Path) -> None:
    (tmp_path / "made").write_bytes(b"film")
    store = LocalStore(tmp_path / "store")
    await store.keep(KEY, tmp_path / "made")
    for _ in range(2):
        await store.delete("rec")
    assert list((tmp_path / "store").iterdir()) == []
    remove(tmp_path / "made")
    assert not (tmp_path / "made").exists()


async def test_a_file_that_is_gone_or_shorter_has_failed(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    with pytest.raises(StoreFailed):
        await whole(store, 0, 1)
    (tmp_path / KEY).parent.mkdir(parents=True)
    (tmp_path / KEY).write_bytes(b"abc")
    with pytest.raises(StoreFailed):
        await whole(store, 0, 9)
    with pytest.raises(StoreFailed):
        await store.keep(KEY, tmp_path / "nothing")
