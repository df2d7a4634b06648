import re
import tomllib
from pathlib import Path

import pytest
from attrs import evolve
from attrs.exceptions import FrozenInstanceError

from config.loading import read
from config.names import keys
from config.settings import RULES, Settings
from tests.sources import ROOT, expect_none, program


@pytest.fixture
def settings() -> Settings:
    return read([], {})


def broken_rules(settings: Settings) -> list[str]:
    return [fault for holds, fault in RULES if not holds(settings)]


def test_the_defaults_keep_every_rule(settings: Settings) -> None:
    assert broken_rules(settings) == []


def test_a_certificate_without_its_key_breaks_a_rule(settings: Settings) -> None:
    half = evolve(settings, web=evolve(settings.web, tls_certificate=Path(__file__)))
    assert any("tls_key" in fault for fault in broken_rules(half))


def test_a_self_made_certificate_beside_a_real_one_breaks_a_rule(settings: Settings) -> None:
    file = Path(__file__)
    both = evolve(settings, web=evolve(settings.web, tls_certificate=file, tls_key=file, self_signed_tls=True))
    assert any("self_signed_tls" in fault for fault in broken_rules(both))


def test_a_stage_larger_than_the_webinar_breaks_a_rule(settings: Settings) -> None:
    crowded = evolve(settings, limits=evolve(settings.limits, max_stage=25, max_participants=24))
    assert any("max_stage" in fault for fault in broken_rules(crowded))


def test_settings_cannot_be_changed(settings: Settings) -> None:
    with pytest.raises(FrozenInstanceError):
        settings.web.port = 1  # type: ignore[misc]


def test_half_open_sockets_are_gone_in_twenty_seconds(settings: Settings) -> None:
    assert settings.web.ping_interval_s + settings.web.pong_timeout_s <= 20


def test_the_default_file_is_plain_toml() -> None:
    assert tomllib.loads((Path("config") / "default.toml").read_text())["web"]["port"] == 3000


def test_every_setting_is_read_somewhere() -> None:
    text = "\n".join((ROOT / path).read_text() for path in program() if path.parts[0] != "config")
    unread = [path for path, key in keys() if not re.search(rf"\.{key.name}\b", text)]
    expect_none(f"{path} is read by no part of the program" for path in unread)
