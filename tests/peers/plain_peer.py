"""A WebRTC peer of plain parts on one UDP socket: full ICE, DTLS in either role, SRTP. No loop, no thread, no codec.

`connect` blocks up to its deadline; then whoever owns the peer calls `step` often. What arrives is kept in lists.
"""

import socket
import time
from contextlib import suppress
from datetime import UTC, datetime
from secrets import token_hex

from aioice import stun

from media.certificate import Certificate
from media.dtls import Dtls, DtlsContext, DtlsRole, DtlsState
from media.fingerprint import Fingerprint
from tests.media.plane.oracle.rtp import is_rtcp
from tests.media.plane.oracle.srtp import SrtpRefused, SrtpSession
from tests.peers.plain_sdp import read_answer, write_offer
from tests.peers.signalling import delete, post_offer

CERTIFICATE = Certificate.generate(datetime.now(UTC))
CONTEXT = DtlsContext(CERTIFICATE)
CHECK_EVERY_S = {False: 0.05, True: 1.0}  # by whether a check was answered yet
MAX_DATAGRAMS = 256  # read in one step
PRIORITY = 2130706431


class PlainPeer:
    """`direction` is sendonly or recvonly; `setup` is what the offer asks: actpass, active or passive."""

    def __init__(self, direction: str, setup: str = "actpass", host: str = "127.0.0.1") -> None:
        self.direction, self.setup, self.host = direction, setup, host
        self.ufrag, self.password = token_hex(4), token_hex(12)
        self.socket = self._new_socket()
        self.is_checked = False
        self.nominates = self.greets = True  # what an odd peer may leave out
        self.next_check_s = 0.0
        self.srtp: SrtpSession | None = None
        self.received: list[tuple[float, bytes]] = []  # RTP in clear, with the time it came
        self.reports: list[bytes] = []  # RTCP in clear
        self.raw: list[bytes] = []  # every datagram sent, for those who replay
        self.refused = 0
        self.bytes_out = self.bytes_in = 0

    # --- signalling

    def offer(self) -> str:
        return write_offer(self.ufrag, self.password, str(CERTIFICATE.fingerprint), self.setup, self.direction)

    def accept(self, answer: str) -> None:
        self.remote = read_answer(answer)
        role = DtlsRole.CLIENT if self.remote.setup == "passive" else DtlsRole.SERVER
        self.dtls = Dtls(CONTEXT, role, [Fingerprint(*self.remote.fingerprint)], time.monotonic() + 10)

    def connect(self, url: str, token: str, within_s: float = 10) -> "PlainPeer":
        self.token = token
        try:
            answer, self.resource = post_offer(url, token, self.offer())
            self.accept(answer)
            return self.shake_hands(within_s)
        except BaseException:
            self.socket.close()
            raise

    def shake_hands(self, within_s: float = 10) -> "PlainPeer":
        deadline_s = time.monotonic() + within_s
        while self.srtp is None:
            assert time.monotonic() < deadline_s, f"no connection within {within_s} s ({self.dtls.state})"
            assert self.dtls.state is not DtlsState.FAILED, self.dtls.failure
            self.step()
            time.sleep(0.002)
        return self

    def hang_up(self) -> int:
        """The status of the DELETE."""
        status = delete(self.resource, self.token)
        self.socket.close()
        return status

    def say_goodbye(self) -> None:
        """DTLS close_notify, as a browser's `pc.close()` does."""
        self._send_all(self.dtls.close())
        self.socket.close()

    # --- transport

    def step(self) -> None:
        """Sends what is due, reads what is there."""
        now_s = time.monotonic()
        if now_s >= self.next_check_s:
            self.check()
        for _ in range(MAX_DATAGRAMS):
            try:
                datagram = self.socket.recv(2048)
            except (BlockingIOError, ConnectionRefusedError):
                break
            self._take(datagram)
        if self.is_checked and self.dtls.state is DtlsState.HANDSHAKING:
            self._send_all(self.dtls.handle_timeout())

    def stepped(self) -> "PlainPeer":
        self.step()
        return self

    def check(self) -> None:
        self.next_check_s = time.monotonic() + CHECK_EVERY_S[self.is_checked]
        self._send(self.binding_request(nominate=self.nominates))

    def binding_request(self, password: str | None = None, ufrag: str | None = None, *, nominate: bool = True) -> bytes:
        request = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
        request.attributes["USERNAME"] = f"{ufrag or self.remote.ufrag}:{self.ufrag}"
        request.attributes["PRIORITY"] = PRIORITY
        request.attributes["ICE-CONTROLLING"] = 1
        if nominate:
            request.attributes["USE-CANDIDATE"] = None
        request.add_message_integrity((password or self.remote.password).encode())
        return bytes(request)

    def move(self) -> None:
        """A NAT forgets us: the same peer from another port."""
        self.socket.close()
        self.socket = self._new_socket()

    def send_rtp(self, packet: bytes) -> None:
        assert self.srtp is not None
        datagram = self.srtp.protect(packet)
        self.raw.append(datagram)
        self._send(datagram)

    def send_rtcp(self, packet: bytes) -> None:
        assert self.srtp is not None
        self._send(self.srtp.protect_rtcp(packet))

    def _take(self, datagram: bytes) -> None:
        self.bytes_in += len(datagram)
        first = datagram[0]
        if first <= 3:
            self._take_stun(datagram)
        elif 20 <= first <= 63:
            self._send_all(self.dtls.receive(datagram))
            if self.srtp is None and self.dtls.keys is not None:
                self.srtp = SrtpSession(self.dtls.keys)
        elif self.srtp is not None:
            self._take_media(datagram, self.srtp)

    def _take_stun(self, datagram: bytes) -> None:
        message = stun.parse_message(datagram)
        if message.message_class is stun.Class.RESPONSE and not self.is_checked:
            self.is_checked = True
            self._send_all(self.dtls.start() if self.greets else [])

    def _take_media(self, datagram: bytes, srtp: SrtpSession) -> None:
        try:
            if is_rtcp(datagram):
                self.reports.append(srtp.unprotect_rtcp(datagram))
            else:
                self.received.append((time.monotonic(), srtp.unprotect(datagram)))
        except SrtpRefused:
            self.refused += 1

    def _send_all(self, datagrams: list[bytes]) -> None:
        for datagram in datagrams:
            self._send(datagram)

    def _send(self, datagram: bytes) -> None:
        self.bytes_out += len(datagram)
        with suppress(BlockingIOError, ConnectionRefusedError):
            self.socket.sendto(datagram, self.remote.address)

    def _new_socket(self) -> socket.socket:
        made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        made.setblocking(False)
        made.bind((self.host, 0))
        return made
