"""Share links of a film."""

from pathlib import Path

from web.recordings import shares


def test_the_secret_finds_its_link_until_its_time_is_over(tmp_path: Path) -> None:
    made = shares.make(tmp_path, "one", chat=True, now_s=100, lifetime_s=50)
    assert made
    share, secret = made
    assert len(secret) > 40
    assert shares.by_secret(shares.of(tmp_path, 149), secret) == share
    assert shares.of(tmp_path, 150) == ()
    assert shares.by_secret(shares.of(tmp_path, 149), secret + "x") is None


def test_the_disk_does_not_hold_the_secret(tmp_path: Path) -> None:
    made = shares.make(tmp_path, "one", chat=True, now_s=100, lifetime_s=50)
    assert made
    assert made[1] not in (tmp_path / shares.FILE).read_text()


def test_a_revoked_link_is_gone_and_the_others_stay(tmp_path: Path) -> None:
    for name in ("one", "two"):
        shares.make(tmp_path, name, chat=False, now_s=100, lifetime_s=50)
    assert shares.revoke(tmp_path, "one", 101)
    assert not shares.revoke(tmp_path, "one", 101)
    assert [share.id for share in shares.of(tmp_path, 101)] == ["two"]


def test_there_are_so_many_and_no_more(tmp_path: Path) -> None:
    made = [shares.make(tmp_path, str(n), chat=False, now_s=0, lifetime_s=9) for n in range(shares.MOST + 1)]
    assert [each is None for each in made] == [False] * shares.MOST + [True]
    assert shares.make(tmp_path, "later", chat=False, now_s=9, lifetime_s=9)
