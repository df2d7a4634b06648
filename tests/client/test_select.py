"""Questions put to the state: select.js."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.client.fake_world import World

Ask = Callable[..., Any]


@pytest.fixture
def world() -> World:
    made = World()
    made.add("Ann", "presenter")
    made.add("Zoë", "host")
    made.add("Ben", "presenter", on=("microphone", "camera"))
    made.add("Cem", "attendee")
    made.add("Dee", "attendee", place="waiting")
    return made


@pytest.fixture
def ask(js: Callable[..., Any], world: World) -> Ask:
    """Evaluates an expression over `m` (select.js) and `s`: the state of a person after their snapshot and events."""

    def run(expression: str, *events: dict[str, Any], of: str = "p1") -> Any:
        code = f"""async (m, events) => {{
            const {{ initialState, reduce }} = await import("/client/state/reduce.js");
            const s = events.reduce(reduce, initialState);
            return {expression};
        }}"""
        return js("select.js", code, [world.snapshot(of), *events])

    return run


def seats(connection: str, people: list[str | None], screens: list[str | None]) -> dict[str, Any]:
    return {"type": "seats", "connection": connection, "seats": people, "screens": screens}


SHOWN = {"type": "watching", "connection": "c1"}


def test_one_sees_oneself_first_then_hosts_then_the_others(ask: Ask) -> None:
    assert ask("m.stagePeople(s).map((p) => p.name)") == ["Ann", "Zoë", "Ben"]


def test_people_without_a_connection_have_no_tile(ask: Ask, world: World) -> None:
    world.people["p3"]["connected"] = False
    assert ask("m.stagePeople(s).map((p) => p.name)") == ["Ann", "Zoë"]


def test_without_a_speaker_the_first_other_camera_is_large(ask: Ask) -> None:
    assert ask("m.scene(s).main.key") == "p3 camera"


def test_who_spoke_last_is_large_unless_somebody_is_pinned(ask: Ask) -> None:
    speaks = {"type": "speakers", "active": "p2", "speaking": ["p2"]}
    assert ask("m.scene(s).main.key", speaks) == "p2 camera"
    assert ask("m.scene(s).main.key", speaks, {"type": "pinned", "value": "p3"}) == "p3 camera"


def test_the_spotlight_is_large_whoever_speaks_but_not_before_what_is_pinned(ask: Ask, world: World) -> None:
    world.webinar["spotlight"] = "p3"
    speaks = {"type": "speakers", "active": "p2", "speaking": ["p2"]}
    assert ask("m.scene(s).main.key", speaks) == "p3 camera"
    assert ask("m.scene(s).main.key", speaks, {"type": "pinned", "value": "p2"}) == "p2 camera"


def test_who_is_in_the_spotlight_is_large_to_themselves_too_and_a_shared_screen_is_larger(
    ask: Ask, world: World
) -> None:
    world.webinar["spotlight"] = "p1"
    assert ask("m.scene(s).main.key") == "p1 camera"
    world.people["p3"]["on"].append("screen")
    assert ask("m.scene(s).main.key") == "p3 screen"


def test_a_spotlight_on_somebody_who_is_not_on_stage_is_none(ask: Ask, world: World) -> None:
    world.webinar["spotlight"] = "p9"
    assert ask("m.inSpotlight(s)") is None
    assert ask("m.scene(s).main.key") == "p3 camera"


def test_alone_on_stage_one_is_large_oneself(ask: Ask, world: World) -> None:
    del world.people["p2"], world.people["p3"]
    assert ask("[m.scene(s).main.key, m.scene(s).rest]") == ["p1 camera", []]


def test_a_shared_screen_is_large_and_all_faces_are_beside_it(ask: Ask, world: World) -> None:
    world.people["p3"]["on"].append("screen")
    assert ask("m.scene(s).main.key") == "p3 screen"
    assert ask("m.scene(s).rest.map((tile) => tile.key)") == ["p1 camera", "p2 camera", "p3 camera"]
    gallery = {"type": "layout", "value": "gallery"}
    assert ask("m.scene(s).rest[0].key", gallery) == "p3 screen"


def test_ones_own_screen_is_not_shown_to_oneself(ask: Ask, world: World) -> None:
    world.people["p1"]["on"].append("screen")
    assert ask("m.scene(s).main.key") == "p3 camera"


def test_of_two_shared_screens_the_seated_one_is_shown(ask: Ask, world: World) -> None:
    for pid in ("p2", "p3"):
        world.people[pid]["on"].append("screen")
    assert ask("m.scene(s).main.key", seats("c1", [], ["p3"]), SHOWN) == "p3 screen"


def test_a_seat_is_looked_up_in_the_connection_on_display(ask: Ask) -> None:
    told = [seats("c1", [None, "p3"], ["p2"]), SHOWN, seats("c2", ["p3"], [])]
    assert ask("m.seatOf(s, 'p3', 'camera')", *told) == {"kind": "seats", "index": 1}
    assert ask("m.seatOf(s, 'p2', 'screen')", *told) == {"kind": "screens", "index": 0}
    assert ask("m.seatOf(s, 'p2', 'camera')", *told) is None


def test_the_people_panel_finds_names_without_case_or_accents(ask: Ask) -> None:
    assert ask("m.peopleGroups(s, ' ZOE').stage.map((p) => p.name)", of="p2") == ["Zoë"]
    assert ask("m.peopleGroups(s).waiting.map((p) => p.name)", of="p2") == ["Dee"]


def test_the_audience_is_counted_also_where_its_names_are_not_told(ask: Ask, world: World) -> None:
    world.audience = 800
    assert ask("[m.peopleGroups(s).audience.length, m.audienceSize(s)]") == [0, 801]


@pytest.mark.parametrize(
    ("of", "events", "page"),
    [
        ("p1", [], "prejoin"),
        ("p1", [{"type": "entered", "value": True}], "stage"),
        ("p5", [{"type": "entered", "value": True}], "waiting"),
        (
            "p1",
            [{"type": "entered", "value": True}, {"type": "webinar_ended", "seq": 9, "at": "", "reason": "host"}],
            "gone",
        ),
        ("p1", [{"type": "gone", "code": "banned"}], "gone"),
    ],
)
def test_every_state_has_its_page(ask: Ask, of: str, events: list[dict[str, Any]], page: str) -> None:
    assert ask("m.pageOf(s)", *events, of=of) == page


def test_what_cannot_be_turned_on_has_a_reason(ask: Ask, world: World) -> None:
    assert ask("m.whyNot(s, 'microphone')") is None
    assert ask("m.whyNot(s, 'microphone')", of="p4") == "audience"
    world.people["p1"]["blocked"] = ["microphone"]
    assert ask("m.whyNot(s, 'microphone')") == "blocked"


def test_a_source_the_server_does_not_offer_is_a_setting(ask: Ask) -> None:
    assert ask("m.whyNot({ ...s, you: { ...s.you, sources: [] } }, 'screen')") == "setting"
