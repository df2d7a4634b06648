"""Films being made, by a composer that is a real process."""

import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from errno import ENOSPC
from pathlib import Path

import pytest
import trio
from attrs import evolve

from tests.web.recordings import fake_composer
from tests.web.recordings.shelves import composed, ordered
from web.recordings import files
from web.recordings import jobs as jobs_module
from web.recordings.jobs import MOST_TRIES, Jobs, has_ended, next_of, shown
from web.recordings.local import LocalStore
from web.recordings.order import Progress
from web.recordings.shelf import Film, Shelf
from web.recordings.store import StoreFailed

COMMAND = (sys.executable, str(Path(fake_composer.__file__)))
PATIENCE_S = 30


def scripted(shelf: Shelf, film: str, script: str) -> Film:
    made = ordered(shelf, film=film)
    (made.folder / "script").write_text(script)
    return made


@asynccontextmanager
async def at_work(shelf: Shelf, ended: list[str] | None = None) -> AsyncIterator[Jobs]:
    """`ended`: is filled with what is told."""

    async def note(film: Film) -> None:
        if ended is not None:
            ended.append(f"{film.id} {shown(film).state}")

    jobs = Jobs(shelf, LocalStore(shelf.root), COMMAND, niceness=15, tell_ended=note)
    async with trio.open_nursery() as server:
        server.start_soon(jobs.serve)
        yield jobs
        server.cancel_scope.cancel()


def again(shelf: Shelf, film: str) -> Film:
    found = shelf.film("rec", film)
    assert found
    return found


async def until(shelf: Shelf, film: str, holds: Callable[[Film], bool]) -> Film:
    with trio.fail_after(PATIENCE_S):
        while not holds(again(shelf, film)):  # noqa: ASYNC110 - a file that another process writes
            await trio.sleep(0.02)
    return again(shelf, film)


def starts(film: Film) -> list[str]:
    return (film.folder / "starts").read_text().split()


async def test_films_are_made_one_after_another_politely_and_kept(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    for name in ("a", "b"):
        scripted(shelf, name, "done")
    async with at_work(shelf):
        for name in ("a", "b"):
            film = await until(shelf, name, lambda film: film.is_stored)
            assert shown(film) == Progress("done", 100)
            assert len(starts(film)) == 1


async def test_one_that_is_ordered_while_nobody_works_is_made_too(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    async with at_work(shelf) as jobs:
        await trio.testing.wait_all_tasks_blocked()
        scripted(shelf, "a", "done")
        jobs.wake()
        await until(shelf, "a", lambda film: film.is_stored)


async def test_a_composer_that_dies_begins_again_a_few_times(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    scripted(shelf, "a", "die")
    scripted(shelf, "b", "done")
    async with at_work(shelf):
        film = await until(shelf, "a", has_ended)
        assert (film.progress.state, film.progress.reason) == ("failed", "composer_died")
        assert len(starts(film)) == MOST_TRIES
        await until(shelf, "b", lambda film: film.is_stored)


async def test_a_film_that_cannot_be_made_is_not_tried_again(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    film = scripted(shelf, "a", "refuse")
    async with at_work(shelf):
        assert shown(await until(shelf, "a", has_ended)).reason == "no_pictures"
        await trio.testing.wait_all_tasks_blocked()
        assert len(starts(film)) == 1


async def test_a_disk_too_full_to_say_that_a_film_failed_harms_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs_module, "STORE_AGAIN_S", 0.01)
    shelf, write, refused = Shelf(tmp_path), files.write, list[Path]()
    scripted(shelf, "a", "die")

    def full(path: Path, value: Progress) -> None:
        if not refused:
            refused.append(path)
            raise OSError(ENOSPC, "no room")
        write(path, value)

    monkeypatch.setattr(files, "write", full)
    async with at_work(shelf):
        assert (await until(shelf, "a", has_ended)).progress.reason == "composer_died"
    assert [path.name for path in refused] == ["progress.json"]


async def test_what_is_deleted_while_it_is_kept_is_deleted_when_it_has_been_kept(tmp_path: Path) -> None:
    shelf, lock, kept = Shelf(tmp_path), trio.Lock(), list[str]()
    film = composed(shelf)

    class Noting(LocalStore):
        async def keep(self, key: str, path: Path) -> None:
            assert lock.statistics().owner is trio.lowlevel.current_task()
            kept.append(key)
            await super().keep(key, path)

    async with lock, at_work(shelf) as jobs:
        jobs.store, jobs.lock = Noting(tmp_path), lambda _: lock
        await trio.testing.wait_all_tasks_blocked()
        while not lock.statistics().tasks_waiting:  # noqa: ASYNC110 - it reads the folder in a thread
            await trio.sleep(0.01)
        shelf.put_away(film.folder)
        lock.release()
        await trio.testing.wait_all_tasks_blocked()
        await lock.acquire()
    assert kept == []


async def test_a_film_whose_tracks_cannot_be_fetched_waits_for_them_and_has_not_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs_module, "STORE_AGAIN_S", 0.01)
    shelf, asked = Shelf(tmp_path), list[Path]()
    film = scripted(shelf, "a", "done")

    async def fetch(folder: Path) -> None:
        asked.append(folder)
        assert not (film.folder / "starts").exists()
        if len(asked) <= MOST_TRIES + 1:
            raise StoreFailed("away")

    async with at_work(shelf) as jobs:
        jobs.fetch = fetch
        await until(shelf, "a", lambda film: film.is_stored)
    assert asked == [tmp_path / "rec"] * (MOST_TRIES + 2)


async def test_what_became_of_each_film_is_told(tmp_path: Path) -> None:
    shelf, ended = Shelf(tmp_path), list[str]()
    for name, script in (("a", "refuse"), ("b", "die"), ("c", "done")):
        scripted(shelf, name, script)
    async with at_work(shelf, ended):
        with trio.fail_after(PATIENCE_S):
            while len(ended) < 3:  # noqa: ASYNC110 - another process is at work
                await trio.sleep(0.02)
    assert sorted(ended) == ["a failed", "b failed", "c done"]


async def test_a_server_that_stops_leaves_the_film_to_the_next(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    film = scripted(shelf, "a", "hang")
    async with at_work(shelf):
        await until(shelf, "a", lambda film: film.progress.percent == 40)
    assert again(shelf, "a").progress.state == "cancelled"  # so it said when it was stopped
    assert shown(again(shelf, "a")).state == "waiting"
    (film.folder / "script").write_text("done")
    async with at_work(shelf):
        await until(shelf, "a", lambda film: film.is_stored)


async def test_a_host_s_cancelling_ends_the_composer_and_the_next_film_begins(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    film = scripted(shelf, "a", "hang")
    async with at_work(shelf) as jobs:
        await until(shelf, "a", lambda film: film.progress.percent == 40)
        (film.folder / "cancelled").touch()
        jobs.stop(film.folder)
        assert shown(again(shelf, "a")).state == "cancelled"
        scripted(shelf, "b", "done")
        jobs.wake()
        await until(shelf, "b", lambda film: film.is_stored)
    assert len(starts(film)) == 1


def test_the_one_that_has_waited_longest_is_next(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    first, second = (evolve(ordered(shelf, film=name), ordered_s=at) for name, at in (("a", 1.0), ("b", 2.0)))
    assert next_of([second, first], ()) == first
    assert next_of([second, first], {first.folder}) == second
    failed = evolve(first, progress=Progress("failed"))
    assert next_of([failed], ()) is None


def test_a_film_is_done_when_it_can_be_seen(tmp_path: Path) -> None:
    film = composed(Shelf(tmp_path))
    assert shown(film) == Progress("composing", 100)
    assert shown(evolve(film, is_stored=True)) == Progress("done", 100)
    assert next_of([film], ()) == film
