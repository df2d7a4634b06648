"""What people do: each act is one thing, sent and, unless the page forgets it, waited for until it is answered."""

from collections.abc import Callable, Coroutine
from typing import Any, Final

import trio

from tests.chaos.crowd import Act, Crowd, keep
from tests.chaos.history import Op
from tests.chaos.page import Page

POLLS_MAX, ROUNDS_MAX = 90, 18  # of one webinar; the server's limits are a little higher
OPEN_S: Final = (0.2, 0.9)
KEPT_IN_MIND: Final = 40  # questions and messages that people still act on
HOST_PAUSE_S: Final = 0.2


# --- the audience


async def vote(page: Page, crowd: Crowd) -> None:
    if not crowd.floor.polls:
        return
    poll, options = page.chance.choice(list(crowd.floor.polls.items()))
    await page.do("vote", poll=poll, options=[page.chance.randrange(options)])


async def raise_hand(page: Page, _: Crowd) -> None:
    await page.do("raise_hand")


async def lower_hand(page: Page, _: Crowd) -> None:
    await page.do("lower_hand")


async def send_message(page: Page, crowd: Crowd) -> None:
    op = await page.do("send_message", text=f"I say {page.chance.getrandbits(64):x}", to="everyone")
    remember(crowd.floor.messages, op, "message")


async def ask_question(page: Page, crowd: Crowd) -> None:
    is_anonymous = page.chance.random() < 0.4
    op = await page.do("ask_question", text=f"Why {page.chance.getrandbits(64):x}?", anonymous=is_anonymous)
    remember(crowd.floor.questions, op, "question")


async def upvote(page: Page, crowd: Crowd) -> None:
    if crowd.floor.questions:
        kind = "upvote" if page.chance.random() < 0.8 else "take_back_upvote"
        await page.do(kind, question=page.chance.choice(crowd.floor.questions))


async def react(page: Page, _: Crowd) -> None:
    await page.do("react", kind=page.chance.choice(["clap", "heart", "thumbs_up"]))


async def repeat(page: Page, _: Crowd) -> None:
    await page.repeat()


def remember(mind: list[str], op: Op, what: str) -> None:
    if (reply := op.acknowledged) and what in reply.result:
        mind.append(reply.result[what])
        del mind[:-KEPT_IN_MIND]


# How often each is done beside voting, which everybody does all the time. What everybody is shown is done seldom: it
# costs this program one message per page.
TALK: Final[dict[Act, float]] = {
    upvote: 0.34,
    raise_hand: 0.2,
    lower_hand: 0.14,
    repeat: 0.12,
    react: 0.05,
    ask_question: 0.08,
    send_message: 0.12,
}


async def talk(page: Page, crowd: Crowd) -> None:
    (act,) = page.chance.choices(list(TALK), list(TALK.values()))
    await act(page, crowd)


# --- hosts


async def run_polls(page: Page, crowd: Crowd) -> None:
    """One poll after the other: made, opened, closed, some opened again and again."""
    made = 0
    while made < POLLS_MAX and not crowd.is_tired:
        chance, options, made = page.chance, page.chance.randint(2, 5), made + 1
        drafted = await page.do(
            "create_poll",
            question=f"Which {chance.getrandbits(64):x}?",
            options=[f"Number {n}" for n in range(options)],
            ballots=chance.choice(["named", "anonymous"]),
            may_change=chance.random() < 0.8,
            reveal=chance.choice(["live", "at_close", "later"]),
        )
        if (reply := drafted.acknowledged) is None:
            continue
        for _ in range(chance.choice([1, 2, ROUNDS_MAX])):
            if not crowd.is_tired:
                await run_round(page, crowd, reply.result["poll"], options)


async def run_round(page: Page, crowd: Crowd, poll: str, options: int) -> None:
    crowd.floor.polls[poll] = options
    await page.do("open_poll", poll=poll)
    await trio.sleep(page.chance.uniform(*OPEN_S))
    await page.do("close_poll", poll=poll)
    if page.chance.random() < 0.7:  # others go on voting in it, and are refused
        crowd.floor.polls.pop(poll)


async def play_on_stage(page: Page, crowd: Crowd) -> None:
    """Somebody is invited, accepts, turns a microphone on, is muted, goes back."""
    guest = page.chance.choice(crowd.voters)
    who = guest.person.id
    for kind, by, fields in (
        ("invite", page, {"participant": who, "role": "presenter"}),
        ("accept_invitation", guest, {}),
        ("turn_on", guest, {"source": "microphone"}),
        ("mute", page, {"participant": who}),
        ("demote", page, {"participant": who}),
    ):
        await by.do(kind, **fields)
        await trio.sleep(page.chance.uniform(0, HOST_PAUSE_S))


async def lock(page: Page, _: Crowd) -> None:
    await page.do("lock")
    await page.do("unlock")


async def lower_hands(page: Page, crowd: Crowd) -> None:
    if page.chance.random() < 0.2:
        await page.do("lower_all_hands")
    else:
        await page.do("lower_hand", participant=page.chance.choice(crowd.voters).person.id)


async def answer_question(page: Page, crowd: Crowd) -> None:
    if crowd.floor.questions:
        question = page.chance.choice(crowd.floor.questions)
        await page.do("take_question", question=question)
        await page.do("answer_question", question=question, text="Because.")


async def delete_message(page: Page, crowd: Crowd) -> None:
    if crowd.floor.messages:
        await page.do("delete_message", message=crowd.floor.messages.pop(0))


async def moderate(page: Page, crowd: Crowd) -> None:
    await page.chance.choice([lock, lower_hands, answer_question, delete_message, repeat])(page, crowd)


async def live(crowd: Crowd) -> None:
    """All of them at once, until they are tired and have been answered."""
    async with trio.open_nursery() as nursery:

        def start(act: Callable[..., Coroutine[Any, Any, None]], *arguments: object) -> None:
            nursery.start_soon(act, *arguments)

        start(run_polls, crowd.host, crowd)
        start(run_polls, crowd.host, crowd)
        start(keep, play_on_stage, crowd.host, crowd)
        start(keep, moderate, crowd.host, crowd)
        for page in [*crowd.voters, *crowd.twins]:
            start(keep, vote, page, crowd)
        for page in crowd.voters:
            start(keep, talk, page, crowd)
