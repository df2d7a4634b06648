"""Random webinars for Hypothesis: who says what, in which order. Ids are those a `Town` gives: host, p1, p2, …"""

from hypothesis import strategies as st

from actors.ports import Refusal
from actors.webinar import commands as c
from actors.words import Role, Source, WaitingRoom, Who
from tests.actors.webinar.town import Town

Script = list[tuple[str | None, c.Command]]

PEOPLE = ("host", *(f"p{n}" for n in range(1, 8)))
people = st.sampled_from(PEOPLE)
roles = st.sampled_from(Role)
sources = st.sampled_from(Source)
who = st.none() | st.sampled_from(Who)
INVITES = st.none() | people  # ids of people and of invites are drawn from one counter

joins = st.builds(
    c.Join,
    name=st.sampled_from(["Ann", "Bob", "\u202e"]),
    returning=st.none() | people,
    role=st.none() | roles,
    invite=INVITES,
    link_epoch=st.none() | st.integers(0, 2),
)
plain_joins = st.builds(c.Join, name=st.just("Ann"))
door = st.tuples(st.none(), plain_joins | joins)

spoken = st.one_of(
    *(st.builds(command) for command in (c.Start, c.Leave, c.AdmitAll, c.DenyAll, c.Lock, c.Unlock)),
    *(st.builds(command) for command in (c.AcceptInvitation, c.AcceptInvitation, c.DeclineInvitation)),
    *(st.builds(command) for command in (c.Connected, c.Disconnected, c.Absent)),
    *(st.builds(command, people) for command in (c.Admit, c.Deny, c.WithdrawInvitation, c.AskToUnmute)),
    *(st.builds(command, people) for command in (c.Kick, c.Ban, c.Unban)),
    *(st.builds(command, people, roles) for command in (c.Invite, c.Invite, c.Demote)),
    *(st.builds(command, people, st.booleans()) for command in (c.Mute, c.StopVideo, c.StopShare)),
    *(st.builds(command, sources) for command in (c.TurnOn, c.TurnOn, c.TurnOff)),
    st.builds(c.MuteAll, st.booleans()),
    st.builds(c.Allow, people, sources),
    st.builds(c.ChangeSettings, who, who, see_people=who, waiting_room=st.none() | st.sampled_from(WaitingRoom)),
    st.builds(c.RotateLinks, roles),
    st.builds(c.IssueInvite, roles),
)
end = st.lists(st.tuples(st.just("host"), st.builds(c.End)), max_size=1)
by_host = st.tuples(st.just("host"), spoken)
by_anybody = st.tuples(people, spoken)
line = st.one_of(door, by_host, by_host, by_anybody, by_anybody).map(lambda said: [said])
promotion = st.builds(lambda p, role: [("host", c.Invite(p, role)), (p, c.AcceptInvitation())], people, roles)
goes_on_air = st.builds(lambda p, source: [(p, c.TurnOn(source))], people, sources)

# A random line alone seldom meets somebody whom it concerns: so some are inside, and on stage, before it begins.
OPENING: Script = [
    *((None, c.Join(name)) for name in ("Ann", "Bob", "Cat", "Dan")),
    ("host", c.AdmitAll()),
    *(("host", c.Invite(p, role)) for p, role in (("p1", Role.PRESENTER), ("p2", Role.CO_HOST))),
    *((p, c.AcceptInvitation()) for p in ("p1", "p2")),
    ("p1", c.TurnOn(Source.CAMERA)),
    ("p2", c.TurnOn(Source.MICROPHONE)),
]


def scripts(longest: int = 40) -> st.SearchStrategy[Script]:
    talk = st.lists(st.one_of(line, line, line, promotion, goes_on_air), min_size=10, max_size=longest)
    return st.builds(lambda parts, last: [*OPENING, *(said for part in parts for said in part), *last], talk, end)


def play(town: Town, script: Script) -> int:
    """How many of the commands took effect."""
    return sum(not isinstance(town.ask(by, command), Refusal) for by, command in script)
