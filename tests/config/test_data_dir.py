import stat
from pathlib import Path

import pytest

from config.data_dir import claim
from config.loading import read
from config.names import SettingsError
from config.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read(["--data-dir", str(tmp_path / "data")], {})


def test_a_second_server_on_the_same_folder_is_refused(settings: Settings) -> None:
    with (
        claim(settings),
        pytest.raises(SettingsError, match=r"another server uses data_dir .* --data-dir, TOWNHALL_DATA_DIR"),
        claim(settings),
    ):
        pass


def test_the_folder_is_free_again_afterwards_even_after_a_crash(settings: Settings) -> None:
    with pytest.raises(ZeroDivisionError), claim(settings):
        raise ZeroDivisionError
    with claim(settings):
        pass


def test_secrets_are_made_once_and_kept(settings: Settings) -> None:
    with claim(settings) as first:
        pass
    with claim(settings) as second:
        pass
    assert first == second
    assert len(first.ops.operator_token) >= 32
    assert first.ops.operator_token != first.identity.signing_key


def test_secrets_that_the_operator_set_are_not_written_down(settings: Settings, tmp_path: Path) -> None:
    own = read(["--data-dir", str(tmp_path / "data"), "--operator-token", "o" * 40, "--signing-key", "s" * 40], {})
    with claim(own) as claimed:
        assert claimed == own
    assert [file.name for file in (tmp_path / "data").iterdir()] == ["lock"]


def test_only_the_owner_can_read_what_lies_there(settings: Settings) -> None:
    with claim(settings):
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in settings.data_dir.iterdir()}
    assert modes == {"lock": 0o600, "operator_token": 0o600, "signing_key": 0o600}
    assert stat.S_IMODE(settings.data_dir.stat().st_mode) == 0o700


def test_a_crash_while_a_secret_was_made_leaves_no_half_secret(settings: Settings) -> None:
    settings.data_dir.mkdir()
    (settings.data_dir / "signing_key.new").write_text("half")
    with claim(settings) as claimed:
        assert len(claimed.identity.signing_key) >= 32


def test_a_folder_that_cannot_be_made_is_an_error_with_the_ways_to_set_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings = read(["--data-dir", str(tmp_path / "file" / "data")], {})
    with pytest.raises(SettingsError, match="data_dir cannot be used"), claim(settings):
        pass
