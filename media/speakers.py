"""Who speaks, from the audio levels in RTP packets (RFC 6464), without flicker. Time is passed in.

Each track has an activity between 0 and 1 that rises while its packets are louder than its own room and falls more
slowly in silence, so that a cough lights nobody up and the pause between two sentences puts nobody out. The active
speaker is one of those who speak; whoever holds the floor keeps it until somebody else is clearly more active.
"""

from math import exp

from attrs import define, field

RISE_S = 0.4  # time constants; a cough of 0.3 s reaches 0.53
FALL_S = 1.0
SPEAKS_FROM = 0.7  # activity: after about half a second of speech
SILENT_BELOW = 0.3  # after about 1.2 s of silence
TAKES_OVER_BY = 0.2  # activity above the one who has the floor
FLOOR_S = 1.5  # for so long at least the active speaker stays
VOICE_DBOV = 55  # quieter than this is no voice, in the best of rooms
ABOVE_ROOM_DB = 10  # a voice is this much louder than the room
ROOM_RISE_DB_S = 2.0  # how fast a room that became noisy is believed; speech has pauses, noise has not
PACKET_S = 0.02
GAP_S = 0.1  # no packet for so long is silence (muted, DTX)


@define
class Voice:
    """One audio track. `room_db` and loudness are 127 - level, so more is louder."""

    heard_s: float
    room_db: float = 127.0 - VOICE_DBOV
    activity: float = 0.0
    speaks: bool = False

    def packet(self, level_dbov: int, at_s: float) -> None:
        elapsed_s = max(0.0, at_s - self.heard_s)
        self.silence(at_s)
        loudness_db = 127 - level_dbov
        self.room_db = min(loudness_db, self.room_db + ROOM_RISE_DB_S * min(elapsed_s, GAP_S))
        if level_dbov < VOICE_DBOV and loudness_db >= self.room_db + ABOVE_ROOM_DB:
            self.activity += (1 - self.activity) * (1 - exp(-min(elapsed_s, GAP_S) / RISE_S))
        else:
            self.activity *= exp(-min(elapsed_s, GAP_S) / FALL_S)
        self.heard_s = at_s

    def silence(self, now_s: float) -> None:
        """Nothing was heard until now; a short gap means nothing."""
        gap_s = now_s - self.heard_s
        if gap_s > GAP_S:
            self.activity *= exp(-gap_s / FALL_S)
            self.heard_s = now_s - PACKET_S

    def judge(self) -> None:
        self.speaks = self.activity >= (SILENT_BELOW if self.speaks else SPEAKS_FROM)


@define
class Speakers:
    """`active` is an up track's id, None until somebody has spoken; `speaking` who speaks now, in joining order."""

    active: int | None = None
    speaking: tuple[int, ...] = ()
    _voices: dict[int, Voice] = field(factory=dict)
    _since_s: float = 0.0

    def heard(self, up: int, level_dbov: int, at_s: float) -> None:
        """A packet's level: 0 loudest, 127 silence."""
        voice = self._voices.get(up)
        if voice is None:
            voice = self._voices[up] = Voice(at_s)
        voice.packet(level_dbov, at_s)

    def forget(self, up: int) -> None:
        """The track is gone."""
        self._voices.pop(up, None)

    def update(self, now_s: float) -> bool:
        """Judge anew. True if `active` or `speaking` changed."""
        for voice in self._voices.values():
            voice.silence(now_s)
            voice.judge()
        before = self.active, self.speaking
        self.speaking = tuple(up for up, voice in self._voices.items() if voice.speaks)
        challenger = self._challenger(now_s)
        if challenger != self.active:
            self.active, self._since_s = challenger, now_s
        return before != (self.active, self.speaking)

    def _challenger(self, now_s: float) -> int | None:
        holder = self._voices.get(self.active) if self.active is not None else None
        best = max(self.speaking, key=lambda up: self._voices[up].activity, default=None)
        if holder is None:
            return best
        if best is None or now_s - self._since_s < FLOOR_S:
            return self.active
        return best if self._voices[best].activity > holder.activity + TAKES_OVER_BY else self.active
