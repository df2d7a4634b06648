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
ends = st.tuples(st.just("host"), st.builds(c.End))
by_host = st.tuples(st.just("host"), spoken)
by_anybody = st.tuples(people, spoken)


def scripts(longest: int = 60) -> st.SearchStrategy[Script]:
    lines = st.one_of(door, door, by_host, by_host, by_anybody, by_anybody)
    return st.builds(lambda script, end: [*script, *end], st.lists(lines, max_size=longest), st.lists(ends, max_size=1))


def play(town: Town, script: Script) -> int:
    """How many of the commands took effect."""
    return sum(not isinstance(town.ask(by, command), Refusal) for by, command in script)
