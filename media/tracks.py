"""An up track as its router and its viewers' layer choice see it: what it carries, and which layers flow."""

from attrs import define, field, frozen

from media.plane import ALL, KeyFrameSeen, Kind, LayerSeen, PlaneEvent, UpReport

DEFAULT_HEIGHTS_PX = {1: (720,), 2: (360, 720), 3: (180, 360, 720)}  # until a layer's first key frame tells


@frozen
class Picture:
    """What can be had of a layer: all of it, or no spatial layers above one. `bps` 0 = not measured yet."""

    height_px: int
    bps: int
    spatial: int = ALL


@define
class Layer:
    """One simulcast layer. `bps` is 0 while nothing has been measured or nothing flows."""

    height_px: int
    bps: int = 0
    flows: bool = False
    temporal_bps: tuple[int, ...] = ()  # what those up to each temporal layer take, if there are several
    spatial_px: tuple[int, ...] = ()  # heights of the spatial layers within it, as its last key frame told them
    spatial_bps: tuple[int, ...] = ()  # what those up to each spatial layer take, if there are several

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """Smallest first. An encoder with little room may leave out the upper spatial layers that it spoke of."""
        flowing = min(len(self.spatial_px), len(self.spatial_bps) or (1 if self.bps else len(self.spatial_px)))
        if len(self.spatial_px) <= 1:
            return (Picture(self.height_px, self.bps),)
        rates = self.spatial_bps or (self.bps,) * flowing
        tops = (*range(flowing - 1), ALL)
        return tuple(Picture(self.spatial_px[at], rates[at], top) for at, top in enumerate(tops))


@define(eq=False)
class UpTrack:
    """`label` is the publisher's name for it, `layers` smallest picture first (audio has one, of height 0)."""

    id: int
    label: str
    kind: Kind
    codec: str
    layers: tuple[Layer, ...] = field(factory=tuple)
    is_open: bool = False  # the plane knows it: from the end of its publisher's handshake on

    @classmethod
    def of_video(cls, number: int, label: str, codec: str, layer_count: int) -> "UpTrack":
        heights = DEFAULT_HEIGHTS_PX.get(layer_count, (720,) * layer_count)
        return cls(number, label, "video", codec, tuple(Layer(height) for height in heights))

    @classmethod
    def of_audio(cls, number: int, label: str, codec: str) -> "UpTrack":
        return cls(number, label, "audio", codec, (Layer(0),))

    @property
    def heights(self) -> tuple[int, ...]:
        """Heights in pixels of the pictures that flow, low to high."""
        return tuple(each.height_px for layer in self.layers if layer.flows for each in layer.pictures)

    def told(self, event: PlaneEvent) -> bool:
        """Learn from what the plane saw; True when the choice of layers may be another now."""
        match event:
            case LayerSeen():
                layer, before = self.layers[event.layer], self.heights
                layer.flows = True
                return before != self.heights
            case KeyFrameSeen() if event.height_px:
                layer, before = self.layers[event.layer], self.heights
                layer.height_px, layer.spatial_px = event.height_px, event.spatial_px
                return before != self.heights
            case UpReport():
                layer, before = self.layers[event.layer], self.heights
                layer.bps, layer.flows = event.bps, event.packets > 0
                layer.temporal_bps, layer.spatial_bps = event.temporal_bps, event.spatial_bps
                return before != self.heights
            case _:
                return False
