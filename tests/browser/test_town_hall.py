"""The main job in real browsers: people come, are seen and heard by the audience, and hosts keep the house in order.

What needs several encoders at once is `slow`: there nothing else runs beside it, and a starved encoder drops layers.
"""

import time
from collections.abc import Callable

import pytest

from tests.browser.chromium import ChromiumTab
from tests.browser.marionette import FirefoxTab
from tests.browser.people import Person
from tests.browser.server import Server
from tests.browser.tab import Tab
from tests.browser.waiting import POLL_S, wait_until
from tests.peers.api import RefusedError, Webinar

Chromium = Callable[..., ChromiumTab]
Firefox = Callable[[str], FirefoxTab]
Record = Callable[[str, object], None]
WIDE = {"viewport": {"width": 1600, "height": 900}}


@pytest.fixture
def webinar(server: Server) -> Webinar:
    return Webinar.create(server.url)


def stays(read: Callable[[], int], for_s: float = 1) -> bool:
    """Whether a count no longer grows: 50 packets of audio would have come. Browsers hold their counts for 50 ms."""
    before, until_s = read(), time.monotonic() + for_s
    while (count := read()) == before and time.monotonic() < until_s:
        time.sleep(POLL_S)
    return count == before


@pytest.mark.slow
def test_a_host_creates_a_webinar_in_the_page_shares_its_link_and_is_seen_and_heard(
    server: Server, chromium: Chromium, record_property: Record
) -> None:
    host_tab, guest_tab = chromium("Hedy", **WIDE), chromium("Ada", **WIDE)
    page = host_tab.page
    host_tab.open(server.url)
    page.get_by_label("What is it about?").fill("Quarterly town hall")
    page.get_by_label("Your name").first.fill("Hedy")
    page.get_by_role("button", name="Create webinar").click()
    page.get_by_role("button", name="Join now").click()
    page.get_by_role("button", name="Start webinar").click()
    for source in ("microphone", "camera"):
        page.wait_for_function(f"townhall.store.state.mine.{source} === 'on'", timeout=30_000)
    page.get_by_role("button", name="People").first.click()
    page.get_by_role("button", name="Invite", exact=True).click()
    inputs = page.locator("th-links input[readonly]")
    inputs.first.wait_for()
    link = inputs.first.input_value()
    page.keyboard.press("Escape")

    guest_tab.open(link)
    guest_tab.page.get_by_label("Your name, as others see it").fill("Ada")
    guest_tab.page.get_by_role("button", name="Join now").click()
    seen = guest_tab.wait_for_video(frames=20, height=700, within_s=30)
    assert seen.frame_height == 720
    guest_tab.wait_for_audio()
    assert guest_tab.sent("video") == []
    assert guest_tab.sent("audio") == []
    assert host_tab.complaints == []
    assert guest_tab.complaints == []
    record(record_property, host_tab, guest_tab)


def record(record_property: Record, sender: Tab, guest: Tab) -> None:
    """Into the test's report: what was received, and which layers were sent."""
    video = max(guest.received("video"), key=lambda each: each.frames_decoded)
    audio = max(guest.received("audio"), key=lambda each: each.audio_energy)
    record_property("frames_decoded", video.frames_decoded)
    record_property("frame_height", video.frame_height)
    record_property("audio_energy", round(audio.audio_energy, 5))
    record_property("layers_sent", sorted({layer.frame_height for layer in sender.sent("video") if layer.frame_height}))


@pytest.mark.slow
def test_firefox_on_stage_is_seen_and_heard_in_chromium(
    webinar: Webinar, chromium: Chromium, firefox: Firefox, record_property: Record
) -> None:
    presenter = Person(firefox("Fifi"), webinar).enter(webinar.presenter_invite)
    guest = Person(chromium("Ada", **WIDE), webinar).enter(webinar.attendee_invite)
    presenter.is_on("microphone", "camera")
    guest.tab.wait_for_video(frames=10, within_s=30)
    guest.tab.wait_for_audio()
    record(record_property, presenter.tab, guest.tab)


@pytest.mark.slow
def test_chromium_on_stage_is_seen_and_heard_in_firefox(
    webinar: Webinar, chromium: Chromium, firefox: Firefox, record_property: Record
) -> None:
    presenter = Person(chromium("Percy"), webinar).enter(webinar.presenter_invite)
    guest = Person(firefox("Fifi"), webinar).enter(webinar.attendee_invite)
    presenter.is_on("microphone", "camera")
    guest.tab.wait_for_video(frames=10, within_s=30)
    guest.tab.wait_for_audio()
    record(record_property, presenter.tab, guest.tab)


@pytest.mark.slow
def test_the_camera_is_sent_in_three_layers_and_a_small_page_gets_a_small_one(
    webinar: Webinar, chromium: Chromium
) -> None:
    presenter = Person(chromium("Percy"), webinar).enter(webinar.presenter_invite).is_on("camera")
    small = Person(chromium("Phone", viewport={"width": 480, "height": 320}), webinar).enter(webinar.attendee_invite)
    large = Person(chromium("Wall", **WIDE), webinar).enter(webinar.attendee_invite)
    assert large.tab.wait_for_video(frames=10, height=700, within_s=30).frame_height == 720
    assert small.tab.wait_for_video(frames=10).frame_height in {180, 360}
    layers = {sent.rid: sent.frame_height for sent in presenter.tab.sent("video") if sent.frames_encoded}
    assert layers == {"q": 180, "h": 360, "f": 720}


@pytest.mark.slow
def test_a_shared_screen_with_its_sound_has_a_place_beside_the_face(webinar: Webinar, chromium: Chromium) -> None:
    presenter = Person(chromium("Percy", **WIDE), webinar).enter(webinar.presenter_invite).is_on("camera")
    guest = Person(chromium("Ada", **WIDE), webinar).enter(webinar.attendee_invite)
    guest.tab.wait_for_video(frames=5)
    presenter.press("Share screen")
    presenter.until("(me) => me.on.includes('screen')", "a shared screen")

    def two_pictures() -> bool:
        return sum(video.frames_decoded > 5 for video in guest.tab.received("video")) >= 2

    wait_until(two_pictures, 20, "face and screen at the guest")
    guest.tab.wait_for_audio(within_s=20)


def test_who_waits_sees_that_they_wait_and_is_let_in_by_the_host(server: Server, chromium: Chromium) -> None:
    webinar = Webinar.create(server.url, start=False)
    host = Person(chromium("Hedy"), webinar).enter_as_host()
    guest = Person(chromium("Ada"), webinar).enter(webinar.attendee_invite)
    guest.reads("You are in the waiting room")
    host.until("(me, state) => state.counts.waiting === 1", "somebody who waits")
    host.press("People, 1 person waits")
    host.press("Admit Ada")
    guest.until("(me) => me.place === 'in'", "being let in")


def test_a_host_who_reloads_is_still_the_host(webinar: Webinar, chromium: Chromium) -> None:
    host = Person(chromium("Hedy"), webinar).enter_as_host()
    before = host.id
    host.reload()
    host.press("Join now")
    assert host.until("(me) => me.role", "a role") == "host"
    assert host.id == before


@pytest.mark.slow
def test_a_promotion_is_an_invitation_and_the_persons_own_click_turns_media_on(
    webinar: Webinar, chromium: Chromium
) -> None:
    guest = Person(chromium("Ada"), webinar).enter(webinar.attendee_invite)
    watcher = Person(chromium("Walt", **WIDE), webinar).enter(webinar.attendee_invite)
    webinar.command("invite", participant=guest.id, role="presenter")
    guest.until("(me) => me.offered === 'presenter'", "an invitation")
    assert guest.until("(me) => me.role", "a role") == "attendee"
    if guest.tab.evaluate("() => !document.querySelector('dialog[open]')"):
        guest.press("Answer")
    guest.press("Come on stage")
    guest.until("(me) => me.role === 'presenter'", "a role on stage")
    assert guest.until("(me) => ({ on: me.on })", "what is on") == {"on": []}
    if guest.tab.evaluate("() => Boolean(document.querySelector('dialog[open]'))"):
        guest.press("Done")
    guest.press("Start camera")
    watcher.tab.wait_for_video(frames=5)


@pytest.mark.slow
def test_mute_and_demotion_stop_what_others_get_and_the_person_is_told(webinar: Webinar, chromium: Chromium) -> None:
    presenter = Person(chromium("Percy"), webinar).enter(webinar.presenter_invite).is_on("microphone", "camera")
    guest = Person(chromium("Ada"), webinar).enter(webinar.attendee_invite)
    guest.tab.wait_for_video(frames=5)
    guest.tab.wait_for_audio()
    assert not stays(lambda: guest.packets("audio"))
    webinar.command("mute", participant=presenter.id, hard=True)
    presenter.until("(me) => me.blocked.includes('microphone')", "being muted")
    wait_until(lambda: stays(lambda: guest.packets("audio")), 10, "silence")
    webinar.command("demote", participant=presenter.id)
    presenter.until("(me) => me.role === 'attendee'", "a place in the audience")
    wait_until(lambda: stays(lambda: guest.packets("video")), 10, "a dark stage")


def test_a_banned_person_is_told_and_does_not_come_back(webinar: Webinar, chromium: Chromium) -> None:
    guest = Person(chromium("Mallory"), webinar).enter(webinar.attendee_invite)
    token = guest.tab.evaluate(f"() => JSON.parse(sessionStorage.getItem('townhall:{webinar.id}')).token")
    webinar.command("ban", participant=guest.id)
    guest.until("(me, state) => state.gone", "the end of the visit")
    with pytest.raises(RefusedError) as refused:
        webinar.rejoin(token)
    assert refused.value.code == "banned"


def test_when_the_webinar_ends_everybody_is_told(webinar: Webinar, chromium: Chromium) -> None:
    guest = Person(chromium("Ada"), webinar).enter(webinar.attendee_invite)
    webinar.command("end")
    guest.reads("ended")
    with pytest.raises(RefusedError) as refused:
        webinar.attendee("Too Late")
    assert refused.value.code == "ended"
