"""What somebody missed."""

from actors.shown import PollAppeared
from actors.webinar import commands as c
from actors.webinar.recent import KEPT, Recent
from actors.webinar.state import State
from actors.webinar.views import advance
from actors.words import Role, Source
from tests.actors.webinar.town import Town


def shown(town: Town) -> tuple[State, Recent]:
    state, recent = State("w1"), Recent()
    for stored in town.log:
        recent.keep(advance(state, stored))
    return state, recent


def test_a_short_absence_is_mended_by_the_facts_that_were_missed() -> None:
    town = Town()
    ann, bob = town.inside(Role.PRESENTER), town.inside()
    town.do("host", c.Lock())
    seq = town.state.seq
    town.do(ann, c.TurnOn(Source.CAMERA))
    town.do("host", c.IssueInvite(Role.PRESENTER))
    town.do("host", c.Mute(ann, hard=True))
    state, recent = shown(town)
    missed = recent.missed(state, state.people[bob], seq)
    assert missed is not None
    assert [fact.seq for fact in missed] == [seq + 1]


def test_who_missed_nothing_needs_nothing() -> None:
    state, recent = shown(Town())
    assert recent.missed(state, state.people["host"], state.seq) == []


def test_who_says_nothing_or_knows_the_future_or_was_away_for_long_gets_a_snapshot() -> None:
    town = Town()
    for _ in range(KEPT):
        town.do("host", c.TurnOn(Source.CAMERA))
        town.do("host", c.TurnOff(Source.CAMERA))
    state, recent = shown(town)
    host = state.people["host"]
    assert recent.missed(state, host, None) is None
    assert recent.missed(state, host, state.seq + 1) is None
    assert recent.missed(state, host, state.seq - KEPT) is None
    assert len(recent.missed(state, host, state.seq - KEPT + 1) or []) == KEPT - 1


def test_whose_view_changed_meanwhile_gets_a_snapshot_and_the_others_do_not() -> None:
    town = Town()
    ann, bob = town.inside(), town.inside()
    town.do("host", c.Invite(ann))
    seq = town.state.seq
    town.do(ann, c.AcceptInvitation())
    state, recent = shown(town)
    assert recent.missed(state, state.people[ann], seq) is None
    assert recent.missed(state, state.people[bob], seq) is not None


def test_what_is_shown_to_nobody_pushes_nothing_out() -> None:
    town = Town(capacity=2 * KEPT)
    people = [town.inside() for _ in range(KEPT + 10)]
    town.do("host", c.CreatePoll("Lunch?", ("Soup", "Rice")))
    (poll,) = town.state.interaction.polls
    seq = town.state.seq
    town.do("host", c.OpenPoll(poll))
    for person in people:
        town.do(person, c.Vote(poll, (0,)))
    state, recent = shown(town)
    missed = recent.missed(state, state.people[people[0]], seq)
    assert missed is not None
    assert [type(fact.fact) for fact in missed] == [PollAppeared]
    assert recent.missed(state, state.people[people[0]], state.seq) == []


def test_who_knows_nothing_yet_covers_nothing() -> None:
    state = shown(Town())[0]
    for last_seq in (state.seq - 1, state.seq):
        assert Recent().missed(state, state.people["host"], last_seq) is None


def test_whose_line_was_cut_between_a_fact_and_the_snapshot_that_followed_it_gets_the_snapshot() -> None:
    town = Town()
    ann, bob = town.inside(), town.inside()
    town.do("host", c.Invite(ann))
    town.do(ann, c.AcceptInvitation())
    state, recent = shown(town)
    assert recent.missed(state, state.people[ann], state.seq) is None
    assert recent.missed(state, state.people[bob], state.seq) == []


def test_what_was_taken_away_meanwhile_is_not_shown_any_more() -> None:
    town = Town()
    ann, bob = town.inside(), town.inside()
    town.do(ann, c.SendMessage("old"))
    (old,) = town.state.interaction.messages
    seq = town.state.seq
    town.do(ann, c.SendMessage("new"))
    new = list(town.state.interaction.messages)[-1]
    town.do(ann, c.AskQuestion("Why?"))
    (question,) = town.state.interaction.questions
    town.do("host", c.TakeQuestion(question))
    for gone in (c.DeleteMessage(new), c.DeleteMessage(old), c.DismissQuestion(question)):
        town.do("host", gone)
    town.do("host", c.RestoreQuestion(question))
    state, recent = shown(town)
    missed = recent.missed(state, state.people[bob], seq)
    assert missed is not None
    assert [type(fact.fact).__name__ for fact in missed] == ["MessageDisappeared", "QuestionAppeared"]
    assert "new" not in repr(missed)
