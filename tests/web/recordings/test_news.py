"""What becomes of films, written down for webhooks and told once."""

import os
from pathlib import Path
from typing import Any

import orjson
import pytest
from attrs import evolve

from actors.news import Event
from tests.web.recordings.shelves import STARTED_S, composed, ordered
from web.recordings import files
from web.recordings.news import KEPT_MS, MOST, FilmNews
from web.recordings.order import Progress
from web.recordings.shelf import Film, Shelf

NOW_MS = int(STARTED_S * 1000)


def news_of(tmp_path: Path, heard: list[Event]) -> FilmNews:
    return FilmNews(tmp_path / "news", lambda: NOW_MS, [heard.append])


async def ended(news: FilmNews, shelf: Shelf, film: Film) -> None:
    recording = shelf.recording("rec")
    assert recording
    await news.ended(recording, film)


async def test_a_film_that_is_made_is_told_once_also_after_a_crash(tmp_path: Path) -> None:
    heard: list[Event] = []
    news, shelf = news_of(tmp_path, heard), Shelf(tmp_path / "shelf")
    film = evolve(composed(shelf), is_stored=True)
    for _ in range(2):
        await ended(news, shelf, film)
    (film.folder / "told").unlink()  # the server died before the mark was there
    await ended(news, shelf, film)
    data = {"recording": "rec", "film": "film", "room": "main", "layout": "speaker", "container": "mp4"}
    made = Event("film.made", "web", NOW_MS, NOW_MS, data | {"duration_s": 60}, "recording:rec")
    assert heard == [made]
    assert list(news.events("recording:rec")) == [made]


async def test_why_a_film_failed_is_told(tmp_path: Path) -> None:
    heard: list[Event] = []
    news, shelf = news_of(tmp_path, heard), Shelf(tmp_path / "shelf")
    await ended(news, shelf, evolve(ordered(shelf), progress=Progress("failed", reason="no_pictures")))
    assert [(event.kind, event.data["reason"]) for event in heard] == [("film.failed", "no_pictures")]


@pytest.mark.parametrize("progress", [Progress("waiting"), Progress("composing", 4), Progress("cancelled")])
async def test_of_a_film_that_has_not_ended_nothing_is_told(tmp_path: Path, progress: Progress) -> None:
    heard: list[Event] = []
    news, shelf = news_of(tmp_path, heard), Shelf(tmp_path / "shelf")
    await ended(news, shelf, evolve(ordered(shelf), progress=progress))
    assert heard == []


async def test_events_of_a_recording_are_in_order_and_do_not_pile_up(tmp_path: Path) -> None:
    heard: list[Event] = []
    news = news_of(tmp_path, heard)
    news.folder.mkdir()
    for number in range(3):
        await news.tell("film.deleted", "web", "rec", film=str(number))
    assert [event.seq for event in heard] == [NOW_MS, NOW_MS + 1, NOW_MS + 2]
    path = news.folder / "rec.json"
    told: Any = files.read(path, dict)
    one = told["events"][0]
    many = [one | {"seq": NOW_MS + number} for number in range(MOST)]
    files.replace(path, orjson.dumps({"events": many}))
    await news.tell("film.deleted", "web", "rec", film="last")
    kept = list(news.events("recording:rec"))
    assert (len(kept), kept[-1].seq, kept[0].seq) == (MOST, NOW_MS + MOST, NOW_MS + 1)


async def test_what_is_told_when_the_rest_has_been_thrown_away_is_told_under_another_number(tmp_path: Path) -> None:
    heard: list[Event] = []
    news = news_of(tmp_path, heard)
    await news.tell("film.deleted", "web", "rec", film="a")
    (news.folder / "rec.json").unlink()  # it was old
    news.now_ms = lambda: NOW_MS + KEPT_MS
    await news.tell("recording.deleted", "web", "rec")
    assert heard[1].seq > heard[0].seq


async def test_without_listeners_nothing_is_written(tmp_path: Path) -> None:
    news = FilmNews(tmp_path / "news", lambda: NOW_MS)
    await news.tell("recording.deleted", "web", "rec", room="main")
    assert not news.folder.exists()
    assert list(news.streams(0)) == []


async def test_what_is_old_is_not_looked_at_and_then_gone(tmp_path: Path) -> None:
    news = news_of(tmp_path, [])
    for recording, age_ms in (("young", 0), ("old", KEPT_MS // 2), ("ancient", KEPT_MS + 1000)):
        await news.tell("recording.deleted", "web", recording, room="main")
        at_s = (NOW_MS - age_ms) / 1000
        os.utime(news.folder / f"{recording}.json", (at_s, at_s))
    assert list(news.streams(NOW_MS - KEPT_MS // 4)) == ["recording:young"]
    assert sorted(path.stem for path in news.folder.iterdir()) == ["old", "young"]


@pytest.mark.parametrize("stream", ["recording:../../etc/passwd", "recording:", "recording:a/b"])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, stream: str) -> None:
    with pytest.raises(ValueError, match="no such recording"):
        news_of(tmp_path, []).events(stream)
