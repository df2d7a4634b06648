"""What a person is told in words: notices.js."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.client.fake_server import FakeServer
from tests.client.fake_world import World
from tests.client.test_asking import poll, question

Person = Callable[..., Page]
Tell = Callable[..., list[str]]


@pytest.fixture
def tell(js: Callable[..., Any]) -> Tell:
    """The texts that person `of` reads at a fact."""
    world = World()
    world.seq = 5
    world.add("Host", "host")
    world.add("Ben", "presenter")
    world.add("Cem", "attendee")
    code = """async (m, snapshot, event) => {
        const { initialState, reduce } = await import("/client/state/reduce.js");
        return m.noticesOf(event, reduce(initialState, snapshot)).map((notice) => notice.text);
    }"""

    def run(of: str, kind: str, seq: int = 6, lit: str | None = None, **fields: Any) -> list[str]:
        world.webinar["spotlight"] = lit
        return list(js("notices.js", code, world.snapshot(of), {"type": kind, "seq": seq, **fields}))

    return run


def test_whoever_is_muted_by_a_host_is_told_by_whom(tell: Tell) -> None:
    fact = {"participant": "p2", "source": "microphone", "by": "p1"}
    assert tell("p2", "source_turned_off", **fact) == ["Host muted you."]
    assert tell("p1", "source_turned_off", **fact) == []


def test_everybody_reads_who_is_in_the_spotlight_and_who_is_reads_when_it_is_over(tell: Tell) -> None:
    fact = {"participant": "p2", "by": "p1"}
    assert tell("p3", "spotlighted", **fact) == ["Ben is in the spotlight."]
    assert tell("p2", "spotlighted", **fact) == ["You are in the spotlight: everybody sees you large."]
    assert tell("p2", "spotlighted", participant=None, by="p1") == []
    assert tell("p2", "spotlighted", lit="p2", participant=None, by="p1") == ["You are no longer in the spotlight."]
    assert (
        tell("p2", "spotlighted", lit="p2", participant=None, by=None) == []
    )  # they have left the stage, and read that
    assert tell("p3", "spotlighted", lit="p2", participant=None, by="p1") == []


def test_the_end_of_a_webinar_and_a_demotion_do_not_also_say_what_was_stopped(js: Callable[..., Any]) -> None:
    world = World()
    world.add("Ben", "presenter", on=("camera",))
    code = """async (m, snapshot, event) => {
        const { initialState, reduce } = await import("/client/state/reduce.js");
        return m.noticesOf(event, reduce(initialState, snapshot))[0].ifOnStage;
    }"""
    fact = {"type": "source_turned_off", "seq": 9, "participant": "p1", "source": "camera", "by": "p9"}
    assert js("notices.js", code, world.snapshot("p1"), fact) is True


def test_turning_something_off_oneself_is_not_news(tell: Tell) -> None:
    assert tell("p2", "source_turned_off", participant="p2", source="camera", by="p2") == []


def test_a_hard_mute_says_that_it_lasts(tell: Tell) -> None:
    assert tell("p2", "source_blocked", participant="p2", source="microphone") == [
        "You cannot unmute until the host allows it."
    ]


def test_of_a_crowd_that_waits_a_host_hears_of_the_first_alone(fake: FakeServer, person: Person) -> None:
    page = person("Ada", "host")
    for name in ("Fay", "Gil"):
        pid = fake.do(partial(fake.world.add, name, "attendee", place="waiting"))
        fake.fact("participant_waits", person=fake.world.person(pid))
    expect(page.get_by_role("button", name="People, 2 people wait")).to_be_visible()
    expect(page.get_by_text("Fay is waiting to come in.")).to_be_visible()
    expect(page.get_by_text("Gil is waiting to come in.")).to_have_count(0)


def test_hosts_hear_who_waits_and_others_cannot(tell: Tell) -> None:
    person = {"id": "p9", "name": "Fay", "role": "attendee"}
    assert tell("p1", "participant_waits", person=person) == ["Fay is waiting to come in."]


def test_an_audience_that_comes_and_goes_is_no_stream_of_notices(tell: Tell) -> None:
    person = {"id": "p9", "name": "Fay", "role": "attendee"}
    assert tell("p1", "participant_appeared", person=person) == []
    assert tell("p1", "participant_left", participant="p3", reason="left") == []


def test_a_fact_heard_again_after_a_reconnect_is_not_told_again(tell: Tell) -> None:
    assert tell("p2", "webinar_started", seq=5) == []
    assert tell("p2", "webinar_started", seq=6) == ["The webinar has started."]


def test_a_change_of_role_is_told_to_the_person_and_an_acceptance_to_hosts(tell: Tell) -> None:
    assert tell("p3", "role_changed", participant="p3", role="presenter") == ["You are now presenter."]
    assert tell("p1", "role_changed", participant="p3", role="presenter") == ["Cem is on stage."]
    assert tell("p2", "role_changed", participant="p2", role="attendee") == [
        "You are back in the audience. Camera and microphone are off."
    ]


def test_an_open_poll_is_told_to_all_but_hosts_and_its_end_to_those_who_saw_it(tell: Tell) -> None:
    assert tell("p3", "poll_appeared", poll=poll()) == ["A poll is open: Tea?"]
    assert tell("p1", "poll_appeared", poll=poll()) == []
    assert tell("p3", "poll_appeared", poll=poll(status="closed")) == []


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("published", ["Your question is there for everybody to see."]),
        ("taken", ["Your question is being answered live."]),
        ("answered", ["Your question was answered."]),
        ("dismissed", []),
    ],
)
def test_what_becomes_of_a_question_is_told_to_its_author_alone(
    js: Callable[..., Any], status: str, words: list[str]
) -> None:
    world = World()
    for name in ("Ada", "Ben"):
        world.add(name, "attendee")
    world.shared = {"questions": [question("q1", "in_review", author="p1")]}
    code = """async (m, snapshot, event) => {
        const { initialState, reduce } = await import("/client/state/reduce.js");
        return m.noticesOf(event, reduce(initialState, snapshot)).map((notice) => notice.text);
    }"""
    changed = {"type": "question_changed", "seq": 9, "votes": 0, "question": question("q1", status, author="p1")}
    assert js("notices.js", code, world.snapshot("p1"), changed) == words
    assert js("notices.js", code, world.snapshot("p2"), changed) == []


def test_whoever_is_to_answer_a_question_is_told(tell: Tell) -> None:
    told = tell("p2", "question_changed", votes=0, question=question("q1", assigned_to="p2"))
    assert told == ["A question for you: What of q1?"]
    assert tell("p3", "question_changed", votes=0, question=question("q1", assigned_to="p2")) == []
