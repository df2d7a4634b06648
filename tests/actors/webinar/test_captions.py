"""Live captions: who writes them, what is refused, what is kept."""

import pytest

from actors import facts as f
from actors.webinar import commands as c
from actors.webinar.captions import AGO_MS, FOR_MS, KEPT, TEXT_MAX, reading_ms
from actors.words import Role
from tests.actors.webinar.town import Town


def said(town: Town, by: str, command: c.SayCaption) -> f.CaptionSaid:
    (fact,) = town.do(by, command)
    assert isinstance(fact, f.CaptionSaid)
    return fact


def test_hosts_write_captions_and_whom_a_host_has_named() -> None:
    town = Town()
    ann, pat = town.inside(), town.inside(Role.PRESENTER)
    caption = c.SayCaption("Welcome", "en")
    assert said(town, "host", caption).by == "host"
    assert [town.refusal(who, caption) for who in (ann, pat)] == ["not_allowed"] * 2
    assert town.refusal(ann, c.NameCaptioner(pat)) == "not_allowed"
    assert town.do("host", c.NameCaptioner(ann)) == [f.CaptionerNamed(ann)]
    assert town.do("host", c.NameCaptioner(ann)) == []
    assert said(town, ann, caption).by == ann
    assert town.do("host", c.DismissCaptioner(ann)) == [f.CaptionerDismissed(ann)]
    assert town.do("host", c.DismissCaptioner(ann)) == []
    assert town.refusal(ann, caption) == "not_allowed"


def test_a_caption_stands_from_when_it_was_said_for_as_long_as_it_takes_to_read() -> None:
    town = Town()
    fact = said(town, "host", c.SayCaption("  Good\u202e morning  ", "pt-BR", ago_ms=1_500))
    assert (fact.text, fact.language) == ("Good morning", "pt-BR")
    assert fact.from_ms == town.state.at_ms - 1_500
    assert fact.until_ms - fact.from_ms == reading_ms("Good morning") == 1_500
    assert (reading_ms("x" * 50), reading_ms("x" * 500)) == (3_000, 7_000)
    asked_for = said(town, "host", c.SayCaption("So", for_ms=4_000))
    assert asked_for.until_ms - asked_for.from_ms == 4_000


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (c.SayCaption(""), "bad_caption"),
        (c.SayCaption("\u200b"), "bad_caption"),
        (c.SayCaption("x" * (TEXT_MAX + 1)), "bad_caption"),
        (c.SayCaption("Hm", "English, please"), "bad_language"),
        (c.SayCaption("Hm", "x" * 99), "bad_language"),
        (c.SayCaption("Hm", ago_ms=-1), "bad_caption_times"),
        (c.SayCaption("Hm", ago_ms=AGO_MS[-1] + 1), "bad_caption_times"),
        (c.SayCaption("Hm", for_ms=FOR_MS[0] - 1), "bad_caption_times"),
        (c.SayCaption("Hm", for_ms=FOR_MS[-1] + 1), "bad_caption_times"),
    ],
)
def test_what_no_caption_is_refused(command: c.SayCaption, code: str) -> None:
    assert Town().refusal("host", command) == code


def test_newcomers_are_shown_the_last_ones() -> None:
    town = Town()
    ids = [said(town, "host", c.SayCaption(f"{n}")).caption for n in range(KEPT + 3)]
    assert list(town.state.interaction.captions) == ids[3:]


def test_a_captioner_who_is_forgotten_leaves_no_words() -> None:
    town = Town()
    ann = town.inside()
    town.do("host", c.NameCaptioner(ann))
    caption = said(town, ann, c.SayCaption("Secret")).caption
    town.do(None, c.ForgetPerson(ann))
    assert town.state.interaction.captions[caption].text == ""
    assert ann not in town.state.interaction.captioners
