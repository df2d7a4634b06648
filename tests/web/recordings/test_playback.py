"""What is shown beside a film."""

from actors import facts as f
from actors.ports import StoredFact
from actors.webinar.captions_log import Cue
from actors.words import Ballots, ChatTo, Reveal, Role
from web.recordings.order import Anchor
from web.recordings.playback import Beside, FilmTime, beside, filmed

BEGUN_S = 1000


def log_of(*facts: object) -> list[StoredFact]:
    """Second by second, from BEGUN_S on."""
    created = f.WebinarCreated("Town hall", "hedy", "Hedy", 100, 25)
    paul = f.ParticipantJoined("paul", "Paul", Role.ATTENDEE, waiting=False)
    every = [created, paul, f.WebinarStarted(), *facts]
    return [StoredFact(seq + 1, (BEGUN_S + seq) * 1000, fact) for seq, fact in enumerate(every)]


def test_of_whom_a_film_is_made_without_nothing_is_shown_beside_it_either() -> None:
    log = log_of(said("hello"), asked("when"), f.QuestionAsked("how", "hedy", None, "How", in_review=False))
    shown = beside("web", log, FilmTime((Anchor(0, BEGUN_S),), 100), ("paul",))
    assert (shown.chat, [each.name for each in shown.questions]) == ((), ["Hedy"])


def test_nor_what_they_answered() -> None:
    log = log_of(asked("when"), f.QuestionAnswered("when", "hedy", "Now"))
    for redacted, answer in (((), "Now"), (("hedy",), None)):
        shown = beside("web", log, FilmTime((Anchor(0, BEGUN_S),), 100), redacted)
        assert [each.answer for each in shown.questions] == [answer]


def seen(*facts: object, anchors: tuple[Anchor, ...] = (Anchor(0, BEGUN_S),), duration_s: float = 100) -> Beside:
    return beside("web", log_of(*facts), FilmTime(anchors, duration_s))


def said(message: str, to: ChatTo = ChatTo.EVERYONE, recipient: str | None = None) -> f.MessageSent:
    return f.MessageSent(message, "paul", to, recipient, message.title())


def asked(question: str, *, anonymous: bool = False, in_review: bool = False) -> f.QuestionAsked:
    author, pseudonym = (None, "someone") if anonymous else ("paul", None)
    return f.QuestionAsked(question, author, pseudonym, question.title(), in_review)


def test_the_chat_of_everybody_is_there_and_nothing_else() -> None:
    shown = seen(
        *(said("hello"), said("stage", ChatTo.STAGE), said("secret", ChatTo.DIRECT, "hedy"), said("oops")),
        f.MessageDeleted("oops", "hedy"),
    )
    assert [(line.at_s, line.name, line.text) for line in shown.chat] == [(3, "Paul", "Hello")]


def test_questions_that_everybody_saw_are_there_without_the_names_of_the_anonymous() -> None:
    shown = seen(
        *(f.AnonymityBegan("secret"), asked("why", anonymous=True), asked("when"), asked("hidden", in_review=True)),
        *(asked("gone"), f.QuestionWithdrawn("gone"), asked("rude"), f.QuestionDismissed("rude", "hedy")),
        *(f.QuestionUpvoted("when", "hedy"), f.QuestionTaken("why", "hedy"), f.QuestionAnswered("when", "hedy", "Now")),
    )
    assert [(each.id, each.name, each.at_s, each.answered_s, each.answer, each.votes) for each in shown.questions] == [
        ("why", "", 4, 12, None, 0),
        ("when", "Paul", 5, 13, "Now", 2),
    ]


def drafted(reveal: Reveal) -> f.PollDrafted:
    return f.PollDrafted("p", "hedy", "Lunch?", ("Soup", "Rice"), False, Ballots.NAMED, True, reveal, (1,))


def test_a_poll_s_results_are_there_if_everybody_was_shown_them() -> None:
    round_ = (f.PollOpened("p", 1, None, ""), f.BallotCast("p", 1, "paul", (1,), "r"), f.PollClosed("p", 1, (0, 1), 1))
    (shown,) = seen(drafted(Reveal.AT_CLOSE), *round_, f.PollRevealed("p")).polls
    assert (shown.at_s, shown.closed_s, shown.tally, shown.voters, shown.right) == (4, 6, (0, 1), 1, (1,))
    (hidden,) = seen(drafted(Reveal.LATER), *round_).polls
    assert (hidden.tally, hidden.right) == (None, ())
    assert seen(drafted(Reveal.LATER)).polls == ()


def test_what_was_before_and_after_the_film_is_not_in_it() -> None:
    shown = seen(said("before"), said("within"), said("after"), anchors=(Anchor(0, BEGUN_S + 4),), duration_s=0.5)
    assert [line.text for line in shown.chat] == ["Within"]


def test_a_question_from_before_the_film_is_there_if_it_is_answered_in_it() -> None:
    shown = seen(asked("when"), f.QuestionTaken("when", "hedy"), anchors=(Anchor(0, BEGUN_S + 4),))
    assert [(each.at_s, each.answered_s) for each in shown.questions] == [(0, 0)]


def test_a_pause_takes_no_time() -> None:
    time = FilmTime((Anchor(0, 100), Anchor(10, 160)), 20)
    assert [time.of(at_s * 1000) for at_s in (99, 100, 105, 130, 160, 165, 170, 171)] == [
        *(None, 0, 5, 10, 10, 15, 20),
        None,
    ]
    assert (time.of(None), FilmTime((), 20).of(1)) == (None, None)


def test_captions_move_into_the_films_time_and_those_of_a_pause_are_left_out() -> None:
    time = FilmTime((Anchor(0, 100), Anchor(10, 160)), 20)
    said = [Cue(at_ms, at_ms + 1_500, "en", f"{at_ms}") for at_ms in (90_000, 101_000, 161_000, 999_000)]
    assert filmed(said, time) == [Cue(1_000, 2_500, "en", "101000"), Cue(11_000, 12_500, "en", "161000")]
