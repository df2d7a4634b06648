"""One server on a core of its own, publishers, and viewers that the loop keeps alive on the other core."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from attrs import define, field, frozen

from bench.crowd.pages import Crowd
from bench.crowd.processes import all_waited_s, cpu_s, keep_apart, post_all, resident_bytes
from bench.fanout_load import floors, libsrtp
from bench.fanout_load.figures import Figures, Joining
from bench.fanout_load.frames import Media, later_ns
from bench.fanout_load.peers import Entrance, ask_all
from bench.fanout_load.sessions import Sessions
from bench.fanout_load.traffic import Traffic
from tests.browser.server import Server
from tests.peers.api import Webinar, counted

REMB_BPS: Final = 1_600_000  # of each video: some 1.5 times what arrives, as browsers say
LEAD_S: Final = 0.2  # from asking for media to its first packet
LAST_S: Final = 0.5  # from the last packet sent to all having come
TOLD_S: Final = 0.2  # between looks at what the server counts
LOOKS: Final = 25
JOIN_S: Final = 0.1  # a viewer may take, and 30 s more


@frozen
class Size:
    """So many `viewers` of each of the `publishers`, who are all on one stage; times in seconds."""

    viewers: int
    publishers: int = 1
    testers: int = 4
    rest_s: float = 1.5
    settle_s: float = 6.0  # until a newcomer may have all of a stage: budgets grow from 1.2 Mbit/s
    warm_s: float = 1.5
    measured_s: float = 5.0
    floor_s: float = 2.5
    within_s: float = 600.0  # nothing is begun anew later than it could end by then

    @property
    def name(self) -> str:
        return str(self.viewers) if self.publishers == 1 else f"{self.publishers}x{self.viewers}"


@define
class Scene:
    server: Server
    size: Size
    traffic: Traffic
    entrance: Entrance
    server_core: int | None
    began_s: float = field(factory=time.monotonic)
    before_bytes: int = 0
    joining: Joining = field(init=False)
    sessions: Sessions | None = None

    @property
    def pid(self) -> int:
        return self.server.process.pid

    # --- coming in

    def come_in(self) -> None:
        webinar = Webinar.create(self.server.url)
        self.entrance.publish([(webinar.whip, webinar.presenter()) for _ in range(self.size.publishers)], 30)
        alone = self._share_of_core()
        self.before_bytes = resident_bytes(self.pid)
        tokens = self._invite(webinar)
        person_bytes = resident_bytes(self.pid)
        began_s, began_cpu_s = time.monotonic(), cpu_s(self.pid)
        self._watch(webinar, tokens)
        used_s = cpu_s(self.pid) - began_cpu_s - alone * (time.monotonic() - began_s)
        connected_bytes, count = resident_bytes(self.pid), self.size.viewers
        time.sleep(LAST_S)
        self.joining = Joining(
            viewers=self.size.name,
            join_cpu_ms=used_s / count * 1000,
            idle_percent=max(0.0, self._share_of_core() - alone) / count * 100,
            person_kb=(person_bytes - self.before_bytes) / count / 1000,
            connection_kb=(connected_bytes - person_bytes) / count / 1000,
        )

    def _invite(self, webinar: Webinar) -> list[str]:
        """The tokens of those who will watch; they join by HTTP."""
        people: list[dict[str, object]] = [
            {"name": f"Viewer {nth}", "invite": webinar.attendee_invite} for nth in range(self.size.viewers)
        ]
        path = f"/api/webinars/{webinar.id}/join"
        return [str(joined["token"]) for joined in post_all(self.server.url, [(path, person, "") for person in people])]

    def _watch(self, webinar: Webinar, tokens: list[str]) -> None:
        """A player has one seat; who sees several people has a session too."""
        if self.size.publishers == 1:
            answered = ask_all([(webinar.whep, token) for token in tokens], "recvonly")
        else:
            self.sessions = Sessions(Crowd(int(self.server.url.rpartition(":")[2])))
            self.sessions.watch(tokens, self.size.publishers)
            answered = self.sessions.answered
        self.entrance.watch(answered, len(tokens), self.size.testers, 30 + JOIN_S * len(tokens))

    def leave(self) -> None:
        if self.sessions is not None:
            self.sessions.end()
        self.entrance.leave()

    def _share_of_core(self) -> float:
        before_s, began_s = cpu_s(self.pid), time.monotonic()
        time.sleep(self.size.rest_s)
        return (cpu_s(self.pid) - before_s) / (time.monotonic() - began_s)

    # --- media

    def measure(self, kind: str) -> Figures:
        """Media and the floor; both once more if the machine was disturbed and there is time."""
        began_s = time.monotonic()
        figures = self._measure(kind)
        took_s = time.monotonic() - began_s
        if figures.is_disturbed and time.monotonic() + took_s < self.began_s + self.size.within_s:
            print(f"disturbed, and so repeated: {figures.told()}", flush=True)
            figures = self._measure(kind)
        return figures

    def _measure(self, kind: str) -> Figures:
        media, traffic, size = floors.media_of(kind), self.traffic, self.size
        if size.publishers > 1:
            self._settle(media)
        traffic.begin_anew()
        forwarded, received = self._forwarded(0), traffic.received[0]
        sent, tested = sum(traffic.sends), traffic.findings()
        begin_ns = time.monotonic_ns() + round(LEAD_S * 1e9)
        self._play(media, begin_ns, size.warm_s + size.measured_s + LAST_S)
        time.sleep(LEAD_S + size.warm_s)
        from_ns, from_cpu_s, from_packets = time.monotonic_ns(), cpu_s(self.pid), traffic.received[0]
        from_waited_s = all_waited_s(self.pid)
        time.sleep(size.measured_s)
        until_ns, until_cpu_s, until_packets = time.monotonic_ns(), cpu_s(self.pid), traffic.received[0]
        waited_s = all_waited_s(self.pid) - from_waited_s
        time.sleep(2 * LAST_S)
        expected = (sum(traffic.sends) - sent) * size.viewers
        forwarded = self._forwarded(forwarded + expected) - forwarded
        floor = floors.measure(
            *(kind, size.viewers, size.publishers, size.testers), core=self.server_core, for_s=size.floor_s
        )
        packets, elapsed_s = max(1, until_packets - from_packets), (until_ns - from_ns) / 1e9
        p50_us, p99_us = floors.percentiles_us(traffic.ages_ns(from_ns, until_ns))
        return Figures(
            viewers=size.name,
            kind=kind,
            us_per_packet=(until_cpu_s - from_cpu_s) / packets * 1e6,
            floor=floor,
            latency_p50_us=p50_us,
            latency_p99_us=p99_us,
            kb_per_viewer=(resident_bytes(self.pid) - self.before_bytes) / size.viewers / 1000,
            join_cpu_ms=self.joining.join_cpu_ms,
            packets_per_s=packets / elapsed_s,
            cpu_share=(until_cpu_s - from_cpu_s) / elapsed_s,
            waited_share=waited_s / elapsed_s,
            expected=expected,
            forwarded=forwarded,
            received=traffic.received[0] - received,
            tested={name: number - tested[name] for name, number in traffic.findings().items()},
            is_disturbed=floors.is_disturbed(kind, size.viewers, size.publishers, floor.us_per_packet),
        )

    def _settle(self, media: Media) -> None:
        self.traffic.begin_anew()
        self._play(media, time.monotonic_ns() + round(LEAD_S * 1e9), self.size.settle_s)
        time.sleep(LEAD_S + self.size.settle_s + LAST_S)

    def _play(self, media: Media, begin_ns: int, for_s: float) -> None:
        publishers = self.entrance.sources
        until_ns = begin_ns + round(for_s * 1e9)
        for nth, sources in enumerate(publishers):
            self.traffic.play(
                sources["video" if media.is_video else "audio"],
                *(media.due_ns, media.sizes, media.ends, media.cycle_ns),
                begin_ns + later_ns(media, nth, len(publishers)),
                until_ns,
            )

    def _forwarded(self, expected: int) -> int:
        """As the server counts, when it has all or has had time for the rest."""
        for _ in range(LOOKS):
            forwarded = int(counted(self.server.url, '"packets_out"'))
            if forwarded >= expected:
                break
            time.sleep(TOLD_S)
        return forwarded


@contextmanager
def opened(server: Server, size: Size) -> Iterator[Scene]:
    """Cores are shared out, the loop runs until the end of the block."""
    keep_apart(server.process.pid)
    cores = sorted(os.sched_getaffinity(server.process.pid))
    traffic = Traffic(size.viewers + size.publishers, libsrtp.functions(), REMB_BPS * size.publishers)
    scene = Scene(server, size, traffic, Entrance(traffic), cores[0] if len(cores) == 1 else None)
    loop = threading.Thread(target=traffic.run, name="traffic")
    loop.start()
    try:
        yield scene
    finally:
        traffic.stop()
        loop.join()
        scene.leave()
