"""Both planes treat voices alike: hushed ones, silence that is not sent, and packets that repeat others (RED)."""

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from media.plane import UpSpec
from tests.media.plane.oracle.forwarding import OPUS, audio_down
from tests.media.plane.twins import Twins
from tests.media.rtp_packets import LEVEL, MID, packet

RED, OTHER = 63, 9
SPEAKER, KNOWS_RED, KNOWS_NONE = 1, 2, 3
LOST, LATE = 1, 2


class Talk:
    def __init__(self, fates: list[int]) -> None:
        self.twins, self.fates, self.held, self.number = Twins(), fates, list[bytes](), 65_520
        for number in (SPEAKER, KNOWS_RED, KNOWS_NONE):
            self.twins.join(number)
        self.twins.tell("add_up", UpSpec(1, SPEAKER, "audio", "0", {RED: "red", OPUS: "opus"}, 48_000, nack=True))
        self.twins.tell("allow_up", 1, True)
        for number, known in ((KNOWS_RED, {"opus": 101, "red": 102}), (KNOWS_NONE, {"opus": 101})):
            self.twins.tell("add_down", evolve(audio_down(number, number, 8000 + number), payload_types=known))
            self.twins.tell("feed", number, 1)

    def say(self, payload: bytes, payload_type: int, padding: int = 0) -> None:
        self.number += 1
        elements = [(LEVEL, bytes((0x80 | self.number % 100,))), (MID, b"0")]
        plain = packet(
            self.number, self.number * 960, 5, payload, payload_type=payload_type, elements=elements, padding=padding
        )
        fate = self.fates[self.number % len(self.fates)]
        if fate == LATE:
            self.held.append(plain)
        elif fate != LOST:
            self.twins.arrive(SPEAKER, [self.twins.seal(SPEAKER, plain)])

    def play(self, action: str, one: int) -> None:
        match action:
            case "opus":
                self.say(b"o" * one, OPUS)
            case "red":
                self.say(redundant([(OPUS, b"x" * (9 * at)) for at in range(one)] + [(OPUS, b"now")]), RED)
            case "strange":
                self.say(redundant([(OTHER if one % 2 else OPUS, b"y"), (OPUS if one % 3 else OTHER, b"now")]), RED)
            case "empty":
                self.say(redundant([(OPUS, b"y" * one), (OPUS, b"")]), RED)
            case "padding":
                self.say(b"", OPUS, padding=20)
            case "late":
                held, self.held = self.held, []
                self.twins.arrive(SPEAKER, [self.twins.seal(SPEAKER, plain) for plain in held])
            case _:
                self.twins.tell("hush_up" if action == "hush" else "allow_up", 1, one % 2 == (action == "hush"))
        self.twins.wait(0.02 * (1 + one))
        self.twins.compare()


def redundant(blocks: list[tuple[int, bytes]]) -> bytes:
    *older, (kind, newest) = blocks
    heads = b"".join(bytes((0x80 | each,)) + (960 << 10 | len(data)).to_bytes(3, "big") for each, data in older)
    return heads + bytes((kind,)) + b"".join(data for _, data in older) + newest


actions = st.sampled_from(["opus"] * 4 + ["red"] * 8 + ["strange", "empty", "padding", "late", "hush", "hush", "gate"])


@given(
    st.lists(st.tuples(actions, st.integers(0, 8)), max_size=60),
    st.lists(st.sampled_from([0, 0, 0, 0, LOST, LATE]), min_size=1, max_size=20),
)
def test_voices_are_forwarded_hushed_and_stripped_alike(script: list[tuple[str, int]], fates: list[int]) -> None:
    talk = Talk(fates)
    for step in script:
        talk.play(*step)
    talk.play("late", 0)


@given(st.binary(max_size=40))
def test_any_redundant_payload_is_read_alike(data: bytes) -> None:
    talk = Talk([0])
    kinds = bytes(each & 0x80 | OPUS if each & 0x40 else each for each in data)
    for payload in (data, kinds):
        talk.say(payload, RED)
        talk.twins.compare()
