"""One WebRTC connection's transport: its ICE-lite side, its DTLS handshake, its silence, its end.

A task of its own in the engine's nursery. Packets do not pass here: once the handshake is done, the plane has the keys.
Knows nothing of tracks; `Publisher` and `Viewer` are what a peer carries.
"""

from typing import Protocol

import trio

from media.address import Address
from media.dtls import Dtls, DtlsRole, DtlsState
from media.ice import SILENT_AFTER_S, CheckAnswer, IceLite
from media.srtp import SrtpKeys
from media.stun import BindingRequest

LONGEST_TIMER_S = 1.0  # a handshake without a retransmission timer of its own is looked at this often
LOOKS_S = 1.0  # at whole ones of these all peers look whether they are silent: one turn of the loop for all


class PeerHome(Protocol):
    """What a peer asks of the engine that holds it."""

    def send(self, datagram: bytes, address: Address) -> None: ...

    def may_claim(self, address: Address, peer: "Peer", now_s: float) -> bool:
        """False while another living peer owns the address: a forged source must not cut somebody off."""

    def claim(self, address: Address, peer: "Peer") -> None:
        """What comes from this address is this peer's from now on."""

    def release(self, address: Address, peer: "Peer") -> None: ...

    def last_check_s(self, peer: "Peer") -> float | None:
        """When the plane last answered a check of this peer; None: it never did."""

    def move(self, peer: "Peer", address: Address) -> None:
        """Media for this peer goes there from now on."""

    def connected(self, peer: "Peer", keys: SrtpKeys) -> None: ...


class Peer:
    """`number` is the plane's name for it, `id` the one that clients see."""

    def __init__(
        self,
        number: int,
        peer_id: str,
        ice: IceLite,
        dtls: Dtls,
        home: PeerHome,
    ) -> None:
        self.number = number
        self.id = peer_id
        self.ice = ice
        self.dtls = dtls
        self.ended_because: str | None = None
        self._role_started = dtls.role is DtlsRole.SERVER
        self._home = home
        self._handshake_moved = trio.Event()
        self._scope = trio.CancelScope()

    async def run(self) -> None:
        """Live until ended: by the caller, by the far end, or by 15 s of silence, found within another."""
        with self._scope:
            await self._shake_hands()
            await self._outlast_silence()
        self._say_goodbye()

    def end(self, reason: str) -> None:
        """End soon, from anywhere in the Trio thread. The first reason stands."""
        if self.ended_because is None:
            self.ended_because = reason
            self._scope.cancel()

    def check(self, request: BindingRequest, address: Address, now_s: float) -> CheckAnswer:
        """Answer a connectivity check; a right one proves its address."""
        if not self._home.may_claim(address, self, now_s):
            return CheckAnswer(b"", is_admitted=False)
        self.catch_up()
        before = self.ice.selected
        answer = self.ice.answer(request, address, now_s)
        if answer.is_admitted:
            self._home.claim(address, self)
        if answer.evicted is not None:
            self._home.release(answer.evicted, self)
        if self.ice.selected is not None and self.ice.selected != before:
            self._home.move(self, self.ice.selected)
        self._start_as_client()
        return answer

    def catch_up(self) -> None:
        """Learn of the checks that the plane has answered; to be called before anything is decided by their time."""
        self.ice.heard(self._home.last_check_s(self))

    def handshake(self, datagram: bytes, address: Address) -> None:
        """Take a DTLS datagram from a proven address."""
        self._send_all(self.dtls.receive(datagram), address)
        if self.dtls.state in (DtlsState.CLOSED, DtlsState.FAILED):
            self.end("closed" if self.dtls.state is DtlsState.CLOSED else self.dtls.failure or "dtls_failed")
        self._handshake_moved.set()

    def _start_as_client(self) -> None:
        if not self._role_started and self.ice.selected is not None:
            self._role_started = True
            self._send_all(self.dtls.start(), self.ice.selected)
            self._handshake_moved.set()

    async def _shake_hands(self) -> None:
        while self.dtls.state is DtlsState.HANDSHAKING:
            left_s = self.dtls.deadline_s - trio.current_time()
            if left_s <= 0:
                self.end("handshake_timeout")
            timer_s = self.dtls.timeout_s()
            with trio.move_on_after(max(0.0, min(left_s, LONGEST_TIMER_S if timer_s is None else timer_s))):
                await self._handshake_moved.wait()
            self._handshake_moved = trio.Event()
            await trio.lowlevel.checkpoint_if_cancelled()
            if self._role_started and self.ice.selected is not None:
                self._send_all(self.dtls.handle_timeout(), self.ice.selected)
        if self.dtls.keys is None:
            self.end(self.dtls.failure or "dtls_failed")
            await trio.lowlevel.checkpoint_if_cancelled()
        else:
            self._home.connected(self, self.dtls.keys)
            if self.ice.selected is not None:
                self._home.move(self, self.ice.selected)

    async def _outlast_silence(self) -> None:
        while not self._is_silent():  # noqa: ASYNC110 - a check moves a time, it wakes nobody
            await trio.sleep_until(_look_after(self.ice.last_check_s + SILENT_AFTER_S))
        self.end("timeout")

    def _is_silent(self) -> bool:
        self.catch_up()
        return self.ice.is_silent(trio.current_time())

    def _say_goodbye(self) -> None:
        if self.ice.selected is not None:
            self._send_all(self.dtls.close(), self.ice.selected)
        for address in self.ice.addresses:
            self._home.release(address, self)

    def _send_all(self, datagrams: list[bytes], address: Address) -> None:
        for datagram in datagrams:
            self._home.send(datagram, address)


def _look_after(at_s: float) -> float:
    return (at_s // LOOKS_S + 1) * LOOKS_S
