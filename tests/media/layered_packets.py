"""VP9 payload descriptors and AV1 dependency descriptors as senders write them, for tests of what reads them."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from attrs import define, field


def vp9_payload(
    picture_id: int,
    temporal: int = 0,
    spatial: int = 0,
    *,
    key: bool = False,
    begins: bool = True,
    ends: bool = True,
    switches_up: bool = False,
    tl0_index: int = 0,
    heights: Sequence[int] = (),
    body: bytes = b"vp9",
) -> bytes:
    """Non-flexible mode with a 15-bit picture id, as Chromium writes it."""
    first = 0x80 | (0 if key else 0x40) | 0x20 | begins << 3 | ends << 2 | bool(heights) << 1
    inter_layer = key and spatial > 0
    layers = temporal << 5 | switches_up << 4 | spatial << 1 | inter_layer
    head = bytes((first, 0x80 | picture_id >> 8 & 0x7F, picture_id & 0xFF, layers, tl0_index & 0xFF))
    structure = b""
    if heights:
        sizes = b"".join((height * 16 // 9).to_bytes(2, "big") + height.to_bytes(2, "big") for height in heights)
        structure = bytes((len(heights) - 1 << 5 | 0x10,)) + sizes
    return head + structure + body


@define
class BitWriter:
    bits: list[int] = field(factory=list)

    def put(self, value: int, count: int) -> None:
        self.bits.extend(value >> at & 1 for at in range(count - 1, -1, -1))

    def put_below(self, value: int, limit: int) -> None:
        """ns(limit)."""
        width = limit.bit_length()
        short = (1 << width) - limit
        if value < short:
            self.put(value, width - 1)
        else:
            self.put(value + short >> 1, width - 1)
            self.put(value + short & 1, 1)

    def whole(self) -> bytes:
        padded = self.bits + [0] * (-len(self.bits) % 8)
        return bytes(int("".join(map(str, padded[at : at + 8])), 2) for at in range(0, len(padded), 8))


def structure(
    bits: BitWriter,
    layers: Sequence[tuple[int, int]],
    indications: Sequence[Sequence[int]],
    *,
    offset: int = 0,
    differences: int = 1,
    protected_by: Sequence[int] = (),
    heights: Sequence[int] = (),
) -> None:
    """`layers` and `indications` per template, `protected_by`: the chain of each decode target."""
    targets = len(indications[0])
    bits.put(offset, 6)
    bits.put(targets - 1, 5)
    for before, now in pairwise(layers):
        bits.put(0 if now == before else 1 if now[0] == before[0] else 2, 2)
    bits.put(3, 2)
    for row in indications:
        for value in row:
            bits.put(value, 2)
    for _ in layers:
        for _ in range(differences):
            bits.put(0b1_0011, 5)
        bits.put(0, 1)
    chains = max(protected_by, default=-1) + 1
    bits.put_below(chains, targets + 1)
    if chains:
        for chain in protected_by:
            bits.put_below(chain, chains)
        bits.put(0, 4 * len(layers) * chains)
    bits.put(bool(heights), 1)
    for height in heights:
        bits.put(height * 16 // 9 - 1, 16)
        bits.put(height - 1, 16)


def mandatory(template: int, frame: int, *, begins: bool = True, ends: bool = True) -> BitWriter:
    bits = BitWriter()
    bits.put(begins, 1)
    bits.put(ends, 1)
    bits.put(template, 6)
    bits.put(frame & 0xFFFF, 16)
    return bits


def key_svc(spatial_layers: int = 3, temporal_layers: int = 3) -> tuple[list[tuple[int, int]], list[list[int]]]:
    """Templates of LnTm_KEY, one per layer for key frames (temporal 0) and for what follows, and their indications.

    Decode target s * m + t has frames of spatial layer s up to temporal layer t; at a key frame those below s too.
    """
    layers, rows = [], []
    for spatial in range(spatial_layers):
        for kind in range(temporal_layers + 1):  # 0: a key frame's
            temporal = max(0, kind - 1)
            layers.append((spatial, temporal))
            rows.append(list(_row(spatial, temporal, kind == 0, spatial_layers, temporal_layers)))
    return layers, rows


def _row(spatial: int, temporal: int, is_key: bool, spatials: int, temporals: int) -> Iterable[int]:
    for target in range(spatials * temporals):
        target_spatial, target_temporal = divmod(target, temporals)
        has = (target_spatial >= spatial if is_key else target_spatial == spatial) and target_temporal >= temporal
        yield (2 if temporal == 0 or target_temporal > temporal else 1) if has else 0
