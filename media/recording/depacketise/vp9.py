"""VP9 (RFC 9628). The layers of one picture become a superframe, as decoders expect them (specification, Annex B)."""

from collections.abc import Sequence

from attrs import frozen

from media.recording.depacketise.bits import Bits, EndOfBits
from media.recording.depacketise.frame import Frame

MOST_LAYERS = 8
SYNC_CODE = 0x498342


@frozen
class Part:
    """One packet's share of a layer's frame. `size_px`: of the largest layer, if the packet tells."""

    starts: bool
    data: bytes
    size_px: tuple[int, int]


def frame(payloads: Sequence[bytes]) -> Frame | None:
    try:
        parts = [part(payload) for payload in payloads]
        layers = layers_of(parts)
        if not layers:
            return None
        key_px = key_size_px(layers[0])
    except EndOfBits:
        return None
    if key_px is None:
        return Frame(superframe(layers), is_key=False)
    width_px, height_px = max([key_px, *(each.size_px for each in parts)])
    return Frame(superframe(layers), True, width_px, height_px) if width_px and height_px else None


def part(payload: bytes) -> Part:
    """Section 4.2. Raises EndOfBits."""
    bits = Bits(payload[:64])
    has_id, predicts, has_layers, is_flexible, starts, _, has_structure, _ = (bits.take(1) for _ in range(8))
    used = 1
    if has_id:
        used += 1 + bits.take(1)
        bits.take(7 if used == 2 else 15)
    if has_layers:
        used += 1 if is_flexible else 2
        bits.take(8 if is_flexible else 16)
    if is_flexible and predicts:
        for _ in range(3):
            used += 1
            if not bits.take(8) & 1:
                break
    size_px = (0, 0)
    if has_structure:
        structure, size_px = scalability(bits)
        used += structure
    if len(payload) <= used:
        raise EndOfBits
    return Part(bool(starts), payload[used:], size_px)


def scalability(bits: Bits) -> tuple[int, tuple[int, int]]:
    """Section 4.2.1: bytes read, and the largest layer's width and height."""
    layers, has_sizes, has_pictures, _ = bits.take(3) + 1, bits.take(1), bits.take(1), bits.take(3)
    used, size_px = 1, (0, 0)
    if has_sizes:
        size_px = max((bits.take(16), bits.take(16)) for _ in range(layers))
        used += 4 * layers
    if has_pictures:
        pictures = bits.take(8)
        used += 1
        for _ in range(pictures):
            bits.take(4)
            references = bits.take(2)
            bits.take(2 + 8 * references)
            used += 1 + references
    return used, size_px


def layers_of(parts: Sequence[Part]) -> list[bytes]:
    """Each layer's frame; none if the first one has no beginning."""
    if not parts or not parts[0].starts:
        return []
    begins = [at for at, each in enumerate(parts) if each.starts]
    ends = [*begins[1:], len(parts)]
    layers = [b"".join([each.data for each in parts[begin:end]]) for begin, end in zip(begins, ends, strict=True)]
    return layers if len(layers) <= MOST_LAYERS else []


def superframe(layers: Sequence[bytes]) -> bytes:
    if len(layers) == 1:
        return layers[0]
    width = (max(map(len, layers)).bit_length() + 7) // 8
    mark = bytes((0xC0 | width - 1 << 3 | len(layers) - 1,))
    return b"".join([*layers, mark, *(len(each).to_bytes(width, "little") for each in layers), mark])


def key_size_px(data: bytes) -> tuple[int, int] | None:
    """Of a key frame's uncompressed header (specification 6.2); None: another frame. Raises EndOfBits."""
    bits = Bits(data[:24])
    if bits.take(2) != 2:
        raise EndOfBits
    profile = bits.take(1) | bits.take(1) << 1
    if profile == 3:
        bits.take(1)
    if bits.take(1) or bits.take(1):  # shows a frame that was there; is no key frame
        return None
    bits.take(2)
    if bits.take(24) != SYNC_CODE:
        raise EndOfBits
    if profile >= 2:
        bits.take(1)
    if bits.take(3) != 7:
        bits.take(1)
        if profile & 1:
            bits.take(3)
    elif profile & 1:
        bits.take(1)
    return bits.take(16) + 1, bits.take(16) + 1
