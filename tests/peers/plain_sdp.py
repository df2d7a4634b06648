"""The plain peer's own SDP: an offer as a small WHIP or WHEP client writes it, and what it needs of the answer."""

import re
from dataclasses import dataclass

MID_URI = "urn:ietf:params:rtp-hdrext:sdes:mid"
LEVEL_URI = "urn:ietf:params:rtp-hdrext:ssrc-audio-level"
AUDIO_PT, VIDEO_PT = 111, 96
MID_ID, LEVEL_ID = 4, 1

HEAD = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1\r\n"
SECTION = """\
m={kind} 9 UDP/TLS/RTP/SAVPF {payload_type}
c=IN IP4 0.0.0.0
a=ice-ufrag:{ufrag}
a=ice-pwd:{password}
a=fingerprint:{fingerprint}
a=setup:{setup}
a=mid:{mid}
a={direction}
a=rtcp-mux
a=rtcp-rsize
a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
"""
AUDIO = "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level\na=rtpmap:111 opus/48000/2\na=fmtp:111 useinbandfec=1\n"
VIDEO = "a=rtpmap:96 VP8/90000\na=rtcp-fb:96 nack\na=rtcp-fb:96 nack pli\n"


@dataclass(frozen=True)
class Answer:
    """Who is at the other end, and where."""

    address: tuple[str, int]
    ufrag: str
    password: str
    fingerprint: tuple[str, str]
    setup: str


def write_offer(ufrag: str, password: str, fingerprint: str, setup: str, direction: str) -> str:
    """One audio and one video line. `setup` is actpass, active or passive; `direction` sendonly or recvonly."""
    transport = {"ufrag": ufrag, "password": password, "fingerprint": fingerprint, "setup": setup}
    lines = HEAD
    for mid, (kind, payload_type, codec) in enumerate((("audio", AUDIO_PT, AUDIO), ("video", VIDEO_PT, VIDEO))):
        section = SECTION.format(kind=kind, payload_type=payload_type, mid=mid, direction=direction, **transport)
        lines += (section + codec).replace("\n", "\r\n")
    return lines


def read_answer(text: str) -> Answer:
    candidate = _value(text, r"a=candidate:\S+ 1 udp \d+ (\S+ \d+) typ host").split()
    algorithm, value = _value(text, r"a=fingerprint:(\S+ \S+)").split()
    return Answer(
        (candidate[0], int(candidate[1])),
        _value(text, r"a=ice-ufrag:(\S+)"),
        _value(text, r"a=ice-pwd:(\S+)"),
        (algorithm, value),
        _value(text, r"a=setup:(\S+)"),
    )


def _value(text: str, pattern: str) -> str:
    found = re.search(pattern, text)
    assert found, f"the answer has no {pattern}:\n{text}"
    return found[1]
