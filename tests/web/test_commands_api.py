from typing import get_args

import attrs
import pytest

from actors.webinar.commands import SPOKEN, Demote, Invite, Mute, Start
from tests.web.hall import opened
from web.commands_api import case_study_fields, path_of


@pytest.mark.parametrize(
    ("kind", "fields", "left"),
    [
        (Start, {"hostId": "h", "userId": "u", "name": "n"}, {}),
        (Start, {"other": 1}, {"other": 1}),
        (Mute, {"participant": "p", "userId": "u"}, {"participant": "p"}),
        (Mute, {"userId": "u"}, {}),
        (Invite, {"userId": "u"}, {"participant": "u"}),
        (Demote, {"userId": "u", "role": "attendee"}, {"participant": "u", "role": "attendee"}),
        (Demote, {"userId": "u", "participant": "p"}, {"participant": "p"}),
    ],
)
def test_the_case_studys_fields_mean_somebody_only_where_they_must(
    kind: type[SPOKEN], fields: dict[str, object], left: dict[str, object]
) -> None:
    assert case_study_fields(kind, fields) == left


async def test_every_command_has_a_path() -> None:
    async with opened() as hall:
        webinar = await hall.webinar()
        for kind in get_args(SPOKEN):
            response = await hall.post(f"{webinar.path}/{path_of(kind)}", {"unknown": 1}, webinar.host)
            assert (response.status_code, response.json()["code"]) == (400, "bad_body"), kind


async def test_promoting_invites_and_demoting_acts_at_once() -> None:
    """[7, 18] Promotion turns nothing on: the person accepts."""
    async with opened() as hall:
        webinar = await hall.webinar()
        paul, token = await webinar.join("Paul", "attendee")
        assert await webinar.call("promote", userId=paul) == {"promoted": paul, "accepted": False}
        people = (await hall.get(f"{webinar.path}/participants", webinar.host)).json()["participants"]
        assert [(p["role"], p["offered"], p["on"]) for p in people if p["id"] == paul] == [
            ("attendee", "presenter", [])
        ]
        await webinar.call("accept-invitation", token)
        people = (await hall.get(f"{webinar.path}/participants", webinar.host)).json()["participants"]
        assert [(p["role"], p["on"]) for p in people if p["id"] == paul] == [("presenter", [])]
        assert await webinar.call("demote", userId=paul) == {"demoted": paul}


async def test_an_unknown_person_is_404() -> None:
    async with opened() as hall:
        webinar = await hall.webinar()
        for what in ("promote", "demote", "kick", "mute"):
            response = await hall.post(f"{webinar.path}/{what}", {"participant": "nobody"}, webinar.host)
            assert (response.status_code, response.json()["code"]) == (404, "no_such_participant")


async def test_the_host_stays_host() -> None:
    """[16]"""
    async with opened() as hall:
        webinar = await hall.webinar()
        me = webinar.made["participantId"]
        for what in ("promote", "demote", "kick", "ban"):
            response = await hall.post(f"{webinar.path}/{what}", {"participant": me}, webinar.host)
            assert response.status_code in (403, 409), what
        info = (await hall.get(webinar.path, webinar.host)).json()
        assert [person["role"] for person in info["presenters"]] == ["host"]


async def test_leaving_is_for_oneself_whatever_the_body_says() -> None:
    """[5]"""
    async with opened() as hall:
        webinar = await hall.webinar()
        paul, _ = await webinar.join("Paul", "attendee")
        _, mary = await webinar.join("Mary", "attendee")
        assert await webinar.call("leave", mary, userId=paul) == {"left": True}
        people = (await hall.get(f"{webinar.path}/participants", webinar.host)).json()["participants"]
        assert {person["name"] for person in people} == {"Hedy", "Paul"}


async def test_a_command_by_http_is_answered_with_its_place_in_the_log_and_its_result() -> None:
    async with opened() as hall:
        webinar = await hall.webinar()
        first, second = await webinar.call("lock"), await webinar.call("unlock")
        assert set(first) == {"seq"}
        assert second["seq"] > first["seq"]
        assert set(await webinar.call("issue-invite", role="presenter")) == {"seq", "role", "token", "link"}


async def test_settings_can_be_patched() -> None:
    async with opened() as hall:
        webinar = await hall.webinar()
        response = await hall.call("PATCH", f"{webinar.path}/settings", {"chat": "hosts"}, webinar.host)
        assert response.status_code == 200
        response = await hall.call("PATCH", f"{webinar.path}/settings", {"chat": "nobody"}, webinar.host)
        assert (response.status_code, response.json()["code"]) == (400, "bad_body")


async def test_one_idempotency_key_is_one_effect() -> None:
    """[42]"""
    async with opened() as hall:
        webinar = await hall.webinar()
        body = {"role": "presenter"}
        twice = [
            (await hall.post(f"{webinar.path}/issue-invite", body, webinar.host, Idempotency_Key="k1")).json()
            for _ in range(2)
        ]
        tokens = hall.site.sessions.house.entrance.tokens
        assert tokens.read(twice[0]["token"]) == tokens.read(twice[1]["token"])
        other = (await hall.post(f"{webinar.path}/issue-invite", body, webinar.host, Idempotency_Key="k2")).json()
        assert tokens.read(other["token"]) != tokens.read(twice[0]["token"])
        reused = await hall.post(f"{webinar.path}/lock", {}, webinar.host, Idempotency_Key="k1")
        assert (reused.status_code, reused.json()["code"]) == (409, "id_reused")
        long = await hall.post(f"{webinar.path}/lock", {}, webinar.host, Idempotency_Key="k" * 65)
        assert (long.status_code, long.json()["code"]) == (400, "bad_request")


async def test_who_is_gone_is_told_what_became_of_them() -> None:
    async with opened() as hall:
        webinar = await hall.webinar()
        paul, token = await webinar.join("Paul", "attendee")
        await webinar.call("ban", participant=paul)
        response = await hall.post(f"{webinar.path}/accept-invitation", {}, token)
        assert (response.status_code, response.json()["code"]) == (403, "banned")


def test_a_path_is_the_type_with_hyphens() -> None:
    assert all(path_of(kind).replace("-", "").isalpha() for kind in get_args(SPOKEN))
    assert all(attrs.has(kind) for kind in get_args(SPOKEN))
