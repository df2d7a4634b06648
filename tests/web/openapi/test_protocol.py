"""The schema of the WebSocket's messages against every example in docs/protocol.md."""

from typing import Any

import jsonschema
import pytest

from tests.web.test_protocol_md import ANSWERS, FROM_CLIENT, FROM_SERVER
from web.openapi.protocol import protocol

SCHEMA = protocol()


def faults(direction: str, message: dict[str, Any]) -> list[str]:
    schema = {"$ref": f"#/$defs/{direction}", "$defs": SCHEMA["$defs"]}
    return [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(message)]


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("example", FROM_CLIENT, ids=lambda example: example["type"])
def test_what_a_client_says_is_in_it(example: dict[str, Any]) -> None:
    assert faults("FromClient", example) == []
    assert faults("FromClient", example | {"unknown": 1}) != []
    assert faults("FromClient", {name: value for name, value in example.items() if name != "id"}) != []


@pytest.mark.parametrize("example", [*FROM_SERVER, *ANSWERS], ids=lambda example: example.get("type", "answer"))
def test_what_the_server_says_is_in_it(example: dict[str, Any]) -> None:
    assert faults("FromServer", example) == []
    assert faults("FromServer", {name: value for name, value in example.items() if name not in ("type", "ok")}) != []
