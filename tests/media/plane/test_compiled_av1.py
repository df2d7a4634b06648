"""Both planes choose alike among AV1's layers, which a header extension tells, and tell viewers of them alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.plane import ALL, KeyFrameSeen, UpReport
from tests.media.plane.layered_show import EVERYTHING, LATE, VIEWER, Av1Show, fates, scripts
from tests.media.plane.oracle import rtp
from tests.media.plane.twins import address_of


@given(scripts, fates, st.integers(65_480, 65_535))
def test_layers_that_an_extension_tells_are_chosen_alike(
    script: list[tuple[str, int, int]], fates: list[int], start: int
) -> None:
    show = Av1Show(fates, start)
    show.frame(1, key=True)
    for step in script:
        show.play(*step)
    show.late()
    show.twins.wait(1.2)
    show.twins.compare()


def test_a_structure_is_sent_again_as_it_was() -> None:
    show = Av1Show([0])
    show.frame(1, key=True)
    show.twins.compare()
    (first, *_) = [data for data, to in show.twins.sent if to == address_of(VIEWER)]
    assert rtp.read_header(first).profile == rtp.TWO_BYTE_PROFILE
    show.play("nack", 2, 0)
    assert [data for data, to in show.twins.sent if to == address_of(VIEWER)].count(first) == 2


class OnStage(Av1Show):
    transport_id = 3


@given(scripts, fates)
def test_on_stage_descriptors_and_numbers_across_tracks_stand_in_one_extension(
    script: list[tuple[str, int, int]], fates: list[int]
) -> None:
    show = OnStage(fates)
    for step in [("key", 0, 0), *script, ("late", 0, 0)]:
        show.play(*step)
    show.twins.compare()


def test_a_viewer_on_stage_finds_all_elements_in_both_forms() -> None:
    show = OnStage([0])
    show.frame(1, key=True)
    show.twins.compare()
    plains = [show.twins.far[VIEWER].unprotect(data) for data, to in show.twins.sent if to == address_of(VIEWER)]
    heads = [rtp.read_header(plain) for plain in plains]
    assert [head.profile for head in heads] == [rtp.TWO_BYTE_PROFILE, rtp.ONE_BYTE_PROFILE, rtp.ONE_BYTE_PROFILE]
    elements = [rtp.read_elements(plain, head) for plain, head in zip(plains, heads, strict=True)]
    assert [set(each) for each in elements] == [{2, 3, 8, 9}] * 3
    assert [each[3] for each in elements] == [b"\0\0", b"\0\1", b"\0\2"]


class OneDoesNotKnow(Av1Show):
    layers_ids = (8, None)


class NeitherKnows(Av1Show):
    layers_ids = (None, None)


@pytest.mark.parametrize("kind", [OneDoesNotKnow, NeitherKnows])
def test_who_knows_no_descriptors_gets_the_same_in_both_without(kind: type[Av1Show]) -> None:
    show = kind([0, 0, 0, LATE])
    for step in range(30):
        show.play(("frame", "key", "other", "limit", "late", "nack")[step % 7 % 6], step % 4, step % 3)
    show.twins.compare()
    assert show.twins.sent


@given(st.booleans(), st.binary(max_size=120), st.binary(min_size=1, max_size=16))
def test_any_extension_is_read_alike(key: bool, first: bytes, second: bytes) -> None:
    show = Av1Show([0])
    if key:
        show.frame(1, key=True)
    show.play("limit", 1, 1)
    for show.element in (first, second):
        show.packet(b"\x18av1")
    show.frame(1)
    show.play("limit", 3, 3)
    show.frame(2, key=True)
    show.twins.compare()


def test_a_small_picture_in_av1_is_the_lowest_spatial_layer_and_heights_are_told() -> None:
    show = Av1Show([0])
    show.twins.tell("feed", VIEWER, 1, 0, ALL, 0)
    show.frame(1, key=True)
    for _ in range(40):
        show.frame(1)
    show.twins.wait(1.2)
    show.twins.compare()
    to = [address for data, address in show.twins.sent if not rtp.is_rtcp(data)]
    assert [to.count(address_of(number)) for number in (VIEWER, EVERYTHING)] == [41, 123]
    assert KeyFrameSeen(1, 0, 720, (180, 360, 720)) in show.twins.events
    assert any(isinstance(event, UpReport) and len(event.spatial_bps) == 3 for event in show.twins.events)
