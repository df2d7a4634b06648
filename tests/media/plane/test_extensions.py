import pytest
from attrs import evolve

from media.plane.extensions import dependency_id, header_extensions
from tests.media.plane.oracle.forwarding import video_down

SPEC = evolve(video_down(1, 1), transport_cc_ext_id=3)  # MID 9, send time 2
HEAD = b"\xbe\xde\x00"
SEND_TIME, NUMBER, NAME = b"\x22\x00\x00\x00", b"\x31\x00\x00", b"\x905"


def test_send_time_and_number_stand_where_the_plane_writes_them() -> None:
    assert header_extensions(SPEC) == [
        HEAD + b"\x01" + SEND_TIME,
        HEAD + b"\x02" + SEND_TIME + NAME + bytes(2),
        HEAD + b"\x02" + SEND_TIME + NUMBER + bytes(1),
        HEAD + b"\x03" + SEND_TIME + NUMBER + NAME + bytes(3),
    ]


def test_without_any_there_is_no_extension() -> None:
    bare = evolve(SPEC, abs_send_time_ext_id=None, transport_cc_ext_id=None)
    assert header_extensions(bare)[0] == b""
    assert header_extensions(evolve(bare, mid_ext_id=None)) == [b""] * 4


@pytest.mark.parametrize("wrong", [{"mid_ext_id": 15}, {"mid": "x" * 17}, {"transport_cc_ext_id": 0}])
def test_what_does_not_fit_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="one-byte form"):
        header_extensions(evolve(SPEC, **wrong))


def test_the_id_of_av1s_descriptor_is_none_or_fits_the_short_form() -> None:
    assert dependency_id(SPEC) == 0
    assert dependency_id(evolve(SPEC, dependency_ext_id=14)) == 14
    with pytest.raises(ValueError, match="one-byte form"):
        dependency_id(evolve(SPEC, dependency_ext_id=15))
