"""What the chat asks of texts and of the state: chatting.js."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.client.fake_world import World

Js = Callable[..., Any]


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("See https://hall.example/a?b=1, please.", ["https://hall.example/a?b=1"]),
        ("(http://a.example) and HTTPS://B.example/x!", ["http://a.example/", "https://b.example/x"]),
        ("https://a.example/Town_(hall)", ["https://a.example/Town_(hall)"]),
        ("javascript:alert(1) data:text/html,x ftp://a.example //b.example", []),
        ('<a href="https://a.example">x</a>', ["https://a.example/"]),
        ("https:// http://%zz", []),
        ("", []),
    ],
)
def test_only_addresses_of_pages_become_links_and_no_text_is_lost(js: Js, text: str, links: list[str]) -> None:
    parts = js("chatting.js", "(m, text) => m.linked(text)", text)
    assert [part["href"] for part in parts if "href" in part] == links
    assert "".join(part["text"] for part in parts) == text


def test_lines_have_days_one_mark_for_what_is_new_and_names_only_where_the_writer_changes(js: Js) -> None:
    def said(number: int, author: str, at: str) -> dict[str, Any]:
        return {"id": f"m{number}", "author": author, "to": "everyone", "recipient": None, "sent_at": at}

    messages = [
        said(1, "p1", "2026-11-21T12:00:00Z"),
        said(2, "p1", "2026-11-22T12:00:00Z"),
        said(3, "p1", "2026-11-22T12:00:30Z"),
        said(4, "p2", "2026-11-22T12:00:40Z"),
        said(5, "p2", "2026-11-22T12:00:50Z"),
    ]
    lines = js("chatting.js", "(m, messages) => m.linesOf(messages, 'm5')", messages)
    shown = [each["follows"] if each["kind"] == "message" else each["kind"] for each in lines]
    assert shown == ["day", False, "day", False, True, False, "unread", False]


@pytest.fixture
def world() -> World:
    made = World()
    for name, role in (("Ann", "host"), ("Ben", "presenter"), ("Cem", "attendee"), ("Dee", "attendee")):
        made.add(name, role)
    return made


@pytest.mark.parametrize(
    ("of", "settings", "expected"),
    [
        ("p3", {"chat": "everyone", "direct": "hosts"}, [None, ["everyone", "stage", "direct p1"]]),
        ("p3", {"chat": "stage", "direct": "everyone"}, ["locked", ["direct p1", "direct p2"]]),
        ("p2", {"chat": "hosts", "direct": "hosts"}, ["locked", ["direct p1"]]),
        (
            "p1",
            {"chat": "hosts", "direct": "hosts"},
            [None, ["everyone", "stage", *(f"direct p{n}" for n in (2, 3, 4))]],
        ),
    ],
)
def test_one_writes_where_the_host_allows_it_and_to_hosts_always(
    js: Js, world: World, of: str, settings: dict[str, str], expected: list[Any]
) -> None:
    run = """async (m, snapshot) => {
        const { initialState, reduce } = await import("/client/state/reduce.js");
        const state = reduce(initialState, snapshot);
        return [m.whySilent(state), m.addressees(state).map(m.keyOf)];
    }"""
    world.webinar["settings"] |= settings
    assert js("chatting.js", run, world.snapshot(of)) == expected


def test_who_is_blocked_writes_to_nobody(js: Js, world: World) -> None:
    run = """async (m, snapshot) => {
        const { initialState, reduce } = await import("/client/state/reduce.js");
        const state = reduce(reduce(initialState, snapshot), { type: "chat_blocked", seq: 99, participant: "p3" });
        return [m.whySilent(state), m.addressees(state)];
    }"""
    assert js("chatting.js", run, world.snapshot("p3")) == ["blocked", []]
