"""Facts as they are shown to a view: most as they are, comings and goings as entries of that view's lists.

The wire's `type` is the class name in snake_case. Nothing here is ever stored.
"""

from attrs import define, field

from actors.facts import Fact
from actors.shown.breakouts import RoomsView, RoomView
from actors.shown.captions import CaptionAppeared, CaptionDisappeared, CaptionView
from actors.shown.chat import MessageAppeared, MessageDisappeared, MessageView
from actors.shown.hands import HandAppeared, HandDisappeared, HandView
from actors.shown.people import (
    ParticipantAppeared,
    ParticipantDisappeared,
    ParticipantWaits,
    PersonView,
    WaitingPerson,
)
from actors.shown.polls import PollAppeared, PollChanged, PollDisappeared, PollView, Results
from actors.shown.questions import QuestionAppeared, QuestionChanged, QuestionDisappeared, QuestionView
from actors.shown.recording import RecordingView

Entry = (
    ParticipantAppeared | ParticipantDisappeared | ParticipantWaits
    | HandAppeared | HandDisappeared
    | MessageAppeared | MessageDisappeared
    | CaptionAppeared | CaptionDisappeared
    | QuestionAppeared | QuestionChanged | QuestionDisappeared
    | PollAppeared | PollChanged | PollDisappeared
)  # fmt: skip
Shown = Fact | Entry


@define(eq=False)
class ShownFact:
    """One object for all outboxes of a view; `encoded` is for the web layer, so that it is encoded once."""

    seq: int
    at_ms: int  # wall clock, Unix epoch
    fact: Shown
    encoded: bytes | None = field(default=None, repr=False)


__all__ = [
    "CaptionAppeared",
    "CaptionDisappeared",
    "CaptionView",
    "Entry",
    "HandAppeared",
    "HandDisappeared",
    "HandView",
    "MessageAppeared",
    "MessageDisappeared",
    "MessageView",
    "ParticipantAppeared",
    "ParticipantDisappeared",
    "ParticipantWaits",
    "PersonView",
    "PollAppeared",
    "PollChanged",
    "PollDisappeared",
    "PollView",
    "QuestionAppeared",
    "QuestionChanged",
    "QuestionDisappeared",
    "QuestionView",
    "RecordingView",
    "Results",
    "RoomView",
    "RoomsView",
    "Shown",
    "ShownFact",
    "WaitingPerson",
]
