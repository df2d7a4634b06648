import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media import sdp
from tests.media import offers

HEAD = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"


def refusal(text: str) -> str:
    with pytest.raises(sdp.OfferRefused) as refused:
        sdp.split(text)
    assert refused.value.detail
    return refused.value.code


def test_a_text_becomes_a_session_part_and_its_sections() -> None:
    session, audio, video = sdp.split(
        HEAD + "a=one\r\nm=audio 9 X 1\r\na=k:a:b\r\na=k:c\r\na=flag\r\nm=video 9 X 2\r\n"
    )
    assert session.has("one")
    assert audio.media == "audio 9 X 1"
    assert audio.all("k") == ["a:b", "c"]
    assert audio.get("k") == "a:b"
    assert audio.has("flag")
    assert not video.has("flag")
    assert video.get("k") is None
    assert video.all("k") == []


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_may_end_either_way(end: str) -> None:
    session, section = sdp.split((HEAD + "a=x:1\r\nm=audio 9 X 1\r\na=y:2").replace("\r\n", end))
    assert (session.get("x"), section.get("y")) == ("1", "2")


@pytest.mark.parametrize("name", offers.NAMES)
def test_offers_of_browsers_and_encoders_are_split(name: str) -> None:
    _, *sections = sdp.split(offers.text(name))
    assert len(sections) == offers.text(name).count("\nm=")


NO_SDP = {
    "nothing": "",
    "blank": "\r\n",
    "another version": HEAD.replace("v=0", "v=1"),
    "no version": HEAD[5:],
    "html": "<html>",
    "a line without =": HEAD + "hello\r\n",
    "an empty line in between": HEAD + "\r\na=x\r\n",
    "a lone carriage return": HEAD + "a=x\ra=y\r\n",
    "NUL": HEAD + "a=x\0\r\n",
    "escape": HEAD + "a=\x1b[31m\r\n",
    "not ASCII": HEAD + "a=é\r\n",
    "a line separator of another script": HEAD + "a=x\u2028a=y\r\n",
    "half a character": HEAD + "a=\ud800\r\n",
}


@pytest.mark.parametrize("case", NO_SDP)
def test_what_is_no_sdp_is_refused(case: str) -> None:
    assert refusal(NO_SDP[case]) == "bad_sdp"


def full(line: str) -> str:
    """As many of these lines as the limits on characters and lines leave room for."""
    return HEAD + f"{line}\r\n" * min(sdp.MAX_LINES - 10, (sdp.MAX_CHARS - len(HEAD)) // (len(line) + 2))


BOMBS = {
    "a megabyte": HEAD + "a=x\r\n" * 200_000,
    "ten thousand sections": HEAD + "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\n" * 10_000,
    "short sections": full("m=a"),
    "a hundred thousand candidates": HEAD
    + "m=audio 9 X 0\r\n"
    + "a=candidate:1 1 udp 1 1.1.1.1 1 typ host\r\n" * 100_000,
    "candidates within the limit of characters": full("a=candidate:1"),
    "a line of 200 kB": HEAD + "a=" + "x" * 200_000,
    "a line of 100 kB": HEAD + "a=" + "x" * 100_000,
    "attributes without end": full("a=x"),
    "attributes all different": HEAD + "".join(f"a={n}\r\n" for n in range(2000)),
    "lines that mean nothing": HEAD + "b=\r\n" * 9000,
}


@pytest.mark.parametrize("case", BOMBS)
def test_bombs_are_refused_at_once(case: str) -> None:
    """20 ms is the limit, tenfold slack."""
    before = time.thread_time()
    assert refusal(BOMBS[case]) == "offer_too_large"
    assert time.thread_time() - before < 0.2


def test_a_refusal_shows_little_of_the_text() -> None:
    with pytest.raises(sdp.OfferRefused) as refused:
        sdp.split(HEAD + "evil" * 1000 + "\r\n")
    assert len(refused.value.detail) < 200


@given(st.text(max_size=300))
def test_junk_is_refused_and_nothing_else(text: str) -> None:
    for each in (text, HEAD + text):
        try:
            assert sdp.split(each)
        except sdp.OfferRefused as refused:
            assert refused.code in {"bad_sdp", "offer_too_large"}  # noqa: PT017 - both ways out are right
