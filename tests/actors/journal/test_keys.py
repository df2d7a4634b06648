import pytest

from actors.journal.keys import Key, destroy, make, seal, unseal
from actors.journal.memory import no_chance
from actors.ports import LogDamaged


@pytest.fixture
def keys() -> dict[str, Key]:
    made: dict[str, Key] = {}
    make(made, "person:ann", "ann", no_chance())
    return made


def test_what_is_sealed_opens_with_its_key_in_its_place(keys: dict[str, Key]) -> None:
    sealed = seal(keys, "person:ann", b"Ann", b"here", no_chance())
    assert b"Ann" not in sealed
    assert unseal(keys, "person:ann", sealed, b"here") == b"Ann"


def test_what_is_moved_or_changed_is_damage(keys: dict[str, Key]) -> None:
    sealed = seal(keys, "person:ann", b"Ann", b"here", no_chance())
    for wrong, place in ((sealed, b"there"), (sealed[:-1], b"here"), (sealed[:3], b"here"), (b"\0" + sealed, b"here")):
        with pytest.raises(LogDamaged):
            unseal(keys, "person:ann", wrong, place)


def test_a_missing_key_is_damage_and_a_destroyed_one_is_not(keys: dict[str, Key]) -> None:
    sealed = seal(keys, "person:ann", b"Ann", b"here", no_chance())
    with pytest.raises(LogDamaged):
        unseal({}, "person:ann", sealed, b"here")
    destroy(keys, "person:ann")
    assert unseal(keys, "person:ann", sealed, b"here") is None


def test_a_destroyed_key_is_never_made_again(keys: dict[str, Key]) -> None:
    destroy(keys, "person:ann")
    make(keys, "person:ann", "ann", no_chance())
    assert keys["person:ann"] == Key(b"", "ann")
    assert unseal(keys, "person:ann", seal(keys, "person:ann", b"Ann", b"here", no_chance()), b"here") is None


def test_no_two_values_are_sealed_alike(keys: dict[str, Key]) -> None:
    chance = no_chance()
    assert len({seal(keys, "person:ann", b"Ann", b"here", chance) for _ in range(100)}) == 100
