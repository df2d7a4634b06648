import pytest

from actors.journal.plain import FACTS
from actors.journal.upgrades import STEPS, VERSIONS, upgraded
from actors.ports import LogDamaged

STEPS_TRIED = {
    ("vote_cast", 1): lambda fields: ("ballot_cast", {**fields, "round": 1}),
    ("ballot_cast", 2): lambda fields: ("ballot_cast", {**fields, "receipt": ""}),
}


def test_a_record_is_led_step_by_step_to_today() -> None:
    fields = upgraded("vote_cast", 1, {"voter": "ann"}, {"ballot_cast": 3}, STEPS_TRIED)
    assert fields == ("ballot_cast", {"voter": "ann", "round": 1, "receipt": ""})
    assert upgraded("ballot_cast", 3, {}, {"ballot_cast": 3}, STEPS_TRIED) == ("ballot_cast", {})
    assert upgraded("webinar_locked", 1, {}, {}, {}) == ("webinar_locked", {})


@pytest.mark.parametrize(("name", "version"), [("webinar_locked", 2), ("ballot_cast", 4), ("ballot_cast", 1)])
def test_what_no_step_leads_from_is_refused(name: str, version: int) -> None:
    with pytest.raises(LogDamaged):
        upgraded(name, version, {}, {"ballot_cast": 3}, STEPS_TRIED)


def test_every_version_can_be_reached() -> None:
    assert VERSIONS.keys() <= FACTS.keys()
    for name, version in VERSIONS.items():
        assert any((name, version - 1) == step for step in STEPS) or version == 1
