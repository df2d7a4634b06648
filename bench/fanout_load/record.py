"""Records frames.csv anew: `python -m bench.fanout_load.record`. What Chromium sends of a lively picture at 1 Mbit/s.

A page paints 640 x 360 at 30 frames a second and publishes VP8 through WHIP to a real server; what goes to the server's
port is read from the loopback device with the kernel's times, which needs root. The first seconds, in which the bit
rate rises, are left out.
"""

import csv
import socket
import struct
import tempfile
import time
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

from bench.fanout_load.frames import COLUMNS, RECORDING
from tests.browser import chromium
from tests.browser.server import Server
from tests.media.plane.oracle.rtp import HEAD_BYTES
from tests.peers.api import Webinar
from tests.peers.plain_peer import PlainPeer
from tests.peers.plain_sdp import VIDEO_PT

ETH_P_IP: Final = 0x0800
SO_TIMESTAMPNS: Final = 35  # Linux; the socket module has no name for it
TAG_BYTES: Final = 16  # AES-GCM's
RISES_S: Final = 20
RECORDS_S: Final = 10
PUBLISH: Final = """
async ([url, token, kbps]) => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 360 });
  document.body.append(canvas);
  const paint = canvas.getContext("2d");
  let turn = 0;
  setInterval(() => {
    turn++;
    for (let nth = 0; nth < 60; nth++) {
      paint.fillStyle = `hsl(${(turn * 3 + nth * 17) % 360} 70% 50%)`;
      paint.fillRect((nth * 97 + turn * (1 + nth % 5)) % 640, (nth * 61 + turn * (nth % 3)) % 360, 40, 24);
    }
  }, 1000 / 30);
  const peer = new RTCPeerConnection();
  peer.addTransceiver(canvas.captureStream(30).getVideoTracks()[0], {
    direction: "sendonly", sendEncodings: [{ maxBitrate: kbps * 1000, maxFramerate: 30 }],
  });
  await peer.setLocalDescription();
  const head = { Authorization: `Bearer ${token}`, "Content-Type": "application/sdp" };
  const answer = await fetch(url, { method: "POST", headers: head, body: peer.localDescription.sdp });
  await peer.setRemoteDescription({ type: "answer", sdp: await answer.text() });
  window.peer = peer;
}
"""


def listen(port: int, for_s: float) -> list[tuple[int, bytes]]:
    """What goes to this UDP port: time in ns and datagram."""
    found = []
    with socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(ETH_P_IP)) as wire:
        wire.bind(("lo", ETH_P_IP))
        wire.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
        wire.settimeout(1)
        until_s = time.monotonic() + for_s
        while time.monotonic() < until_s:
            packet, control, _, _ = wire.recvmsg(65536, 64)
            udp = (packet[0] & 0x0F) * 4
            if packet[9] == socket.IPPROTO_UDP and int.from_bytes(packet[udp + 2 : udp + 4]) == port:
                seconds, rest_ns = struct.unpack("@qq", control[0][2])
                found.append((seconds * 1_000_000_000 + rest_ns, packet[udp + 8 :]))
    return found


def rows(datagrams: list[tuple[int, bytes]]) -> list[tuple[float, int, int]]:
    """Whole frames of video, the first at 0: milliseconds, bytes in clear, whether a frame ends."""
    rtp = [(at_ns, data) for at_ns, data in datagrams if len(data) > HEAD_BYTES and data[0] >> 6 == 2]
    video = [(at_ns, len(data) - TAG_BYTES, data[1] >> 7) for at_ns, data in rtp if data[1] & 0x7F == VIDEO_PT]
    ends = [nth for nth, (_, _, marker) in enumerate(video) if marker]
    whole = video[ends[0] + 1 : ends[-1] + 1]
    return [(round((at_ns - whole[0][0]) / 1e6, 2), size, marker) for at_ns, size, marker in whole]


def main() -> None:
    executable = chromium.find()
    assert executable, "Chromium is not installed"
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), "127.0.0.1")
        try:
            webinar = Webinar.create(server.url)
            viewer = PlainPeer("recvonly").connect(webinar.whep, webinar.attendee())  # it says where the port is
            with sync_playwright() as playwright, chromium.launch(playwright, executable) as browser:
                page = browser.new_page()
                page.goto(server.url)
                page.evaluate(PUBLISH, [webinar.whip, webinar.presenter(), 1000])
                time.sleep(RISES_S)
                recorded = rows(listen(viewer.remote.address[1], RECORDS_S))
        finally:
            server.stop()
    with RECORDING.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([COLUMNS, *recorded])
    print(f"{len(recorded)} packets, {sum(size for _, size, _ in recorded)} bytes in {recorded[-1][0] / 1000:.1f} s")


if __name__ == "__main__":
    main()
