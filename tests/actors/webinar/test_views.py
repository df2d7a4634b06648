"""Who is shown which fact, as what."""

from typing import get_args

import pytest
from hypothesis import given, settings

from actors import facts as f
from actors.facts import Fact
from actors.ports import Refusal
from actors.shown import ParticipantAppeared, ParticipantDisappeared, ParticipantWaits, Shown
from actors.webinar import commands as c
from actors.webinar.publication import Publication
from actors.webinar.snapshots import Gallery
from actors.webinar.state import HERE, State
from actors.webinar.view import View
from actors.webinar.views import SIGHT, advance
from actors.words import Role, Source, Status, WaitingRoom, Who
from tests.actors.webinar.model_client import ModelClient
from tests.actors.webinar.scripts import Script, scripts
from tests.actors.webinar.town import Town

H, C, P, A = Role.HOST, Role.CO_HOST, Role.PRESENTER, Role.ATTENDEE


class Audience:
    """A town whose log is shown, fact by fact, as the actor does once a fact is durable."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.state = State("w1")
        self.catch_up()

    def catch_up(self) -> list[Publication]:
        return [advance(self.state, stored) for stored in self.town.log[self.state.seq :]]

    def do(self, by: str | None, command: c.Command) -> list[Publication]:
        self.town.do(by, command)
        return self.catch_up()

    def sees(self, participant: str, publications: list[Publication]) -> list[Shown]:
        shown = [publication.seen_by(self.state, self.state.people[participant]) for publication in publications]
        return [fact.fact for fact in shown if fact is not None]


def test_every_fact_stands_in_the_table() -> None:
    assert set(SIGHT) == set(get_args(Fact))


def test_to_the_audience_a_kick_a_demotion_and_a_farewell_look_alike() -> None:
    for command in (c.Kick, c.Demote, c.Ban):
        audience = Audience(Town())
        ann, bob = audience.town.inside(P), audience.town.inside()
        audience.catch_up()
        assert audience.sees(bob, audience.do("host", command(ann))) == [ParticipantDisappeared(ann)]


def test_hosts_see_why_somebody_went() -> None:
    audience = Audience(Town())
    ann = audience.town.inside()
    audience.catch_up()
    assert audience.sees("host", audience.do("host", c.Kick(ann))) == [f.ParticipantLeft(ann, "removed")]


def test_only_hosts_see_who_waits_and_what_became_of_them() -> None:
    audience = Audience(Town(waiting_room=WaitingRoom.ALWAYS, see_people=Who.EVERYONE))
    viewers = [audience.town.inside(role) for role in (P, A)]
    audience.catch_up()
    publications = audience.do(None, c.Join("Eve")) + audience.do("host", c.Deny("p3"))
    assert [type(fact) for fact in audience.sees("host", publications)] == [ParticipantWaits, f.ParticipantDenied]
    assert [audience.sees(viewer, publications) for viewer in viewers] == [[], []]


@pytest.mark.parametrize(
    "command", [c.Invite("p1", C), c.Mute("p1", hard=True), c.AskToUnmute("p1")], ids=["offer", "block", "request"]
)
def test_what_is_between_the_hosts_and_a_person_is_shown_to_no_other(command: c.Command) -> None:
    audience = Audience(Town())
    ann, bob, cat = audience.town.inside(P), audience.town.inside(P), audience.town.inside()
    audience.catch_up()
    publications = audience.do("host", command)
    assert audience.sees("host", publications) == audience.sees(ann, publications) != []
    assert audience.sees(bob, publications) == audience.sees(cat, publications) == []


def test_a_promoted_person_appears_to_the_audience() -> None:
    audience = Audience(Town())
    ann, bob = audience.town.inside(), audience.town.inside()
    audience.do("host", c.Invite(ann))
    publications = audience.do(ann, c.AcceptInvitation())
    assert [type(fact) for fact in audience.sees(bob, publications)] == [ParticipantAppeared]
    assert audience.sees("host", publications) == [f.RoleChanged(ann, P)]
    assert publications[0].renews(audience.state.people[ann])


@pytest.mark.parametrize(("see_people", "seen_by"), [(Who.HOSTS, {H}), (Who.STAGE, {H, P}), (Who.EVERYONE, {H, P, A})])
def test_who_sees_the_audience_is_the_hosts_setting(see_people: Who, seen_by: set[Role]) -> None:
    audience = Audience(Town(see_people=see_people, waiting_room=WaitingRoom.OFF))
    viewers = {H: "host", P: audience.town.inside(P), A: audience.town.inside()}
    audience.catch_up()
    publications = audience.do(None, c.Join("Bob"))
    assert {role for role, viewer in viewers.items() if audience.sees(viewer, publications)} == seen_by


def test_a_change_of_who_sees_the_people_renews_those_whom_it_concerns() -> None:
    audience = Audience(Town(see_people=Who.STAGE))
    ann, bob = audience.town.inside(P), audience.town.inside()
    audience.catch_up()
    (publication,) = audience.do("host", c.ChangeSettings(see_people=Who.HOSTS))
    assert [publication.renews(audience.state.people[p]) for p in ("host", ann, bob)] == [False, True, False]


def test_a_start_renews_those_whose_rights_change_and_no_one_of_the_audience() -> None:
    audience = Audience(Town())
    ann, bob = audience.town.inside(P), audience.town.inside()
    audience.catch_up()
    (publication,) = audience.do("host", c.Start())
    assert [publication.renews(audience.state.people[p]) for p in ("host", ann, bob)] == [True, False, False]


def test_ten_thousand_who_waited_are_one_fact_and_a_snapshot_each() -> None:
    audience = Audience(Town())
    ann = audience.town.join()
    audience.catch_up()
    publications = audience.do("host", c.Start())
    assert len(publications) == 2
    assert all(publications[1].renews(audience.state.people[p]) for p in ("host", ann))


def test_the_end_is_told_to_all_and_renews_nobody() -> None:
    audience = Audience(Town())
    ann = audience.town.join()
    audience.catch_up()
    (publication,) = audience.do("host", c.End())
    assert audience.sees(ann, [publication]) == audience.sees("host", [publication]) == [f.WebinarEnded("host")]
    assert not any(publication.renews(audience.state.people[p]) for p in ("host", ann))


def test_one_object_serves_all_who_are_shown_the_same() -> None:
    audience = Audience(Town())
    ann = audience.town.inside(P)
    audience.catch_up()
    (publication,) = audience.do(ann, c.TurnOn(Source.CAMERA))
    seen = [*publication.by_view.values(), *publication.own.values()]
    assert len(seen) == 7
    assert len({id(shown) for shown in seen}) == 1


def test_nobody_is_shown_an_invite() -> None:
    audience = Audience(Town(waiting_room=WaitingRoom.OFF))
    publications = audience.do("host", c.IssueInvite(P)) + audience.do(None, c.Join("Ann", invite="p1"))
    shown = [
        fact for publication in publications for fact in (*publication.by_view.values(), *publication.own.values())
    ]
    assert "p1'" not in repr(shown)


def everybody_holds_what_a_new_snapshot_would_say(clients: dict[str, ModelClient], state: State) -> None:
    gallery = Gallery(state)
    for participant, client in clients.items():
        fresh = ModelClient.of(gallery.snapshot(participant))
        assert client == fresh, participant


@settings(max_examples=200)
@given(scripts())
def test_a_clients_fold_of_facts_equals_a_fresh_snapshot_for_everybody_at_all_times(script: Script) -> None:
    town = Town(capacity=8, stage_capacity=4)
    state, clients = State("w1"), dict[str, ModelClient]()
    gallery = Gallery(state)
    for by, command in script:
        decision = town.ask(by, command)
        if isinstance(decision, Refusal):
            continue
        for stored in town.log[state.seq :]:
            publication = advance(state, stored)
            if state.status is Status.ENDED:
                return
            clients = {p: client for p, client in clients.items() if p in state.people}
            for person in state.people.values():
                deliver(clients, gallery, publication, person.id)
            everybody_holds_what_a_new_snapshot_would_say(clients, state)


def deliver(clients: dict[str, ModelClient], gallery: Gallery, publication: Publication, participant: str) -> None:
    person = gallery.state.people[participant]
    if person.place not in HERE:
        clients.pop(participant, None)
        return
    shown = publication.seen_by(gallery.state, person)
    if participant in clients and shown is not None:
        clients[participant].hear(shown)
    for signal in gallery.catch_up(person) if participant in clients else ():  # as the actor tells in time
        clients[participant].notice(signal)
    if participant not in clients or publication.renews(person):
        clients[participant] = ModelClient.of(gallery.snapshot(participant))


def test_a_role_that_changes_in_the_waiting_room_is_shown_to_hosts() -> None:
    town = Town()
    (invited,) = town.do("host", c.IssueInvite(Role.PRESENTER))
    assert isinstance(invited, f.InviteIssued)
    ann = town.join(invite=invited.invite)
    before = len(town.log)
    town.do("host", c.Demote(ann))
    state = State("w1")
    publications = [advance(state, stored) for stored in town.log]
    (shown,) = [p.by_view[View.HOSTS].fact for p in publications[before:] if View.HOSTS in p.by_view]
    assert isinstance(shown, ParticipantWaits)
    assert shown.person.role is Role.ATTENDEE
