"""Audio through the plane: silence that is not sent, voices that are hushed, and packets that repeat others."""

from attrs import evolve

from media.address import Address
from media.plane import LevelHeard, UpSpec
from tests.media.plane.oracle import red, rtp
from tests.media.plane.oracle.forwarding import OPUS, Stage, audio_down, audio_up, deliver, voice
from tests.media.rtp_packets import MID, packet

RED = 63


def listening(up: UpSpec | None = None, **viewer: object) -> tuple[Stage, Address, Address]:
    stage = Stage()
    publisher, listener = stage.peer(1), stage.peer(2)
    stage.plane.add_up(up or audio_up(1, 1))
    stage.plane.allow_up(1, True)
    stage.plane.add_down(evolve(audio_down(1, 2), **viewer))
    stage.plane.feed(1, 1)
    return stage, publisher, listener


def heard(stage: Stage, listener: Address) -> list[tuple[int, int, bytes]]:
    """Sequence number, timestamp and payload of each packet."""
    found = []
    for datagram in stage.media(listener):
        header = rtp.read_header(datagram)
        found.append((header.sequence, header.timestamp, datagram[header.payload_start : header.payload_end]))
    return found


def test_silence_that_is_not_sent_leaves_no_hole() -> None:
    stage, publisher, listener = listening()
    for sequence, timestamp in ((10, 960), (11, 1920), (12, 1920 + 19_200), (13, 1920 + 20_160)):  # 400 ms of DTX
        stage.wait((timestamp / 48_000) - (stage.now_s - 100.0))
        deliver(stage, publisher, [voice(sequence, timestamp, 5)])
    first, *rest = heard(stage, listener)
    assert [sequence - first[0] for sequence, _, _ in rest] == [1, 2, 3]
    assert [timestamp - first[1] for _, timestamp, _ in rest] == [960, 20_160, 21_120]


def test_who_is_hushed_is_not_forwarded_but_its_levels_are_told() -> None:
    stage, publisher, listener = listening()
    for sequence in range(10, 60):
        if sequence in (20, 50):
            stage.plane.hush_up(1, sequence == 20)
        deliver(stage, publisher, [voice(sequence, sequence * 960, 5, level=40)])
        stage.wait(0.02)
    numbers = heard(stage, listener)
    assert [payload for _, _, payload in numbers] == [b"opus %d" % each for each in (*range(10, 20), *range(50, 60))]
    assert [sequence - numbers[0][0] for sequence, _, _ in numbers] == list(range(20))
    assert numbers[10][1] - numbers[9][1] == 31 * 960
    assert len(stage.heard(LevelHeard)) == 50


def test_a_gate_that_is_closed_tells_no_levels_of_who_is_hushed() -> None:
    stage, publisher, _ = listening()
    stage.plane.hush_up(1, True)
    stage.plane.allow_up(1, False)
    deliver(stage, publisher, [voice(10, 960, 5)])
    assert stage.heard(LevelHeard) == []


def redundant(sequence: int, blocks: list[tuple[int, bytes]]) -> bytes:
    *older, (kind, newest) = blocks
    heads = b"".join(bytes((0x80 | each,)) + (960 << 10 | len(data)).to_bytes(3, "big") for each, data in older)
    payload = heads + bytes((kind,)) + b"".join(data for _, data in older) + newest
    return packet(sequence, sequence * 960, 5, payload, payload_type=RED, elements=[(MID, b"0")])


RED_UP = UpSpec(1, 1, "audio", "0", {RED: "red", OPUS: "opus"}, 48_000)


def test_redundant_audio_goes_whole_to_who_negotiated_it_under_its_own_payload_types() -> None:
    stage, publisher, listener = listening(RED_UP, payload_types={"opus": 101, "red": 102})
    deliver(stage, publisher, [redundant(10, [(OPUS, b"before"), (OPUS, b"now")])])
    (datagram,) = stage.media(listener)
    header = rtp.read_header(datagram)
    assert header.payload_type == 102
    blocks = red.read(datagram[header.payload_start : header.payload_end])
    assert blocks == [red.Block(101, 960, b"before"), red.Block(101, 0, b"now")]


def test_who_negotiated_none_gets_the_newest_block_alone() -> None:
    stage, publisher, listener = listening(RED_UP)
    deliver(stage, publisher, [redundant(sequence, [(OPUS, b"before"), (OPUS, b"now")]) for sequence in (10, 11)])
    first, second = stage.media(listener)
    header = rtp.read_header(first)
    assert (header.payload_type, first[header.payload_start :]) == (101, b"now")
    assert rtp.read_header(second).sequence - header.sequence == 1


def test_redundant_audio_that_lies_or_holds_something_else_is_left_out() -> None:
    stage, publisher, listener = listening(RED_UP)
    deliver(stage, publisher, [redundant(10, [(OPUS, b"a"), (OPUS, b"now")])])
    deliver(stage, publisher, [redundant(11, [(9, b"g722"), (OPUS, b"now")])])
    lying = packet(12, 12 * 960, 5, b"\xef\x00\x03\xff\x6fx", payload_type=RED, elements=[(MID, b"0")])
    deliver(stage, publisher, [lying])
    deliver(stage, publisher, [redundant(13, [(OPUS, b"later")])])
    assert [sequence for sequence, _, _ in heard(stage, listener)] == [8001, 8002]
