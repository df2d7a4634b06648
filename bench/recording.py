"""What recording costs: CPU of server and recorder to capture 25 tracks, 13 cameras of 1.2 Mbit/s and 12 microphones.

A process of its own runs the media engine's plane and its captures; here real VP8 and Opus packets are sealed and sent
to it in real time. The same load is measured without recording first: the difference, and all of the recorder, is what
capture costs. `LONG=1`: a minute of each instead of seven seconds.
Then four cameras are composed (bench/film.py), and flashes and beeps go through Chromium and the running server into a
film (bench/lips.py). Last line: `recording capture_core_pct=… compose_x_realtime=… av_offset_p95_ms=…`.
"""

import multiprocessing
import os
import secrets
import socket
import tempfile
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import trio

from bench import lips
from bench.crowd.processes import go_first
from bench.film import compose_x_realtime
from media.plane import PeerSpec, UpSpec
from media.plane.face import CompiledPlane
from media.recording.captures import Captures
from media.recording.folder import Folder
from media.srtp import AEAD_AES_128_GCM, SrtpKeys
from media.tracks import UpTrack
from tests.media.plane.oracle.srtp import SrtpSession
from tests.media.recording import bitstreams
from tests.media.rtp_packets import packet

CAMERAS, MICROPHONES = 13, 12
SECONDS = 60 if os.environ.get("LONG") else 7
BPS = 1_200_000
PICTURES_HZ, SOUNDS_HZ = 30, 50
LOOP_S = 4
TICKS_HZ = os.sysconf("SC_CLK_TCK")


class Sender:
    """One publisher with one track."""

    def __init__(self, number: int, port: int) -> None:
        self.number, self.is_camera = number, number <= CAMERAS
        self.theirs, self.ours = secrets.token_bytes(28), secrets.token_bytes(28)
        self.srtp = SrtpSession(SrtpKeys(AEAD_AES_128_GCM, self.ours, self.theirs))
        self.socket = socket.socket(type=socket.SOCK_DGRAM)
        self.socket.connect(("127.0.0.1", port))
        self.sequence, self.frame = 0, number  # not all key frames at once

    def frames(self) -> Iterator[list[bytes]]:
        """What each frame is sent as; endless."""
        while True:
            yield self._picture() if self.is_camera else [self._plain(SOUNDS[self.frame % len(SOUNDS)], 960, True)]
            self.frame += 1

    def _picture(self) -> list[bytes]:
        parts = bitstreams.payloads("vp8", PICTURES[self.frame % len(PICTURES)])
        return [self._plain(part, 3000, at == len(parts) - 1) for at, part in enumerate(parts)]

    def _plain(self, payload: bytes, ticks: int, marker: bool) -> bytes:
        self.sequence += 1
        return packet(self.sequence, self.frame * ticks, self.number, payload, marker=marker)


class Published:
    """What a capture needs of a publisher."""

    def __init__(self, number: int, is_camera: bool) -> None:
        label = "camera" if is_camera else "microphone"
        of = UpTrack.of_video(number, label, "vp8", 1) if is_camera else UpTrack.of_audio(number, label, "opus")
        of.is_open = True
        self.id, self.tracks = str(number), {label: of}


PICTURES = bitstreams.pictures("vp8", PICTURES_HZ * LOOP_S, (640, 360), PICTURES_HZ * LOOP_S, BPS)
SOUNDS = bitstreams.sounds(SOUNDS_HZ * LOOP_S)


def serve(line: Connection, folder: str) -> None:
    trio.run(serve_media, line, Path(folder))


async def serve_media(line: Connection, folder: Path) -> None:
    """The node: told of the senders, then to record."""
    port = socket.socket(type=socket.SOCK_DGRAM)
    port.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
    port.bind(("127.0.0.1", 0))
    port.setblocking(False)
    plane = CompiledPlane(time.time() - trio.current_time())
    plane.start(port.fileno(), trio.current_time() - time.clock_gettime(time.CLOCK_MONOTONIC))
    captures = Captures(plane, folder)
    async with trio.open_nursery() as node:
        await node.start(captures.serve)
        line.send(port.getsockname()[1])
        publishers = [admit(plane, *each) for each in await trio.to_thread.run_sync(line.recv)]
        line.send("ready")
        await trio.to_thread.run_sync(line.recv)
        capture = captures.open("bench", "bench", "main", print)
        for publisher in publishers:
            capture.take(publisher, publisher.id)
        line.send("recording")
        await trio.to_thread.run_sync(line.recv)
        line.send((cpu_s(os.getpid()), sum(cpu_s(child) for child in children()), dict(plane.counters())))
        capture.close()
        await trio.to_thread.run_sync(line.recv)
        node.cancel_scope.cancel()
    plane.stop()
    line.send("over")


def admit(plane: CompiledPlane, number: int, inbound: bytes, outbound: bytes, address: tuple[str, int]) -> Published:
    is_camera = number <= CAMERAS
    plane.add_peer(PeerSpec(number, SrtpKeys(AEAD_AES_128_GCM, inbound, outbound)))
    plane.move_peer(number, address)
    codecs, clock_hz = ({96: "vp8"}, 90_000) if is_camera else ({96: "opus"}, 48_000)
    plane.add_up(UpSpec(number, number, "video" if is_camera else "audio", "0", codecs, clock_hz, nack=is_camera))
    plane.allow_up(number, True)
    return Published(number, is_camera)


def children() -> list[int]:
    return [int(each) for task in Path("/proc/self/task").glob("*/children") for each in task.read_text().split()]


def cpu_s(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_HZ


def send(senders: list[Sender], seconds: float) -> float:
    """In real time; how long it took."""
    begun_s = time.monotonic()
    due = [(begun_s + 0.001 * sender.number, sender, sender.frames()) for sender in senders]
    while time.monotonic() - begun_s < seconds:
        now_s = time.monotonic()
        for at, (due_s, sender, frames) in enumerate(due):
            if now_s >= due_s:
                for plain in next(frames):
                    sender.socket.send(sender.srtp.protect(plain))
                due[at] = due_s + 1 / (PICTURES_HZ if sender.is_camera else SOUNDS_HZ), sender, frames
        time.sleep(0.002)
    return time.monotonic() - begun_s


def captured() -> float:
    """Percent of a core."""
    with tempfile.TemporaryDirectory() as folder:
        line, far = multiprocessing.Pipe()
        server = multiprocessing.get_context("fork").Process(target=serve, args=(far, folder))
        server.start()
        assert server.pid is not None
        port = line.recv()
        senders = [Sender(number, port) for number in range(1, CAMERAS + MICROPHONES + 1)]
        line.send([(each.number, each.theirs, each.ours, each.socket.getsockname()) for each in senders])
        line.recv()
        before_s = cpu_s(server.pid)
        idle_took_s = send(senders, SECONDS)
        idle_pct = 100 * (cpu_s(server.pid) - before_s) / idle_took_s
        line.send("record")
        line.recv()
        began_s = cpu_s(server.pid)
        took_s = send(senders, SECONDS)
        line.send("how much")
        server_s, recorder_s, counters = line.recv()
        time.sleep(1.0)
        line.send("end")
        line.recv()
        server.join()
        server_pct, recorder_pct = 100 * (server_s - began_s) / took_s, 100 * recorder_s / took_s
        segments = Folder(Path(folder) / "bench").segments()
        frames, gaps = sum(each.frames for each in segments), sum(len(each.gaps) for each in segments)
        print(
            f"taking packets in {idle_pct:.1f}% of a core, recorded too {server_pct:.1f}%, recorder {recorder_pct:.1f}%"
        )
        print(f"{len(segments)} segments, {frames} frames, {gaps} gaps, {counters}")
        return float(max(0.0, server_pct - idle_pct) + recorder_pct)


def main() -> None:
    go_first()
    capture_core_pct = captured()
    composed = compose_x_realtime()
    print("composed in CPU time, times real time:", *(f"{preset} {times:.1f}" for preset, times in composed.items()))
    offsets = lips.measured()
    print("beep after flash, ms:", *(round(each) for each in offsets))
    print(
        f"recording capture_core_pct={capture_core_pct:.1f} compose_x_realtime={composed['veryfast']:.1f} "
        f"av_offset_p95_ms={lips.part(offsets, 0.95):.0f}"
    )


if __name__ == "__main__":
    main()
