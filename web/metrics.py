"""Numbers for Prometheus. Few labels, never a webinar or a person: a series costs memory for ever.

Read from their owners when somebody asks; nothing here is on a hot path.
"""

from collections.abc import Callable, Iterable, Mapping

from attrs import frozen
from prometheus_client import CollectorRegistry, GCCollector, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
LAGS_S = (0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0)

Numbers = Callable[[], Mapping[str, float]]


@frozen
class Sources:
    """Each gives numbers by name: `gauges` go up and down, `counters` only up; `media` are the engine's counters."""

    gauges: Numbers
    counters: Numbers
    media: Numbers


class Metrics:
    def __init__(self, sources: Sources) -> None:
        self._registry = CollectorRegistry()
        self._read = _Read(sources)
        self._registry.register(self._read)
        GCCollector(self._registry)
        ProcessCollector(registry=self._registry)
        self.loop_lag_s = Histogram(
            "townhall_loop_lag_seconds", "How late the event loop was.", buckets=LAGS_S, registry=self._registry
        )

    def text(self, totals: Mapping[str, float] | None = None) -> bytes:
        """`totals`: further gauges, which somebody had to be asked for."""
        self._read.totals = totals or {}
        return generate_latest(self._registry)


class _Read(Collector):
    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self.totals: Mapping[str, float] = {}

    def collect(self) -> Iterable[Metric]:
        for name, value in {**self._sources.gauges(), **self.totals}.items():
            yield GaugeMetricFamily(f"townhall_{name}", _words(name), value=value)
        for name, value in self._sources.counters().items():
            yield CounterMetricFamily(f"townhall_{name}", _words(name), value=value)
        media = CounterMetricFamily("townhall_media", "What the media engine counted.", labels=["what"])
        for name, value in self._sources.media().items():
            media.add_metric([name], value)
        yield media


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize() + "."
