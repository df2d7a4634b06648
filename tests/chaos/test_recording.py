"""SIGKILL while a webinar is recorded: of the server alone, and of the server with its recorder.

The whole way is gone: real packets, the running server, its recorder, its log, its composer.
"""

import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from attrs import define

from actors.ports import StoredFact
from actors.timeline import timeline
from media.film import files
from media.film.clips import found
from media.film.order import FilmMade
from media.film.plan import plan_of
from media.recording.cutting import SEGMENT_S
from tests.browser.restarting import HOST, Restarting
from tests.browser.waiting import wait_until
from tests.chaos.journal import read_log
from tests.chaos.processes import children, words
from tests.media.playing import all_played, half_written, played
from tests.peers.api import Webinar, call
from tests.peers.performer import Performer
from web.recordings.edit_list import edit_list

PERFORMED_S = 6.5  # a whole segment, and more than half of another one
WITHIN_S, FILM_WITHIN_S = 60, 240
ON_ITS_WAY_S = 1.5  # to the disk: what the tape carries each 0.1 s, and a busy machine
BEGINS_S = 3.0  # from the first packet to the first frame that is kept: connecting, a key frame
CLOCKS_AGREE_S = 0.1  # whatever the performer's clock shows
RECORDER = "media.recording.recorder"
SOURCES = ("microphone", "camera")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Restarting]:
    made = Restarting(tmp_path / "data", HOST, film_of_each=False, film_niceness=0)
    yield made
    assert made.server.stop() == 0, made.server.text
    assert "Traceback" not in made.server.text, made.server.text


@define
class Tape:
    """A recording, on the disk and in the log."""

    house: Restarting
    webinar: Webinar
    id: str
    copies: int = 0

    @property
    def folder(self) -> Path:
        return self.house.data_dir / "recordings" / self.id

    def recorders(self) -> list[int]:
        return children(self.house.server.process.pid, RECORDER)

    def log(self) -> list[StoredFact]:
        """As it is on the disk; of a server that does not run."""
        self.copies += 1
        copy = self.house.data_dir.with_name(f"copy-{self.copies}")
        shutil.copytree(self.house.data_dir, copy, ignore=shutil.ignore_patterns("recordings"))
        return read_log(copy, self.webinar.id)

    def spans(self) -> dict[str, list[tuple[float, float]]]:
        """Wall times between which each source is on the disk, segment by segment."""
        clips = found(self.folder, ())[0]
        return {each: [(c.from_s, c.until_s) for c in clips if c.segment.source == each] for each in SOURCES}


def performed(
    tape: Tape, token: str, performer: Performer, kill: Callable[[Tape], None], clock_jumps_s: float
) -> tuple[float, float]:
    """What of it is not on the disk, in seconds: at its beginning, and at its end, where the server was killed.

    In the middle the performer's own clock jumps, which its sender reports tell.
    """
    with performer.publish(tape.webinar.whip, token):
        time.sleep(PERFORMED_S / 2)
        performer.clock_s += clock_jumps_s
        time.sleep(PERFORMED_S / 2)
        killed_s = time.time()
        kill(tape)
    there = [[span for span in spans if span[1] > performer.began_s] for spans in tape.spans().values()]
    assert all(there), there
    return (
        max(spans[0][0] for spans in there) - performer.began_s,
        killed_s - min(spans[-1][1] for spans in there),
    )


def kill_server(tape: Tape) -> None:
    """Its recorder hears the end of its input, and writes what it has."""
    recorders = tape.recorders()
    tape.house.kill()
    wait_until(lambda: not any(RECORDER in words(each) for each in recorders), WITHIN_S, "its end")


def kill_all(tape: Tape) -> None:
    """As the machine would: the recorder does not hear of it."""
    recorders = tape.recorders()
    for recorder in recorders:
        os.kill(recorder, signal.SIGSTOP)
    tape.house.server.process.kill()
    for recorder in recorders:
        os.kill(recorder, signal.SIGKILL)
    tape.house.kill()


def stop(tape: Tape) -> None:
    tape.webinar.command("recording/stop")
    wait_until(lambda: not tape.recorders(), WITHIN_S, "the recorder's end")


def film_of(tape: Tape) -> Path:
    """Its folder."""
    ordered: str = call("POST", f"{tape.webinar.url}/recordings/{tape.id}/films", {}, tape.webinar.host)["id"]
    film = tape.folder / "films" / ordered
    wait_until((film / "stored").exists, FILM_WITHIN_S, "a film")
    return film


@pytest.mark.slow
def test_a_server_that_is_killed_goes_on_recording_and_a_segment_is_lost_at_most(house: Restarting) -> None:
    webinar = Webinar.create(house.url)
    token = webinar.presenter()
    tape = Tape(house, webinar, webinar.command("recording/start")["id"])
    webinar.command("consent-to-recording", token)

    lost = [performed(tape, token, Performer(1), kill_server, 3600)]
    logs = [tape.log()]
    house.start_again()
    lost.append(performed(tape, token, Performer(11, "h264", (480, 270)), kill_all, -1.0))
    logs.append(tape.log())
    house.start_again()
    lost.append(performed(tape, token, Performer(21), stop, -3600))

    print("not on the disk, s:", *(f"begin {begin:.2f} end {end:.2f}," for begin, end in lost))  # noqa: T201
    assert webinar.command("recording/stop")["id"] is None
    assert [path.name for path in tape.folder.parent.iterdir()] == [tape.id]
    assert all(-CLOCKS_AGREE_S < begin < BEGINS_S and end > -CLOCKS_AGREE_S for begin, end in lost)
    assert lost[0][1] < ON_ITS_WAY_S
    assert lost[1][1] < SEGMENT_S + ON_ITS_WAY_S
    assert lost[2][1] < ON_ITS_WAY_S
    segments = all_played(tape.folder)
    assert half_written(tape.folder) == []
    assert {(each.codec, each.height_px) for each in segments if each.height_px} == {("vp8", 240), ("h264", 270)}

    film = film_of(tape)
    made = files.read(film / "film.json", FilmMade)
    assert made.notes == ()
    assert played(film / "film.mp4").pictures == round(made.duration_s * 30)
    assert made.duration_s > 3 * PERFORMED_S - SEGMENT_S
    house.kill()
    expect_the_same_timeline(tape, logs, film, made)
    house.start_again()


def expect_the_same_timeline(tape: Tape, logs: list[list[StoredFact]], film: Path, made: FilmMade) -> None:
    """No fact is another one than before the server died; from tracks and log the same film would be made again."""
    last = tape.log()
    for log in logs:
        assert list(map(repr, last[: len(log)])) == list(map(repr, log))
        assert timeline(last[: len(log)]) == timeline(log)
    ((recording, spans),) = [(each.recording, each.spans) for each in timeline(last).recordings]
    assert recording == tape.id
    assert len(spans) == 1  # nobody paused it
    again = film.with_name("again")
    again.mkdir()
    (again / "timeline.json").write_bytes(edit_list(list(last), None))
    shutil.copy(film / "order.json", again)
    plan = plan_of(again)
    assert plan.anchors == made.anchors
    assert plan.chapters == made.chapters
    assert plan.cuts == plan_of(film).cuts
