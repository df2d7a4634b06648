"""Which audio tracks are forwarded: the loudest few, by the levels in their packets (RFC 6464). Time is passed in.

Nobody listens to more voices at once, and each costs a packet per viewer fifty times a second. A voice that begins is
let through with its first packets; it takes the place of the quietest, which as a rule has been silent for long.
"""

from attrs import define, field

MOST = 3
FADE_DB_S = 30.0  # how fast what was heard is forgotten: a pause between two words costs nobody the place
MARGIN_DB = 6.0  # louder than the quietest of those let through, so that two alike do not take turns
HELD_S = 0.5  # a place is kept so long at least: no word is cut in two
VOICE_DBOV = 60  # quieter than this takes nobody's place


@define
class Heard:
    """`loudness_db` at `at_s`: 127 less the level, fading."""

    loudness_db: float
    at_s: float
    since_s: float = float("-inf")  # let through

    def now_db(self, now_s: float) -> float:
        return self.loudness_db - FADE_DB_S * max(0.0, now_s - self.at_s)

    def packet(self, level_dbov: int, now_s: float) -> None:
        self.loudness_db = max(127.0 - level_dbov, self.now_db(now_s))
        self.at_s = now_s


@define
class Loudest:
    """Tracks of one routing by any number. A track that tells no levels is not known here, and goes through."""

    _through: dict[int, Heard] = field(factory=dict)
    _hushed: dict[int, Heard] = field(factory=dict)

    def heard(self, track: int, level_dbov: int, now_s: float) -> dict[int, bool]:
        """A packet's level: 0 loudest, 127 silence. Gives the tracks to hush (True) or let through (False) now."""
        voice = self._through.get(track)
        if voice is not None:
            voice.packet(level_dbov, now_s)
            return {}
        hushed = {track: True} if track not in self._hushed else {}  # what is new goes through until it is told not to
        voice = self._hushed.setdefault(track, Heard(0.0, now_s))
        voice.packet(level_dbov, now_s)
        if len(self._through) < MOST:
            return self._let_through(track, now_s)
        quietest = min(self._through, key=lambda each: self._through[each].now_db(now_s))
        if level_dbov > VOICE_DBOV or not self._gives_way(self._through[quietest], voice, now_s):
            return hushed
        self._hushed[quietest] = self._through.pop(quietest)
        return {quietest: True, **self._let_through(track, now_s)}

    def forget(self, track: int) -> None:
        """The track is gone; its place is taken by the next that is heard."""
        self._through.pop(track, None)
        self._hushed.pop(track, None)

    def _let_through(self, track: int, now_s: float) -> dict[int, bool]:
        self._through[track] = voice = self._hushed.pop(track)
        voice.since_s = now_s
        return {track: False}

    def _gives_way(self, has: Heard, wants: Heard, now_s: float) -> bool:
        return now_s - has.since_s >= HELD_S and wants.loudness_db > has.now_db(now_s) + MARGIN_DB
