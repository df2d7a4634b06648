"""One down track's numbers: whatever feeds it, a viewer sees one stream without a seam.

At a switch sequence number, picture id, TL0PICIDX and KEYIDX go on by one; the timestamp is timeline.py's business.
Within one source every packet keeps its place, however late it comes. When to switch (at a key frame) is decided
elsewhere, which layers within a source are left out by selection.py. Pure: packets in, bytes out; time is passed in.
"""

from tests.media.plane.oracle import dependency, vp8, vp9
from tests.media.plane.oracle.rtp import HEAD
from tests.media.plane.oracle.selection import Kept, Selection
from tests.media.plane.oracle.timeline import Timeline
from tests.media.plane.oracle.upstream import Packet, UpStream

MOST_AHEAD = 0x4000  # numbers beyond the newest sealed: from 2**15 on libsrtp and the viewer count otherwise
FILLER = b"\x01"  # nothing but padding, of this length


class Rewriter:
    """`number` and `picture_id`: the newest sent, without wrap. Numbers start below 2**15, as libsrtp likes them."""

    def __init__(self, ssrc: int, clock_hz: int) -> None:
        self.ssrc = ssrc
        self.timeline = Timeline(ssrc & 0x7FFFFFFF, clock_hz)
        self.selection = Selection()
        self._kept: Kept | None = None  # None: the viewer gets everything of its source
        self.number = ssrc & 0x7FFF
        self.picture_id = self.tl0_index = self.key_index = 0
        self.sealed = self.number  # the newest that was protected
        self._number_offset = 0
        self._floor = self.number  # numbers up to here belong to earlier sources
        self._picture_id_offset = self._tl0_offset = self._key_offset = 0

    def limit(self, temporal: int, spatial: int, source: UpStream | None) -> None:
        """No layers above these, of what feeds the track now too."""
        self.selection.temporal, self.selection.spatial = temporal, spatial
        if self._kept is None and self.selection.is_limited:
            self._kept = Kept(-1 if source is None else source.newest_index)
            self.selection.join(None if source is None else source.clock.highest)

    def switch(self, packet: Packet, captured_now: int, now_s: float) -> None:
        """From this packet on the track carries its source, which captures `captured_now` (a timestamp) now."""
        self.selection.start()
        self._kept = Kept() if self.selection.is_limited else None
        self._floor = self.number
        self._number_offset = self.number + 1 - packet.index
        self.timeline.switch(packet.timestamp, captured_now, now_s)
        counted = packet.descriptor or packet.counted
        if counted is not None or packet.element:
            self._picture_id_offset = self.picture_id + 1 - packet.picture_id
            self._tl0_offset = self.tl0_index + 1 - (0 if counted is None else counted.tl0_index or 0)
        if packet.descriptor is not None:
            self._key_offset = self.key_index + 1 - (packet.descriptor.layer_byte or 0)

    def number_of(self, packet: Packet) -> int | None:
        """The packet's sequence number (without wrap), or None if it is left out or precedes its source's first packet.

        What comes late and is left out keeps the number that was left for it, and `rewrite` makes a filler of it.
        """
        kept, index = self._kept, packet.index
        if kept is not None:
            if index > kept.newest and not self._keeps(kept, packet):
                return None
            index = kept.index(index)
        number = index + self._number_offset
        return number if number > self._floor else None

    def draw_near(self, number: int) -> int:
        """Its publisher ran ahead of what could be sent; what was skipped was never sealed, and is taken now."""
        self.number = self._floor = self.sealed
        self._number_offset += self.sealed + 1 - number
        return self.sealed + 1

    def _keeps(self, kept: Kept, newest: Packet) -> bool:
        if self.selection.keeps(newest.place, newest.timestamp):
            kept.keep(newest.index)
            return True
        kept.drop(newest.index)
        if self.selection.drops_picture(newest.place):
            kept.drop_picture(newest.timestamp, None if newest.descriptor is None else newest.picture_id)
        return False

    def _is_filler(self, packet: Packet) -> bool:
        kept = self._kept
        if packet.is_filler or kept is None or packet.index == kept.newest:
            return packet.is_filler
        return kept.has_dropped(packet.timestamp) or not self.selection.keeps(packet.place, packet.timestamp)

    def rewrite(self, packet: Packet, number: int, payload_type: int) -> bytes:
        """The packet as the viewer gets it, but for its header extension; `number` comes from `number_of`."""
        stamp = self.timeline.stamp(packet.timestamp)
        is_filler = self._is_filler(packet)
        marker = packet.marker or (self._kept is not None and self.selection.ends_picture(packet.place))
        first = 0x80 | is_filler << 5
        second = (marker and not is_filler) << 7 | payload_type
        head = HEAD.pack(first, second, number & 0xFFFF, stamp & 0xFFFFFFFF, self.ssrc)
        self.number = max(self.number, number)
        if is_filler:
            return head + FILLER
        if packet.counted is not None:
            return head + self._vp9_body(packet, packet.counted)
        if packet.descriptor is None:
            return head + packet.body
        return head + self._descriptor(packet, packet.descriptor) + packet.body

    def dependency(self, packet: Packet) -> bytes:
        """AV1's descriptor as the viewer gets it, empty without one.

        Numbers of frames that are left out leave holes, as VP9's pictures do.
        """
        if not packet.element or self._is_filler(packet):
            return b""
        frame = packet.picture_id + self._picture_id_offset
        self.picture_id = max(self.picture_id, frame)
        return dependency.renumbered(packet.element, frame)

    def _descriptor(self, packet: Packet, was: vp8.Descriptor) -> bytes:
        picture_id = packet.picture_id if self._kept is None else self._kept.picture_id(packet.picture_id)
        picture_id += self._picture_id_offset
        tl0_index = (was.tl0_index or 0) + self._tl0_offset
        key_index = (was.layer_byte or 0) + self._key_offset
        if picture_id >= self.picture_id and was.picture_id is not None:
            self.picture_id, self.tl0_index, self.key_index = picture_id, tl0_index, key_index
        return vp8.write_descriptor(was, picture_id, tl0_index, key_index)

    def _vp9_body(self, packet: Packet, was: vp9.Descriptor) -> bytes:
        """Left out pictures leave holes: others name those that they need by the distance of their ids."""
        picture_id, tl0_index = packet.picture_id + self._picture_id_offset, (was.tl0_index or 0) + self._tl0_offset
        if picture_id >= self.picture_id and was.picture_id is not None:
            self.picture_id, self.tl0_index = picture_id, tl0_index
        return vp9.renumbered(packet.body, was, picture_id, tl0_index)
