"""Offers to read: real ones of browsers and FFmpeg, and what can be built from them."""

from pathlib import Path

FOLDER = Path(__file__).parent.parent / "fixtures" / "sdp"
NAMES = sorted(path.stem for path in FOLDER.glob("*.sdp"))

CHROMIUM_PUBLISH = "chromium_offer_a_sendrecv_simulcast"
FIREFOX_PUBLISH = "firefox_offer_a_sendrecv_simulcast"
CHROMIUM_WATCH = "chromium_offer_b_recvonly"
FIREFOX_WATCH = "firefox_offer_b_recvonly"
FFMPEG = "ffmpeg_offer_whip"
SENDRECV = "chromium_offer_a2_sendrecv_plain"


def text(name: str) -> str:
    return (FOLDER / f"{name}.sdp").read_text(encoding="ascii")


def changed(name: str, old: str, new: str) -> str:
    """The offer with every `old` replaced; it must be there."""
    original = text(name)
    assert old in original
    return original.replace(old, new)


def seats(audio: int, video: int, *, only_vp8: bool) -> str:
    """Chromium's recvonly offer with more sections, with every codec or as setCodecPreferences leaves it."""
    head, sound, picture = text(CHROMIUM_WATCH).split("m=")
    if only_vp8:
        picture = _without_other_codecs(picture)
    mids = " ".join(map(str, range(audio + video)))
    sections = [f"m={sound}".replace("a=mid:0", f"a=mid:{mid}") for mid in range(audio)]
    sections += [f"m={picture}".replace("a=mid:1", f"a=mid:{audio + mid}") for mid in range(video)]
    return head.replace("BUNDLE 0 1", f"BUNDLE {mids}") + "".join(sections)


def _without_other_codecs(section: str) -> str:
    first, *rest = section.splitlines()
    kept = [line for line in rest if not line.startswith(("a=rtpmap:", "a=fmtp:", "a=rtcp-fb:"))]
    codec = [line for line in rest if line.partition(":")[2].partition(" ")[0] in {"96", "97"} and line not in kept]
    return "\n".join([" ".join(first.split()[:3]) + " 96 97", *kept, *codec]) + "\n"
