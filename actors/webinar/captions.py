"""Live captions: who may write them, and what of them a newcomer is shown. The log keeps all; see `captions_log.py`."""

import re
from typing import Final

from actors import facts as f
from actors.ports import Refusal
from actors.webinar import commands as c
from actors.webinar.decision import Context, Decision
from actors.webinar.interaction import Caption
from actors.webinar.rights import NOT_ALLOWED
from actors.webinar.state import State
from actors.webinar.text import cleaned_lines
from actors.words import HOSTS

TEXT_MAX: Final = 500
KEPT: Final = 10
AGO_MS: Final = range(60_001)
FOR_MS: Final = range(500, 30_001)
READING_MS: Final = (1_500, 60, 7_000)  # at least, for each character, at most: some 17 characters a second
TAG: Final = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}")  # the form of BCP 47's tags, RFC 5646 2.1

BAD_CAPTION: Final = Refusal("bad_caption", f"A caption has 1 to {TEXT_MAX} visible characters.")
BAD_LANGUAGE: Final = Refusal("bad_language", "A language is a tag such as en or pt-BR.")
BAD_TIMES: Final = Refusal(
    "bad_caption_times", f"A caption was said at most {AGO_MS[-1]} ms ago, and stands {FOR_MS[0]} to {FOR_MS[-1]} ms."
)


def say(state: State, command: c.SayCaption, ctx: Context) -> Decision:
    author = state.people[ctx.by or ""]
    if author.role not in HOSTS and author.id not in state.interaction.captioners:
        return NOT_ALLOWED
    if command.language and not TAG.fullmatch(command.language):
        return BAD_LANGUAGE
    if command.ago_ms not in AGO_MS or (command.for_ms is not None and command.for_ms not in FOR_MS):
        return BAD_TIMES
    text = cleaned_lines(command.text, TEXT_MAX)
    if text is None:
        return BAD_CAPTION
    from_ms = ctx.at_ms - command.ago_ms
    until_ms = from_ms + (reading_ms(text) if command.for_ms is None else command.for_ms)
    return [f.CaptionSaid(ctx.new_id(), author.id, command.language, text, from_ms, until_ms)]


def reading_ms(text: str) -> int:
    least, each, most = READING_MS
    return min(max(least, each * len(text)), most)


def name(state: State, command: c.NameCaptioner, _: Context) -> Decision:
    whom = command.participant
    return [] if whom in state.interaction.captioners else [f.CaptionerNamed(whom)]


def dismiss(state: State, command: c.DismissCaptioner, _: Context) -> Decision:
    whom = command.participant
    return [f.CaptionerDismissed(whom)] if whom in state.interaction.captioners else []


def said(state: State, fact: f.CaptionSaid) -> None:
    kept = state.interaction.captions
    kept[fact.caption] = Caption(fact.caption, fact.by, fact.language, fact.text, fact.from_ms, fact.until_ms)
    while len(kept) > KEPT:
        del kept[next(iter(kept))]


def named(state: State, fact: f.CaptionerNamed) -> None:
    state.interaction.captioners.setdefault(fact.participant)


def dismissed(state: State, fact: f.CaptionerDismissed) -> None:
    state.interaction.captioners.pop(fact.participant, None)
