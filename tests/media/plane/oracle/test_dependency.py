from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.media.layered_packets import key_svc, mandatory, structure
from tests.media.plane.oracle.dependency import Indication, MalformedDependency, Structure, read

CHROMIUM_KEY = bytes.fromhex(
    "c00001c0081485214eaaaaa8000600004000100002aa80a8000600004000100002a000a800060000400016d549241b5524906d54923157e0"
    "01974ca864330e222396eca8655304224390eca87753013f00b3027f016704ff02cf1f80"
)


def key_packet(*, offset: int = 0, template: int = 0, frame: int = 7, active: int | None = None) -> bytes:
    """A key frame's first packet of L3T3_KEY."""
    bits = mandatory(template, frame, ends=False)
    bits.put(1, 1)
    bits.put(active is not None, 1)
    bits.put(0, 3)
    layers, rows = key_svc()
    structure(bits, layers, rows, offset=offset, protected_by=[0, 0, 0, 1, 1, 1, 2, 2, 2], heights=(180, 360, 720))
    if active is not None:
        bits.put(active, 9)
    return bits.whole()


def told(offset: int = 0) -> Structure:
    new = read(key_packet(offset=offset, template=offset), None).structure
    assert new is not None
    return new


def test_a_key_frame_brings_templates_targets_and_heights() -> None:
    key = read(key_packet(), None)
    assert (key.begins, key.ends, key.frame, key.spatial, key.temporal) == (True, False, 7, 0, 0)
    assert key.structure is not None
    assert key.structure.heights_px == (180, 360, 720)
    assert key.structure.targets == tuple((spatial, temporal) for spatial in range(3) for temporal in range(3))
    assert key.structure.chains == 3
    assert key.active == 0b1_1111_1111
    assert set(key.indications) == {Indication.SWITCH}


def test_what_chromium_writes_is_read_to_the_last_bit() -> None:
    """Of a camera in L3T3_KEY, of which the upper third is not sent yet; taken from Chromium 156."""
    key = read(CHROMIUM_KEY, None)
    assert key.structure is not None
    assert [(each.spatial, each.temporal) for each in key.structure.templates] == [
        (spatial, temporal) for spatial in range(3) for temporal in (0, 0, 1, 2, 2)
    ]
    assert key.structure.targets == tuple((spatial, temporal) for spatial in range(3) for temporal in range(3))
    assert (key.structure.chains, key.structure.heights_px, key.active) == (3, (180, 360, 720), 0b0_0011_1111)
    middle = read(bytes.fromhex("c50002"), key.structure)
    assert (middle.begins, middle.ends, middle.frame, middle.spatial, middle.temporal) == (True, True, 2, 1, 0)
    other_frames = read(bytes.fromhex("c300031a20100800"), key.structure)
    assert (other_frames.frame, other_frames.spatial, other_frames.temporal) == (3, 0, 2)


def test_three_bytes_name_a_layer_by_its_template() -> None:
    templates = told(offset=60)
    small = read(mandatory((60 + 3) % 64, 65535).whole(), templates)
    assert (small.spatial, small.temporal, small.frame, small.structure) == (0, 2, 65535, None)
    assert small.indications[:4] == (Indication.ABSENT, Indication.ABSENT, Indication.DISCARDABLE, Indication.ABSENT)
    large = read(mandatory((60 + 9) % 64, 0).whole(), templates)
    assert (large.spatial, large.temporal, large.active) == (2, 0, None)


def test_targets_that_are_no_longer_sent_are_told() -> None:
    assert read(key_packet(active=0b111), None).active == 0b111
    bits = mandatory(1, 9)
    bits.put(0b01000, 5)
    bits.put(0b111, 9)
    assert read(bits.whole(), told()).active == 0b111


def test_a_frame_may_mean_something_else_to_the_targets_than_its_template_does() -> None:
    bits = mandatory(1, 9)
    bits.put(0b00100, 5)
    for value in range(9):
        bits.put(value % 4, 2)
    assert read(bits.whole(), told()).indications == tuple(value % 4 for value in range(9))


@pytest.mark.parametrize("data", [b"", b"\x80\x00", mandatory(0, 1).whole(), mandatory(12, 1).whole()])
def test_what_is_short_or_names_an_unknown_template_is_malformed(data: bytes) -> None:
    templates = told() if len(data) == 3 and data[0] & 0x3F else None
    with pytest.raises(MalformedDependency):
        read(data, templates)


@given(st.integers(0, 80))
def test_a_structure_that_is_cut_short_is_malformed(size: int) -> None:
    whole = key_packet()
    if size < len(whole) - 1:
        with pytest.raises(MalformedDependency):
            read(whole[:size], None)


@given(st.binary(max_size=260), st.booleans())
def test_junk_raises_nothing_but_what_is_declared(junk: bytes, knows: bool) -> None:
    with suppress(MalformedDependency):
        found = read(junk, told() if knows else None)
        assert 0 <= found.spatial < 4
        assert 0 <= found.temporal < 8


@given(st.integers(0, 400), st.integers(0, 255))
def test_one_changed_byte_raises_nothing_but_what_is_declared(at: int, value: int) -> None:
    data = bytearray(key_packet())
    data[at % len(data)] = value
    with suppress(MalformedDependency):
        read(bytes(data), None)
