"""A crowd that says at random whatever can be said, mostly to the point: it knows who and what is there. By seed.

It is made from the commands themselves: one with a field of a new name fails until this file knows what to put there.
"""

from random import Random
from typing import Any, get_args

from attrs import NOTHING, define, field, fields

from actors.facts import Fact
from actors.ports import Refusal
from actors.webinar import commands as c
from actors.webinar.rights import rights_of
from actors.words import (
    Assign,
    Ballots,
    ChatTo,
    PollStatus,
    Reaction,
    Registering,
    Reveal,
    Role,
    Source,
    Speak,
    WaitingRoom,
    Who,
)
from tests.actors.webinar.town import Town

EVERY: tuple[type[c.Command], ...] = get_args(c.Command)
NEVER = {c.End, c.Expire, c.KeepRoster, c.CloseRoom, c.MergeRoom}  # they go on until they are told
RARE = {
    c.Start,
    c.Kick,
    c.Ban,
    c.Deny,
    c.DenyAll,
    c.Leave,
    c.Absent,
    c.ForgetPerson,
    c.Lock,
    c.RotateLinks,
}
OFTEN = {
    *(c.Vote, c.CreatePoll, c.OpenPoll, c.ClosePoll, c.AskQuestion, c.Upvote, c.SendMessage),
    *(c.RaiseHand, c.Invite, c.AcceptInvitation, c.Join),
}
WORDED = {c.CreatePoll, c.EditPoll}
ENUMS = (Role, Source, Who, WaitingRoom, Ballots, Reveal, ChatTo, Reaction, Registering, Assign, Speak)
TEXTS = ("Yes", "No", "Perhaps", "Why\nnot?", "Now?", "", "\u202e", "x" * 2001)
PLAIN = {bool: (True, False), int: (0, 1, 2, 3), str: ("a", "b")}


@define
class Crowd:
    town: Town
    chance: Random
    weights: list[int] = field(factory=list)

    @classmethod
    def of(cls, seed: int, about: set[type[c.Command]] = OFTEN, capacity: int = 12) -> "Crowd":
        """`about`: what they say ten times as often as the rest."""
        crowd = cls(Town(capacity=capacity, stage_capacity=5), Random(seed))
        crowd.weights = [0 if k in NEVER else 1 if k in RARE else 50 if k in about else 10 for k in EVERY]
        for role in (*[Role.ATTENDEE] * 4, Role.PRESENTER, Role.PRESENTER, Role.CO_HOST):
            crowd.town.inside(role)
        crowd.town.do(crowd.town.host, c.Connected())
        if seed % 2:  # breakout rooms are for live ones, practice for the others
            crowd.town.do(crowd.town.host, c.Start())
        return crowd

    def says(self) -> tuple[str | None, c.Command, list[Fact] | Refusal]:
        """Something; and what it came to."""
        by, command = self.line()
        return by, command, self.town.ask(by, command)

    def ends(self) -> list[Fact]:
        """The host comes back if need be, and ends it."""
        self.town.do(None, c.Join("", returning=self.town.host, consent=True))
        return self.town.do(self.town.host, c.End())

    def line(self) -> tuple[str | None, c.Command]:
        state, luck = self.town.state, self.chance.random()
        by = self.chance.choice([*(state.people if luck < 0.1 or not state.inside else state.inside)])
        by = self.town.host if luck > 0.6 else by
        (kind,) = self.chance.choices(EVERY, self.weights)
        if self.chance.random() < 0.8 and kind not in get_args(c.INNER):
            mine = set(rights_of(state, state.people[by].role, state.people[by].place)) or {kind}
            (kind,) = self.chance.choices(EVERY, [w * (k in mine) for k, w in zip(EVERY, self.weights, strict=True)])
        values = {known.alias: self._value(kind, known) for known in fields(kind)}
        command = kind(**{name: value for name, value in values.items() if value is not NOTHING})
        return (None if isinstance(command, c.Join | c.Register) else by), command

    def _value(self, kind: type[c.Command], known: Any) -> Any:
        """NOTHING: the default will do."""
        if known.default is not NOTHING and self.chance.random() < 0.4:
            return NOTHING
        choices = self._choices(kind, known)
        return choices[0] if self.chance.random() < 0.2 else self.chance.choice(choices)

    def _choices(self, kind: type[c.Command], known: Any) -> tuple[Any, ...]:
        state, said = self.town.state, self.town.state.interaction
        enum = [each for each in ENUMS if each in (known.type, *get_args(known.type))]
        if enum:
            return tuple(enum[0])
        if kind is c.Unban and state.banned:
            return tuple(state.banned)
        by_name: dict[str, tuple[Any, ...]] = {
            **dict.fromkeys(("participant", "recipient", "to"), (*state.inside, *state.people, "nobody")),
            "returning": tuple(state.people),
            "poll": (*[p.id for p in said.polls.values() if p.status is PollStatus.OPEN], *said.polls, "none"),
            "question": TEXTS if kind in WORDED else (*said.questions, *said.questions, "none"),
            "message": (*list(said.messages)[-5:], "none"),
            "invite": (*state.invites, "none"),
            "registration": (*state.registrations, *state.registrations, "none"),
            "email": ("ann@example.org", "bob@example.org", "eve@example.org", "zoe@example.org", "bob"),
            "text": TEXTS,
            "name": ("Ann", "Bob", ""),
            "options": self._options(kind),
            "right": ((), (0,), (1, 0), (5,)),
            "for_s": (5, 60, 86_400, 4, 86_401),
            "title": ("Town hall", ""),
            "description": TEXTS,
            "starts_at": ("2026-11-22T18:00:00Z", "", "tomorrow"),
            "duration_minutes": (60, 0, 4),
            "capacity": (12, 1, 13),
            "slow_mode_s": (0, 1, 3600, 3601, -1),
            "room": ("main", *(state.rooms.rooms if state.rooms else ()), None, "none"),
            "recording": (*(known.id for known in state.recordings.values()), "none"),
            "reason": ("disk_full", "failed"),
            "rooms": (),
            "names": ((), ("Red", "Blue"), ("Red", "red"), ("Red", "")),
            "count": (2, 3, 0, 51),
            "lists": ({}, {"Red": ("Ann",)}, {"Room 1": tuple(state.people)}, {"Grey": ("Ann",)}),
            "closes_at_ms": (state.rooms.closes_at_ms if state.rooms and state.rooms.closes_at_ms else 0,),
            "until_ms": tuple(p.stage_until_ms or 0 for p in state.people.values()),
        }
        return by_name.get(known.alias) or PLAIN[(get_args(known.type) or (known.type,))[0]]

    def _options(self, kind: type[c.Command]) -> tuple[Any, ...]:
        if kind is c.Vote:
            return ((0,), (1,), (0,), (1,), (0, 1), (2,), (1, 0), (), (7,), (-1,), (0, 0))
        return (("Yes", "No"), ("A", "B"), ("A", "B", "C"), ("A", "A"), ("A",), tuple("abcdefghijklmnopqrstu"))
