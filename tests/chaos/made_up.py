"""Made-up histories and logs, to try the checkers on: what really happened is said twice, once by each side."""

from typing import Any

from attrs import define, field

from actors import facts as f
from actors.facts import Fact
from actors.ports import StoredFact
from actors.words import Ballots, ChatTo, Reveal, Role
from tests.chaos.checkers import check
from tests.chaos.history import History, Op, Stream
from tests.chaos.verdict import Verdict


@define(eq=False)
class Story:
    """A webinar with host `hedy` and the attendees `ada` and `bob` inside; `log` is what the journal would have."""

    history: History = field(factory=History)
    log: list[StoredFact] = field(factory=list)

    def __attrs_post_init__(self) -> None:
        self.happens(f.WebinarCreated("Chaos", "hedy", "Hedy", 100, 25), f.WebinarStarted())
        self.happens(*(f.ParticipantJoined(name, name, Role.ATTENDEE, waiting=False) for name in ("ada", "bob")))

    @property
    def end(self) -> int:
        return len(self.log)

    def happens(self, *facts: Fact) -> int:
        """Into the log; the last one's number."""
        for fact in facts:
            self.log.append(StoredFact(self.end + 1, 1000 * self.end, fact))
        return self.end

    def sends(self, by: str, kind: str, **fields: Any) -> Op:
        return self.history.begin(f"{by}-{len(self.history.ops)}", by, kind, fields)

    def hears(self, op: Op, seq: int | None = None, **result: Any) -> Op:
        """An acknowledgement; with the number of the log's end, if no other is given."""
        self.history.answered(op, {"ok": True, "seq": self.end if seq is None else seq, "result": result})
        return op

    def is_refused(self, op: Op, code: str) -> Op:
        self.history.answered(op, {"ok": False, "error": {"code": code, "retry_after_ms": None}})
        return op

    def says(self, by: str, text: str) -> Op:
        """A message that is sent, logged and acknowledged."""
        op = self.sends(by, "send_message", text=text, to="everyone")
        self.happens(f.MessageSent(f"m{self.end}", by, ChatTo.EVERYONE, None, text))
        return self.hears(op, message=f"m{self.end - 1}")

    def opens(self, poll: str = "p1", ballots: Ballots = Ballots.NAMED, *, may_change: bool = True) -> None:
        if not any(isinstance(stored.fact, f.PollDrafted) and stored.fact.poll == poll for stored in self.log):
            options = ("yes", "no", "maybe")
            drafted = self.sends("hedy", "create_poll", question=f"{poll}?")
            made = f.PollDrafted(poll, "hedy", f"{poll}?", options, False, ballots, may_change, Reveal.LIVE, ())
            self.happens(made)
            self.hears(drafted, poll=poll)
        rounds = sum(isinstance(stored.fact, f.PollOpened) and stored.fact.poll == poll for stored in self.log)
        self.happens(f.PollOpened(poll, rounds + 1, None, ""))

    def casts(self, voter: str, choice: int, receipt: str, poll: str = "p1", number: int = 1) -> int:
        return self.happens(f.BallotCast(poll, number, voter, (choice,), receipt))

    def votes(self, by: str, choice: int, receipt: str, poll: str = "p1", voter: str = "") -> Op:
        """A vote that is sent, logged and acknowledged."""
        op = self.sends(by, "vote", poll=poll, options=[choice])
        self.casts(voter or by, choice, receipt, poll)
        return self.hears(op, receipt=receipt)

    def is_shown(self, by: str, base_seq: int, *facts: tuple[int, dict[str, Any]], met_seq: int = 0) -> Stream:
        stream = Stream(by, base_seq, met_seq, list(facts))
        self.history.streams.append(stream)
        return stream


def message_shown(seq: int, author: str, text: str) -> tuple[int, dict[str, Any]]:
    shown = {"id": f"m{seq - 1}", "author": author, "text": text}
    return seq, {"type": "message_appeared", "seq": seq, "message": shown}


def judged(story: Story) -> Verdict:
    return check(story.history, story.log)


def found(story: Story) -> set[str]:
    """The sorts of fault that all checkers together find."""
    verdict = judged(story)
    return {name for name in ("lost", "doubled", "wrong") if getattr(verdict, name)}
