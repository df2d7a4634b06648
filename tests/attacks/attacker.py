"""Somebody with a UDP socket and no password, and what such people send. Counts and rates are bounded by the caller."""

import os
import random
import socket
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from struct import pack

from tests.peers.plain_peer import PlainPeer

PAUSE_EVERY = 20  # datagrams between two pauses, so that loopback's buffers overflow neither here nor there
NULL_CIPHER, GCM_CIPHER = b"\x00\x00", b"\xc0\x2b"


class Attacker:
    """Sends from an address of its own; `got` is every datagram that came back."""

    def __init__(self, victim: PlainPeer, host: str = "127.0.0.1") -> None:
        self.address = victim.remote.address
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((host, 0))
        self.socket.setblocking(False)
        self.got: list[bytes] = []
        self.sent = self.bytes_out = 0

    @property
    def bytes_in(self) -> int:
        return sum(map(len, self.got))

    def send(self, datagrams: Iterable[bytes], per_second: int = 5000) -> None:
        for datagram in datagrams:
            with suppress(BlockingIOError):
                self.socket.sendto(datagram, self.address)
                self.sent += 1
                self.bytes_out += len(datagram)
            if self.sent % PAUSE_EVERY == 0:
                time.sleep(PAUSE_EVERY / per_second)
                self.listen()
        self.listen()

    def listen(self) -> None:
        with suppress(BlockingIOError):
            while True:
                self.got.append(self.socket.recv(2048))

    def answered(self) -> bool:
        self.listen()
        return bool(self.got)

    @contextmanager
    def sending(self, datagrams: Iterable[bytes], per_second: int = 2000) -> Iterator[None]:
        """Sends in a thread until the block ends or the datagrams do."""
        ending = threading.Event()

        def until_ended() -> Iterator[bytes]:
            for datagram in datagrams:
                if ending.is_set():
                    return
                yield datagram

        thread = threading.Thread(target=self.send, args=(until_ended(), per_second), daemon=True)
        thread.start()
        try:
            yield
        finally:
            ending.set()
            thread.join(10)

    def close(self) -> None:
        self.socket.close()


def client_hello(cipher: bytes) -> bytes:
    """A DTLS 1.2 ClientHello in one record with a single cipher suite (RFC 6347 4.2.1)."""
    body = b"\xfe\xfd" + os.urandom(32) + b"\x00\x00" + pack("!H", len(cipher)) + cipher + b"\x01\x00"
    extensions = b"\x00\x0e\x00\x05\x00\x02\x00\x07\x00"  # use_srtp: AEAD_AES_128_GCM
    body += pack("!H", len(extensions)) + extensions
    return record(22, 0, handshake_message(1, 0, len(body), 0, body))


def handshake_message(kind: int, sequence: int, length: int, offset: int, fragment: bytes) -> bytes:
    """One fragment; `length` may lie."""
    sizes = length.to_bytes(3, "big") + pack("!H", sequence) + offset.to_bytes(3, "big")
    return bytes([kind]) + sizes + len(fragment).to_bytes(3, "big") + fragment


def record(kind: int, epoch: int, payload: bytes, sequence: int = 0) -> bytes:
    return pack("!BHH", kind, 0xFEFD, epoch) + sequence.to_bytes(6, "big") + pack("!H", len(payload)) + payload


def client_hellos(count: int) -> Iterator[bytes]:
    """In turn: a NULL cipher, a valid cipher, and noise that begins like DTLS."""
    for number in range(count):
        yield (client_hello(NULL_CIPHER), client_hello(GCM_CIPHER), b"\x16\xfe\xfd" + os.urandom(80))[number % 3]


def noise(first_byte: int, count: int, seed: int) -> Iterator[bytes]:
    """Random datagrams of 1 to 1200 bytes that begin with `first_byte`; the same for the same seed."""
    rng = random.Random(seed)
    for _ in range(count):
        yield bytes([first_byte]) + rng.randbytes(rng.choice((0, 1, 7, 11, 19, 20, 40, 100, 500, 1199)))


def forged_rtp(ssrc: int, payload_type: int, count: int) -> Iterator[bytes]:
    """Plain RTP that claims to be somebody's stream, and the same with ten bytes for a tag."""
    for number in range(count):
        head = pack("!BBHII", 0x80, payload_type, number & 0xFFFF, number * 960, ssrc)
        yield head + b"forged" * 10 + (os.urandom(10) if number % 2 else b"")
