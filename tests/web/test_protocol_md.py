"""docs/protocol.md against the classes: nothing is missing there, and nothing there is wrong."""

import json
import re
from typing import Any, get_args

import attrs
import pytest

from actors import shown
from actors.facts import Fact, RoomPoll
from actors.media_commands import MediaCommand
from actors.ports import Goodbye
from actors.signals import Signal
from actors.webinar.commands import SPOKEN
from actors.webinar.snapshots import Snapshot, WaitingWebinar, WebinarView
from actors.webinar.state import Settings
from actors.webinar.views import SIGHT, Sight
from actors.webinar.you import You
from tests.sources import ROOT
from web.outbox import CLOSE_CODES
from web.wire import COMMANDS, read, tag

TEXT = (ROOT / "docs" / "protocol.md").read_text()
BLOCKS = re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)

TOLD_AS_THEMSELVES = [fact for fact in get_args(Fact) if SIGHT[fact] is not Sight.NOBODY]
TOLD_OTHERWISE = list(get_args(shown.Entry))
ALSO_TOLD = [fact for fact in get_args(Fact) if tag(fact) in ("participant_denied", "participant_left")]
FACTS = {tag(kind): kind for kind in [*TOLD_AS_THEMSELVES, *TOLD_OTHERWISE, *ALSO_TOLD]}
OTHERS = {tag(kind): kind for kind in [*get_args(Signal), Snapshot, Goodbye]}


def examples() -> list[dict[str, Any]]:
    found, decoder = [], json.JSONDecoder()
    for block in BLOCKS:
        rest = block.strip()
        while rest:
            value, end = decoder.raw_decode(rest)
            found.append(value)
            rest = rest[end:].strip()
    return found


EXAMPLES = examples()
FROM_CLIENT = [example for example in EXAMPLES if "id" in example]
ANSWERS = [example for example in EXAMPLES if "answer" in example]
FROM_SERVER = [example for example in EXAMPLES if "id" not in example and "answer" not in example]


def test_there_are_examples_of_every_kind() -> None:
    assert len(FROM_CLIENT) > 30
    assert len(ANSWERS) >= 3
    assert len(FROM_SERVER) > 30


@pytest.mark.parametrize("example", FROM_CLIENT, ids=lambda example: example["type"])
def test_a_clients_example_is_read(example: dict[str, Any]) -> None:
    assert tag(type(read(json.dumps(example)).command)) == example["type"]


@pytest.mark.parametrize("example", FROM_SERVER, ids=lambda example: example["type"])
def test_a_servers_example_has_the_fields_of_its_class(example: dict[str, Any]) -> None:
    kind = (FACTS | OTHERS)[example["type"]]
    head = {"type", "seq", "at"} if example["type"] in FACTS else {"type"}
    assert set(example) == head | {field.name for field in attrs.fields(kind)}


PARTS: dict[str, tuple[type, ...]] = {
    "person": (shown.PersonView, shown.WaitingPerson),
    "people": (shown.PersonView,),
    "waiting": (shown.WaitingPerson,),
    "poll": (shown.PollView,),
    "polls": (shown.PollView, RoomPoll),
    "results": (shown.Results,),
    "question": (shown.QuestionView,),
    "questions": (shown.QuestionView,),
    "message": (shown.MessageView,),
    "messages": (shown.MessageView,),
    "hand": (shown.HandView,),
    "hands": (shown.HandView,),
    "you": (You,),
    "webinar": (WebinarView, WaitingWebinar),
    "settings": (Settings,),
}


def parts(example: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Objects within, however deep, by the name of the field that holds them."""
    inner = [(key, part) for key, value in example.items() for part in (value if isinstance(value, list) else [value])]
    found = [(key, part) for key, part in inner if isinstance(part, dict)]
    return found + [part for _, each in found for part in parts(each)]


@pytest.mark.parametrize("example", [e for e in FROM_SERVER if "seq" in e], ids=lambda example: example["type"])
def test_what_is_within_has_the_fields_of_its_class_too(example: dict[str, Any]) -> None:
    for name, part in parts(example):
        if name in PARTS:
            assert set(part) in [{field.name for field in attrs.fields(kind)} for kind in PARTS[name]], name


@pytest.mark.parametrize("example", ANSWERS, ids=lambda example: example["answer"])
def test_an_answers_example_has_the_fields_of_answers(example: dict[str, Any]) -> None:
    if example["ok"]:
        assert set(example) == {"answer", "ok", "seq", "result"}
    else:
        assert set(example) == {"answer", "ok", "error"}
        assert set(example["error"]) == {"code", "message", "retry_after_ms"}


def test_every_command_has_an_example() -> None:
    assert {example["type"] for example in FROM_CLIENT} == set(COMMANDS)
    assert {tag(kind) for kind in (*get_args(SPOKEN), *get_args(MediaCommand))} <= set(COMMANDS)


def test_every_fact_signal_and_farewell_has_an_example() -> None:
    assert {example["type"] for example in FROM_SERVER} == set(FACTS) | set(OTHERS)


@pytest.mark.parametrize("code", [*CLOSE_CODES, "ended", "left", "replaced"])
def test_every_goodbye_code_is_named(code: str) -> None:
    assert f"`{code}`" in TEXT
