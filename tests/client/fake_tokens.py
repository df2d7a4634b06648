"""Tokens that look real from outside: only a page reads an invitation's middle, and nobody checks anything."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

from tests.client.fake_world import Json

OPERATOR = "operator-secret"


def invite(role: str) -> str:
    claims = json.dumps({"kind": "invite", "role": role, "epoch": 0}).encode()
    return f"x.{urlsafe_b64encode(claims).decode().rstrip('=')}.x"


def personal_invite(registration: str) -> str:
    claims = json.dumps({"kind": "invite", "role": "attendee", "inv": registration}).encode()
    return f"x.{urlsafe_b64encode(claims).decode().rstrip('=')}.x"


def claims_of(token: str) -> Json:
    middle = token.split(".")[1] if token.count(".") == 2 else ""
    return dict(json.loads(urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))) if middle else {}


def token_of(pid: str) -> str:
    return f"person-{pid}"


def person_of(token: str) -> str | None:
    return token.removeprefix("person-") if token.startswith("person-") else None


def resume_of(pid: str, number: int) -> str:
    return f"resume-{number}-{pid}"


def greeter_of(hello: Json) -> str | None:
    """Whom a hello is from, with either token."""
    resume = hello.get("resume")
    return person_of(hello["token"]) if resume is None else str(resume).split("-", 2)[2]
