"""Viewers with a seat for everybody on stage: they watch through a WebSocket session, as pages do, and keep it open."""

import json
import queue
import threading
from collections.abc import Sequence
from typing import Final

from attrs import define, field

from bench.crowd.pages import Crowd, Page, masked
from bench.fanout_load.peers import Answered, BenchPeer

ENTERS_S: Final = 30
WATCH: Final = "watch"


@define
class Sessions:
    crowd: Crowd
    answered: Answered = field(factory=queue.SimpleQueue)
    _peers: dict[int, BenchPeer] = field(factory=dict)  # by their pages' numbers
    _ending: threading.Event = field(factory=threading.Event)
    _thread: threading.Thread | None = None

    def watch(self, tokens: Sequence[str], seats: int) -> None:
        """Peers get into `answered` as their offers are; sessions are listened to until `end`."""
        self.crowd.hear = self._hear
        pages = self.crowd.enter(list(tokens), within_s=ENTERS_S)
        for page in pages:
            self._peers[page.number] = peer = BenchPeer("recvonly", seats)
            lines = [{"audio": str(2 * nth), "video": str(2 * nth + 1)} for nth in range(seats)]
            message = {"id": WATCH, "type": "watch", "sdp": peer.offer(), "seats": lines, "screens": []}
            page.socket.setblocking(True)  # an offer of 25 seats may be more than there is room for
            page.socket.sendall(masked(message))
            page.socket.setblocking(False)
        self._thread = threading.Thread(target=self._listen, name="sessions")
        self._thread.start()

    def end(self) -> None:
        self._ending.set()
        if self._thread is not None:
            self._thread.join()
        self.crowd.close()

    def _listen(self) -> None:
        while not self._ending.is_set():
            self.crowd.pump(float("inf"))

    def _hear(self, page: Page, payload: bytes, _: float) -> None:
        if b'"answer"' not in payload:
            return
        message = json.loads(payload)
        if message.get("answer") != WATCH:
            return
        try:
            assert message["ok"], message
            peer = self._peers[page.number]
            peer.accept(message["result"]["sdp"])
            self.answered.put(peer)
        except BaseException as failure:  # noqa: BLE001 - whoever waits for the peers raises it
            self.answered.put(failure)
