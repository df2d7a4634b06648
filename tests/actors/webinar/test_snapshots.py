"""One person's whole view."""

from attrs import asdict

from actors.signals import Counts, PollResults, QuestionVotes, YourHand, YourUpvotes
from actors.webinar import commands as c
from actors.webinar.snapshots import Gallery, Snapshot, WaitingWebinar, WebinarView
from actors.webinar.state import State
from actors.webinar.views import advance
from actors.words import Place, Reveal, Role, Source, Status, WaitingRoom, Who
from tests.actors.webinar.town import Town

P, A = Role.PRESENTER, Role.ATTENDEE


def test_a_host_sees_everybody_inside_and_everybody_who_waits_with_what_is_theirs_to_know() -> None:
    town = Town()
    ann = town.on_air()
    eve = town.join("Eve")
    town.do("host", c.Mute(ann, hard=True))
    town.do("host", c.Invite(ann, Role.CO_HOST))
    snapshot = Gallery(town.state).snapshot("host")
    card = {person.id: person for person in snapshot.people}[ann]
    assert (card.blocked, card.offered) == ((Source.MICROPHONE,), Role.CO_HOST)
    assert card.on == (Source.CAMERA, Source.SCREEN, Source.SCREEN_AUDIO)
    assert [person.id for person in snapshot.waiting] == [eve]
    assert snapshot.counts == Counts(inside=2, waiting=1)
    assert "end" in snapshot.you.rights


def test_the_audience_sees_the_stage_itself_and_none_of_the_hosts_details() -> None:
    town = Town()
    ann, bob, cat = town.on_air(), town.inside(name="Bob"), town.inside(name="Cat")
    town.join("Eve")
    town.do("host", c.Mute(ann, hard=True))
    town.do("host", c.Invite(ann, Role.CO_HOST))
    snapshot = Gallery(town.state).snapshot(bob)
    assert [person.id for person in snapshot.people] == ["host", ann, bob]
    assert all((person.blocked, person.offered) == ((), None) for person in snapshot.people)
    assert (snapshot.waiting, snapshot.counts) == ((), Counts(inside=4, waiting=0))
    assert cat not in repr(snapshot)
    assert {"leave", "vote", "ask_question", "raise_hand"} <= set(snapshot.you.rights)
    assert not {"mute", "open_poll", "turn_on"} & set(snapshot.you.rights)
    assert snapshot.you.sources == ()


def test_a_person_sees_their_own_offer_and_what_is_blocked_for_them() -> None:
    town = Town()
    ann = town.inside(P)
    town.do("host", c.StopVideo(ann, hard=True))
    town.do("host", c.Invite(ann, Role.CO_HOST))
    you = Gallery(town.state).snapshot(ann).you
    assert (you.blocked, you.offered) == ((Source.CAMERA,), Role.CO_HOST)
    assert you.sources == (Source.MICROPHONE, Source.SCREEN, Source.SCREEN_AUDIO)
    assert {"turn_on", "turn_off"} <= set(you.rights)


def test_who_waits_learns_the_title_and_that_they_wait_and_nothing_else() -> None:
    town = Town()
    town.inside(P)
    eve = town.join("Eve")
    snapshot = Gallery(town.state).snapshot(eve)
    assert snapshot.webinar == WaitingWebinar("w1", "All hands", Status.WAITING)
    assert (snapshot.people, snapshot.waiting, snapshot.counts) == ((), (), None)
    assert (snapshot.you.place, snapshot.you.rights) == (Place.WAITING, ("leave", "consent_to_recording"))
    assert "Hanna" not in repr(snapshot)


def test_a_people_list_that_all_may_see_has_room_for_so_many_and_always_for_oneself() -> None:
    town = Town(capacity=1000, waiting_room=WaitingRoom.OFF, see_people=Who.EVERYONE)
    people = [town.join(f"P{n}") for n in range(205)]
    gallery = Gallery(town.state)
    assert len(gallery.snapshot(people[0]).people) == 200
    last = gallery.snapshot(people[-1]).people
    assert (len(last), last[-1].id) == (201, people[-1])
    assert len(gallery.snapshot("host").people) == 206


def test_what_is_the_same_for_all_of_a_view_is_made_once() -> None:
    town = Town()
    ann, bob = town.inside(P), town.inside(P)
    gallery = Gallery(town.state)
    assert gallery.snapshot(ann).people is gallery.snapshot(bob).people
    before = gallery.snapshot(ann)
    town.do(ann, c.TurnOn(Source.CAMERA))
    assert gallery.snapshot(ann).people is not before.people


def test_what_no_fact_has_changed_is_not_made_again() -> None:
    town = Town()
    ann = town.inside()
    town.do(ann, c.AskQuestion("Why?"))
    state = State("w1")
    gallery = Gallery(state)

    def drawn() -> Snapshot:
        for stored in town.log[state.seq :]:
            gallery.keep_up(advance(state, stored))
        return gallery.snapshot(ann)

    before = drawn()
    (question,) = town.state.interaction.questions
    town.do("host", c.Connected())
    town.do("host", c.Upvote(question))
    after = drawn()
    assert (after.questions, after.messages, after.polls) == (before.questions, before.messages, before.polls)
    assert after.questions is before.questions
    assert (before.votes, after.votes) == ({question: 1}, {question: 2})
    assert after.people is not before.people
    town.do("host", c.ShowQuestion(question))
    assert getattr(drawn().webinar, "shown_question", None) == question
    town.do("host", c.DismissQuestion(question))
    assert drawn().questions is not after.questions
    assert getattr(drawn().webinar, "shown_question", None) is None


def test_who_keeps_up_no_more_draws_everything_anew() -> None:
    town = Town()
    gallery = Gallery(town.state)
    assert gallery.snapshot("host").polls == ()
    town.do("host", c.CreatePoll("Lunch?", ("Soup", "Rice")))
    town.do("host", c.Lock())
    snapshot = gallery.snapshot("host")
    assert isinstance(snapshot.webinar, WebinarView)
    assert (len(snapshot.polls), snapshot.webinar.locked) == (1, True)


def test_who_waits_learns_nothing_of_what_is_said_inside() -> None:
    town = Town()
    ann = town.inside()
    for command in (c.SendMessage("secret"), c.AskQuestion("secret"), c.RaiseHand()):
        town.do(ann, command)
    town.do("host", c.CreatePoll("secret", ("Soup", "Rice")))
    town.do("host", c.OpenPoll(next(iter(town.state.interaction.polls))))
    eve = town.join("Eve")
    gallery = Gallery(town.state)
    assert "secret" in repr(gallery.snapshot(ann))
    assert "secret" not in repr(gallery.snapshot(eve))
    assert list(gallery.catch_up(town.person(eve))) == []


def test_who_gets_no_snapshot_catches_up_with_what_signals_tell() -> None:
    town = Town()
    ann = town.inside()
    town.do("host", c.CreatePoll("Lunch?", ("Soup", "Rice"), reveal=Reveal.AT_CLOSE))
    (poll,) = town.state.interaction.polls
    town.do("host", c.OpenPoll(poll))
    town.do(ann, c.Vote(poll, (1,)))
    town.do(ann, c.AskQuestion("Why?"))
    (question,) = town.state.interaction.questions
    gallery = Gallery(town.state)
    votes, own = QuestionVotes({question: 1}), [YourHand(None), YourUpvotes((question,))]
    assert list(gallery.catch_up(town.person(ann)))[:3] == [votes, *own]
    assert list(gallery.catch_up(town.person("host")))[:2] == [PollResults(poll, 1, (0, 1), 1), votes]


def test_a_snapshot_has_the_wires_names() -> None:
    town = Town().live()
    snapshot = asdict(Gallery(town.state).snapshot("host"), recurse=True)
    assert set(snapshot) == {
        *("seq", "webinar", "you", "people", "waiting", "counts"),
        *("polls", "questions", "votes", "messages", "captions", "hands", "rooms"),
    }
    assert set(snapshot["you"]) == {
        *("id", "name", "role", "place", "offered", "on", "blocked", "rights", "sources"),
        *("offered_for_s", "stage_until", "chat_blocked", "captioner", "hand", "questions", "upvoted", "ballots"),
        *("room", "help_called", "consents"),
    }
    assert set(snapshot["people"][0]) == {
        *("id", "name", "role", "on", "blocked", "connected", "offered"),
        *("offered_for_s", "stage_until", "chat_blocked", "captioner", "consents"),
    }
    assert snapshot["webinar"]["started_at"].isoformat() == "1970-01-01T00:00:02+00:00"
