"""What recordings are told as."""

from pathlib import Path

from attrs import evolve

from tests.web.recordings.shelves import composed
from web.recordings.order import FilmOrder
from web.recordings.shapes import OrderFilm, film_out, share_out
from web.recordings.shares import Share
from web.recordings.shelf import Shelf


def test_a_film_has_a_length_when_it_can_be_seen(tmp_path: Path) -> None:
    film = composed(Shelf(tmp_path))
    assert (film_out(film).state, film_out(film).durationS) == ("composing", None)
    told = film_out(evolve(film, is_stored=True))
    assert (told.state, told.durationS, told.id) == ("done", 60, "film")


def test_an_order_is_what_was_wished() -> None:
    assert OrderFilm("gallery", "webm", ("a",), 1, 2).order() == FilmOrder("gallery", "webm", ("a",), 1, 2)


def test_no_digest_leaves_us() -> None:
    told = share_out(Share("one", "digest", chat=True, made_s=0, until_s=60))
    assert "digest" not in str(told)
    assert (told.expiresAt - told.madeAt).total_seconds() == 60
