from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.media.plane.oracle import red
from tests.media.plane.oracle.red import Block, MalformedRed


def written(blocks: list[Block]) -> bytes:
    *older, newest = blocks
    heads = b"".join(
        bytes((0x80 | each.payload_type,)) + (each.offset << 10 | len(each.data)).to_bytes(3, "big") for each in older
    )
    return heads + bytes((newest.payload_type,)) + b"".join(each.data for each in blocks)


older = st.lists(st.builds(Block, st.integers(0, 127), st.integers(0, 0x3FFF), st.binary(max_size=80)), max_size=4)
newest = st.builds(Block, st.integers(0, 127), st.just(0), st.binary(max_size=200))


@given(older, newest)
def test_blocks_are_read_as_they_were_written(before: list[Block], last: Block) -> None:
    assert red.read(written([*before, last])) == [*before, last]
    assert red.primary(written([*before, last])) == last


@given(older, newest)
def test_blocks_under_another_payload_type_are_otherwise_the_same(before: list[Block], last: Block) -> None:
    renamed = red.read(red.renamed(written([*before, last]), 101))
    assert renamed == [each._replace(payload_type=101) for each in [*before, last]]


@pytest.mark.parametrize("payload", [b"", b"\xef", b"\xef\x00\x04", b"\xef\x00\x04\x05", b"\xef\x00\x04\x05\x6fabc"])
def test_what_is_shorter_than_it_says_is_malformed(payload: bytes) -> None:
    with pytest.raises(MalformedRed):
        red.primary(payload)


def test_so_many_blocks_are_no_audio() -> None:
    with pytest.raises(MalformedRed):
        red.read(b"\xef\x00\x00\x00" * 9 + b"\x6fx")


@given(st.binary(max_size=60))
def test_junk_raises_nothing_but_what_is_declared(junk: bytes) -> None:
    with suppress(MalformedRed):
        assert len(red.primary(junk).data) <= len(junk)
