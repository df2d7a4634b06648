"""The independent checker finds whatever is done to an exported record, and finds nothing where nothing was done."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from actors import facts as f
from actors.facts import Fact
from actors.journal.memory import MemoryJournal
from actors.ports import StoredFact
from actors.words import Ballots, Reveal
from docs.verify import main
from web.proof import ProofKey, record_file

KEY = ProofKey.of("signing-key")
DRAFT = f.PollDrafted("p", "host", "Lunch?", ("Yes", "No\u2028!"), False, Ballots.ANONYMOUS, True, Reveal.LIVE, ())
HISTORY: list[Fact] = [
    f.WebinarCreated("Café", "host", "Hanna", 100, 5),
    DRAFT,
    f.PollOpened("p", 1, None, "secret"),
    f.BallotCast("p", 1, "ann", (0,), "r1"),
    f.BallotCast("p", 1, "bob", (0,), "r2"),
    f.BallotCast("p", 1, "ann", (1,), "r3"),
    f.PollClosed("p", 1, (1, 1), 2),
    f.PollOpened("p", 2, None, "another"),
    f.BallotCast("p", 2, "cat", (1,), "r4"),
]
Lines = list[dict[str, Any]]


def exported(facts: list[Fact] = HISTORY) -> Lines:
    journal = MemoryJournal()
    stored = [StoredFact(n, 1000 * n, fact) for n, fact in enumerate(facts, 1)]
    journal.append("w1", stored, [], lambda: None, pytest.fail)
    return [json.loads(line) for line in record_file("w1", journal.records("w1"), KEY)]


@pytest.fixture
def check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def checked(lines: Lines, *arguments: str) -> tuple[int, str]:
        file = tmp_path / "record.jsonl"
        file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\n", encoding="utf-8")
        return main([str(file), *arguments]), capsys.readouterr().out

    return checked


def test_an_untouched_record_is_verified_and_its_polls_are_recounted(check: Any) -> None:
    status, said = check(exported(), "--key", KEY.public)
    assert status == 0
    assert "poll p round 1 (closed): [1, 1], 2 voters" in said
    assert "poll p round 2 (still open): [0, 1], 1 voters" in said
    assert said.rstrip().endswith("every poll's count is right")


def test_without_a_key_the_file_vouches_for_itself_alone_and_that_is_said(check: Any) -> None:
    for arguments, verdict in ((("--key", KEY.public), "verified: "), ((), "verified, if that key is the server's: ")):
        status, said = check(exported(), *arguments)
        assert status == 0
        assert said.splitlines()[-1].startswith(verdict)


def test_a_record_with_a_poll_that_was_announced_wrongly_is_found(check: Any) -> None:
    status, said = check(exported([*HISTORY[:6], f.PollClosed("p", 1, (2, 1), 3)]))
    assert status == 1
    assert "announced [2, 1] of 3, counted [1, 1]" in said


@pytest.mark.parametrize("fact", [f.BallotCast("p", 1, "dan", (0,), "r9"), f.BallotCast("q", 1, "dan", (0,), "r9")])
def test_a_ballot_for_a_round_that_is_not_open_is_found(check: Any, fact: Fact) -> None:
    assert "a round that was not open" in check(exported([*HISTORY, fact]))[1]


def test_a_ballot_for_an_option_that_there_is_not_and_a_receipt_given_twice_are_found(check: Any) -> None:
    said = check(exported([*HISTORY, f.BallotCast("p", 2, "dan", (2,), "r4")]))[1]
    assert "options that there are not" in said
    assert "its receipt was given before" in said


@pytest.mark.parametrize("place", range(1, len(HISTORY) + 1))
def test_every_record_that_is_changed_dropped_or_doubled_is_found(check: Any, place: int) -> None:
    changed, dropped, doubled = exported(), exported(), exported()
    changed[place]["body"] = changed[place]["body"].replace('"at_ms":', '"at_ms":1')
    del dropped[place]
    doubled.insert(place, doubled[place])
    for lines in (changed, dropped, doubled):
        status, said = check(lines)
        assert status == 1
        assert "WRONG: " in said


def test_a_chain_made_anew_by_somebody_else_is_found_by_the_signature(check: Any) -> None:
    lines = exported()
    lines[4]["body"] = lines[4]["body"].replace('"choices":[0]', '"choices":[1]')
    head = sha256(b"townhall journal w1").digest()
    for line in lines[1:]:
        head = sha256(head + line["body"].encode()).digest()
        line["hash"] = head.hex()
    lines[0]["head"] = head.hex()
    assert "the first line is not what the server signed" in check(lines)[1]


def test_a_file_cut_short_with_its_header_mended_is_found(check: Any) -> None:
    lines = exported()[:-1]
    lines[0] |= {"records": len(lines) - 1, "head": lines[-1]["hash"]}
    assert "the first line is not what the server signed" in check(lines)[1]


def test_a_file_signed_by_another_server_is_found_by_the_key_that_was_published(check: Any) -> None:
    assert "not with the one you gave" in check(exported(), "--key", ProofKey.of("another").public)[1]


@pytest.mark.parametrize(
    ("receipt", "status", "words"),
    [
        ("r3", 0, "counts, for options [1]"),
        ("r1", 0, "was replaced by a later one"),
        ("r7", 1, "no ballot has the receipt r7"),
    ],
)
def test_a_voter_finds_their_ballot_by_its_receipt(check: Any, receipt: str, status: int, words: str) -> None:
    found, said = check(exported(), "--receipt", receipt)
    assert found == status
    assert words in said


@pytest.mark.parametrize("fields", [{}, [], {"poll": ["p"], "round": 1}, {"poll": "p", "round": 1, "choices": 5}])
def test_a_record_that_no_server_writes_is_found_whatever_it_holds(check: Any, fields: object) -> None:
    lines = exported()
    lines[4]["body"] = json.dumps({"seq": 4, "type": "ballot_cast", "fields": fields})
    status, said = check(lines)
    assert status == 1
    assert "record 4: it is none that a server writes" in said


def test_a_key_that_is_none_is_found(check: Any) -> None:
    lines = exported()
    lines[0]["key"] = 5
    assert "the first line is not what the server signed" in check(lines)[1]


def test_a_file_cannot_write_over_what_a_terminal_shows(check: Any) -> None:
    lines = exported()
    lines[0]["webinar"] = "\x1b[2Jverified: all is well\n"
    said = check(lines)[1]
    assert "\x1b" not in said
    assert "webinar \\x1b[2Jverified: all is well\\n: " in said


BODY_IS_A_LIST = (
    '{"townhall_record":1,"webinar":"w","records":1,"head":"","key":"","signature":""}\n{"body":"[]","hash":"00"}'
)
NONE = ["", "{}\n", "[]\n", "not json", '{"townhall_record":1}\n{"body":1}', BODY_IS_A_LIST, "[" * 100_000]


@pytest.mark.parametrize("text", NONE, ids=range(len(NONE)))
def test_what_is_no_record_is_said_to_be_none(tmp_path: Path, text: str) -> None:
    file = tmp_path / "file"
    file.write_text(text)
    assert main([str(file)]) == 2


def test_nothing_personal_and_no_secret_is_in_the_file() -> None:
    text = json.dumps(exported())
    assert "Hanna" not in text
    assert '\\"secret\\":\\"secret\\"' not in text
