"""What an audience does, and what it notes: votes with repeats, questions with upvotes, marked changes by the host."""

import json
import time
from collections.abc import Callable, Sequence
from typing import Any, Final

from attrs import define, field

from bench.crowd.pages import Crowd, Message, Page

OPTIONS: Final = ("Red", "Green", "Blue", "None of these")
REPEATS_IN: Final = (
    40  # of so many voters one sends the same twice, one votes on two pages, one repeats on another page
)
SAME_SOCKET, OTHER_VOTE, OTHER_SOCKET = range(3)
MARK: Final = b"mark-"
APPEARED: Final = b'{"type":"message_appeared"'
ANSWER: Final = b'{"answer":"'

Due = list[tuple[float, Callable[[], None]]]


@define
class Mark:
    """A change by the host, and what is known of its arrival on pages that read."""

    sent_s: float
    seen: int = 0
    last_s: float = 0.0


@define(eq=False)
class Audience:
    """`pages[0]` is the host's. `second` are further pages of some people, by their number."""

    crowd: Crowd
    pages: list[Page] = field(factory=list)
    second: dict[int, Page] = field(factory=dict)
    slow: dict[Page, None] = field(factory=dict)
    marks: list[Mark] = field(factory=list)
    sent_s: dict[str, float] = field(factory=dict)
    answered_s: dict[str, list[float]] = field(factory=dict)
    answers: dict[str, list[bytes]] = field(factory=dict)
    latest: dict[str, Message] = field(factory=dict)  # on the host's page, by type
    votes: dict[str, int] = field(factory=dict)  # of questions, as the host's page has them

    def __attrs_post_init__(self) -> None:
        self.crowd.hear = self.hear

    def hear(self, page: Page, payload: bytes, at_s: float) -> None:
        if payload.startswith(ANSWER):
            command = payload[len(ANSWER) : payload.index(b'"', len(ANSWER))].decode()
            self.answered_s.setdefault(command, []).append(at_s)
            self.answers.setdefault(command, []).append(payload)
        elif payload.startswith(APPEARED) and page not in self.slow and (found := payload.find(MARK)) > 0:
            mark = self.marks[int(payload[found + 5 : found + 10])]
            mark.seen, mark.last_s = mark.seen + 1, at_s
        if page.is_host:
            self._note(json.loads(payload))

    def _note(self, message: Message) -> None:
        kind = message.get("type", "answer")
        self.latest[kind] = message
        if kind in {"question_votes", "snapshot"}:
            self.votes |= message["votes"]
        elif kind == "question_appeared":
            self.votes.setdefault(message["question"]["id"], 0)

    # --- doing

    def say(self, page: Page, command: str, kind: str, **fields: object) -> None:
        self.sent_s.setdefault(command, time.monotonic())
        page.say({"id": command, "type": kind} | fields)

    def ask(self, kind: str, **fields: object) -> Message:
        """The answer to a command of the host."""
        command = f"host-{kind}-{len(self.sent_s)}"
        self.say(self.pages[0], command, kind, **fields)
        self.crowd.wait(lambda: command in self.answers, 60)
        return self.answer(command)

    def answer(self, command: str) -> Message:
        answer: Message = json.loads(self.answers[command][0])
        return answer

    def mark(self, size: int) -> None:
        text = f"mark-{len(self.marks):05}".ljust(size, ".")
        self.marks.append(Mark(time.monotonic()))
        self.say(
            self.pages[0], f"host-mark-{len(self.marks)}", "send_message", text=text, to="everyone", recipient=None
        )

    def marked(self, times: int, every_s: float, size: int = 10) -> list[float]:
        """Changes by the host: seconds to the last page that reads, of each."""
        first = len(self.marks)
        self.crowd.run(times * every_s, [(number * every_s, lambda: self.mark(size)) for number in range(times)])
        return self.arrivals(first)

    def arrivals(self, first: int) -> list[float]:
        """Of the marks from that one on; waits until each has come to everybody who reads."""
        readers = len(self.pages) + len(self.second) - len(self.slow)
        marks = self.marks[first:]
        self.crowd.wait(lambda: all(mark.seen >= readers for mark in marks), 90)
        assert all(mark.seen == readers for mark in marks), "a change was told twice"
        return [mark.last_s - mark.sent_s for mark in marks]

    # --- a storm of votes

    def vote_in(self, poll: str, seconds: float) -> Due:
        """When who votes: everybody but the host once, some of them in one of three ways again."""
        voters = self.pages[1:]
        return [
            (seconds * nth / len(voters), lambda nth=nth, page=page: self._vote(poll, nth, page))  # type: ignore[misc]
            for nth, page in enumerate(voters, 1)
        ]

    def _vote(self, poll: str, nth: int, page: Page) -> None:
        fields = {"poll": poll, "options": [nth % len(OPTIONS)]}
        self.say(page, f"vote-{nth}", "vote", **fields)
        match nth % REPEATS_IN:
            case 0:  # SAME_SOCKET
                self.say(page, f"vote-{nth}", "vote", **fields)
            case 1:  # OTHER_VOTE
                self.say(self.second[nth], f"again-{nth}", "vote", poll=poll, options=[(nth + 1) % len(OPTIONS)])
            case 2:  # OTHER_SOCKET
                self.say(self.second[nth], f"vote-{nth}", "vote", **fields)

    @staticmethod
    def has_two_pages(nth: int) -> bool:
        return nth % REPEATS_IN in {OTHER_VOTE, OTHER_SOCKET}

    def await_votes(self) -> None:
        kinds = [nth % REPEATS_IN for nth in range(1, len(self.pages))]
        self.await_answers("vote-", len(kinds) + kinds.count(SAME_SOCKET) + kinds.count(OTHER_SOCKET))
        self.await_answers("again-", kinds.count(OTHER_VOTE))

    def ballots(self) -> tuple[list[int], int, int]:
        """What the answers say was counted per option; votes refused as second ones; repeats that changed nothing."""
        tally, refused, absorbed = [0] * len(OPTIONS), 0, 0
        for nth in range(1, len(self.pages)):
            accepted = [f"{kind}-{nth}" for kind in ("vote", "again") if self._is_done(f"{kind}-{nth}")]
            assert len(accepted) == 1, f"{nth} has {len(accepted)} ballots"
            is_other = accepted[0].startswith("again")
            tally[(nth + is_other) % len(OPTIONS)] += 1
            said = self.answers[f"vote-{nth}"]
            assert len(set(said)) == 1, "a repeat got another answer"
            absorbed += len(said) - 1
            refused += f"again-{nth}" in self.answers
        return tally, refused, absorbed

    def _is_done(self, command: str) -> bool:
        return command in self.answers and bool(self.answer(command)["ok"])

    # --- questions

    def ask_in(self, questions: int, seconds: float) -> Due:
        askers = self._spread(questions)
        return [
            (seconds * nth / questions, lambda nth=nth, page=page: self._ask_question(nth, page))  # type: ignore[misc]
            for nth, page in enumerate(askers)
        ]

    def _ask_question(self, nth: int, page: Page) -> None:
        text = f"Question {nth}: what becomes of the matter that was promised for next year?"
        self.say(page, f"question-{nth}", "ask_question", text=text, anonymous=False)

    def upvote_in(self, questions: Sequence[str], upvotes: int, seconds: float) -> Due:
        """Each by another pair of person and question, and by nobody who asked."""
        pages = self.pages[1:]
        return [
            (
                seconds * nth / upvotes,
                lambda nth=nth: self.say(  # type: ignore[misc]
                    *(pages[-1 - nth % (len(pages) // 2)], f"upvote-{nth}", "upvote"),
                    question=questions[(nth + nth // (len(pages) // 2)) % len(questions)],
                ),
            )
            for nth in range(upvotes)
        ]

    def _spread(self, count: int) -> list[Page]:
        return [self.pages[1 + nth % ((len(self.pages) - 1) // 2)] for nth in range(count)]

    def latencies(self, kind: str) -> list[float]:
        """From a command of that kind to its first answer, in seconds."""
        return [
            times[0] - self.sent_s[command] for command, times in self.answered_s.items() if command.startswith(kind)
        ]

    def await_answers(self, kind: str, count: int) -> None:
        """All of so many, repeats included."""

        def have() -> int:
            return sum(len(said) for command, said in self.answers.items() if command.startswith(kind))

        self.crowd.wait(lambda: have() >= count, 120)


def ms(times_s: Sequence[float], part: float) -> str:
    """A quantile, such as 0.99, in whole milliseconds."""
    ordered = sorted(times_s)
    return f"{ordered[min(len(ordered) - 1, int(len(ordered) * part))] * 1e3:.0f}"


def result(answer: Message) -> Any:
    assert answer["ok"], answer
    return answer["result"]
