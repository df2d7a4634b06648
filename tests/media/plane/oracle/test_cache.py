from tests.media.plane.oracle import cache
from tests.media.plane.oracle.cache import SentCache

RTT_S = 0.03


def filled(count: int, size_bytes: int = 1000) -> SentCache:
    kept = SentCache()
    for sequence in range(count):
        kept.keep(sequence, bytes((sequence & 0xFF,)) * size_bytes, 10.0 + sequence / 1000)
    return kept


def test_the_very_datagram_is_given_again() -> None:
    assert filled(5).again(3, RTT_S, 10.1) == b"\x03" * 1000


def test_what_was_never_sent_or_is_too_old_is_not_given() -> None:
    kept = filled(5)
    assert kept.again(99, RTT_S, 10.1) is None
    assert kept.again(3, RTT_S, 10.0 + cache.KEEP_S + 0.1) is None
    assert kept.nacked == 0


def test_a_repair_on_its_way_is_not_sent_again() -> None:
    kept = filled(5)
    assert kept.again(3, RTT_S, 10.1) is not None
    assert kept.again(3, RTT_S, 10.1 + RTT_S) is None
    assert kept.again(3, RTT_S, 10.1 + 2 * RTT_S + 0.001) is not None


def test_a_slow_viewer_is_not_kept_waiting_for_two_round_trips() -> None:
    kept = filled(5)
    assert kept.again(3, 2.0, 10.1) is not None
    assert kept.again(3, 2.0, 10.1 + cache.RESEND_PAUSE_S + 0.001) is not None


def test_a_packet_is_given_three_times_and_counted_once() -> None:
    kept = filled(5)
    assert [kept.again(3, RTT_S, 10.1 + turn / 10) is not None for turn in range(5)] == [True, True, True, False, False]
    assert kept.nacked == 1


def test_who_asks_for_everything_gets_a_bounded_share() -> None:
    kept = filled(900)
    given = [kept.again(sequence, RTT_S, 10.95) for sequence in range(900) for _ in range(17)]
    assert sum(len(datagram) for datagram in given if datagram) <= cache.MAX_CREDIT_BYTES
    kept.keep(900, bytes(8000), 10.95)  # what is sent earns new credit
    assert kept.again(900, RTT_S, 10.95) is None
    for sequence in range(901, 910):
        kept.keep(sequence, bytes(1000), 10.95)
    assert kept.again(901, RTT_S, 10.96) is not None


def test_memory_follows_age_and_is_bounded_by_count() -> None:
    slow = SentCache()
    for second in range(100):
        slow.keep(second, b"x", float(second))
    assert len(slow._packets) <= 2
    fast = SentCache()
    for sequence in range(5000):
        fast.keep(sequence, b"x", 10.0)
    assert len(fast._packets) == cache.MAX_PACKETS


def test_what_a_viewer_lacks_of_its_last_source_is_forgotten_at_a_switch() -> None:
    kept = filled(5)
    kept.forget()
    assert kept.again(3, RTT_S, 10.1) is None
    kept.keep(5, b"key frame", 10.2)
    assert kept.again(5, RTT_S, 10.3) == b"key frame"
    assert kept.nacked == 1
