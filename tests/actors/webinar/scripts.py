"""Random webinars for Hypothesis, which makes a failing one short: who says what, in which order.

Ids are those a `Town` gives: host, p1, p2, … In `crowd.py` people know what there is, and more comes of what they say.
"""

from hypothesis import strategies as st

from actors.ports import Refusal
from actors.webinar import commands as c
from actors.words import Ballots, ChatTo, Reveal, Role, Source, WaitingRoom, Who
from tests.actors.webinar.town import Town

Script = list[tuple[str | None, c.Command]]

# A random line alone seldom meets somebody whom it concerns, or a poll that is open: so before it begins some are
# inside and on stage, two polls are open, and something has been asked and said.
OPENING: Script = [
    *((None, c.Join(name)) for name in ("Ann", "Bob", "Cat", "Dan")),
    ("host", c.AdmitAll()),
    *(("host", c.Invite(p, role)) for p, role in (("p1", Role.PRESENTER), ("p2", Role.CO_HOST))),
    *((p, c.AcceptInvitation()) for p in ("p1", "p2")),
    ("p1", c.TurnOn(Source.CAMERA)),
    ("p2", c.TurnOn(Source.MICROPHONE)),
    ("host", c.CreatePoll("Lunch?", ("Soup", "Rice"))),  # p5
    ("host", c.CreatePoll("Which?", ("A", "B", "C"), True, Ballots.NAMED, False, Reveal.AT_CLOSE, (0, 2))),  # p6
    ("host", c.OpenPoll("p5")),  # with p7 for a secret
    ("host", c.OpenPoll("p6")),
    ("p3", c.AskQuestion("When?")),  # p8
    ("p4", c.AskQuestion("Why?", anonymous=True)),  # p9, with p10 for a secret
    ("p3", c.SendMessage("Hello")),  # p11
    ("p3", c.RaiseHand()),
]
LATER = ("p12", "p13")  # whoever comes and whatever is made first
PEOPLE = ("host", "p1", "p2", "p3", "p4", *LATER)
POLLS = ("p5", "p6", *LATER)
QUESTIONS = ("p8", "p9", *LATER)
MESSAGES = ("p11", *LATER)

people = st.sampled_from(PEOPLE)
roles = st.sampled_from(Role)
sources = st.sampled_from(Source)
who = st.none() | st.sampled_from(Who)
flags = st.booleans()
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

times = st.none() | st.sampled_from([0, 5, 60])
settings = st.builds(
    c.ChangeSettings,
    unmute=who,
    share=who,
    chat=who,
    ask=who,
    see_people=who,
    waiting_room=st.none() | st.sampled_from(WaitingRoom),
    direct=who,
    slow_mode_s=st.none() | st.sampled_from([0, 3, -1]),
    review_questions=st.none() | flags,
    anonymous_questions=st.none() | flags,
)
of_house = st.one_of(
    *(st.builds(command) for command in (c.Start, c.Leave, c.AdmitAll, c.DenyAll, c.Lock, c.Unlock)),
    *(st.builds(command) for command in (c.AcceptInvitation, c.AcceptInvitation, c.DeclineInvitation)),
    *(st.builds(command) for command in (c.Connected, c.Disconnected, c.Absent)),
    *(st.builds(command, people) for command in (c.Admit, c.Deny, c.WithdrawInvitation, c.AskToUnmute)),
    *(st.builds(command, people) for command in (c.Kick, c.Ban, c.Unban)),
    *(st.builds(command, people, roles, times) for command in (c.Invite, c.Invite)),
    st.builds(c.Demote, people, roles),
    *(st.builds(command, people, flags) for command in (c.Mute, c.StopVideo, c.StopShare)),
    *(st.builds(command, sources) for command in (c.TurnOn, c.TurnOn, c.TurnOff)),
    st.builds(c.MuteAll, flags),
    st.builds(c.Spotlight, st.none() | people),
    st.builds(c.Allow, people, sources),
    settings,
    st.builds(c.RotateLinks, roles),
    st.builds(c.IssueInvite, roles),
)

texts = st.sampled_from(["Yes", "No", "Why\nnot?", "", "x" * 2001])
polls, questions = st.sampled_from(POLLS), st.sampled_from(QUESTIONS)
choices = st.lists(st.integers(-1, 3), max_size=3).map(tuple)
wordings = {
    "question": texts,
    "options": st.lists(texts, max_size=4).map(tuple) | st.just(("Soup", "Rice")),
    "multiple": flags,
    "ballots": st.sampled_from(Ballots),
    "may_change": flags,
    "reveal": st.sampled_from(Reveal),
    "right": st.just(()) | choices,
}
of_polls = st.one_of(
    *(st.builds(c.Vote, polls, choices) for _ in range(4)),
    *(st.builds(c.Vote, polls, st.tuples(st.integers(0, 1))) for _ in range(4)),
    st.builds(c.CreatePoll, **wordings),
    st.builds(c.CreatePoll, st.just("Now?"), st.just(("Yes", "No")), ballots=st.sampled_from(Ballots)),
    st.builds(c.EditPoll, poll=polls, **wordings),
    *(st.builds(command, polls) for command in (c.ClosePoll, c.RevealPoll, c.DeletePoll)),
    *(st.builds(c.OpenPoll, polls, times) for _ in range(2)),
    st.builds(c.PollTimeUp, polls, st.integers(1, 3)),
)
of_questions = st.one_of(
    *(st.builds(c.AskQuestion, texts, flags) for _ in range(2)),
    st.builds(c.EditQuestion, questions, texts),
    *(st.builds(command, questions) for command in (c.Upvote, c.Upvote, c.TakeBackUpvote, c.WithdrawQuestion)),
    *(st.builds(command, questions) for command in (c.PublishQuestion, c.DismissQuestion, c.RestoreQuestion)),
    st.builds(c.AssignQuestion, questions, st.none() | people),
    st.builds(c.TakeQuestion, questions),
    st.builds(c.AnswerQuestion, questions, st.none() | texts),
    st.builds(c.ShowQuestion, st.none() | questions),
)
of_talk = st.one_of(
    st.builds(c.SendMessage, texts, st.sampled_from(ChatTo), st.none() | people),
    st.builds(c.SendMessage, st.just("Hi")),
    st.builds(c.DeleteMessage, st.sampled_from(MESSAGES)),
    *(st.builds(command, people) for command in (c.BlockChat, c.AllowChat)),
    *(st.builds(command, people) for command in (c.NameCaptioner, c.DismissCaptioner)),
    st.builds(c.SayCaption, texts, ago_ms=st.sampled_from([0, 900])),
    *(st.builds(c.RaiseHand) for _ in range(3)),
    st.builds(c.LowerHand, st.none() | people),
    st.builds(c.LowerAllHands),
    st.builds(c.StageTimeUp, people, st.integers(0, 100).map(lambda n: 1000 * n)),
    st.builds(c.Resume, st.sampled_from(["page", "tab"]), st.integers(0, 3)),
    st.builds(c.ForgetPerson, people),
)
spoken = of_house | of_house | of_polls | of_questions | of_talk

by_host = st.tuples(st.just("host"), spoken)
by_anybody = st.tuples(people, spoken)
line = st.one_of(door, by_host, by_host, by_anybody, by_anybody).map(lambda said: [said])
end = st.lists(st.tuples(st.just("host"), st.builds(c.End)), max_size=1)
promotion = st.builds(
    lambda p, role, for_s: [("host", c.Invite(p, role, for_s)), (p, c.AcceptInvitation())], people, roles, times
)
goes_on_air = st.builds(lambda p, source: [(p, c.TurnOn(source))], people, sources)


def scripts(longest: int = 40) -> st.SearchStrategy[Script]:
    talk = st.lists(st.one_of(line, line, line, promotion, goes_on_air), min_size=10, max_size=longest)
    return st.builds(lambda parts, last: [*OPENING, *(said for part in parts for said in part), *last], talk, end)


def play(town: Town, script: Script) -> int:
    """How many of the commands took effect."""
    return sum(not isinstance(town.ask(by, command), Refusal) for by, command in script)
