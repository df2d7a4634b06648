"""A webinar without an actor: commands in, facts applied at once. Ids are counted, and each fact takes a second."""

from itertools import count

from actors import facts as f
from actors.facts import Fact
from actors.ports import Refusal, StoredFact
from actors.webinar import commands as c
from actors.webinar.apply import apply
from actors.webinar.decide import decide
from actors.webinar.decision import Context
from actors.webinar.lifecycle import create
from actors.webinar.state import Person, State
from actors.words import Place, Role, Source


class Town:
    def __init__(self, capacity: int = 100, stage_capacity: int = 25, **settings: object) -> None:
        self.state = State("w1")
        self.log: list[StoredFact] = []
        self.host = "host"
        self.waited_ms = 0
        self._ids = count(1)
        self._apply(create("All hands", "Hanna", self.host, capacity, stage_capacity))
        if settings:
            self.do(self.host, c.ChangeSettings(**settings))

    def ask(self, by: str | None, command: c.Command) -> list[Fact] | Refusal:
        """What the command came to; its facts have been applied."""
        ctx = Context(by, at_ms=self.now_ms, new_id=lambda: f"p{next(self._ids)}")
        decision = decide(self.state, command, ctx)
        if not isinstance(decision, Refusal):
            self._apply(decision)
        return decision

    def do(self, by: str | None, command: c.Command) -> list[Fact]:
        decision = self.ask(by, command)
        assert not isinstance(decision, Refusal), decision
        return decision

    def refusal(self, by: str | None, command: c.Command) -> str:
        decision = self.ask(by, command)
        assert isinstance(decision, Refusal), decision
        return decision.code

    def _apply(self, facts: list[Fact] | Refusal) -> None:
        assert not isinstance(facts, Refusal)
        at_ms = self.now_ms
        for fact in facts:
            stored = StoredFact(self.state.seq + 1, at_ms, fact)
            self.log.append(stored)
            apply(self.state, stored)

    @property
    def now_ms(self) -> int:
        return 1000 * (self.state.seq + 1) + self.waited_ms

    def wait(self, s: int) -> None:
        self.waited_ms += 1000 * s

    def person(self, participant: str) -> Person:
        return self.state.people[participant]

    def join(self, name: str = "Ann", **how: object) -> str:
        facts = self.do(None, c.Join(name, **how))
        assert isinstance(facts[0], f.ParticipantJoined)
        return facts[0].participant

    def inside(self, role: Role = Role.ATTENDEE, name: str = "Ann") -> str:
        """Somebody who is in, with this role, whatever the settings are."""
        participant = self.join(name)
        if self.person(participant).place is Place.WAITING:
            self.do(self.host, c.Admit(participant))
        if role is not Role.ATTENDEE:
            self.do(self.host, c.Invite(participant, role))
            self.do(participant, c.AcceptInvitation())
        return participant

    def on_air(self, role: Role = Role.PRESENTER) -> str:
        """Somebody on stage with everything on."""
        participant = self.inside(role)
        for source in Source:
            self.do(participant, c.TurnOn(source))
        return participant

    def live(self) -> "Town":
        self.do(self.host, c.Start())
        return self
