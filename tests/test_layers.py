"""Who may import whom. Imports run web → actors → media; run.py joins them; config is read by run.py alone.

The tables are the rule. A line added here is a decision about the design, and says why.
"""

import ast
import sys
from pathlib import Path

import pytest

from tests.sources import PARTS, expect_none, imports, parse, program

TYPES = "config.settings"  # the classes of settings, which a part takes as its argument

OURS = {
    "media": {"media", TYPES},
    "actors": {"actors", TYPES},
    "web": {"web", "actors", TYPES},
    "config": {"config"},
    "run.py": {*PARTS},
}
ALSO_OURS = {  # the only actors that meet media
    "actors/router.py": {"media"},
    "actors/recorder.py": {"media"},
    "actors/ports.py": {"media"},
}
THEIRS = {
    "media": {"aiortc", "attrs", "cffi", "cryptography", "OpenSSL", "pylibsrtp", "structlog", "trio"},
    "actors": {"attrs", "pykka", "structlog", "trio"},
    "web": {
        *("botocore", "email_validator", "httpx", "icalendar", "msgspec", "standardwebhooks", "webvtt"),
        *("attrs", "cattrs", "cryptography", "h11", "joserfc", "orjson", "prometheus_client", "quart"),
        *("quart_trio", "structlog", "trio", "trio_websocket", "werkzeug"),
    },
    "config": {"attrs", "click", "typed_settings"},
    "run.py": {"attrs", "click", "structlog", "trio"},
}
ALSO_THEIRS = {
    "actors/journal": {"apsw", "cattrs", "cryptography", "orjson"},  # it alone knows how a fact is stored
    "media/film": {"PIL", "av", "cattrs", "numpy", "orjson", "rich"},  # a process of its own, which decodes and draws
}
WITH_JSON = (
    "media/recording",
    "media/film",
)  # what lies beside media files, and what processes of ours tell each other
STANDARD_LIBRARY_NOT_FOR = {
    "media": {"json", "sqlite3"},
    "actors": {"json", "http", "urllib", "socket", "sqlite3", "os", "subprocess", "threading"},
    "web": {"sqlite3"},
}
NOT_DETERMINED = {
    "time",
    "uuid",
    "random",
    "secrets",
}  # actors are given time, ids and chance, so that a run can be repeated


def faults(path: Path, tree: ast.AST) -> list[str]:
    part = path.parts[0]
    return [f"{path}:{line} imports {name}" for name, line in imports(tree) if not may_import(path, part, name)]


def may_import(path: Path, part: str, name: str) -> bool:
    package = name.partition(".")[0]
    if package == "asyncio" or name.endswith(".RTCPeerConnection"):
        return False  # one event loop, and our own SFU: aiortc as a whole is a test peer
    if package in PARTS:
        return any(within(name, allowed) for allowed in OURS[part] | ALSO_OURS.get(str(path), set()))
    in_journal = path.is_relative_to("actors/journal")
    if package in sys.stdlib_module_names:
        banned = STANDARD_LIBRARY_NOT_FOR.get(part, set()) | (NOT_DETERMINED if part == "actors" else set())
        writes_json = package == "json" and any(path.is_relative_to(folder) for folder in WITH_JSON)
        return package not in banned or in_journal or writes_json
    return package in THEIRS[part].union(*(names for at, names in ALSO_THEIRS.items() if path.is_relative_to(at)))


def within(name: str, allowed: str) -> bool:
    return name == allowed or name.startswith(f"{allowed}.")


def test_a_file_imports_only_what_its_layer_may() -> None:
    expect_none(fault for path in program() for fault in faults(path, parse(path)))


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("actors/webinar/actor.py", "import web.session"),
        ("actors/webinar/actor.py", "from media.engine import Engine"),
        ("actors/webinar/actor.py", "import config"),
        ("actors/directory.py", "from uuid import uuid4"),
        ("actors/directory.py", "import time"),
        ("actors/directory.py", "import orjson"),
        ("actors/participant.py", "import asyncio"),
        ("media/peer.py", "from actors.words import Role"),
        ("media/peer.py", "from aiortc import RTCPeerConnection"),
        ("media/peer.py", "import quart"),
        ("media/peer.py", "import av"),
        ("media/film/picture.py", "from actors.facts import Fact"),
        ("web/api.py", "from config import load"),
        ("web/api.py", "from media.engine import Engine"),
        ("web/api.py", "import sqlite3"),
        ("config/loading.py", "import web"),
    ],
)
def test_a_line_that_crosses_a_border_is_found(path: str, line: str) -> None:
    assert len(faults(Path(path), ast.parse(line))) == 1


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("actors/router.py", "from media.engine import Engine"),
        ("actors/journal/sqlite.py", "import apsw"),
        ("media/film/picture.py", "import av, numpy"),
        ("web/api.py", "from config.settings import WebSettings"),
        ("media/rtcp.py", "from aiortc.rtp import RtcpPacket"),
        ("run.py", "import config, actors.directory, media.engine, web.front"),
    ],
)
def test_a_line_that_keeps_to_its_side_is_left_alone(path: str, line: str) -> None:
    assert faults(Path(path), ast.parse(line)) == []
