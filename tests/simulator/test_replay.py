"""An incident's file comes to the same state in the simulator, and weathers a storm from there."""

from functools import partial
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import CliRunner

from actors import facts as f
from actors.journal import bundle
from actors.journal.bundle import Bundle
from actors.ports import JournalError, Remembered, StoredFact
from actors.webinar.room_ids import is_room
from tests.simulator.replay import filled, main, replay
from tests.simulator.run import live_through, play, two_webinars
from tests.simulator.world import World

SEED = 1

Log = tuple[StoredFact | Remembered, ...]


@pytest.fixture(scope="module")
def run() -> list[tuple[str, Log]]:
    """All logs of a run."""
    found: list[tuple[str, Log]] = []

    async def played(world: World) -> None:
        await play(world)
        found.extend((log, tuple(world.disk.journal.read(log))) for log in world.logs)

    outcome = live_through(SEED, partial(two_webinars, SEED), played, is_shown=False)
    assert not outcome.failures
    return found


@pytest.fixture
def logs(run: list[tuple[str, Log]]) -> list[tuple[str, Log]]:
    """Of its two webinars."""
    return [log for log in run if not is_room(log[0])]


@pytest.fixture
def rooms(run: list[tuple[str, Log]]) -> list[tuple[str, Log]]:
    """Of breakout rooms that somebody was in."""
    return [log for log in run if is_room(log[0]) and log[1]]


def bundled(log: tuple[str, Log], *, personal: bool) -> bytes:
    return b"".join(bundle.write(*log, personal=personal))


@pytest.mark.parametrize("personal", [False, True])
def test_a_bundle_comes_to_the_same_state_and_all_holds_from_there(logs: list[tuple[str, Log]], personal: bool) -> None:
    for log in logs:
        replayed = replay(bundle.read(bundled(log, personal=personal).splitlines()), SEED)
        assert (replayed.is_same, replayed.storm.failures) == (True, ())
        assert replayed.storm.facts.total() > replayed.facts > 0


def test_a_breakout_rooms_bundle_comes_to_the_same_state(rooms: list[tuple[str, Log]]) -> None:
    assert rooms
    for room in rooms:
        replayed = replay(bundle.read(bundled(room, personal=False).splitlines()), SEED)
        assert (replayed.is_same, replayed.storm.failures, replayed.facts > 0) == (True, (), True)


def test_the_journal_holds_what_the_bundle_says_in_its_order(logs: list[tuple[str, Log]]) -> None:
    told = bundle.read(bundled(logs[0], personal=True).splitlines())
    plain = [(entry.seq, entry.at_ms, entry.fact) if isinstance(entry, StoredFact) else entry for entry in told.log]
    kept = list(filled(told).read(told.webinar))
    assert [(e.seq, e.at_ms, e.fact) if isinstance(e, StoredFact) else e for e in kept] == plain


def test_a_state_that_differs_is_told(logs: list[tuple[str, Log]]) -> None:
    told = bundle.read(bundled(logs[0], personal=True).splitlines())
    replayed = replay(evolve(told, state_digest="another"), SEED)
    assert not replayed.is_same
    assert "state=DIFFERENT" in str(replayed)


def test_a_log_with_a_gap_is_refused() -> None:
    with pytest.raises(JournalError):
        filled(Bundle("w", (StoredFact(2, 1000, f.WebinarLocked()),), ""))


def test_the_command_tells_the_outcome_and_what_is_no_bundle(logs: list[tuple[str, Log]], tmp_path: Path) -> None:
    file = tmp_path / "bundle.jsonl"
    file.write_bytes(bundled(logs[0], personal=False))
    ran = CliRunner().invoke(main, [str(file), "--seed", str(SEED)])
    assert (ran.exit_code, ran.output.split()[-2:]) == (0, ["state=same", "failures=0"])
    file.write_bytes(b'{"townhall_bundle":99}\n')
    assert "a bundle of version 99" in CliRunner().invoke(main, [str(file)]).output
    lines = bundled(logs[0], personal=False).splitlines(keepends=True)
    file.write_bytes(b"".join([*lines[:2], *lines[3:]]))
    assert " not follow" in CliRunner().invoke(main, [str(file)]).output
