import json
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actors.media_commands import HangUp, Lines, MediaCommand, Publish, Show, Wanted, Watch
from actors.webinar.commands import INNER, SPOKEN, ChangeSettings, Invite, Join, Mute, Start
from actors.words import Role, Source, Who
from web.wire import (
    COMMANDS,
    BadMessage,
    Hello,
    read,
    tag,
)


def said(**fields: object) -> str:
    return json.dumps({"id": "1"} | fields)


@pytest.mark.parametrize(
    ("fields", "command"),
    [
        ({"type": "start"}, Start()),
        ({"type": "mute", "participant": "p1"}, Mute("p1")),
        ({"type": "mute", "participant": "p1", "hard": True}, Mute("p1", hard=True)),
        ({"type": "invite", "participant": "p1", "role": "co_host"}, Invite("p1", Role.CO_HOST)),
        ({"type": "change_settings", "chat": "stage"}, ChangeSettings(chat=Who.STAGE)),
        ({"type": "hello", "token": "t", "last_seq": None}, Hello("t")),
        ({"type": "hello", "token": "t", "last_seq": 41}, Hello("t", last_seq=41)),
        ({"type": "hang_up", "connection": "c1"}, HangUp("c1")),
        ({"type": "publish", "sdp": "v=0", "sources": {"0": "camera"}}, Publish("v=0", {"0": Source.CAMERA})),
        (
            {"type": "watch", "sdp": "v=0", "seats": [{"audio": "0", "video": None}], "screens": []},
            Watch("v=0", (Lines("0", None),), ()),
        ),
        (
            {"type": "show", "wanted": [{"participant": "p1", "source": "screen", "height": 720}], "pinned": None},
            Show((Wanted("p1", Source.SCREEN, 720),)),
        ),
    ],
    ids=str,
)
def test_a_message_is_the_class_its_type_names(fields: dict[str, object], command: object) -> None:
    message = read(said(**fields))
    assert (message.id, message.command) == ("1", command)


def test_every_command_a_person_can_send_is_spoken_and_no_other() -> None:
    assert set(COMMANDS.values()) == {Hello, *get_args(SPOKEN), *get_args(MediaCommand)}
    assert not set(COMMANDS.values()) & set(get_args(INNER))


@pytest.mark.parametrize(
    ("text", "known_id"),
    [
        ("", None),
        ("[]", None),
        ("{}", None),
        ('{"type":"start"}', None),
        ('{"id":1,"type":"start"}', None),
        ('{"id":"","type":"start"}', None),
        ('{"id":"%s","type":"start"}' % ("a" * 65), None),
        ('{"id":"1"}', "1"),
        ('{"id":"1","type":"chat","type":"mute_all"}', None),
        (said(type="join", name="x"), "1"),
        (said(type="connected"), "1"),
        (said(type="Start"), "1"),
        (said(type=["start"]), "1"),
        (said(type="__init__"), "1"),
        (said(type="start", by="p1"), "1"),
        (said(type="start", userId="p1"), "1"),
        (said(type="leave", participant="p2"), "1"),
        (said(type="mute"), "1"),
        (said(type="mute", participant=5), "1"),
        (said(type="mute", participant="p1", hard=1), "1"),
        (said(type="turn_on", source="webcam"), "1"),
        (said(type="publish", sdp="v=0", sources=[]), "1"),
        (said(type="publish", sdp="v=0", sources={"0": "face"}), "1"),
        (said(type="watch", sdp="v=0", seats=[{"audio": "0"}]), "1"),
        (said(type="show", wanted=[{"participant": "p1", "source": "camera", "height": 1.5}]), "1"),
    ],
)
def test_what_is_not_exactly_a_message_is_refused_to_its_id(text: str, known_id: str | None) -> None:
    with pytest.raises(BadMessage) as bad:
        read(text)
    assert bad.value.id == known_id
    assert str(bad.value)


def test_no_inner_command_can_be_sent() -> None:
    for kind in get_args(INNER):
        with pytest.raises(BadMessage):
            read(said(type=tag(kind)))
    assert tag(Join) not in COMMANDS


@given(st.dictionaries(st.sampled_from(["id", "type", "participant", "role", "sdp"]), st.text() | st.integers()))
def test_any_object_is_a_message_or_bad(fields: dict[str, object]) -> None:
    try:
        read(json.dumps(fields))
    except BadMessage as bad:
        assert bad.id is None or bad.id == fields["id"]  # noqa: PT017 - both ways are right, nothing else is
