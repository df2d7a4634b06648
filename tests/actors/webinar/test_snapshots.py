"""One person's whole view."""

from attrs import asdict

from actors.signals import Counts
from actors.webinar import commands as c
from actors.webinar.snapshots import Gallery, WaitingWebinar
from actors.words import Place, Role, Source, Status, WaitingRoom, Who
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
    assert (snapshot.you.rights, snapshot.you.sources) == (("leave", "accept_invitation", "decline_invitation"), ())


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
    assert (snapshot.you.place, snapshot.you.rights) == (Place.WAITING, ("leave",))
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


def test_a_snapshot_has_the_wires_names() -> None:
    town = Town().live()
    snapshot = asdict(Gallery(town.state).snapshot("host"), recurse=True)
    assert set(snapshot) == {"seq", "webinar", "you", "people", "waiting", "counts"}
    assert set(snapshot["you"]) == {"id", "name", "role", "place", "offered", "on", "blocked", "rights", "sources"}
    assert set(snapshot["people"][0]) == {"id", "name", "role", "on", "blocked", "connected", "offered"}
    assert snapshot["webinar"]["started_at"].isoformat() == "1970-01-01T00:00:02+00:00"
