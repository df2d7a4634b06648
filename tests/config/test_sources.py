import pytest

from config.names import SettingsError
from config.sources import flags, variables


def test_flags_are_found_by_path() -> None:
    assert flags(["--port", "8080", "--media-port=0", "--settings", "my.toml"]) == {
        "web.port": "8080",
        "media.port": "0",
        "settings": "my.toml",
    }


def test_a_switch_stands_alone_or_with_its_value() -> None:
    assert flags(["--self-signed-tls", "--port", "1"]) == {"web.self_signed_tls": "true", "web.port": "1"}
    assert flags(["--self-signed-tls", "no"]) == {"web.self_signed_tls": "no"}


def test_an_unknown_flag_is_told_the_nearest_one() -> None:
    with pytest.raises(SettingsError, match=r"--prot.*--port"):
        flags(["--prot", "1"])


def test_a_word_too_many_is_refused() -> None:
    with pytest.raises(SettingsError, match="8080"):
        flags(["8080"])


def test_help_explains_every_flag_and_leaves_with_success(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as leaving:
        flags(["--help"])
    assert leaving.value.code == 0
    shown = capsys.readouterr().out
    assert "--max-stage" in shown
    assert "every one of them is sent" in " ".join(shown.split())


def test_variables_are_found_by_path_and_other_programs_ones_ignored() -> None:
    given = {"TOWNHALL_MAX_STAGE": "3", "TOWNHALL_SETTINGS": "my.toml", "HOME": "there", "HOST": "here"}
    assert variables(given) == {"limits.max_stage": "3", "settings": "my.toml"}


def test_port_is_obeyed_and_our_own_name_wins_over_it() -> None:
    assert variables({"PORT": "1"}) == {"web.port": "1"}
    assert variables({"PORT": "1", "TOWNHALL_PORT": "2"}) == {"web.port": "2"}


def test_an_empty_variable_counts_as_not_set() -> None:
    assert variables({"PORT": "", "TOWNHALL_MAX_STAGE": ""}) == {}


def test_an_unknown_variable_of_ours_is_an_error_that_names_the_nearest() -> None:
    with pytest.raises(SettingsError, match=r"TOWNHALL_DATADIR: did you mean TOWNHALL_DATA_DIR\?"):
        variables({"TOWNHALL_DATADIR": "x"})
    with pytest.raises(SettingsError, match=r"TOWNHALL_XYZZY: no such setting"):
        variables({"TOWNHALL_XYZZY": "x"})
