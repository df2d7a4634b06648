"""Breakout rooms: opened, watched over and closed by hosts; entered and left by everybody; the page moves along."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.client.conftest import own_id, wait_until
from tests.client.fake_server import FakeServer
from tests.client.fake_world import World
from tests.client.test_asking import poll

Person = Callable[..., Page]


def view(**fields: Any) -> dict[str, Any]:
    rooms = [
        {"id": "w1town.r1", "name": "Red", "count": 1, "people": ["p1"], "help": False},
        {"id": "w1town.r2", "name": "Blue", "count": 0, "people": [], "help": False},
    ]
    return {"assign": "random", "speak": "everyone", "closes_at": None, "rooms": rooms} | fields


def open_rooms(fake: FakeServer, **fields: Any) -> None:
    """In the fake world, with a room "Red" for whoever says hello there."""
    room = World(title="Red")
    room.webinar["id"] = "w1town.r1"
    room.people = {pid: dict(each) for pid, each in fake.world.people.items()}
    fake.rooms["w1town.r1"] = room
    fake.world.shared["rooms"] = view(**fields)


def resync(fake: FakeServer, page: Page) -> None:
    pid = own_id(page)
    fake.do(lambda: fake.world.resync(pid))


def put(fake: FakeServer, page: Page, room: str | None) -> None:
    fake.world.own[own_id(page)] = {"room": room}
    resync(fake, page)


def fields(message: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in message.items() if key not in ("id", "type")}


@pytest.mark.parametrize(
    ("pasted", "parsed"),
    [
        ("Red: Ada, Ben\n\n Blue :Cem; Dee", ({"Red": ["Ada", "Ben"], "Blue": ["Cem", "Dee"]}, [])),
        ("Red: Ada\nRed: Ben\nEmpty:", ({"Red": ["Ada", "Ben"], "Empty": []}, [])),
        ("Red Ada\n: Ben", ({}, ["Red Ada", ": Ben"])),
    ],
)
def test_a_pasted_list_is_a_room_a_line(js: Callable[..., Any], pasted: str, parsed: tuple[Any, Any]) -> None:
    found = js("breakouts.js", "(m, text) => m.parseLists(text)", pasted)
    assert (found["lists"], found["wrong"]) == parsed
    assert found["names"] == list(parsed[0])


@pytest.mark.parametrize(
    ("before", "now", "due"),
    [(61, 60, 60), (60, 59, None), (75, 58, 60), (11, 10, 10), (None, 9, None), (9, None, None)],
)
def test_a_warning_is_due_once(js: Callable[..., Any], before: int | None, now: int | None, due: int | None) -> None:
    assert js("breakouts.js", "(m, before, now) => m.warningBetween(before, now)", before, now) == due


def test_a_host_opens_rooms_by_number_or_by_list(fake: FakeServer, person: Person) -> None:
    page = person("Ada", "host")
    page.locator(".controls").get_by_role("button", name="Rooms").click()
    for _ in range(2):
        page.get_by_role("button", name="Open breakout rooms").click()
        dialog = page.get_by_role("dialog", name="Open breakout rooms")
        if fake.commands("open_rooms"):
            dialog.get_by_label("Which rooms").select_option("Rooms and people by list")
            dialog.get_by_label("Lists: a room a line").fill("Red Ada")
            dialog.get_by_role("button", name="Open rooms").click()
            expect(dialog.get_by_text("This line has no colon: “Red Ada”")).to_be_visible()
            dialog.get_by_label("Lists: a room a line").fill("Red: Ada, Ben")
            dialog.get_by_label("Who goes where").select_option("Others choose")
            dialog.get_by_label("For how long").select_option("Until I close them")
        else:
            dialog.get_by_label("Number of rooms").fill("4")
        dialog.get_by_role("button", name="Open rooms").click()
        expect(dialog).to_have_count(0)
    by_number, by_list = map(fields, fake.commands("open_rooms"))
    assert by_number == {"count": 4, "assign": "random", "speak": "everyone", "for_s": 900}
    assert by_list == {
        "names": ["Red"], "lists": {"Red": ["Ada", "Ben"]}, "assign": "choose", "speak": "everyone", "for_s": None,
    }  # fmt: skip


def test_a_host_watches_over_the_rooms(fake: FakeServer, person: Person) -> None:
    cem = fake.world.add("Cem", "attendee")
    dee = fake.world.add("Dee", "attendee")
    page = person("Ada", "host")
    open_rooms(fake)
    resync(fake, page)
    page.get_by_role("region", name="Breakout room").get_by_role("button", name="Show rooms").click()
    red = page.get_by_role("region", name="Red")
    expect(red.get_by_role("heading", name="Red (1)")).to_be_visible()
    page.get_by_label("Move Dee").select_option("Blue")
    wait_until(page, lambda: fake.commands("move_to_room") != [])
    assert fields(fake.command("move_to_room")) == {"participant": dee, "room": "w1town.r2"}
    fake.fact("person_moved", participant=dee, room="w1town.r2", by="p3")
    expect(page.get_by_role("region", name="Blue").get_by_text("Blue (1)")).to_be_visible()
    fake.fact("help_called", participant=cem, room="w1town.r1")
    expect(page.get_by_text("“Red” asks for help.")).to_be_visible()
    expect(page.locator(".controls").get_by_role("button", name="Rooms, 1 call for help")).to_be_visible()
    red.get_by_role("button", name="The call of Red is seen to").click()
    page.get_by_label("A word to everybody in all rooms").fill("Five minutes left")
    page.get_by_role("button", name="Send to all rooms").click()
    for name in ("Enter Red", "5 minutes more", "Close all rooms"):
        page.get_by_role("button", name=name).click()
    wait_until(page, lambda: fake.commands("close_rooms") != [])
    assert fields(fake.command("extend_rooms")) == {"for_s": 300}
    assert fields(fake.command("broadcast_to_rooms")) == {"text": "Five minutes left"}
    assert fields(fake.command("answer_help")) == fields(fake.command("enter_room")) == {"room": "w1town.r1"}


def test_a_page_moves_into_its_room_and_back_with_chat_and_all(fake: FakeServer, person: Person) -> None:
    page = person("Cem")
    pid = own_id(page)
    open_rooms(fake)
    fake.rooms["w1town.r1"].message(pid, "Only in Red")
    put(fake, page, "w1town.r1")
    bar = page.get_by_role("region", name="Breakout room")
    expect(bar).to_contain_text("You are in “Red”.")
    page.locator(".controls").get_by_role("button", name="Chat").click()
    expect(page.get_by_role("log").get_by_text("Only in Red")).to_be_visible()
    page.get_by_label("Write a message").fill("Hello, room")
    page.keyboard.press("Enter")
    expect(page.get_by_role("log").get_by_text("Hello, room")).to_be_visible()
    in_room = f"w1town.r1 {pid}"
    assert [fake.command("send_message", pid=in_room)] == fake.commands("send_message", in_room)
    fake.fact("rooms_broadcast", by="p9", text="Come back soon")
    expect(page.get_by_text("Host to all: Come back soon")).to_be_visible()
    bar.get_by_role("button", name="Ask for help").click()
    wait_until(page, lambda: fake.commands("call_for_help", pid) != [])
    fake.fact("help_called", participant=pid, room="w1town.r1")
    expect(bar.get_by_role("button", name="A host has been asked to come.")).to_be_disabled()
    fake.fact("rooms_closed", reason="host")
    expect(bar).to_have_count(0)
    expect(page.get_by_text("You are back in the main room.")).to_be_visible()
    expect(page.get_by_role("log").get_by_text("Only in Red")).to_have_count(0)


def test_a_vote_in_a_room_is_cast_in_the_room(fake: FakeServer, person: Person) -> None:
    page = person("Cem")
    pid = own_id(page)
    open_rooms(fake)
    fake.rooms["w1town.r1"].shared = {"polls": [poll()]}
    put(fake, page, "w1town.r1")
    expect(page.get_by_text("You are in “Red”.", exact=True)).to_be_visible()
    page.locator(".controls").get_by_role("button", name="Polls").click()
    page.get_by_role("radio", name="Yes").check()
    page.get_by_role("button", name="Vote", exact=True).click()
    wait_until(page, lambda: fake.commands("vote") != [])
    assert [who for who, message in fake.said if message["type"] == "vote"] == [f"w1town.r1 {pid}"]


def test_a_reload_in_a_room_lands_in_the_room(fake: FakeServer, person: Person) -> None:
    page = person("Cem")
    open_rooms(fake)
    put(fake, page, "w1town.r1")
    expect(page.get_by_text("You are in “Red”.", exact=True)).to_be_visible()
    page.reload()
    page.get_by_role("button", name="Join now").click()
    expect(page.get_by_text("You are in “Red”.", exact=True)).to_be_visible()


def test_where_people_choose_they_enter_a_room_of_their_own_will(fake: FakeServer, person: Person) -> None:
    page = person("Cem")
    open_rooms(fake, assign="choose", closes_at=page.evaluate("() => new Date(Date.now() + 61500).toISOString()"))
    resync(fake, page)
    expect(page.get_by_text("The breakout rooms close in one minute.")).to_be_visible()
    page.get_by_role("button", name="Choose a room").click()
    page.get_by_role("button", name="Enter Blue").click()
    wait_until(page, lambda: fake.commands("enter_room") != [])
    assert fields(fake.command("enter_room")) == {"room": "w1town.r2"}
