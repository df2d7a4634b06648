"""The file that says how far a receiver has come."""

from pathlib import Path

from web.webhook_cursors import Cursors

URL = "https://mailer.example/"


def saved(cursors: Cursors) -> None:
    cursors.save(cursors.written())


def test_what_was_delivered_is_known_after_a_restart_and_since_when(tmp_path: Path) -> None:
    cursors = Cursors.of(tmp_path, URL, now_ms=5)
    cursors.deliver("w1", 7)
    cursors.deliver("w1", 6)
    saved(cursors)
    again = Cursors.of(tmp_path, URL, now_ms=99)
    assert (again.since_ms, again.delivered, again.is_saved) == (5, {"w1": 7}, True)
    assert Cursors.of(tmp_path, "https://other.example/", now_ms=99).delivered == {}


def test_a_file_that_cannot_be_read_is_begun_anew(tmp_path: Path) -> None:
    cursors = Cursors.of(tmp_path, URL, now_ms=5)
    saved(cursors)
    for broken in (b"", b"[]", b"{}", b'{"since_ms":"x","delivered":{}}'):
        cursors.path.write_bytes(broken)
        assert Cursors.of(tmp_path, URL, now_ms=9).since_ms == 9


def test_a_change_after_writing_began_is_still_to_be_saved(tmp_path: Path) -> None:
    cursors = Cursors.of(tmp_path, URL, now_ms=5)
    written = cursors.written()
    cursors.deliver("w1", 1)
    cursors.save(written)
    assert not cursors.is_saved


def test_webinars_that_are_not_looked_at_any_more_are_let_go(tmp_path: Path) -> None:
    cursors = Cursors.of(tmp_path, URL, now_ms=5)
    cursors.deliver("w1", 1)
    cursors.deliver("w2", 1)
    cursors.keep_only({"w2", "w3"})
    assert cursors.delivered == {"w2": 1}
