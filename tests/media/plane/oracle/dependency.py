"""The dependency descriptor, the header extension that tells AV1's layers (AV1 RTP specification 1.0, appendix A).

Three bytes name a frame and a template; the templates (which layer, and for each decode target whether the frame is
needed) come with a key frame and are kept by the caller. What selection does not need is read over: differences between
frames, chains. Keeps no state; all numbers are bounded by their bits.
"""

from enum import IntEnum
from typing import NamedTuple

from tests.media.plane.oracle.bits import Bits, Exhausted

MAX_SPATIAL, MAX_TEMPORAL, MAX_TEMPLATES = 4, 8, 64
LEAST_BYTES = 3


class MalformedDependency(ValueError):
    """The element ends inside a field, or names a template that is not there."""


class Indication(IntEnum):
    """What a frame is to a decode target (table A.2)."""

    ABSENT = 0
    DISCARDABLE = 1
    SWITCH = 2
    REQUIRED = 3


class Template(NamedTuple):
    spatial: int
    temporal: int
    indications: tuple[int, ...] = ()  # one per decode target


class Structure(NamedTuple):
    """`targets`: the highest (spatial, temporal) of each decode target. `heights_px` by spatial layer, may be empty."""

    offset: int
    templates: tuple[Template, ...]
    targets: tuple[tuple[int, int], ...]
    heights_px: tuple[int, ...]
    chains: int


class Dependency(NamedTuple):
    """One packet's. `structure` is not None where the packet brings one: it begins a key frame."""

    begins: bool
    ends: bool
    frame: int  # 16 bits
    spatial: int
    temporal: int
    indications: tuple[int, ...]
    structure: Structure | None
    active: int | None  # bit n: decode target n is being sent; None = as before


def read(element: bytes, structure: Structure | None) -> Dependency:
    """`structure`: the newest one that this stream brought. Raises MalformedDependency."""
    if not LEAST_BYTES <= len(element) <= 255:
        raise MalformedDependency("no mandatory fields")
    try:
        return _read(Bits(element), len(element), structure)
    except Exhausted as error:
        raise MalformedDependency(str(error)) from None


def frame_number(element: bytes) -> int:
    """Of an element of at least LEAST_BYTES: tells it without a structure."""
    return int.from_bytes(element[1:3], "big")


def renumbered(element: bytes, frame: int) -> bytes:
    """The same of another frame, modulo its size."""
    return element[:1] + (frame & 0xFFFF).to_bytes(2, "big") + element[3:]


def _read(bits: Bits, size: int, structure: Structure | None) -> Dependency:
    begins, ends, identity, frame = bits.take(1), bits.take(1), bits.take(6), bits.take(16)
    new: Structure | None = None
    has_indications, active = 0, None
    if size > LEAST_BYTES:
        has_structure, has_active, has_indications, _, _ = (bits.take(1) for _ in range(5))
        if has_structure:
            structure = new = _structure(bits)
            active = (1 << len(new.targets)) - 1
        if has_active and structure is not None:
            active = bits.take(len(structure.targets))
    if structure is None:
        raise MalformedDependency("no templates yet")
    at = (identity - structure.offset) % MAX_TEMPLATES
    if at >= len(structure.templates):
        raise MalformedDependency("no such template")
    template = structure.templates[at]
    indications = template.indications
    if has_indications:
        indications = tuple(bits.take(2) for _ in structure.targets)
    return Dependency(bool(begins), bool(ends), frame, template.spatial, template.temporal, indications, new, active)


def _structure(bits: Bits) -> Structure:
    offset, target_count = bits.take(6), bits.take(5) + 1
    layers = _layers(bits)
    templates = tuple(
        Template(spatial, temporal, tuple(bits.take(2) for _ in range(target_count))) for spatial, temporal in layers
    )
    _pass_differences(bits, len(templates))
    chains = _pass_chains(bits, target_count, len(templates))
    heights = _heights(bits, templates[-1].spatial + 1) if bits.take(1) else ()
    targets = tuple(_target(templates, target) for target in range(target_count))
    return Structure(offset, templates, targets, heights, chains)


def _layers(bits: Bits) -> list[tuple[int, int]]:
    """(spatial, temporal) of each template (table A.3)."""
    layers = [(0, 0)]
    while (step := bits.take(2)) != 3:
        spatial, temporal = layers[-1]
        layers.append(((spatial, temporal), (spatial, temporal + 1), (spatial + 1, 0))[step])
        if layers[-1] >= (MAX_SPATIAL, 0) or layers[-1][1] >= MAX_TEMPORAL or len(layers) > MAX_TEMPLATES:
            raise MalformedDependency("more layers than there are")
    return layers


def _pass_differences(bits: Bits, templates: int) -> None:
    for _ in range(templates):
        while bits.take(1):
            bits.take(4)


def _pass_chains(bits: Bits, targets: int, templates: int) -> int:
    """Drafts of the specification gave `protected_by` one value more; what browsers write is as read here."""
    chains = bits.below(targets + 1)
    if chains:
        for _ in range(targets):
            bits.below(chains)
        bits.take(4 * templates * chains)
    return chains


def _heights(bits: Bits, spatial_layers: int) -> tuple[int, ...]:
    return tuple(min((bits.take(32) & 0xFFFF) + 1, 0xFFFF) for _ in range(spatial_layers))


def _target(templates: tuple[Template, ...], target: int) -> tuple[int, int]:
    """The highest layers among the frames that a decode target has."""
    present = [each for each in templates if each.indications[target] != Indication.ABSENT]
    return max((each.spatial for each in present), default=0), max((each.temporal for each in present), default=0)
