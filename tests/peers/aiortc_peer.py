"""aiortc as WHIP sender or WHEP player, in an asyncio loop of its own.

A program: `python -m tests.peers.aiortc_peer URL TOKEN SECONDS --role publish|watch [--dtls auto|client|server]`.
`--dtls` sets a=setup in the offer: auto is actpass, client is active, server is passive (our side is the client then).
"""

import argparse
import asyncio
from collections.abc import AsyncIterator, Iterator

import aioice.ice
import av
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError

from tests.peers.media_source import energy, pictures, tone
from tests.peers.signalling import OfferRefusedError, Seen, arguments, delete, post_offer

SETUP = {"auto": "actpass", "client": "active", "server": "passive"}
FPS = 20


class Paced(MediaStreamTrack):
    """A track of ready frames, each released when its time has come."""

    def __init__(self, kind: str, frames: Iterator[av.VideoFrame | av.AudioFrame]) -> None:
        self.kind = kind
        super().__init__()
        self.frames = frames
        self.began_s: float | None = None

    async def recv(self) -> av.VideoFrame | av.AudioFrame:
        frame = next(self.frames)
        now_s = asyncio.get_running_loop().time()
        self.began_s = now_s if self.began_s is None else self.began_s
        await asyncio.sleep(max(0.0, self.began_s + (frame.time or 0.0) - now_s))
        return frame


async def frames_of(track: MediaStreamTrack) -> AsyncIterator[av.VideoFrame | av.AudioFrame]:
    while True:
        try:
            frame = await track.recv()
        except MediaStreamError:
            return
        if isinstance(frame, av.VideoFrame | av.AudioFrame):
            yield frame


async def look(track: MediaStreamTrack, seen: Seen) -> None:
    async for frame in frames_of(track):
        if isinstance(frame, av.VideoFrame):
            seen.picture(frame.height)
        else:
            seen.audio_frames += 1
            seen.audio_energy += energy(frame)


async def exchange(pc: RTCPeerConnection, args: argparse.Namespace) -> str:
    await pc.setLocalDescription(await pc.createOffer())
    offer = pc.localDescription.sdp.replace("a=setup:actpass", f"a=setup:{SETUP[args.dtls]}")
    answer, resource = await asyncio.to_thread(post_offer, args.url, args.token, offer)
    await pc.setRemoteDescription(RTCSessionDescription(answer, "answer"))
    return resource


async def call(args: argparse.Namespace, seen: Seen) -> None:
    pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    lookers = []
    pc.on("track", lambda track: lookers.append(asyncio.ensure_future(look(track, seen))))
    if args.role == "publish":
        pc.addTransceiver(Paced("audio", tone()), "sendonly")
        pc.addTransceiver(Paced("video", pictures(640, 360, FPS)), "sendonly")
    else:
        pc.addTransceiver("audio", "recvonly")
        pc.addTransceiver("video", "recvonly")
    try:
        resource = await exchange(pc, args)
        await asyncio.sleep(args.seconds)
        seen.connected = pc.connectionState == "connected"
        seen.deleted = await asyncio.to_thread(delete, resource, args.token)
    except OfferRefusedError as refusal:
        seen.refused = refusal.status
    finally:
        await pc.close()
        await asyncio.gather(*lookers)


def main() -> None:
    args = arguments(__doc__, role="publish", dtls="auto")
    aioice.ice.get_host_addresses = lambda use_ipv4, use_ipv6: ["127.0.0.1"]  # noqa: ARG005 - aioice names them
    seen = Seen()
    asyncio.run(call(args, seen))
    seen.report()


if __name__ == "__main__":
    main()
