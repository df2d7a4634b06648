"""The client's two connections: what they offer, what they ask for, and how they come back by themselves.

Long because both are one story, on the same stage.
"""

import json
import re
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.client.conftest import own_id, wait_until
from tests.client.fake_server import FakeServer

Person = Callable[..., Page]

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


def lines(sdp: str, kind: str) -> list[str]:
    return [section for section in re.split(r"(?=^m=)", sdp, flags=re.MULTILINE) if section.startswith(f"m={kind}")]


def codecs(section: str) -> set[str]:
    return set(re.findall(r"a=rtpmap:\d+ ([^/\r\n]+)", section))


def stage_of(fake: FakeServer, count: int) -> list[str]:
    return [
        fake.do(partial(fake.world.add, f"Person {n}", "presenter", on=("microphone", "camera"))) for n in range(count)
    ]


def wait_connected(page: Page, name: str = "watch") -> None:
    page.wait_for_function(f"() => townhall.store.state.peers.{name} === 'connected'")


def test_publish_offers_all_four_sources_once_and_the_camera_in_three_layers(
    fake: FakeServer, person: Person, media: Page
) -> None:
    page = person("Ben", "presenter")
    wait_connected(page, "publish")
    (offer,) = fake.commands("publish")
    assert sorted(offer["sources"].values()) == ["camera", "microphone", "screen", "screen_audio"]
    audio, video = lines(offer["sdp"], "audio"), lines(offer["sdp"], "video")
    assert [len(audio), len(video)] == [2, 2]
    assert all("a=sendonly" in section for section in audio + video)
    assert [codecs(section) for section in video] == [{"VP8", "rtx"}] * 2
    assert [codecs(section) for section in audio] == [{"opus"}] * 2
    assert "a=simulcast:send q;h;f" in video[0]
    assert "a=simulcast" not in video[1]
    page.get_by_role("button", name="Start camera").click()
    page.get_by_role("button", name="Unmute").click()
    page.wait_for_function("() => townhall.store.state.mine.microphone === 'on'")
    assert len(fake.commands("publish")) == 1


def test_layers_are_a_quarter_a_half_and_the_whole(js: Callable[..., Any]) -> None:
    code = """async (m, codecs) => {
        const session = { videoCodecs: codecs, whenOpen: async () => {}, command: () => new Promise(() => {}) };
        const publishing = new m.Publishing({ session, onState: () => {} });
        publishing.open();
        await new Promise((done) => setTimeout(done, 50));
        const encodings = publishing.senders.get("camera").getParameters().encodings;
        publishing.close();
        return encodings.map((encoding) => [encoding.rid, encoding.scaleResolutionDownBy, encoding.scalabilityMode]);
    }"""
    assert js("media/publish.js", code, ["vp8", "vp9"]) == [["q", 4, None], ["h", 2, None], ["f", 1, None]]
    ((_, _, mode),) = js("media/publish.js", code, ["av1", "vp8"])
    assert mode == "L3T3_KEY"


@pytest.mark.parametrize(("names", "sections"), [(["av1", "vp9", "vp8", "h264"], 26), (["vp9", "vp8", "h264"], 0)])
def test_who_watches_asks_for_what_tells_av1s_layers(js: Callable[..., Any], names: list[str], sections: int) -> None:
    code = """async (m, codecs) => {
        const offer = await new Promise((resolve) => {
            const command = (type, fields) => {
                if (type === "watch") resolve({ type, ...fields });
                return new Promise(() => {});
            };
            const session = { videoCodecs: codecs, whenOpen: async () => {}, command };
            const watching = new m.Watching({ session, onShown: () => {}, onState: () => {} });
            watching.plan(25);
        });
        return offer;
    }"""
    offer = js("media/watch.js", code, names)
    assert sum("#dependency-descriptor" in section for section in lines(offer["sdp"], "video")) == sections
    assert not any("#dependency-descriptor" in section for section in lines(offer["sdp"], "audio"))
    assert "a=extmap-allow-mixed" in offer["sdp"]
    assert len(json.dumps(offer)) < 65_000  # a message may have 65,536 bytes


def test_the_audience_publishes_nothing(fake: FakeServer, person: Person, media: Page) -> None:
    page = person("Cem")
    wait_connected(page)
    assert fake.commands("publish") == []
    assert page.evaluate("() => townhall.connections.publish") is None


def test_watch_offers_nine_seats_and_a_screen_and_the_faces_move(fake: FakeServer, person: Person, media: Page) -> None:
    stage_of(fake, 2)
    page = person("Cem")
    expect(page.locator(".tile th-video[data-picture]")).to_have_count(2)
    (offer,) = fake.commands("watch")
    assert [len(offer["seats"]), len(offer["screens"])] == [9, 1]
    assert len(lines(offer["sdp"], "video")) == 10
    assert all("a=recvonly" in section for section in lines(offer["sdp"], "audio"))
    assert all(section.split()[3:5] == ["96", "97"] for section in lines(offer["sdp"], "video"))  # VP8 comes first


def test_a_phone_offers_five_seats(fake: FakeServer, person: Person, media: Page) -> None:
    page = person("Cem", **PHONE)
    wait_connected(page)
    assert len(fake.command("watch")["seats"]) == 5


def test_a_larger_stage_gets_more_seats_before_the_old_ones_go(fake: FakeServer, person: Person, media: Page) -> None:
    stage_of(fake, 9)
    page = person("Cem")
    wait_connected(page)
    first = page.evaluate("() => townhall.store.state.watching")
    newcomer = fake.do(lambda: fake.world.add("Tenth", "presenter"))
    fake.fact("participant_appeared", person=fake.world.person(newcomer))
    page.wait_for_function("(first) => townhall.store.state.watching !== first", arg=first)
    fake.command("hang_up")
    order = [message["type"] for _, message in fake.said if message["type"] in ("watch", "hang_up")]
    assert [len(watch["seats"]) for watch in fake.commands("watch")] == [9, 25]
    assert order == ["watch", "watch", "hang_up"]
    assert fake.command("hang_up")["connection"] == first
    assert len(json.dumps(fake.command("watch", 1))) < 54_000  # a message may have 65,536 bytes


def test_only_what_is_displayed_is_asked_for_at_the_height_it_has(
    fake: FakeServer, person: Person, media: Page
) -> None:
    people = stage_of(fake, 3)
    page = person("Cem")
    wait_connected(page)
    fake.signal("speakers", active=people[2], speaking=[people[2]])

    def heights() -> dict[str, int]:
        (*_, last) = fake.commands("show") or [{"wanted": []}]
        return {each["participant"]: each["height"] for each in last["wanted"]}

    wait_until(page, lambda: set(heights()) == set(people) and heights()[people[2]] > 3 * heights()[people[0]])

    def excess() -> float:
        own = page.locator(".tile.main").bounding_box()
        return heights()[people[2]] - (own or {"height": 10_000})["height"]

    wait_until(page, lambda: 0 <= excess() < 60)


def test_a_page_in_the_background_asks_for_no_pictures(fake: FakeServer, person: Person, media: Page) -> None:
    stage_of(fake, 2)
    page = person("Cem")
    wait_connected(page)

    def wanted() -> int:
        return len(fake.command("show", -1)["wanted"]) if fake.commands("show") else -1

    wait_until(page, lambda: wanted() == 2)
    hide = """(yes) => {
        Object.defineProperty(document, "hidden", { value: yes, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
    }"""
    page.evaluate(hide, True)
    wait_until(page, lambda: wanted() == 0)
    page.evaluate(hide, False)
    wait_until(page, lambda: wanted() == 2)


def test_a_connection_the_server_ends_is_made_anew_without_a_click(
    fake: FakeServer, person: Person, media: Page
) -> None:
    stage_of(fake, 1)
    page = person("Ben", "presenter")
    page.get_by_role("button", name="Unmute").click()
    page.wait_for_function("() => townhall.store.state.mine.microphone === 'on'")
    wait_connected(page)
    wait_connected(page, "publish")
    first = page.evaluate(
        "() => [townhall.connections.publish, townhall.connections.watch].map((pc) => pc.id = Math.random())"
    )
    for connection in ("c1", "c2"):
        fake.push(own_id(page), {"type": "connection_ended", "connection": connection, "reason": "timeout"})
    page.wait_for_function(
        "(first) => Object.values(townhall.connections).every((pc) => pc && !first.includes(pc.id))", arg=first
    )
    wait_connected(page)
    wait_connected(page, "publish")
    sends = "() => townhall.connections.publish.getSenders().filter((s) => s.track).map((s) => s.track.kind)"
    assert page.evaluate(sends) == ["audio"]
    expect(page.get_by_role("button", name="Mute", exact=True)).to_be_visible()


def test_a_peer_that_vanishes_is_replaced_without_a_click(fake: FakeServer, person: Person, media: Page) -> None:
    stage_of(fake, 1)
    page = person("Cem", own=True)
    wait_connected(page)
    first = page.evaluate("() => townhall.store.state.watching")
    page.clock.install()
    media.evaluate("() => connections.forEach((pc) => pc.close())")
    page.wait_for_function("() => townhall.connections.watch.connectionState === 'disconnected'", timeout=20000)
    page.clock.fast_forward(2500)
    page.wait_for_function("(first) => townhall.store.state.watching !== first", arg=first, timeout=20000)
    expect(page.locator(".tile th-video[data-picture]")).to_have_count(1)


def test_a_person_who_publishes_elsewhere_is_told_and_may_take_it_back(
    fake: FakeServer, person: Person, media: Page
) -> None:
    page = person("Ben", "presenter")
    wait_connected(page, "publish")
    for connection in ("c1", "c2"):
        fake.push(own_id(page), {"type": "connection_ended", "connection": connection, "reason": "replaced"})
    page.get_by_role("button", name="Use this window").click()
    wait_connected(page, "publish")
    expect(page.get_by_role("button", name="Use this window")).to_have_count(0)


def test_nobodys_picture_stands_under_another_name(fake: FakeServer, person: Person, media: Page) -> None:
    ada, ben = stage_of(fake, 2)
    page = person("Cem")
    expect(page.locator(".tile th-video[data-picture]")).to_have_count(2)
    connection = page.evaluate("() => townhall.store.state.watching")
    page.evaluate("""() => {
        window.early = 0;
        const tiles = [...document.querySelectorAll("th-video")];
        new MutationObserver(() => {
            const sinceMs = performance.now() - (window.swappedAt ?? -Infinity);
            if (sinceMs < 200 && tiles.some((tile) => tile.hasAttribute("data-picture"))) window.early += 1;
        }).observe(document.body, { subtree: true, attributeFilter: ["data-picture"] });
        window.townhall.store.subscribe((state) => {
            if (Object.values(state.seats)[0].seats[0] === "p2") window.swappedAt ??= performance.now();
        });
    }""")
    fake.push(own_id(page), {"type": "seats", "connection": connection, "seats": [ben, ada], "screens": [None]})
    page.wait_for_function("() => window.swappedAt")
    expect(page.locator(".tile th-video[data-picture]")).to_have_count(2)
    assert page.evaluate("() => window.early") == 0


def test_everybody_is_heard_whether_in_view_or_not(fake: FakeServer, person: Person, media: Page) -> None:
    stage_of(fake, 9)
    page = person("Cem", **PHONE)
    wait_connected(page)
    assert page.evaluate("() => [...document.querySelectorAll('audio')].every((a) => !a.paused && a.srcObject)") is True
    assert page.locator("audio").count() == 6


def test_sound_a_browser_holds_back_plays_after_a_click(fake: FakeServer, person: Person, media: Page) -> None:
    page = person("Cem", place="waiting")
    page.evaluate("""() => {
        const { play } = HTMLMediaElement.prototype;
        window.held = true;
        HTMLMediaElement.prototype.play = function () {
            const held = window.held && this.tagName === "AUDIO";
            return held ? Promise.reject(new DOMException("", "NotAllowedError")) : play.call(this);
        };
    }""")
    fake.do(lambda: fake.world.do_admit("p1", "p1"))
    button = page.get_by_role("button", name="Turn sound on")
    expect(button).to_be_visible()
    page.evaluate("() => { window.held = false; }")
    button.click()
    expect(button).to_have_count(0)
