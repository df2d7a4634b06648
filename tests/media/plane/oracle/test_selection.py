"""Streams whose frames need each other as browsers' do, and viewers that want now this and now that of them."""

from collections.abc import Iterator, Sequence

from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from media.plane import ALL
from tests.media.layered_packets import key_svc, mandatory, structure, vp9_payload
from tests.media.plane.oracle import dependency, vp8, vp9
from tests.media.plane.oracle.selection import ONLY, Kept, Place, Selection, av1_place, vp8_place, vp9_place

PATTERN = (0, 2, 1, 2)  # temporal layers of L1T3
SYNC_EVERY = 8  # pictures


@frozen
class Frame:
    number: int
    place: Place
    picture: int
    needs: frozenset[int]


def vp8_stream(count: int, keys: Sequence[int] = (0,)) -> Iterator[Frame]:
    """Within each eight pictures the first of an upper layer needs but the lowest."""
    newest: dict[int, int] = {}
    for number in range(count):
        temporal, is_key = (0, True) if number in keys else (PATTERN[number % 4], False)
        if is_key:
            newest.clear()
        is_sync = temporal > 0 and not any(
            PATTERN[each % 4] == temporal and each not in keys for each in range(number // 8 * 8, number)
        )
        below = {newest[each] for each in range(temporal + 1) if each in newest} if temporal else set(newest.values())
        needs = {newest[0]} if is_sync and 0 in newest else below if temporal else {newest[0]} if newest else set()
        newest[temporal] = number
        descriptor = vp8.Descriptor(0x90, 0xF0, number, 15, 0, temporal << 6 | is_sync << 5, 6)
        yield Frame(number, vp8_place(descriptor, is_key=is_key), number, frozenset() if is_key else frozenset(needs))


def key_svc_stream(count: int, keys: Sequence[int] = (0,)) -> Iterator[Frame]:
    """VP9 L3T3_KEY: a picture's spatial layers need each other at key pictures alone."""
    newest: dict[tuple[int, int], int] = {}
    number = 0
    for picture in range(count):
        is_key = picture in keys
        temporal = 0 if is_key else PATTERN[picture % 4]
        for spatial in range(3):
            payload = vp9_payload(picture, temporal, spatial, key=is_key, switches_up=temporal == 0)
            read = vp9.read_descriptor(payload)
            assert read is not None
            if is_key:
                needs = {number - 1} if spatial else set()
                newest.pop((spatial, 1), None)
                newest.pop((spatial, 2), None)
            elif temporal:
                needs = {newest[spatial, each] for each in range(temporal) if (spatial, each) in newest}
            else:
                needs = {newest[spatial, 0]}
                newest.pop((spatial, 1), None)
            newest[spatial, temporal] = number
            yield Frame(number, vp9_place(read), picture, frozenset(needs))
            number += 1


wishes = st.dictionaries(st.integers(0, 99), st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=12)
key_pictures = st.sets(st.integers(1, 99), max_size=4).map(lambda some: sorted({0, *some}))


def watched(frames: Iterator[Frame], wanted: dict[int, tuple[int, int]]) -> tuple[list[Frame], list[Frame]]:
    """Frames kept and dropped, while what is wanted changes at some pictures."""
    selection, kept, dropped = Selection(), [], []
    for frame in frames:
        selection.temporal, selection.spatial = wanted.get(frame.picture, (selection.temporal, selection.spatial))
        (kept if selection.keeps(frame.place, frame.picture) else dropped).append(frame)
    return kept, dropped


@given(wishes, key_pictures)
def test_no_vp8_frame_is_shown_without_those_that_it_needs(wanted: dict[int, tuple[int, int]], keys: list[int]) -> None:
    kept, _ = watched(vp8_stream(120, keys), wanted)
    numbers = {frame.number for frame in kept}
    assert all(frame.needs <= numbers for frame in kept)


@given(wishes, key_pictures)
def test_no_vp9_frame_is_shown_without_those_that_it_needs(wanted: dict[int, tuple[int, int]], keys: list[int]) -> None:
    kept, _ = watched(key_svc_stream(120, keys), wanted)
    numbers = {frame.number for frame in kept}
    assert all(frame.needs <= numbers for frame in kept)


def test_what_is_wanted_less_is_had_at_the_next_picture() -> None:
    kept, _ = watched(vp8_stream(40), {20: (0, 2)})
    assert [frame.number for frame in kept if frame.number >= 20] == [20, 24, 28, 32, 36]


def test_what_is_wanted_more_is_had_where_the_stream_allows_it() -> None:
    kept, dropped = watched(vp8_stream(60), {0: (0, 2), 30: (2, 2)})
    assert {frame.number for frame in dropped if frame.number >= 30} == {30, 31, 33, 35, 37, 39}
    assert len(kept) == 8 + 24


def test_a_larger_picture_waits_for_a_key_frame_and_a_smaller_one_does_not() -> None:
    kept, _ = watched(key_svc_stream(60, [0, 40]), {10: (2, 0), 20: (2, 2)})
    spatials = [max(frame.place.spatial for frame in kept if frame.picture == picture) for picture in range(60)]
    assert spatials == [2] * 10 + [0] * 30 + [2] * 20


def test_the_last_packet_of_the_largest_layer_that_is_had_ends_the_picture() -> None:
    selection = Selection(spatial=1)
    frames = list(key_svc_stream(2))
    ends = [selection.keeps(frame.place, frame.picture) and selection.ends_picture(frame.place) for frame in frames]
    assert ends == [False, True, False] * 2


def test_av1_says_of_each_decode_target_where_it_may_be_begun() -> None:
    bits = mandatory(0, 1)
    bits.put(0b10000, 5)
    structure(bits, *key_svc())
    key = dependency.read(bits.whole(), None)
    assert key.structure is not None
    targets = key.structure.targets
    assert av1_place(key, targets) == Place(0, 0, 0, 2, is_key=True, ends=True)
    lowest = dependency.read(mandatory(1, 2).whole(), key.structure)
    assert av1_place(lowest, targets) == Place(0, 0, 0, 2, ends=True)
    middle = dependency.read(mandatory(2, 3).whole(), key.structure)
    assert av1_place(middle, targets) == Place(1, 0, 1, 2, ends=True)
    upper = dependency.read(mandatory(3, 4).whole(), key.structure)
    assert av1_place(upper, targets) == Place(2, 0, ends=True)


def test_vp8_without_layers_is_all_kept() -> None:
    assert vp8_place(vp8.Descriptor(0x90, 0x80, 5, 15, None, None, 4), is_key=False) is ONLY
    assert Selection(temporal=0, temporal_now=0).keeps(ONLY, 5)


def test_late_packets_are_judged_as_the_newest_picture_is() -> None:
    selection = Selection()
    assert selection.keeps(Place(2), 10)
    selection.temporal = 0
    assert selection.keeps(Place(0), 12)
    assert not selection.keeps(Place(2), 10)


@given(st.lists(st.booleans(), max_size=300), st.integers(0, 40_000))
def test_kept_packets_and_pictures_are_numbered_without_holes(choices: list[bool], first: int) -> None:
    kept, numbers, pictures = Kept(), [], []
    for number, keeps in enumerate(choices, first):
        if keeps:
            kept.keep(number)
            numbers.append(kept.index(number))
            pictures.append(kept.picture_id(number))
        else:
            kept.drop(number)
            kept.drop_picture(number * 3000, number)
        assert kept.has_dropped(number * 3000) is not keeps
    assert numbers == pictures == list(range(first, first + len(numbers)))


def test_a_packet_that_comes_late_has_the_number_that_was_left_for_it() -> None:
    kept = Kept()
    kept.keep(10)
    kept.drop(12)
    kept.keep(13)
    assert [kept.index(number) for number in (10, 11, 13)] == [10, 11, 12]


def test_a_picture_of_several_packets_is_left_out_once() -> None:
    kept = Kept()
    for index in (1, 2, 3):
        kept.drop(index)
        kept.drop_picture(9000, 50)
    assert (kept.index(4), kept.picture_id(51)) == (1, 50)
    assert ALL == 7
