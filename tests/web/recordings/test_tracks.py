"""Tracks in storage that speaks S3, before moto's server: sent when nobody reads them, fetched, deleted there too."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
import trio
from attrs import define, evolve, field

from actors import facts as f
from tests.web.recordings.moto import storage
from tests.web.recordings.shelves import STARTED_S, composed, news_in, ordered, recorded, segment
from tests.web.recordings.test_library import SETTINGS, STARTED, STOPPED, Log
from web.recordings import files
from web.recordings.deletion import DAY_S, Deletion, mark_forgotten
from web.recordings.library import make_library
from web.recordings.order import Progress
from web.recordings.s3 import S3Store
from web.recordings.shelf import Recording, Shelf
from web.recordings.signing import Bucket
from web.recordings.store import StoreFailed
from web.recordings.tracks import Tracks, here


@pytest.fixture(scope="module")
def bucket() -> Iterator[Bucket]:
    with storage() as made:
        yield made


@define
class Hall:
    shelf: Shelf
    store: S3Store
    tracks: Tracks
    recording: Recording

    async def sizes(self) -> list[int | None]:
        return [await self.store.size(f"rec/tracks/{name}.mkv") for name in ("0/0", "0/1", "1/0")]


@asynccontextmanager
async def hall(bucket: Bucket, tmp_path: Path) -> AsyncIterator[Hall]:
    """Two segments of Paul's, one of Ida's."""
    async with httpx.AsyncClient(trust_env=False) as client:
        store, shelf = S3Store(client, bucket, f"{tmp_path.name}/"), Shelf(tmp_path / "shelf")
        recording = recorded(shelf)
        for participant, track, number in (("paul", 0, 0), ("paul", 0, 1), ("ida", 1, 0)):
            segment(recording, participant, track, number)
        yield Hall(shelf, store, Tracks(store, go_away=True), recording)


def deletion_of(made: Hall, tmp_path: Path, keep_days: int = 0) -> Deletion:
    return Deletion(made.shelf, made.store, keep_days, news_in(tmp_path), made.tracks)


async def test_what_was_sent_is_not_here_and_comes_back_as_it_was(bucket: Bucket, tmp_path: Path) -> None:
    async with hall(bucket, tmp_path) as made:
        for _ in range(2):
            await made.tracks.send(made.recording)
        assert (here(made.recording.folder), await made.sizes()) == ([], [6, 6, 6])
        assert len(list(made.recording.folder.glob("tracks/*/*.json"))) == 3
        for _ in range(2):
            await made.tracks.fetch(made.recording.folder)
        assert [path.read_bytes() for path in here(made.recording.folder)] == [b"frames"] * 3
        assert not list(made.recording.folder.rglob("*.part"))


async def test_nothing_goes_while_a_film_is_being_made_of_it(bucket: Bucket, tmp_path: Path) -> None:
    async with hall(bucket, tmp_path) as made:
        film = ordered(made.shelf)
        await made.tracks.send(made.recording)
        assert (len(here(made.recording.folder)), await made.sizes()) == (3, [None] * 3)
        files.write(film.folder / "progress.json", Progress("failed"))
        await made.tracks.send(made.recording)
        assert await made.sizes() == [6, 6, 6]


async def test_what_a_crash_left_on_both_sides_is_sent_again(bucket: Bucket, tmp_path: Path) -> None:
    async with hall(bucket, tmp_path) as made:
        await made.tracks.send(made.recording)
        (made.recording.folder / "tracks/0/1.mkv").write_bytes(b"frames")  # it was sent, and not unlinked
        await made.tracks.send(made.recording)
        assert (here(made.recording.folder), await made.sizes()) == ([], [6, 6, 6])


async def test_a_store_that_cannot_be_reached_leaves_all_here_and_no_half_of_anything(
    bucket: Bucket, tmp_path: Path
) -> None:
    async with hall(bucket, tmp_path) as made:
        nowhere = Bucket("http://127.0.0.1:9", "films", bucket.region, "key", "secret")
        far = Tracks(S3Store(made.store.client, nowhere), go_away=True)
        with pytest.raises(StoreFailed):
            await far.send(made.recording)
        assert len(here(made.recording.folder)) == 3
        await made.tracks.send(made.recording)
        with pytest.raises(StoreFailed):
            await far.fetch(made.recording.folder)
        assert here(made.recording.folder) == []


async def test_of_a_recording_that_is_deleted_or_too_old_the_store_keeps_nothing(
    bucket: Bucket, tmp_path: Path
) -> None:
    for put_away, keep_days in ((True, 0), (False, 30)):
        async with hall(bucket, tmp_path / str(keep_days)) as made:
            await made.tracks.send(made.recording)
            for path in made.recording.folder.glob("tracks/*/*.json"):
                path.unlink() if keep_days else None  # when it was written last, the manifest says then
            if put_away:
                made.shelf.put_away(made.recording.folder)
            deletion = deletion_of(made, tmp_path / str(keep_days), keep_days)
            await deletion.run(STARTED_S + 31 * DAY_S)
            assert (made.shelf.recordings(), made.shelf.condemned(), await made.sizes()) == ([], [], [None] * 3)


async def test_a_forgotten_persons_tracks_go_from_the_store_and_no_film_brings_them_back(
    bucket: Bucket, tmp_path: Path
) -> None:
    async with hall(bucket, tmp_path) as made:
        composed(made.shelf)
        (made.recording.folder / "films/film/stored").touch()
        await made.tracks.send(made.recording)
        mark_forgotten(made.recording, "paul")
        await deletion_of(made, tmp_path).run(0)
        assert (made.recording.films(), await made.sizes()) == ([], [None, None, 6])
        await made.tracks.fetch(made.recording.folder)
        assert [str(path.relative_to(made.recording.folder)) for path in here(made.recording.folder)] == [
            "tracks/1/0.mkv"
        ]


async def test_what_is_in_the_store_is_fetched_and_forgotten_though_nothing_more_is_sent_there(
    bucket: Bucket, tmp_path: Path
) -> None:
    async with hall(bucket, tmp_path) as made:
        await made.tracks.send(made.recording)
        off = Tracks(made.store)
        mark_forgotten(made.recording, "paul")
        await Deletion(made.shelf, made.store, 0, news_in(tmp_path), off).run(0)
        assert await made.sizes() == [None, None, 6]
        await off.fetch(made.recording.folder)
        assert len(here(made.recording.folder)) == 1


async def test_forgetting_waits_for_the_store_and_forgets_nobody_halfway(bucket: Bucket, tmp_path: Path) -> None:
    async with hall(bucket, tmp_path) as made:
        await made.tracks.send(made.recording)
        mark_forgotten(made.recording, "paul")
        nowhere = S3Store(made.store.client, Bucket("http://127.0.0.1:9", "films", bucket.region, "key", "secret"))
        await Deletion(made.shelf, nowhere, 0, news_in(tmp_path), Tracks(nowhere, go_away=True)).run(0)
        assert await made.sizes() == [6, 6, 6]
        await deletion_of(made, tmp_path).run(0)
        assert await made.sizes() == [None, None, 6]


async def test_what_is_deleted_while_it_is_sent_is_not_left_in_the_store(bucket: Bucket, tmp_path: Path) -> None:
    async with hall(bucket, tmp_path) as made:
        slow = Slow(made.store, tmp_path / "on its way")
        tracks = Tracks(slow, go_away=True)
        deletion = Deletion(made.shelf, made.store, 0, news_in(tmp_path), tracks)
        async with trio.open_nursery() as both:
            both.start_soon(tracks.send, made.recording)
            await slow.begun.wait()
            made.shelf.put_away(made.recording.folder)
            both.start_soon(deletion.run, 0)
            with trio.move_on_after(0.5):  # it may not be done before what is on its way has arrived
                while made.shelf.condemned():  # noqa: ASYNC110 - a thread deletes it
                    await trio.sleep(0.02)
            slow.may_arrive.set()
        assert (made.shelf.condemned(), await made.sizes()) == ([], [None] * 3)


@define(eq=False)
class Slow:
    """A store to which something is on its way when all else has happened."""

    store: S3Store
    copy: Path
    begun: trio.Event = field(factory=trio.Event)
    may_arrive: trio.Event = field(factory=trio.Event)

    async def keep(self, key: str, path: Path) -> None:
        await trio.Path(self.copy).write_bytes(await trio.Path(path).read_bytes())
        self.begun.set()
        await self.may_arrive.wait()
        await self.store.keep(key, self.copy)

    async def size(self, key: str) -> int | None:
        return await self.store.size(key)

    def read(self, key: str, first: int, count: int) -> AsyncIterator[bytes]:
        return self.store.read(key, first, count)

    async def delete(self, prefix: str) -> None:
        await self.store.delete(prefix)


async def test_where_all_is_here_the_store_is_not_asked(tmp_path: Path) -> None:
    async with httpx.AsyncClient() as client:
        nowhere = S3Store(client, Bucket("http://127.0.0.1:9", "films", "x", "key", "secret"))
        shelf = Shelf(tmp_path)
        recording = recorded(shelf)
        path = segment(recording, "paul")
        tracks = Tracks(nowhere)
        await tracks.fetch(recording.folder)
        await tracks.forget(recording.folder, ["0"])
        assert here(recording.folder) == [path.with_suffix(".mkv")]


async def test_a_library_that_is_set_so_sends_what_is_at_rest(bucket: Bucket, tmp_path: Path) -> None:
    secrets = {"s3_access_key": bucket.access_key, "s3_secret_key": bucket.secret_key, "s3_prefix": f"{tmp_path.name}/"}
    where = {"s3_endpoint": bucket.endpoint, "s3_bucket": bucket.name, "s3_region": bucket.region}
    settings = evolve(SETTINGS, film_store="s3", tracks_too=True, film_of_each=False, **secrets, **where)
    log = Log(STARTED, f.RecordingStarted("going", "main", "hedy"), STOPPED)
    library = make_library(settings, tmp_path, archive=log, news=news_in(tmp_path), new_id=str)
    rests, goes = recorded(library.shelf), recorded(library.shelf, "going")
    for recording in (rests, goes):
        segment(recording, "paul")
    async with trio.open_nursery() as server:
        server.start_soon(library.serve)
        with trio.fail_after(30):
            while here(rests.folder):  # noqa: ASYNC110 - it is sent by another task
                await trio.sleep(0.02)
            assert await library.store.size("rec/tracks/0/0.mkv") == 6
        server.cancel_scope.cancel()
    assert len(here(goes.folder)) == 1
