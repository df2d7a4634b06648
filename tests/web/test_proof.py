"""The signed file of a webinar's record; that a foreign checker accepts it is tested beside docs/verify.py."""

import json

from actors.journal.chain import Record
from web.proof import ProofKey, record_file

RECORDS = [Record(1, b'{"a":"\xc3\xa9"}', b"\x01" * 32), Record(2, b"{}", b"\x02" * 32)]


def test_the_header_tells_how_many_records_there_are_and_the_last_ones_hash() -> None:
    key = ProofKey.of("k")
    header, *lines = [json.loads(line) for line in record_file("w1", RECORDS, key)]
    assert (header["webinar"], header["records"], header["head"]) == ("w1", 2, "02" * 32)
    assert lines == [{"body": '{"a":"é"}', "hash": "01" * 32}, {"body": "{}", "hash": "02" * 32}]


def test_a_webinar_without_records_has_a_file_of_its_header_alone() -> None:
    (header,) = record_file("w1", [], ProofKey.of("k"))
    assert json.loads(header)["records"] == 0


def test_one_signing_key_makes_one_proof_key_and_another_another() -> None:
    assert ProofKey.of("k").public == ProofKey.of("k").public != ProofKey.of("l").public


def test_a_signature_is_of_the_header_whole() -> None:
    key = ProofKey.of("k")
    assert key.sign({"a": 1, "b": 2}) == key.sign({"b": 2, "a": 1}) != key.sign({"a": 1, "b": 3})
