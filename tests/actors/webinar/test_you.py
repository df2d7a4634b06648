"""What a person is told of themselves."""

from actors.signals import YourBallot, YourHand, YourUpvotes
from actors.webinar import commands as c
from actors.webinar.owners import Owners
from actors.webinar.you import You, you, your_signals
from actors.words import Place, Role
from tests.actors.webinar.town import Town


def busy() -> tuple[Town, str]:
    """Ann has voted, asked, upvoted and raised her hand, behind Bob's."""
    town = Town()
    ann, bob = town.inside(name="Ann"), town.inside(name="Bob")
    town.do("host", c.CreatePoll("Lunch?", ("Soup", "Rice")))
    (poll,) = town.state.interaction.polls
    town.do("host", c.OpenPoll(poll))
    town.do(ann, c.Vote(poll, (1,)))
    town.do(bob, c.AskQuestion("When?"))
    town.do(ann, c.AskQuestion("Why?", anonymous=True))
    town.do(ann, c.Upvote(next(iter(town.state.interaction.questions))))
    for person in (bob, ann):
        town.do(person, c.RaiseHand())
    town.do("host", c.BlockChat(ann))
    town.do("host", c.Invite(ann, Role.PRESENTER, 60))
    return town, ann


def told(town: Town, participant: str) -> You:
    person = town.person(participant)
    return you(town.state, person, ("leave",), Owners.of(town.state).asked_by(participant))


def test_a_person_is_told_what_is_theirs_and_nobody_elses() -> None:
    town, ann = busy()
    when, why = town.state.interaction.questions
    mine, hosts = told(town, ann), told(town, "host")
    assert (mine.hand, mine.questions, mine.upvoted, mine.chat_blocked) == (2, (why,), (when,), True)
    assert (mine.offered, mine.offered_for_s) == (Role.PRESENTER, 60)
    assert [ballot.choices for ballot in mine.ballots] == [(1,)]
    assert (hosts.hand, hosts.questions, hosts.upvoted, hosts.ballots) == (None, (), (), ())


def test_signals_say_the_same() -> None:
    town, ann = busy()
    hand, upvotes, ballot = your_signals(town.state, ann)
    mine = told(town, ann)
    assert (hand, upvotes) == (YourHand(mine.hand), YourUpvotes(mine.upvoted))
    assert isinstance(ballot, YourBallot)
    assert (ballot,) == mine.ballots


def test_a_role_for_a_time_says_when_it_ends() -> None:
    town, ann = busy()
    town.do(ann, c.AcceptInvitation())
    until = told(town, ann).stage_until
    assert until is not None
    assert until.timestamp() * 1000 == town.person(ann).stage_until_ms


def test_in_the_waiting_room_nothing_of_what_is_inside_is_told() -> None:
    town, ann = busy()
    town.do(ann, c.LowerHand())
    town.person(ann).place = Place.WAITING
    waiting = you(town.state, town.person(ann), ("leave",), ())
    assert (waiting.upvoted, waiting.ballots, waiting.chat_blocked, waiting.hand) == ((), (), False, None)
