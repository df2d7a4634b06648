"""Who speaks when, from the levels that came with the sound. One voice at a time; nobody's cough takes the picture."""

from collections.abc import Iterable
from typing import Final

from media.film.clips import Clip, wall_of

BIN_S: Final = 0.5
AUDIBLE_DBOV: Final = 50  # RFC 6464: quieter than -50 dBov is breath and room
HELD_BINS: Final = 3  # so long somebody else has to be the loudest in a row


def loudness(clips: Iterable[Clip]) -> dict[int, dict[str, int]]:
    """Per half second since the epoch: how loud each person was at the loudest, 0 to 127."""
    bins: dict[int, dict[str, int]] = {}
    for clip in clips:
        if clip.segment.source != "microphone":
            continue
        for level in clip.segment.levels:
            if level.level_dbov <= AUDIBLE_DBOV:
                at = bins.setdefault(int(wall_of(clip.segment, level.rtp) / BIN_S), {})
                who = clip.segment.participant
                at[who] = max(at.get(who, 0), 127 - level.level_dbov)
    return bins


def speakers(bins: dict[int, dict[str, int]]) -> list[tuple[float, str]]:
    """From which wall time on who is the speaker. Who is silent remains it until somebody else speaks."""
    turns: list[tuple[float, str]] = []
    rival, since, last = "", 0, 0
    for at in sorted(bins):
        loudest = max(sorted(bins[at]), key=lambda who: bins[at][who])
        if turns and loudest == turns[-1][1]:
            rival = ""
        elif not turns:
            turns.append((at * BIN_S, loudest))
        elif loudest != rival or at - last > HELD_BINS:
            rival, since = loudest, at
        if rival and at - since + 1 >= HELD_BINS:
            turns.append((since * BIN_S, rival))
            rival = ""
        last = at
    return turns
