"""Recording begun, paused and ended by whoever may not, or of what is no room of this webinar."""

from pathlib import Path

import pytest

from actors.webinar.commands import ConsentToRecording, PauseRecording, StartRecording, StopRecording
from actors.webinar.rights import RIGHTS
from actors.words import HOSTS, Role
from tests.web.recordings.attacking import ask, code, everything, joined
from tests.web.recordings.rooms import filmed

RECORDING = (StartRecording, PauseRecording, StopRecording)


def test_only_hosts_record_and_everybody_may_agree() -> None:
    assert {RIGHTS[kind].roles == HOSTS for kind in RECORDING} == {True}
    assert set(Role) <= set(RIGHTS[ConsentToRecording].roles)


@pytest.mark.parametrize("role", ["attendee", "presenter"])
async def test_nobody_else_starts_or_stops_over_any_way(tmp_path: Path, role: str) -> None:
    async with filmed(tmp_path) as made:
        await made.webinar.call("start-recording")
        _, paul = await joined(made, role)
        async with made.hall.session(paul) as client:
            for verb in ("start", "pause", "stop"):
                assert await client.refused(type=f"{verb}_recording", room="main") == "not_allowed"
                assert await code(made, "POST", f"{made.webinar.path}/{verb}-recording", paul) == "not_allowed"
                assert await code(made, "POST", f"{made.webinar.path}/recording/{verb}", paul) == "not_allowed"
        assert (await ask(made, "GET", made.webinar.path, made.webinar.host)).json()["isRecording"] is True


@pytest.mark.parametrize("room", ["", "..", "../../x", "main/../main", "MAIN", "main\x00", "x" * 5000, "\u202emain"])
async def test_no_room_s_name_begins_a_recording_of_something_else(tmp_path: Path, room: str) -> None:
    async with filmed(tmp_path) as made:
        before = everything(tmp_path)
        async with made.hall.session(made.webinar.host) as client:
            for verb in ("start", "pause", "stop"):
                assert await client.refused(type=f"{verb}_recording", room=room) in {"no_such_room", "not_recording"}
            assert await client.refused(type="start_recording", room=["main"]) == "bad_message"
            assert await client.refused(type="start_recording", room="main", recording="chosen") == "bad_message"
        assert everything(tmp_path) == before


async def test_a_room_of_another_webinar_is_none_of_mine(tmp_path: Path) -> None:
    async with filmed(tmp_path) as made:
        other = await made.hall.webinar()
        opened = await made.hall.post(f"{other.path}/breakout-rooms", {"count": 1, "assign": "manual"}, other.host)
        room = opened.json()["rooms"][0]["id"]
        async with made.hall.session(made.webinar.host) as client:
            assert await client.refused(type="start_recording", room=room) == "no_such_room"
        await other.call("start-recording", room=room)
        async with made.hall.session(made.webinar.host) as client:
            for verb in ("pause", "stop"):
                assert await client.refused(type=f"{verb}_recording", room=room) == "no_such_room"
