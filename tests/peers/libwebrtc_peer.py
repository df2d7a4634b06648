"""libwebrtc without a browser: sends its synthetic camera (simulcast, if told) and microphone, or watches.

A program: `python -m tests.peers.libwebrtc_peer URL TOKEN SECONDS --role publish|watch [--simulcast yes]`.
"""

import asyncio
from argparse import Namespace
from collections.abc import Awaitable, Callable

import webrtc

from tests.peers.signalling import OfferRefusedError, Seen, arguments, delete, post_offer

LAYERS = (("q", 4.0), ("h", 2.0), ("f", 1.0))


async def exchange(pc: webrtc.RTCPeerConnection, url: str, token: str) -> str:
    offer = await pc.create_offer()
    await pc.set_local_description(offer)
    answer, resource = await asyncio.to_thread(post_offer, url, token, offer.sdp)
    await pc.set_remote_description(webrtc.RTCSessionDescription(webrtc.RTCSessionDescriptionInit("answer", answer)))
    return resource


async def offer_media(pc: webrtc.RTCPeerConnection, simulcast: bool) -> None:
    size = webrtc.MediaTrackConstraints(width=1280, height=720, frame_rate=20)
    stream = await webrtc.media_devices.get_user_media(webrtc.MediaStreamConstraints(audio=True, video=size))
    encodings = [webrtc.RTCRtpEncodingParameters(rid=rid, scale_resolution_down_by=by) for rid, by in LAYERS]
    for track in stream.get_tracks():
        layered = simulcast and track.kind == "video"
        init = webrtc.RTCRtpTransceiverInit(
            direction="sendonly", streams=[stream], send_encodings=encodings if layered else []
        )
        pc.add_transceiver(track, init)


async def offer_seat(pc: webrtc.RTCPeerConnection) -> None:
    for kind in ("audio", "video"):
        pc.add_transceiver(kind, webrtc.RTCRtpTransceiverInit(direction="recvonly"))


async def note(pc: webrtc.RTCPeerConnection, seen: Seen) -> None:
    """Takes the peer's own statistics into `seen`; called once a second, so that heights on the way are seen too."""
    seen.connected |= pc.connection_state == "connected"
    for stat in (await pc.get_stats()).values():
        if isinstance(stat, webrtc.RTCInboundRtpStreamStats):
            seen.frames = max(seen.frames, stat.frames_decoded or 0)
            seen.audio_energy = max(seen.audio_energy, stat.total_audio_energy or 0.0)
            add(seen.heights, stat.frame_height)
        elif isinstance(stat, webrtc.RTCOutboundRtpStreamStats) and stat.frames_sent:
            add(seen.layers_sent, stat.frame_height)


def add(heights: list[int], height: int | None) -> None:
    if height and height not in heights:
        heights.append(height)


async def call(args: Namespace, prepare: Callable[[webrtc.RTCPeerConnection], Awaitable[None]], seen: Seen) -> None:
    pc = webrtc.RTCPeerConnection()
    try:
        await prepare(pc)
        resource = await exchange(pc, args.url, args.token)
        for _ in range(int(args.seconds)):
            await asyncio.sleep(1)
            await note(pc, seen)
        seen.deleted = await asyncio.to_thread(delete, resource, args.token)
    except OfferRefusedError as refusal:
        seen.refused = refusal.status
    finally:
        pc.close()


def main() -> None:
    args = arguments(__doc__, role="publish", simulcast="no")
    webrtc.allow_loopback()
    seen = Seen()
    prepare = offer_seat if args.role == "watch" else lambda pc: offer_media(pc, args.simulcast == "yes")
    asyncio.run(call(args, prepare, seen))
    seen.report()


if __name__ == "__main__":
    main()
