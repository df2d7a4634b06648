"""Who sees captions, and until when."""

from actors.webinar import commands as c
from actors.webinar.captions_view import captions
from actors.webinar.view import INSIDE, View
from tests.actors.webinar.town import Town


def test_everybody_inside_sees_them_and_the_waiting_room_does_not() -> None:
    town = Town()
    for text in ("One", "Two"):
        town.do("host", c.SayCaption(text, "en", ago_ms=500))
    for view in INSIDE:
        seen = captions(town.state, view)
        assert [(caption.text, caption.language) for caption in seen] == [("One", "en"), ("Two", "en")]
        assert all(caption.shown_from < caption.shown_until for caption in seen)
    assert captions(town.state, View.WAITING) == ()


def test_forgotten_words_are_not_shown() -> None:
    town = Town()
    ann = town.inside()
    town.do("host", c.NameCaptioner(ann))
    town.do(ann, c.SayCaption("Mine"))
    town.do(None, c.ForgetPerson(ann))
    (left,) = captions(town.state, View.HOSTS)
    assert (left.by, left.text) == (ann, "")
