"""The client's small arithmetic: pauses, ages, trees, loudness, names, links, what is asked of the server to show."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.returning import return_ms

Js = Callable[..., Any]


@pytest.mark.parametrize(("attempt", "most"), [(0, 1000), (1, 2000), (3, 8000), (4, 15000), (400, 15000)])
def test_a_pause_is_anything_between_nothing_and_a_doubling_bound(js: Js, attempt: int, most: float) -> None:
    code = "(m, attempt, part) => m.backoffMs(attempt, { baseMs: 1000, capMs: 15000, random: () => part })"
    assert js("backoff.js", code, attempt, 0) == 0
    assert js("backoff.js", code, attempt, 1) == most


RETURNS: list[dict[str, Any]] = [
    {"on_stage": on_stage, "inside": inside} | wish
    for on_stage in (True, False)
    for inside in (0, 2, 151, 1000, 10_000)
    for wish in ({}, {"retry_after_ms": 3000, "code": "restarting"}, {"retry_after_ms": 70, "code": "busy"})
]


def test_a_page_comes_back_as_the_model_of_other_tests_does(js: Js) -> None:
    code = """(m, attempts, parts, cases) => cases.map(({ on_stage: onStage, retry_after_ms: retryAfterMs, ...rest }) =>
        attempts.map((attempt) => parts.map((part) =>
            m.returnMs(attempt, { onStage, retryAfterMs, ...rest, random: () => part }))))"""
    attempts, parts = [0, 1, 2, 3, 4, 30], [0, 0.25, 0.5, 1]
    model = [[[return_ms(each, part, **case) for part in parts] for each in attempts] for case in RETURNS]
    assert js("backoff.js", code, attempts, parts, RETURNS) == model


def test_a_page_on_stage_is_back_within_two_seconds_and_an_audience_within_fifteen(js: Js) -> None:
    code = "(m, attempt, crowd) => m.returnMs(attempt, { ...crowd, random: () => 1 })"
    for attempt in range(20):
        assert js("backoff.js", code, attempt, {"onStage": True, "inside": 10_000}) <= 2000
        assert js("backoff.js", code, attempt, {"onStage": False, "inside": 10_000}) <= 15_000


def test_a_wish_without_a_time_is_none(js: Js) -> None:
    code = "(m) => m.returnMs(0, { onStage: true, inside: 2, retryAfterMs: null, code: 'busy', random: () => 0.5 })"
    assert js("backoff.js", code) == 500


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://hall.example/w/abc_D-1#invite=t.o.k", {"webinar": "abc_D-1", "invite": "t.o.k"}),
        ("  http://localhost:3000/w/abcd/ ", {"webinar": "abcd", "invite": None}),
        ("abc_D-1", {"webinar": "abc_D-1", "invite": None}),
        ("https://hall.example/w/abcd?utm=1#invite=x", {"webinar": "abcd", "invite": "x"}),
        ("https://hall.example/elsewhere/abcd", None),
        ("javascript:alert(1)//w/", None),
        ("two words", None),
        ("", None),
    ],
)
def test_a_pasted_link_or_code_is_understood_or_refused(js: Js, text: str, found: Any) -> None:
    assert js("identity.js", "(m, text) => m.parseInvitation(text)", text) == found


def test_a_token_that_is_none_claims_nothing(js: Js) -> None:
    assert js("identity.js", "(m) => ['', 'x', 'a.b.c', null].map((token) => m.claimsOf(token))") == [{}, {}, {}, {}]


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ada Lovelace", "AL"),
        ("ada", "A"),
        ("  Karen  Spärck  Jones ", "KJ"),
        ("émile zola", "ÉZ"),
        ("", "?"),
        ("🦊 Fox", "🦊F"),
    ],
)
def test_initials_are_the_first_letters_of_first_and_last_name(js: Js, name: str, letters: str) -> None:
    assert js("elements/parts.js", "(m, name) => m.initials(name)", name) == letters


@pytest.mark.parametrize(("amplitude", "level"), [(0, 0), (0.0005, 0), (0.03, 0.59), (0.5, 1)])
def test_loudness_is_measured_in_decibels(js: Js, amplitude: float, level: float) -> None:
    code = "(m, a) => m.loudness(Float32Array.from({ length: 512 }, (_, n) => (n % 2 ? a : -a)))"
    assert js("media/levels.js", code, amplitude) == pytest.approx(level, abs=0.01)


def test_what_is_shown_is_asked_for_in_device_pixels_and_never_oneself(js: Js) -> None:
    boxes = [
        {"participant": "p1", "source": "camera", "height": 300},
        {"participant": "p2", "source": "camera", "height": 301.4},
        {"participant": "p3", "source": "screen", "height": 700},
    ]
    wanted = js("media/show.js", "(m, boxes) => m.wantedOf(boxes, 'p1', 2)", boxes)
    assert wanted == [
        {"participant": "p2", "source": "camera", "height": 660},
        {"participant": "p3", "source": "screen", "height": 1440},
    ]


@pytest.mark.parametrize(
    ("others", "phone", "seats"), [(0, False, 9), (9, False, 9), (10, False, 25), (24, False, 25), (24, True, 5)]
)
def test_there_are_three_sizes_of_watch_connection(js: Js, others: int, phone: bool, seats: int) -> None:
    assert js("media/watch.js", "(m, others, phone) => m.seatPlan(others, phone)", others, phone) == seats


@pytest.mark.parametrize(
    ("seconds", "text"), [(-5, "0:00"), (59, "0:59"), (61, "1:01"), (3600, "1:00:00"), (36125, "10:02:05")]
)
def test_running_time_is_told_in_hours_minutes_seconds(js: Js, seconds: int, text: str) -> None:
    code = "(m, ms) => m.runningTime('2026-11-22T18:00:00.000Z', Date.parse('2026-11-22T18:00:00.000Z') + ms)"
    assert js("running-time.js", code, seconds * 1000) == text


def row(name: str, parent: str | None = None) -> dict[str, Any]:
    return {"name": name, "parent": parent, "last_failure": None}


def test_actors_stand_below_their_parents(js: Js) -> None:
    rows = [row("directory"), row("webinar:a"), row("webinar:b"), row("webinar:a/router:main", "webinar:a")]
    lines = js("actor-tree.js", "(m, rows) => m.treeOf(rows).map((line) => [line.level, line.title])", rows)
    assert lines == [[0, "directory"], [0, "webinar:a"], [1, "router:main"], [0, "webinar:b"]]


def test_an_actor_whose_parent_is_not_listed_stands_on_top(js: Js) -> None:
    lines = js("actor-tree.js", "(m, rows) => m.treeOf(rows).map((line) => line.level)", [row("a/b", "a")])
    assert lines == [0]


def test_a_filter_keeps_the_way_up(js: Js) -> None:
    rows = [row("w:a"), row("w:a/p:1", "w:a"), row("w:a/p:2", "w:a"), row("w:b")]
    assert js("actor-tree.js", "(m, rows) => m.matching(rows, 'p:2').map((row) => row.name)", rows) == [
        "w:a",
        "w:a/p:2",
    ]


@pytest.mark.parametrize(("seconds", "text"), [(0, "–"), (0.004, "4 ms"), (1.74, "1.7 s"), (75, "1:15 min")])
def test_an_age_is_short_enough_for_a_column(js: Js, seconds: float, text: str) -> None:
    assert js("actor-tree.js", "(m, seconds) => m.age(seconds)", seconds) == text
