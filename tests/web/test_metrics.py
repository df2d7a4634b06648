from prometheus_client.parser import text_string_to_metric_families

from web.metrics import Metrics, Sources

SOURCES = Sources(
    gauges=lambda: {"sessions": 3},
    counters=lambda: {"messages": 7},
    media=lambda: {"packets_forwarded": 11, "packets_dropped": 2},
)


def samples(text: bytes) -> dict[tuple[str, str], float]:
    families = text_string_to_metric_families(text.decode())
    return {
        (sample.name, sample.labels.get("what", "")): sample.value for family in families for sample in family.samples
    }


def test_numbers_are_read_from_their_owners_when_asked() -> None:
    read = samples(Metrics(SOURCES).text())
    assert read["townhall_sessions", ""] == 3
    assert read["townhall_messages_total", ""] == 7
    assert read["townhall_media_total", "packets_forwarded"] == 11
    assert read["townhall_media_total", "packets_dropped"] == 2


def test_totals_that_somebody_was_asked_for_are_added_and_not_kept() -> None:
    metrics = Metrics(SOURCES)
    assert samples(metrics.text({"webinars": 5}))["townhall_webinars", ""] == 5
    assert ("townhall_webinars", "") not in samples(metrics.text())


def test_collections_and_lateness_are_there() -> None:
    metrics = Metrics(SOURCES)
    metrics.loop_lag_s.observe(0.3)
    read = samples(metrics.text())
    assert read["townhall_loop_lag_seconds_count", ""] == 1
    assert any(name.startswith("python_gc_") for name, _ in read)


def test_two_servers_in_one_process_do_not_share_numbers() -> None:
    one, other = Metrics(SOURCES), Metrics(SOURCES)
    one.loop_lag_s.observe(1)
    assert samples(other.text())["townhall_loop_lag_seconds_count", ""] == 0
