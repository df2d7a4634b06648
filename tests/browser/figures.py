"""What a page receives and sends, read from its peer connections' statistics; the same for every browser."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from attrs import frozen

# Runs in the page before its own scripts: keeps every peer connection where tests find it.
RECORD_CONNECTIONS = """
(() => {
  const made = [];
  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = class RTCPeerConnection extends Native {
    constructor(...given) { super(...given); made.push(this); }
  };
  Object.defineProperty(window, "connectionsMade", { value: made });
})();
"""

READ_STATISTICS = """
async (type) => {
  const open = (window.connectionsMade ?? []).filter((each) => each.connectionState !== "closed");
  const found = [];
  for (const connection of open)
    for (const entry of (await connection.getStats()).values())
      if (entry.type === type) found.push({ ...entry, connection: window.connectionsMade.indexOf(connection) });
  return found;
}
"""


@frozen
class Received:
    """One inbound stream. `connection` counts the page's connections in order of their making."""

    connection: int
    kind: str
    mid: str | None
    packets: int
    frames_decoded: int
    frame_height: int  # 0 before the first frame
    freezes: int
    audio_energy: float  # grows with what is heard; silence adds nothing

    @classmethod
    def of(cls, entry: Mapping[str, Any]) -> "Received":
        return cls(
            connection=entry["connection"],
            kind=entry["kind"],
            mid=entry.get("mid"),
            packets=entry.get("packetsReceived", 0),
            frames_decoded=entry.get("framesDecoded", 0),
            frame_height=entry.get("frameHeight", 0),
            freezes=entry.get("freezeCount", 0),
            audio_energy=entry.get("totalAudioEnergy", 0.0),
        )


@frozen
class Sent:
    """One outbound stream; a simulcast layer each, told by its `rid`."""

    connection: int
    kind: str
    rid: str | None
    packets: int
    frames_encoded: int
    frame_height: int

    @classmethod
    def of(cls, entry: Mapping[str, Any]) -> "Sent":
        return cls(
            connection=entry["connection"],
            kind=entry["kind"],
            rid=entry.get("rid"),
            packets=entry.get("packetsSent", 0),
            frames_encoded=entry.get("framesEncoded", 0),
            frame_height=entry.get("frameHeight", 0),
        )


def received(evaluate: Callable[..., Any], kind: str) -> list[Received]:
    """All inbound streams of a kind ("audio", "video") that the page of this `evaluate` has."""
    entries: Iterable[Mapping[str, Any]] = evaluate(READ_STATISTICS, "inbound-rtp")
    return [Received.of(entry) for entry in entries if entry["kind"] == kind]


def sent(evaluate: Callable[..., Any], kind: str) -> list[Sent]:
    entries: Iterable[Mapping[str, Any]] = evaluate(READ_STATISTICS, "outbound-rtp")
    return [Sent.of(entry) for entry in entries if entry["kind"] == kind]
