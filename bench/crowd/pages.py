"""Ten thousand pages in one process: plain sockets, one epoll, just enough of RFC 6455 to say hello, speak and listen.

A page's own frames are masked with zeros, so that there is nothing to compute; pings are answered. What a page hears is
handed to whoever asked for it, with the time at which it was read.
"""

import json
import select
import socket
import time
from collections.abc import Callable, Iterator
from typing import Any, Final

from attrs import define, field

ADDRESSES: Final = 100  # each has ports for thousands
READ_BYTES: Final = 256 * 1024
HELLOS_AT_ONCE: Final = 48
UPGRADE: Final = (
    b"GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n"
)
PONG: Final = b"\x8a\x80\x00\x00\x00\x00"
TEXT, CLOSE, PING = 0x81, 0x88, 0x89

Message = dict[str, Any]


def masked(message: Message) -> bytes:
    """One text frame of a client (RFC 6455 section 5.2)."""
    payload = json.dumps(message).encode()
    size = len(payload)
    head = bytes((TEXT, 0x80 | size)) if size < 126 else bytes((TEXT, 0xFE)) + size.to_bytes(2)
    return head + bytes(4) + payload


def frames(data: bytes) -> Iterator[tuple[int, int, int]]:
    """First byte, where the payload begins and where it ends, of each whole frame of a server."""
    at, end = 0, len(data)
    while end - at >= 2:
        size, begin = data[at + 1], at + 2
        if size == 126:
            size, begin = int.from_bytes(data[at + 2 : at + 4]), at + 4
        elif size == 127:
            size, begin = int.from_bytes(data[at + 2 : at + 10]), at + 10
        if begin + size > end or begin > end:
            return
        yield data[at], begin, begin + size
        at = begin + size


@define(eq=False)
class Page:
    number: int
    token: str
    socket: socket.socket
    rest: bytes = b""
    is_open: bool = False  # the upgrade has been answered
    is_in: bool = False
    is_gone: bool = False
    is_host: bool = False
    welcome: Message = field(factory=dict)
    heard_bytes: int = 0

    def say(self, message: Message) -> None:
        self.socket.send(masked(message))


@define(eq=False)
class Crowd:
    """`hear(page, payload, at_s)`, once set, gets every text message after hello; times are `time.monotonic`'s."""

    port: int
    hear: Callable[[Page, bytes, float], None] | None = None
    pages: dict[int, Page] = field(factory=dict)  # by file descriptor
    refused: int = 0  # hellos for which the server had no time; they were made again
    _epoll: select.epoll = field(factory=select.epoll)
    _coming: int = 0

    def enter(self, tokens: list[str], *, within_s: float) -> list[Page]:
        """One page each, through upgrade and hello. Raises `TimeoutError`."""
        until_s = time.monotonic() + within_s
        pages: list[Page] = []
        for token in tokens:
            pages.append(self._knock(token))
            self._coming += 1
            while self._coming >= HELLOS_AT_ONCE:
                self.pump(until_s)
        while not all(page.is_in for page in pages):
            self.pump(until_s)
        return pages

    def listen_plainly(self, count: int) -> list[Page]:
        """So many pages that say nothing, to something that sends frames unasked."""
        pages = [self._connect("") for _ in range(count)]
        for page in pages:
            page.is_open = page.is_in = True
        return pages

    def _knock(self, token: str) -> Page:
        page = self._connect(token)
        page.socket.send(UPGRADE)
        return page

    def _come_again(self, page: Page) -> None:
        """The server was too busy for this one's hello."""
        self.refused += 1
        self._epoll.unregister(page.socket)
        del self.pages[page.socket.fileno()]
        page.socket.close()
        again = self._knock(page.token)
        page.socket, page.rest, page.is_open = again.socket, b"", False
        self.pages[page.socket.fileno()] = page

    def _connect(self, token: str) -> Page:
        plain = socket.socket()
        number = len(self.pages)
        plain.bind((f"127.0.1.{1 + number % ADDRESSES}", 0))
        plain.connect(("127.0.0.1", self.port))
        plain.setblocking(False)
        page = self.pages[plain.fileno()] = Page(number, token, plain)
        self._epoll.register(plain, select.EPOLLIN)
        return page

    def pump(self, until_s: float, wait_s: float = 0.05) -> None:
        """Reads once whatever is there. Raises `TimeoutError` after `until_s`."""
        ready = self._epoll.poll(min(wait_s, 1))
        for descriptor, _ in ready:
            if descriptor in self.pages:
                self._read(self.pages[descriptor])
        if time.monotonic() > until_s:
            raise TimeoutError("the server is too slow for this bench")

    def run(self, for_s: float, due: list[tuple[float, Callable[[], None]]], slack_s: float = 120) -> None:
        """Does what is `due` (seconds from now, in order) and reads meanwhile, for so long at least."""
        began_s, at = time.monotonic(), 0
        while at < len(due) or time.monotonic() < began_s + for_s:
            elapsed_s = time.monotonic() - began_s
            while at < len(due) and due[at][0] <= elapsed_s:
                due[at][1]()
                at += 1
            wait_s = due[at][0] - elapsed_s if at < len(due) else for_s - elapsed_s
            self.pump(began_s + for_s + slack_s, min(max(wait_s, 0), 0.05))

    def wait(self, until: Callable[[], bool], within_s: float) -> None:
        """Reads until it is so. Raises `TimeoutError`."""
        until_s = time.monotonic() + within_s
        while not until():
            self.pump(until_s)

    def stall(self, page: Page) -> None:
        """Reads nothing any more, as a page on a dead link."""
        self._epoll.unregister(page.socket)

    def resume(self, page: Page) -> None:
        self._epoll.register(page.socket, select.EPOLLIN)

    def leave(self, pages: list[Page]) -> None:
        for page in pages:
            del self.pages[page.socket.fileno()]
            page.socket.close()

    def close(self) -> None:
        self.leave(list(self.pages.values()))
        self._epoll.close()

    def _read(self, page: Page) -> None:
        try:
            data = page.socket.recv(READ_BYTES)
        except BlockingIOError:
            return
        except ConnectionError:
            data = b""
        if not data:
            self._lose(page)
            return
        page.heard_bytes += len(data)
        self._digest(page, page.rest + data if page.rest else data, time.monotonic())

    def _digest(self, page: Page, data: bytes, at_s: float) -> None:
        if not page.is_open:
            data = self._upgraded(page, data)
        done = 0
        for opcode, begin, done in frames(data):
            if opcode == TEXT and page.is_in and self.hear:
                self.hear(page, data[begin:done], at_s)
            elif opcode == TEXT:
                self._greeted(page, data[begin:done])
                if not page.is_open:
                    return
            elif opcode == PING:
                page.socket.send(PONG)
        page.rest = data[done:]

    def _upgraded(self, page: Page, data: bytes) -> bytes:
        head, found, data_after = data.partition(b"\r\n\r\n")
        if not found:
            return data
        assert head.startswith(b"HTTP/1.1 101"), head
        page.is_open = True
        page.say({"id": "hello", "type": "hello", "token": page.token})
        return data_after

    def _greeted(self, page: Page, payload: bytes) -> None:
        page.welcome = json.loads(payload)
        if not page.welcome["ok"]:
            assert page.welcome["error"]["retry_after_ms"], page.welcome
            self._come_again(page)
            return
        page.is_in = True
        self._coming -= 1

    def _lose(self, page: Page) -> None:
        page.is_gone = True
        self._epoll.unregister(page.socket)
