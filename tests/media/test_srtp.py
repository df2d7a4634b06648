import contextlib
import os
import random
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media import srtp
from tests.media.plane.oracle import srtp as sessions

T5_JUNK = bytes.fromhex("8000702809cd2d15fd3e5c8641")


def both_ends(profile: srtp.SrtpProfile = srtp.AEAD_AES_128_GCM) -> tuple[sessions.SrtpSession, sessions.SrtpSession]:
    material = os.urandom(profile.material_bytes)
    server = srtp.SrtpKeys.from_dtls(profile, material, we_are_server=True)
    client = srtp.SrtpKeys.from_dtls(profile, material, we_are_server=False)
    return sessions.SrtpSession(server), sessions.SrtpSession(client)


def rtp(sequence: int = 1, ssrc: int = 1234, payload: bytes = b"payload") -> bytes:
    return struct.pack("!BBHII", 0x80, 96, sequence & 0xFFFF, 0, ssrc) + payload


def receiver_report(ssrc: int = 1234) -> bytes:
    return struct.pack("!BBHI", 0x80, 201, 1, ssrc)


def refusal(session: sessions.SrtpSession, packet: bytes) -> str:
    with pytest.raises(sessions.SrtpRefused) as refused:
        session.unprotect(packet)
    return refused.value.reason


@pytest.mark.parametrize("profile", srtp.PROFILES)
def test_packets_pass_both_ways_under_each_profile(profile: srtp.SrtpProfile) -> None:
    server, client = both_ends(profile)
    for here, there in ((server, client), (client, server)):
        protected = here.protect(rtp())
        assert b"payload" not in protected
        assert there.unprotect(protected) == rtp()
        assert there.unprotect_rtcp(here.protect_rtcp(receiver_report())) == receiver_report()


def test_the_key_material_is_cut_as_rfc_5764_says() -> None:
    material = bytes(range(56))
    keys = srtp.SrtpKeys.from_dtls(srtp.AEAD_AES_128_GCM, material, we_are_server=True)
    assert keys.inbound == material[0:16] + material[32:44]
    assert keys.outbound == material[16:32] + material[44:56]


def test_keys_do_not_appear_in_logs() -> None:
    keys = srtp.SrtpKeys(srtp.AEAD_AES_128_GCM, b"inbound-secret", b"outbound-secret")
    assert "secret" not in repr(keys)


@pytest.mark.parametrize("profile", srtp.PROFILES)
def test_a_replayed_packet_is_refused_also_after_the_sequence_wraps(profile: srtp.SrtpProfile) -> None:
    server, client = both_ends(profile)
    sent = [client.protect(rtp(sequence)) for sequence in range(65500, 65500 + 100)]
    for packet in sent:
        server.unprotect(packet)
    assert {refusal(server, packet) for packet in sent} == {"replayed"}
    far = [client.protect(rtp(sequence)) for sequence in range(65600, 65600 + 3000)]
    for packet in far:
        server.unprotect(packet)
    assert {refusal(server, packet) for packet in sent} <= {"replayed", "bad_tag"}


def test_a_reordered_packet_within_the_window_passes() -> None:
    server, client = both_ends()
    sent = [client.protect(rtp(sequence)) for sequence in range(1000)]
    server.unprotect(sent[-1])
    assert server.unprotect(sent[0]) == rtp(0)


def test_a_replayed_rtcp_packet_is_refused() -> None:
    server, client = both_ends()
    packet = client.protect_rtcp(receiver_report())
    server.unprotect_rtcp(packet)
    with pytest.raises(sessions.SrtpRefused, match="replayed"):
        server.unprotect_rtcp(packet)


def test_other_bytes_are_never_protected_under_a_used_sequence_number() -> None:
    server, _ = both_ends()
    server.protect(rtp(7, payload=b"first"))
    with pytest.raises(sessions.SrtpRefused, match="replayed"):
        server.protect(rtp(7, payload=b"other"))


def test_a_rejoined_peer_has_other_keys_so_old_packets_mean_nothing() -> None:
    _, before = both_ends()
    server, _ = both_ends()
    assert refusal(server, before.protect(rtp())) == "bad_tag"


def test_a_forged_packet_is_refused_and_the_session_goes_on() -> None:
    server, client = both_ends()
    server.unprotect(client.protect(rtp(1)))
    for _ in range(200):
        assert refusal(server, T5_JUNK) in {"bad_tag", "failed"}
    assert refusal(server, rtp(2)) in {"bad_tag", "failed"}
    assert server.unprotect(client.protect(rtp(3))) == rtp(3)


def test_what_exceeds_the_buffer_is_refused_before_libsrtp() -> None:
    server, client = both_ends()
    assert refusal(server, bytes(sessions.MAX_PROTECTED_BYTES + 1)) == "too_long"
    largest = rtp(payload=bytes(sessions.MAX_PLAIN_BYTES - 12))
    assert server.unprotect(client.protect(largest)) == largest
    for method in (client.protect, client.protect_rtcp):
        with pytest.raises(sessions.SrtpRefused, match="too_long"):
            method(largest + b"x")
    with pytest.raises(sessions.SrtpRefused, match="too_long"):
        server.unprotect_rtcp(bytes(1501))


def test_a_peer_cannot_make_us_keep_state_for_endless_streams() -> None:
    server, client = both_ends()
    for ssrc in range(sessions.MAX_STREAMS):
        server.unprotect(client.protect(rtp(ssrc=ssrc)))
    assert refusal(server, client.protect(rtp(ssrc=99999))) == "too_many_streams"
    assert server.unprotect(client.protect(rtp(2, ssrc=5))) == rtp(2, ssrc=5)


def test_a_forged_stream_does_not_count() -> None:
    server, client = both_ends()
    for ssrc in range(1000):
        assert refusal(server, rtp(ssrc=ssrc, payload=bytes(40))) == "bad_tag"
    assert server.unprotect(client.protect(rtp())) == rtp()


@given(st.binary(max_size=1600))
def test_junk_raises_nothing_but_a_refusal(data: bytes) -> None:
    server, _ = both_ends()
    for method in (server.unprotect, server.unprotect_rtcp, server.protect, server.protect_rtcp):
        with contextlib.suppress(sessions.SrtpRefused):
            method(data)


def test_lying_headers_raise_nothing_but_a_refusal() -> None:
    rng = random.Random(3711)
    server, client = both_ends()
    for sequence in range(3000):
        packet = bytearray(client.protect(rtp(sequence, payload=rng.randbytes(rng.randrange(60)))))
        packet[0] = rng.randrange(256)  # version, padding, extension, CSRC count
        if packet[0] != 0x80:
            assert refusal(server, bytes(packet))
