"""How polls, questions, messages and hands come, change and go in the lists of those who look on.

A view is told the difference between what it saw of a thing and what it sees of it now, whatever the reason was. So
nothing here knows what any fact means: what is seen of each kind of thing stands in its own `…_view.py`.
"""

from collections.abc import Callable
from typing import Any

from attrs import frozen

from actors import facts as f
from actors import shown as s
from actors.facts import Fact
from actors.ports import StoredFact
from actors.shown import Shown, ShownFact
from actors.webinar import captions_view, chat_view, hands_view, polls_view, questions_view
from actors.webinar.apply import apply
from actors.webinar.publication import Alias, Publication
from actors.webinar.questions import votes_of
from actors.webinar.state import State
from actors.webinar.view import INSIDE, View
from actors.words import ParticipantId

Eye = tuple[View, bool]  # somebody of this view, or (True) the one of this view whose thing it is
Owner = tuple[frozenset[ParticipantId], Alias | None]

EYES: tuple[Eye, ...] = tuple((view, own) for own in (False, True) for view in INSIDE)
NOBODY: Owner = (frozenset(), None)


@frozen
class Kind:
    """`id_field`: of its facts. `parts`: of snapshots. `entry` None: not seen. `owner`: of a thing that is in state."""

    id_field: str
    parts: frozenset[str]
    entry: Callable[[State, str, Eye], Any]  # the class that shows it, which the next three take
    appeared: Callable[[State, Any, Eye], Shown]
    changed: Callable[[State, Any], Shown]
    disappeared: Callable[[Any], Shown]
    owner: Callable[[State, str], Owner] = lambda _state, _thing: NOBODY


def about_thing(state: State, stored: StoredFact, kind: Kind) -> Publication:
    """Applies the fact and says who is shown what of it."""
    thing: str = getattr(stored.fact, kind.id_field)
    owner, before = kind.owner(state, thing), _seen(state, kind, thing)
    apply(state, stored)
    after = _seen(state, kind, thing)
    told = {eye: _difference(state, kind, eye, before[eye], after[eye]) for eye in EYES}
    one_each = {fact: ShownFact(stored.seq, stored.at_ms, fact) for fact in told.values() if fact}
    concerned, alias = owner if owner != NOBODY else kind.owner(state, thing)
    return Publication(
        stored.seq,
        kind.parts,
        by_view={view: one_each[fact] for (view, own), fact in told.items() if fact and not own},
        concerned=concerned,
        alias=alias,
        own={view: one_each[fact] for (view, own), fact in told.items() if fact and own},
    )


def _seen(state: State, kind: Kind, thing: str) -> dict[Eye, Any]:
    return {eye: kind.entry(state, thing, eye) for eye in EYES}


def _difference(state: State, kind: Kind, eye: Eye, before: Any, after: Any) -> Shown | None:
    if after is None:
        return None if before is None else kind.disappeared(before)
    if before is None:
        return kind.appeared(state, after, eye)
    return kind.changed(state, after) if after != before else None


def _asker(state: State, question: str) -> Owner:
    asked = state.interaction.questions.get(question)
    if asked is None:
        return NOBODY
    named = frozenset() if asked.author is None else frozenset({asked.author})
    return named, None if asked.pseudonym is None else Alias(asked.pseudonym, question)


def _correspondents(state: State, message: str) -> Owner:
    sent = state.interaction.messages.get(message)
    return NOBODY if sent is None else (frozenset({sent.author, sent.recipient or sent.author}), None)


def _votes(state: State, question: s.QuestionView) -> int:
    return votes_of(state.interaction.questions[question.id])


POLL = Kind(
    "poll",
    frozenset({"polls"}),
    entry=lambda state, poll, eye: polls_view.entry(state, poll, eye[0]),
    appeared=lambda _state, poll, _eye: s.PollAppeared(poll),
    changed=lambda _state, poll: s.PollChanged(poll),
    disappeared=lambda poll: s.PollDisappeared(poll.id),
)
QUESTION = Kind(
    "question",
    frozenset({"questions", "votes", "webinar"}),  # one that goes leaves the stage too
    entry=lambda state, question, eye: questions_view.entry(state, question, eye[0], own=eye[1]),
    appeared=lambda state, question, eye: s.QuestionAppeared(question, _votes(state, question), mine=eye[1]),
    changed=lambda state, question: s.QuestionChanged(question, _votes(state, question)),
    disappeared=lambda question: s.QuestionDisappeared(question.id),
    owner=_asker,
)
MESSAGE = Kind(
    "message",
    frozenset({"messages"}),
    entry=lambda state, message, eye: chat_view.entry(state, message, eye[0], own=eye[1]),
    appeared=lambda _state, message, _eye: s.MessageAppeared(message),
    changed=lambda _state, message: s.MessageAppeared(message),
    disappeared=lambda message: s.MessageDisappeared(message.id),
    owner=_correspondents,
)
CAPTION = Kind(
    "caption",
    frozenset({"captions"}),
    entry=lambda state, caption, eye: captions_view.entry(state, caption, eye[0]),
    appeared=lambda _state, caption, _eye: s.CaptionAppeared(caption),
    changed=lambda _state, caption: s.CaptionAppeared(caption),
    disappeared=lambda caption: s.CaptionDisappeared(caption.id),
)
HAND = Kind(
    "participant",
    frozenset({"hands"}),
    entry=lambda state, participant, eye: hands_view.entry(state, participant, eye[0]),
    appeared=lambda _state, hand, _eye: s.HandAppeared(hand),
    changed=lambda _state, hand: s.HandAppeared(hand),
    disappeared=lambda hand: s.HandDisappeared(hand.participant),
)

# fmt: off
KINDS: dict[type[Fact], Kind] = {
    f.PollDrafted:       POLL,
    f.PollEdited:        POLL,
    f.PollDeleted:       POLL,
    f.PollOpened:        POLL,
    f.PollClosed:        POLL,
    f.PollRevealed:      POLL,
    f.QuestionAsked:     QUESTION,
    f.QuestionEdited:    QUESTION,
    f.QuestionWithdrawn: QUESTION,
    f.QuestionPublished: QUESTION,
    f.QuestionDismissed: QUESTION,
    f.QuestionRestored:  QUESTION,
    f.QuestionAssigned:  QUESTION,
    f.QuestionTaken:     QUESTION,
    f.QuestionAnswered:  QUESTION,
    f.MessageSent:       MESSAGE,
    f.MessageDeleted:    MESSAGE,
    f.CaptionSaid:       CAPTION,
    f.HandRaised:        HAND,
    f.HandLowered:       HAND,
}
# fmt: on
