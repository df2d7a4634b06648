"""Checks a webinar's exported record by itself: python docs/verify.py FILE [--receipt R] [--key HEX]

It needs nothing of Townhall, only Python, and `cryptography` for the signature. docs/proof.md describes the file. It
finds any record that was changed, dropped or added, recounts every poll from its ballots and compares the outcome with
what was announced. Exit status: 0 all is well, 1 something is wrong, 2 the file cannot be read.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Body = dict[str, Any]
Rounds = dict[tuple[str, int], "Round"]


class Round:
    """One opening of a poll, counted anew: the last ballot of each voter."""

    def __init__(self, options: int) -> None:
        self.options = options
        self.ballots: dict[str, Body] = {}
        self.receipts: set[str] = set()
        self.announced: Body | None = None

    def tally(self) -> list[int]:
        chosen = Counter(choice for ballot in self.ballots.values() for choice in ballot["choices"])
        return [chosen[option] for option in range(self.options)]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Checks a webinar's exported record and recounts its polls.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--receipt", help="a voter's receipt: is that ballot in the record, and does it count?")
    parser.add_argument("--key", help="the server's public key in hex, as /api/proof-key tells it; else the file's own")
    asked = parser.parse_args(arguments)
    try:
        header, lines = read(asked.file)
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        say(f"this is no exported record: {error!r}")
        return 2
    rounds: Rounds = {}
    faults = [*signature_faults(header, asked.key), *chain_faults(header, lines), *poll_faults(lines, rounds)]
    report(header, rounds)
    if asked.receipt:
        faults += receipt_faults(asked.receipt, rounds)
    for fault in faults:
        say(f"WRONG: {fault}")
    verified = "verified" if asked.key else "verified, if that key is the server's"
    say("WRONG" if faults else f"{verified}: nothing was changed, dropped or added, and every poll's count is right")
    return 1 if faults else 0


def read(file: Path) -> tuple[Body, list[Body]]:
    """The header, and the records' lines."""
    first, *rest = file.read_bytes().decode().removesuffix("\n").split("\n")
    header, lines = json.loads(first), [json.loads(line) for line in rest]
    for needed in ("townhall_record", "webinar", "records", "head", "key", "signature"):
        str(header[needed]).encode()
    for line in lines:
        line["body"].encode()
        line["fact"] = json.loads(line["body"])
        for needed in ("seq", "type", "fields"):
            line["fact"][needed]
        bytes.fromhex(line["hash"])
    return header, lines


def signature_faults(header: Body, wanted_key: str | None) -> Iterator[str]:
    if wanted_key is not None and wanted_key.lower() != header["key"]:
        yield f"the file is signed with the key {header['key']}, not with the one you gave"
    signed = json.dumps({name: header[name] for name in sorted(header) if name != "signature"}, separators=(",", ":"))
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(header["key"])).verify(
            bytes.fromhex(header["signature"]), signed.encode()
        )
    except (InvalidSignature, ValueError, TypeError):
        yield "the first line is not what the server signed"


def chain_faults(header: Body, lines: list[Body]) -> Iterator[str]:
    before = sha256(f"townhall journal {header['webinar']}".encode()).digest()
    for number, line in enumerate(lines, 1):
        before = sha256(before + line["body"].encode()).digest()
        if before.hex() != line["hash"]:
            yield f"line {number + 1}: this record, or the one before it, was changed, dropped or added"
            return
        if line["fact"]["seq"] != number:
            yield f"line {number + 1}: record {line['fact']['seq']} stands where {number} belongs"
            return
    if len(lines) != header["records"] or before.hex() != header["head"]:
        yield f"the file has {len(lines)} records, the server signed {header['records']} with another last one"


def poll_faults(lines: list[Body], rounds: Rounds) -> Iterator[str]:
    """Fills `rounds` on the way."""
    options: dict[str, int] = {}
    for line in lines:
        try:
            yield from record_faults(line["fact"], rounds, options)
        except (LookupError, TypeError, ValueError) as error:  # a record that no server wrote may hold anything
            yield f"record {line['fact']['seq']}: it is none that a server writes: {error!r}"


def record_faults(record: Body, rounds: Rounds, options: dict[str, int]) -> Iterator[str]:
    kind, fact, seq = record["type"], record["fields"], record["seq"]
    if kind in ("poll_drafted", "poll_edited"):
        options[fact["poll"]] = len(fact["options"])
    elif kind == "poll_opened":
        if fact["poll"] not in options:
            yield f"record {seq}: a round of a poll that there is not"
        rounds[fact["poll"], fact["round"]] = Round(options.get(fact["poll"], 0))
    elif kind == "ballot_cast":
        yield from ballot_faults(seq, fact, rounds)
    elif kind == "poll_closed":
        yield from count_faults(seq, fact, rounds)


def ballot_faults(seq: int, fact: Body, rounds: Rounds) -> Iterator[str]:
    counted = rounds.get((fact["poll"], fact["round"]))
    if counted is None or counted.announced is not None:
        yield f"record {seq}: a ballot for a round that was not open"
        return
    choices = fact["choices"]
    if len(set(choices)) != len(choices) or not all(0 <= choice < counted.options for choice in choices):
        yield f"record {seq}: a ballot for options that there are not"
    if fact["receipt"] in counted.receipts:
        yield f"record {seq}: its receipt was given before"
    counted.receipts.add(fact["receipt"])
    counted.ballots[fact["voter"]] = fact


def count_faults(seq: int, fact: Body, rounds: Rounds) -> Iterator[str]:
    counted = rounds.get((fact["poll"], fact["round"]))
    if counted is None or counted.announced is not None:
        yield f"record {seq}: the close of a round that was not open"
        return
    counted.announced = fact
    if (counted.tally(), len(counted.ballots)) != (fact["tally"], fact["voters"]):
        yield f"record {seq}: announced {fact['tally']} of {fact['voters']}, counted {counted.tally()}"


def receipt_faults(receipt: str, rounds: Rounds) -> Iterator[str]:
    for (poll, number), counted in rounds.items():
        if receipt in counted.receipts:
            last = [ballot for ballot in counted.ballots.values() if ballot["receipt"] == receipt]
            outcome = f"counts, for options {last[0]['choices']}" if last else "was replaced by a later one"
            say(f"the ballot with this receipt, in round {number} of poll {poll}, {outcome}")
            return
    yield f"no ballot has the receipt {receipt}"


def report(header: Body, rounds: Rounds) -> None:
    say(f"webinar {header['webinar']}: {header['records']} records, the last one's hash is {header['head']}")
    say(f"signed with the key {header['key']}: compare it with the server's /api/proof-key")
    for (poll, number), counted in rounds.items():
        state = "closed" if counted.announced else "still open"
        say(f"poll {poll} round {number} ({state}): {counted.tally()}, {len(counted.ballots)} voters")


def say(line: str) -> None:
    """What a terminal would obey is spelled out: or a file could have its own verdict written over ours."""
    shown = "".join(each if each.isprintable() else ascii(each)[1:-1] for each in line)
    sys.stdout.write(shown + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
