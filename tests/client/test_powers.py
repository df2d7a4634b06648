"""Which powers stand in a menu: powers.js."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.client.fake_world import World

Menu = Callable[..., list[str]]
MENU = """async (m, snapshot, pid) => {
    const { initialState, reduce } = await import("/client/state/reduce.js");
    const state = reduce(initialState, snapshot);
    return (pid ? m.powersOver(state, state.people.get(pid)) : m.powersOverAll(state)).map((power) => power.id);
}"""


@pytest.fixture
def world() -> World:
    made = World()
    made.add("Host", "host")
    made.add("Co", "co_host")
    made.add("Ben", "presenter", on=("microphone", "camera", "screen"))
    made.add("Cem", "attendee")
    made.add("Dee", "co_host")
    return made


@pytest.fixture
def menu(js: Callable[..., Any], world: World) -> Menu:
    return lambda over, of="p1": js("powers.js", MENU, world.snapshot(of), over)


def test_a_presenter_who_sends_can_be_muted_stopped_promoted_and_put_out(menu: Menu) -> None:
    assert menu("p3") == [
        "mute", "mute_hard", "stop_video", "stop_video_hard", "stop_share", "stop_share_hard",
        "spotlight", "invite_co_host", "demote", "block_chat", "name_captioner", "kick", "ban",
    ]  # fmt: skip


def test_a_muted_presenter_can_be_asked_to_unmute(menu: Menu, world: World) -> None:
    world.people["p3"]["on"] = []
    assert menu("p3")[:2] == ["ask_to_unmute", "mute_hard"]


def test_a_hard_muted_presenter_can_only_be_allowed_again(menu: Menu, world: World) -> None:
    world.people["p3"] |= {"on": [], "blocked": ["microphone"]}
    assert menu("p3")[0] == "allow_microphone"
    assert "ask_to_unmute" not in menu("p3")


def test_an_attendee_is_invited_once_and_the_invitation_can_be_withdrawn(menu: Menu, world: World) -> None:
    assert menu("p4") == ["invite", "block_chat", "name_captioner", "kick", "ban"]
    world.people["p4"]["offered"] = "presenter"
    assert menu("p4") == ["withdraw_invitation", "block_chat", "name_captioner", "kick", "ban"]


def test_equals_get_courtesies_only_and_make_nobody_their_equal(menu: Menu) -> None:
    assert menu("p5", of="p2") == ["ask_to_unmute", "spotlight"]
    assert menu("p1", of="p2") == ["ask_to_unmute", "spotlight"]
    assert "invite_co_host" not in menu("p3", of="p2")


def test_nobody_has_powers_over_themselves_but_hosts_who_step_into_the_spotlight(menu: Menu, world: World) -> None:
    assert menu("p1") == ["spotlight"]
    assert menu("p3", of="p3") == []
    world.webinar["spotlight"] = "p1"
    assert menu("p1") == ["end_spotlight"]
    assert "spotlight" in menu("p3")


@pytest.mark.parametrize(("people", "may"), [(["p3"], False), ([], True)])
def test_nobody_is_put_in_the_spotlight_who_is_in_a_breakout_room(
    js: Callable[..., Any], world: World, *, people: list[str], may: bool
) -> None:
    rooms = {"rooms": [{"id": "w1town.r1", "name": "Red", "count": len(people), "people": people, "help": False}]}
    assert ("spotlight" in js("powers.js", MENU, world.snapshot("p1") | {"rooms": rooms}, "p3")) == may


def test_without_rights_there_is_no_menu(menu: Menu) -> None:
    assert menu("p1", of="p3") == []
    assert menu(None, of="p3") == []


def test_a_locked_webinar_can_be_unlocked(menu: Menu, world: World) -> None:
    assert "lock" in menu(None)
    world.webinar["locked"] = True
    assert "unlock" in menu(None)
    assert "lock" not in menu(None)


def test_every_power_has_its_words(js: Callable[..., Any], menu: Menu) -> None:
    words = js("texts.js", "(m) => Object.keys({ ...m.texts.powers, ...m.texts.recording })")
    assert {*menu("p3"), *menu("p4"), *menu(None)} <= set(words)
