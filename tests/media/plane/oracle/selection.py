"""Which packets of a layered stream one viewer gets, and numbers without holes for those. Values in, decisions out.

A stream may hold temporal layers (dropping the upper ones lowers the frame rate) and spatial ones (the picture). What
is wanted is reached where the stream allows it: down with any new picture, up in time where a picture says that those
after it need nothing that was dropped, up in space at a key frame. Pictures are told apart by any number that grows
with them, such as a timestamp without wrap. Decided once per picture: it reaches a viewer whole or not at all.
"""

from collections import deque
from typing import NamedTuple

from attrs import define, field

from media.plane import ALL
from tests.media.plane.oracle import dependency, vp8, vp9
from tests.media.plane.oracle.numbering import DenseNumbers

REMEMBERED_PICTURES = 64  # that were dropped: two seconds at 30 a second
REMEMBERED = 1023  # left out packets behind the newest of them: nothing arrives later that is still told apart


class Place(NamedTuple):
    """A packet's frame among its stream's layers.

    A viewer whose temporal layers reach `needs` may from this picture on have those up to `opens`.
    """

    temporal: int = 0
    spatial: int = 0
    needs: int = ALL + 1  # nobody may
    opens: int = 0
    is_key: bool = False  # the lowest frame of a picture that needs none before it
    ends: bool = False  # last packet of its frame, where the codec tells


ONLY = Place()  # of streams that have no layers


def vp8_place(descriptor: vp8.Descriptor, *, is_key: bool) -> Place:
    """RFC 7741 4.2: TID, and Y, which tells a frame that needs but the lowest layer.

    Others of its layer that follow need this one, and may need the layer below: hence one step at a time.
    """
    if not descriptor.flags & 0x20 or descriptor.layer_byte is None:
        return ONLY
    temporal = descriptor.layer_byte >> 6
    if is_key:
        return Place(temporal, 0, 0, ALL, is_key=True)
    is_sync = descriptor.layer_byte & 0x20 and temporal
    return Place(temporal, 0, temporal - 1, temporal) if is_sync else Place(temporal)


def vp9_place(read: vp9.Descriptor) -> Place:
    """RFC 9628 4.2: after a picture with U, those of higher temporal layers need none of these from before it."""
    is_key = not read.is_inter and not read.spatial
    if is_key:
        return Place(read.temporal, 0, 0, ALL, is_key=read.begins, ends=read.ends)
    needs = read.temporal if read.switches_up else ALL + 1
    return Place(read.temporal, read.spatial, needs, ALL, ends=read.ends)


def av1_place(read: dependency.Dependency, targets: tuple[tuple[int, int], ...]) -> Place:
    """A frame that is a switch for decode targets opens their temporal layers (AV1 RTP specification A.4.4)."""
    opened = [
        temporal
        for (spatial, temporal), indication in zip(targets, read.indications, strict=False)
        if indication == dependency.Indication.SWITCH and spatial >= read.spatial
    ]
    if not opened:
        return Place(read.temporal, read.spatial, ends=read.ends)
    is_key = read.structure is not None
    return Place(read.temporal, read.spatial, read.temporal, max(opened), is_key=is_key, ends=read.ends)


@define
class Selection:
    """The highest layers: `temporal` and `spatial` are wanted, `temporal_now` and `spatial_now` are had."""

    temporal: int = ALL
    spatial: int = ALL
    temporal_now: int = ALL
    spatial_now: int = ALL
    _picture: int | None = None

    @property
    def is_limited(self) -> bool:
        return self.temporal < ALL or self.spatial < ALL

    def join(self, picture: int | None) -> None:
        """Limits come to a stream of which everything was had, up to this picture."""
        self.temporal_now = self.spatial_now = ALL
        self._picture = picture

    def start(self) -> None:
        """Another stream begins, with a key frame."""
        self.temporal_now, self.spatial_now, self._picture = self.temporal, self.spatial, None

    @property
    def needs_key_frame(self) -> bool:
        """More spatial layers are wanted than can be had before one."""
        return self.spatial > self.spatial_now

    def keeps(self, place: Place, picture: int) -> bool:
        """Whether the viewer gets this packet. Packets of pictures that are over are judged as the newest."""
        if self._picture is None or picture > self._picture:
            self._picture = picture
            self._adjust(place)
        return place.temporal <= self.temporal_now and place.spatial <= self.spatial_now

    def ends_picture(self, place: Place) -> bool:
        """The viewer gets nothing of this picture after this packet, though others follow."""
        return place.ends and place.spatial == self.spatial_now

    def drops_picture(self, place: Place) -> bool:
        """It is for its temporal layer that the viewer does not get this packet: it gets nothing of its picture."""
        return place.temporal > self.temporal_now

    def _adjust(self, place: Place) -> None:
        self.temporal_now = min(self.temporal_now, self.temporal)
        self.spatial_now = self.spatial if place.is_key else min(self.spatial_now, self.spatial)
        if place.needs <= self.temporal_now < place.opens:
            self.temporal_now = min(self.temporal, place.opens)


@define
class Kept:
    """Numbers for the packets and pictures that a viewer gets, counted over those that it does not get."""

    newest: int = -1
    _indexes: DenseNumbers = field(factory=lambda: DenseNumbers(REMEMBERED))
    _picture_ids: DenseNumbers = field(factory=lambda: DenseNumbers(REMEMBERED))
    _dropped: deque[int] = field(factory=lambda: deque(maxlen=REMEMBERED_PICTURES))
    _dropped_id: int = -1

    def keep(self, index: int) -> None:
        self.newest = max(self.newest, index)

    def drop(self, index: int) -> None:
        """The newest packet is not forwarded."""
        self.newest = index
        self._indexes.skip(index)

    def drop_picture(self, picture: int, picture_id: int | None) -> None:
        """The newest packet is not forwarded because nothing of its picture is. Said of each packet of it."""
        if picture not in self._dropped:
            self._dropped.append(picture)
        if picture_id is not None and picture_id > self._dropped_id:
            self._dropped_id = picture_id
            self._picture_ids.skip(picture_id)

    def has_dropped(self, picture: int) -> bool:
        return picture in self._dropped

    def index(self, index: int) -> int:
        return self._indexes.index(index)

    def picture_id(self, picture_id: int) -> int:
        return self._picture_ids.index(picture_id)
