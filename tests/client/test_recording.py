"""Recording on the page: its sign for everybody, its buttons for hosts, and nobody recorded who has not agreed."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.client.conftest import own_id, wait_until
from tests.client.fake_server import FakeServer
from tests.client.fake_tokens import invite
from tests.client.test_rooms import open_rooms

Person = Callable[..., Page]
Open = Callable[..., Page]
LATER = "2026-11-22T18:30:10.000Z"


def begins(fake: FakeServer, room: str = "main", by: str = "p1") -> None:
    fake.fact("recording_started", recording="c1", room=room, by=by)


@pytest.mark.parametrize(
    ("recording", "now", "seconds"),
    [
        ({"paused_at": None, "paused_ms": 0}, "2026-11-22T18:01:00Z", 60),
        ({"paused_at": None, "paused_ms": 20_000}, "2026-11-22T18:01:00Z", 40),
        ({"paused_at": "2026-11-22T18:00:30Z", "paused_ms": 10_000}, "2026-11-22T18:01:00Z", 20),
        ({"paused_at": None, "paused_ms": 0}, "2026-11-22T17:59:00Z", 0),
    ],
)
def test_the_time_is_what_was_recorded(
    js: Callable[..., Any], recording: dict[str, Any], now: str, seconds: int
) -> None:
    known = {"started_at": "2026-11-22T18:00:00Z"} | recording
    assert js("recording.js", "(m, known, now) => m.recordedS(known, Date.parse(now))", known, now) == seconds


def test_a_pause_is_counted_when_it_goes_on(js: Callable[..., Any]) -> None:
    state = {"webinar": {"recordings": [{"id": "c1", "paused_at": "2026-11-22T18:30:00.000Z", "paused_ms": 5}]}}
    fact = {"recording": "c1", "at": LATER}
    rule = "(m, state, fact) => m.FACTS.recording_resumed(state, fact).webinar.recordings[0]"
    assert js("state/recording.js", rule, state, fact) == {"id": "c1", "paused_at": None, "paused_ms": 10_005}


def test_a_host_records_pauses_goes_on_and_is_asked_before_the_end(fake: FakeServer, person: Person) -> None:
    page = person("Ada", role="host")
    page.get_by_role("button", name="Record", exact=True).click()
    wait_until(page, lambda: bool(fake.commands("start_recording")))
    assert fake.command("start_recording")["room"] == "main"
    fake.world.own[own_id(page)] = {"consents": True}
    fake.fact("consent_given", participant=own_id(page))
    begins(fake)
    expect(page.locator(".chip.recording")).to_contain_text("Recording")
    expect(page.get_by_role("button", name="Record", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Pause recording").click()
    wait_until(page, lambda: bool(fake.commands("pause_recording")))
    fake.fact("recording_paused", recording="c1", by="p1")
    expect(page.locator(".chip.recording")).to_contain_text("Recording paused")
    page.get_by_role("button", name="Go on recording").click()
    wait_until(page, lambda: bool(fake.commands("start_recording")[1:]))
    fake.fact("recording_resumed", recording="c1", by="p1")
    page.get_by_role("button", name="Stop recording").click()
    assert fake.commands("stop_recording") == []
    page.get_by_role("dialog").get_by_role("button", name="Stop recording").click()
    wait_until(page, lambda: bool(fake.commands("stop_recording")))
    fake.fact("recording_stopped", recording="c1", by="p1", reason="host")
    expect(page.locator(".chip.recording")).to_have_count(0)


def test_whoever_is_inside_is_told_and_may_agree_or_leave(fake: FakeServer, person: Person) -> None:
    page = person("Cem", role="attendee")
    begins(fake)
    expect(page.get_by_text("Recording has started.")).to_be_visible()
    banner = page.locator("[data-banner=consent]")
    expect(banner.get_by_role("button", name="Leave")).to_be_visible()
    expect(page.get_by_role("button", name="Pause recording")).to_have_count(0)
    banner.get_by_role("button", name="I agree").click()
    wait_until(page, lambda: bool(fake.commands("consent_to_recording")))
    fake.fact("consent_given", participant=own_id(page))
    expect(banner).to_have_count(0)
    expect(page.locator(".chip.recording")).to_be_visible()


def test_whoever_waits_is_asked_before_they_are_let_in(fake: FakeServer, person: Person) -> None:
    fake.world.add("Ada", "host")
    page = person("Cem", place="waiting")
    expect(page.get_by_text("This webinar is being recorded.")).to_have_count(0)
    begins(fake)
    expect(page.get_by_role("status").filter(has_text="This webinar is being recorded.")).to_contain_text("unless you")
    page.get_by_role("button", name="I agree").click()
    wait_until(page, lambda: bool(fake.commands("consent_to_recording")))
    fake.fact("consent_given", participant=own_id(page))
    expect(page.get_by_text("You have agreed to being recorded.")).to_be_visible()
    expect(page.get_by_role("button", name="I agree")).to_have_count(0)
    fake.fact("recording_stopped", recording="c1", by="p1", reason="host")
    expect(page.get_by_text("This webinar is being recorded.")).to_have_count(0)


def test_hosts_read_who_on_stage_is_left_out_until_they_agree(fake: FakeServer, person: Person) -> None:
    sends, silent = fake.world.add("Ben", "presenter", on=("microphone",)), fake.world.add("Dee", "presenter")
    fake.world.add("Cem", "attendee")
    page = person("Ada", role="host")
    page.get_by_role("button", name="People").first.click()
    left_out = page.locator(".person", has_text="Not recorded: has not agreed").locator(".person-name")
    expect(page.locator(".person")).to_have_count(4)
    expect(left_out).to_have_count(0)
    begins(fake, by=own_id(page))
    expect(left_out).to_have_text(["Ben"])
    fake.fact("source_turned_on", participant=silent, source="camera")
    expect(left_out).to_have_text(["Ben", "Dee"])
    fake.fact("consent_given", participant=sends)
    expect(left_out).to_have_text(["Dee"])
    fake.fact("recording_stopped", recording="c1", by="p1", reason="host")
    expect(left_out).to_have_count(0)


def test_others_are_not_told_who_has_agreed(fake: FakeServer, person: Person) -> None:
    fake.world.add("Ben", "presenter", on=("microphone",))
    page = person("Cem", role="presenter")
    page.get_by_role("button", name="People").first.click()
    begins(fake)
    expect(page.locator(".chip.recording")).to_be_visible()
    expect(page.locator(".person")).to_have_count(2)
    expect(page.get_by_text("Not recorded")).to_have_count(0)


def test_a_disk_that_is_full_is_told_and_the_webinar_goes_on(fake: FakeServer, person: Person) -> None:
    page = person("Cem", role="attendee")
    begins(fake)
    fake.fact("recording_stopped", recording="c1", by=None, reason="disk_full")
    expect(page.get_by_text("The webinar goes on.")).to_be_visible()
    expect(page.locator(".chip.recording")).to_have_count(0)


def test_a_room_has_a_recording_of_its_own(fake: FakeServer, person: Person) -> None:
    fake.do(lambda: open_rooms(fake))
    page = person("Ada", role="host")
    page.get_by_role("button", name="Rooms", exact=False).first.click()
    page.get_by_role("button", name="Record: Red").click()
    wait_until(page, lambda: bool(fake.commands("start_recording")))
    assert fake.command("start_recording")["room"] == "w1town.r1"
    begins(fake, "w1town.r1")
    expect(page.get_by_role("button", name="Stop recording: Red")).to_be_visible()
    expect(page.get_by_role("button", name="Record: Blue")).to_be_visible()
    expect(page.locator(".chip.recording")).to_have_count(0)


@pytest.mark.parametrize(
    ("told", "path"),
    [
        ("isRecording", "/w/w1town#invite=" + invite("attendee")),
        ("recordingAnnounced", "/w/w1town#invite=" + invite("attendee")),
        ("isRecording", "/w/w1town"),  # without a token the page learns of it at the door
    ],
)
def test_the_door_asks_first(fake: FakeServer, open_page: Open, told: str, path: str) -> None:
    fake.world.webinar[told] = True
    page = open_page(path)
    page.get_by_label("Your name").fill("Cem")
    page.get_by_role("button", name="Join now").click()
    expect(page.get_by_role("alert")).to_contain_text("agree")
    assert fake.world.inside() == []
    page.get_by_label("I agree to being recorded.").check()
    page.get_by_role("button", name="Join now").click()
    wait_until(page, lambda: bool(fake.world.inside()))


def test_a_host_who_comes_back_while_it_is_recorded_is_not_asked_again(fake: FakeServer, person: Person) -> None:
    page = person("Ada", role="host")
    fake.world.webinar["isRecording"] = True
    fake.world.own[own_id(page)] = {"consents": True}
    page.reload()
    expect(page.locator(".consent-notice")).to_have_text("This webinar is being recorded.")
    expect(page.get_by_label("I agree to being recorded.")).to_have_count(0)
    expect(page.get_by_text("You have agreed to being recorded.")).to_be_visible()
    page.get_by_role("button", name="Join now").click()
    expect(page.get_by_role("button", name="Record", exact=True)).to_be_visible()


def test_somebody_else_at_the_same_browser_is_asked(fake: FakeServer, person: Person) -> None:
    page = person("Ada", role="host")
    fake.world.webinar["isRecording"] = True
    fake.world.own[own_id(page)] = {"consents": True}
    page.reload()
    page.get_by_role("button", name="Join as someone else").click()
    expect(page.get_by_label("I agree to being recorded.")).to_be_visible()
