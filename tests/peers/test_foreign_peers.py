"""Peers that are neither ours nor browsers send and watch through a real server, and say what they decoded.

FFmpeg's WHIP sender (H.264, no header extensions, its own DTLS by GnuTLS), aiortc in each DTLS role, libwebrtc with and
without simulcast. Numbers seen are printed, so that `pytest -s` shows the table.
"""

from collections.abc import Callable
from typing import TypeAlias

import pytest

from tests.peers.api import Webinar
from tests.peers.running import Running
from tests.peers.signalling import Seen

RunPeer: TypeAlias = Callable[..., Running]
SEND_S, WATCH_S = 7, 4
FEWEST_FRAMES = 30  # of about 100: a busy machine starts the player late and decodes slowly
LEAST_ENERGY = 1e-7  # libwebrtc's synthetic microphone beeps softly and seldom

SENDERS = {
    "FFmpeg, we are the DTLS client": ("whip_ffmpeg", {"dtls": "passive"}),
    "FFmpeg, we are the DTLS server": ("whip_ffmpeg", {"dtls": "active"}),
    "aiortc": ("aiortc_peer", {"role": "publish"}),
    "aiortc as DTLS server": ("aiortc_peer", {"role": "publish", "dtls": "server"}),
    "libwebrtc": ("libwebrtc_peer", {"role": "publish"}),
}


def show(what: str, seen: Seen, sent: Seen) -> None:
    print(  # noqa: T201 - the table that `pytest -s` shows
        f"{what}: frames={seen.frames} heights={sorted(seen.heights)} "
        f"energy={seen.audio_energy:.6f} sent={sorted(sent.layers_sent)}"
    )


def watch(run_peer: RunPeer, webinar: Webinar, player: str, sender: str, **options: str) -> tuple[Seen, Seen]:
    """What the player saw, and the sender."""
    sending = run_peer(sender, webinar.whip, webinar.presenter(), SEND_S, **options)
    watching = run_peer(player, webinar.whep, webinar.attendee(), WATCH_S, role="watch")
    return watching.seen(), sending.seen()


@pytest.mark.slow
@pytest.mark.parametrize("sender", SENDERS)
def test_a_player_sees_and_hears_a_foreign_sender(sender: str, webinar: Webinar, run_peer: RunPeer) -> None:
    program, options = SENDERS[sender]
    seen, sent = watch(run_peer, webinar, "aiortc_peer", program, **options)
    show(f"{sender} → aiortc", seen, sent)
    assert sent.connected
    assert seen.frames > FEWEST_FRAMES
    assert 360 in seen.heights or program == "libwebrtc_peer"  # libwebrtc's synthetic camera begins small
    assert seen.audio_energy > LEAST_ENERGY
    assert seen.deleted == 200


def test_libwebrtc_sees_and_hears_aiortc(webinar: Webinar, run_peer: RunPeer) -> None:
    seen, sent = watch(run_peer, webinar, "libwebrtc_peer", "aiortc_peer", role="publish")
    show("aiortc → libwebrtc", seen, sent)
    assert seen.frames > FEWEST_FRAMES
    assert seen.heights == [360]
    assert seen.audio_energy > LEAST_ENERGY


@pytest.mark.slow
def test_libwebrtc_sees_one_layer_at_a_time_of_another_libwebrtcs_three(webinar: Webinar, run_peer: RunPeer) -> None:
    seen, sent = watch(run_peer, webinar, "libwebrtc_peer", "libwebrtc_peer", role="publish", simulcast="yes")
    show("libwebrtc, simulcast → libwebrtc", seen, sent)
    assert set(sent.layers_sent) == {180, 360, 720}
    assert seen.frames > FEWEST_FRAMES
    assert set(seen.heights) <= {180, 360, 720}
    assert seen.audio_energy > LEAST_ENERGY


@pytest.mark.parametrize("sender", ["whip_ffmpeg", "aiortc_peer"])
def test_a_foreign_sender_hears_why_it_may_not_send(sender: str, webinar: Webinar, run_peer: RunPeer) -> None:
    as_attendee = run_peer(sender, webinar.whip, webinar.attendee(), 1)
    as_nobody = run_peer(sender, webinar.whip, "no.such.token", 1)
    assert as_attendee.seen().refused == 403
    assert as_nobody.seen().refused == 401
