"""An up track as its router and its viewers' layer choice see it: what it carries, and which layers flow."""

from attrs import define, field

from media.plane import KeyFrameSeen, Kind, LayerSeen, PlaneEvent, UpReport

DEFAULT_HEIGHTS_PX = {1: (720,), 2: (360, 720), 3: (180, 360, 720)}  # until a layer's first key frame tells


@define
class Layer:
    """One simulcast layer. `bps` is 0 while nothing has been measured or nothing flows."""

    height_px: int
    bps: int = 0
    flows: bool = False
    temporal_bps: tuple[int, ...] = ()  # what those up to each temporal layer take, if there are several


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
        """Heights in pixels of the layers that flow, low to high."""
        return tuple(layer.height_px for layer in self.layers if layer.flows)

    def told(self, event: PlaneEvent) -> bool:
        """Learn from what the plane saw; True when the choice of layers may be another now."""
        match event:
            case LayerSeen():
                layer, before = self.layers[event.layer], self.heights
                layer.flows = True
                return before != self.heights
            case KeyFrameSeen() if event.height_px:
                layer, before = self.layers[event.layer], self.heights
                layer.height_px = event.height_px
                return before != self.heights
            case UpReport():
                layer, before = self.layers[event.layer], self.heights
                layer.bps, layer.flows, layer.temporal_bps = event.bps, event.packets > 0, event.temporal_bps
                return before != self.heights
            case _:
                return False
