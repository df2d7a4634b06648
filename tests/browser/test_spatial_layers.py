"""One stream with its sizes as layers: a small page gets the small picture, a large one the large, and both move."""

from collections.abc import Callable
from functools import partial

import pytest

from tests.browser.chromium import ChromiumTab
from tests.browser.people import Person
from tests.browser.server import Server
from tests.browser.waiting import wait_until
from tests.peers.api import Webinar

pytestmark = pytest.mark.slow

LARGE = {"viewport": {"width": 1500, "height": 900}}
SMALL = {"viewport": {"width": 360, "height": 260}}
MORE_FRAMES = 60  # three seconds of the fake camera, and more where the machine is busy


def height(tab: ChromiumTab) -> int:
    return max((video.frame_height for video in tab.received("video")), default=0)


def goes_on(tab: ChromiumTab) -> None:
    """So many more pictures are shown, and none stood still for long."""
    seen = tab.wait_for_video()
    tab.wait_for_video(frames=seen.frames_decoded + MORE_FRAMES, within_s=30)
    (after,) = (video for video in tab.received("video") if video.mid == seen.mid)
    assert after.freezes - seen.freezes <= 1, f"{tab.name} froze"


@pytest.mark.parametrize("codec", ["vp9", "av1"])
def test_each_page_gets_the_layers_of_its_size(
    codec: str, start_server: Callable[..., Server], chromium: Callable[..., ChromiumTab]
) -> None:
    webinar = Webinar.create(start_server(media_video_codecs=f"{codec},vp8").url)
    Person(chromium("Hedy", **LARGE), webinar).enter(webinar.presenter_invite).is_on("camera")
    large, small = chromium("Lena", **LARGE), chromium("Sam", **SMALL)
    for tab in (large, small):
        Person(tab, webinar).enter(webinar.attendee_invite)
    wait_until(partial(lambda: height(large) >= 700), 40, "the large page has the whole picture")
    wait_until(partial(lambda: 0 < height(small) <= 180), 40, "the small page has the small one")
    for tab in (large, small):
        goes_on(tab)
    small.page.set_viewport_size(LARGE["viewport"])  # type: ignore[arg-type]
    wait_until(partial(lambda: height(small) >= 700), 40, "a page that grew has the whole picture")
    large.page.set_viewport_size(SMALL["viewport"])  # type: ignore[arg-type]
    wait_until(partial(lambda: height(large) <= 180), 40, "a page that shrank has the small one")
    for tab in (large, small):
        goes_on(tab)


@pytest.mark.parametrize("codec", ["vp9", "av1"])
def test_whoever_takes_the_seat_next_is_seen_in_it(
    codec: str, start_server: Callable[..., Server], chromium: Callable[..., ChromiumTab]
) -> None:
    webinar = Webinar.create(start_server(media_video_codecs=f"{codec},vp8").url)
    hedy, lena = (Person(chromium(name, **LARGE), webinar) for name in ("Hedy", "Lena"))
    hedy.enter(webinar.presenter_invite).is_on("camera")
    lena.enter(webinar.attendee_invite)
    first = lena.tab.wait_for_video(frames=3 * MORE_FRAMES, within_s=60)
    sent_before = sent(hedy)
    hedy.press("Leave")
    iris = Person(chromium("Iris", **LARGE), webinar).enter(webinar.presenter_invite).is_on("camera")

    def frames() -> int:
        return next(video.frames_decoded for video in lena.tab.received("video") if video.mid == first.mid)

    left_at = frames()
    wait_until(lambda: frames() >= left_at + 5, 30, "the next person moves in the same seat")
    assert sent(iris) < sent_before / 2, "her frames were not taken for old ones until their numbers had come so far"
    wait_until(lambda: frames() >= left_at + MORE_FRAMES, 30, "and goes on")
    assert len([video for video in lena.tab.received("video") if video.frames_decoded]) == 1


def sent(person: Person) -> int:
    return max(video.frames_encoded for video in person.tab.sent("video"))
