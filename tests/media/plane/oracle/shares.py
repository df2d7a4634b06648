"""What part of a stream's rate its temporal or spatial layers take, for the choice of how many a viewer gets. Pure."""

from attrs import define, field

MOST_LAYERS = 8  # a layer has at most three bits in every codec
SMOOTH = 0.5  # of each report's figures; a key frame is all lowest layer


@define
class LayerShares:
    """One stream. Shares are smoothed over reports, and so rather steady."""

    _bytes: list[int] = field(factory=lambda: [0] * MOST_LAYERS)
    _shares: tuple[float, ...] = ()

    def came(self, layer: int, size_bytes: int) -> None:
        """A packet of a layer, 0-7."""
        self._bytes[layer] += size_bytes

    def rates(self, bps: int) -> tuple[int, ...]:
        """Of `bps`, what the layers up to each take, since the last call and before; empty if there is but one."""
        total = sum(self._bytes)
        count = max((at + 1 for at, size in enumerate(self._bytes) if size), default=0)
        if total:
            now = tuple(sum(self._bytes[: at + 1]) / total for at in range(count))
            before = self._shares if len(self._shares) == count else now
            self._shares = tuple(old + SMOOTH * (new - old) for old, new in zip(before, now, strict=True))
            self._bytes = [0] * MOST_LAYERS
        return tuple(round(share * bps) for share in self._shares) if len(self._shares) > 1 else ()
