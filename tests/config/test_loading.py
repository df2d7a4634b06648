from pathlib import Path

import pytest

from config.loading import load, read
from config.names import SettingsError


@pytest.fixture
def own_file(tmp_path: Path) -> Path:
    file = tmp_path / "own.toml"
    file.write_text("[limits]\nmax_stage = 11\nmax_participants = 22\n[web]\nport = 1\n")
    return file


def test_without_any_wish_the_defaults_hold() -> None:
    settings = read([], {})
    assert settings.web.port == 3000
    assert settings.media.port == 40_000
    assert settings.limits.max_participants == 10_000
    assert settings.web.session_message_limit_bytes == 64 * 1024
    assert settings.identity.who_may_create == "anyone"


def test_a_flag_wins_over_a_variable_and_that_over_the_file(own_file: Path) -> None:
    settings = read(
        ["--settings", str(own_file), "--max-stage", "13"], {"TOWNHALL_MAX_STAGE": "12", "TOWNHALL_PORT": "2"}
    )
    assert settings.limits.max_stage == 13
    assert settings.web.port == 2
    assert settings.limits.max_participants == 22
    assert settings.limits.max_webinars == 1000


def test_a_variable_can_name_the_file_and_a_flag_wins(own_file: Path) -> None:
    assert read([], {"TOWNHALL_SETTINGS": str(own_file)}).limits.max_stage == 11
    with pytest.raises(SettingsError, match=r"gone\.toml does not exist; --settings"):
        read(["--settings", "gone.toml"], {"TOWNHALL_SETTINGS": str(own_file)})


def test_all_wrong_values_are_told_at_once_with_the_ways_to_set_them() -> None:
    with pytest.raises(SettingsError) as error:
        read(["--port", "70000"], {"TOWNHALL_MEDIA_ADDRESS": "here"})
    assert "web.port must be a whole number from 0 to 65,535, and '70000' is not" in str(error.value)
    assert "--port, TOWNHALL_PORT, PORT, or `port` under [web]" in str(error.value)
    assert "media.address must be IP addresses" in str(error.value)


def test_a_wrong_secret_is_not_repeated_to_the_terminal() -> None:
    with pytest.raises(SettingsError, match=r"ops\.operator_token must have 32") as error:
        read(["--operator-token", "hunter2"], {})
    assert "hunter2" not in str(error.value)


@pytest.mark.parametrize(
    ("content", "named"),
    [("[web]\nprt = 3\n", "web.prt"), ("web = 3\n", "web"), ("[web\n", "line 1"), ("[x]\ny = 1\n", "x.y")],
)
def test_a_settings_file_with_a_fault_is_named_with_the_fault(tmp_path: Path, content: str, named: str) -> None:
    file = tmp_path / "own.toml"
    file.write_text(content)
    with pytest.raises(SettingsError, match=r"own\.toml") as error:
        read(["--settings", str(file)], {})
    assert named in str(error.value)


def test_a_settings_file_that_is_not_text_is_an_error_too(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match=r"own\.toml"):
        read(["--settings", str(file)], {})


def test_settings_that_do_not_fit_together_are_refused() -> None:
    with pytest.raises(SettingsError, match=r"limits\.max_stage must not exceed limits\.max_participants"):
        read(["--max-stage", "30", "--max-participants", "20"], {})


def test_the_program_ends_with_status_two_and_the_reason(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as leaving:
        load(["--port", "x"], {})
    assert leaving.value.code == 2
    assert capsys.readouterr().err.startswith("townhall: wrong settings:\n  web.port must be")


def test_no_address_of_media_is_left_open() -> None:
    media = read([], {}).media
    assert media.address[0] == "127.0.0.1"
    assert media.host
