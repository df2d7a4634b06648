from collections.abc import Callable

import pytest
from quart import Response
from quart_trio import QuartTrio

from actors.words import Role
from web.app import make_app
from web.auth import CreatorToken, Identity, InviteToken, PersonToken, Tokens
from web.bodies import answer
from web.identity import Door
from web.limits import RateLimit
from web.origins import Origins

TOKENS = Tokens("k" * 43, {PersonToken: 100, InviteToken: 100, CreatorToken: 100}, lambda: 1_000_000)
OPERATOR = "o" * 43
PERSON, OTHER = PersonToken("w1", "p1"), PersonToken("w2", "p1")
INVITE, OTHER_INVITE = InviteToken("w1", Role.ATTENDEE, epoch=0), InviteToken("w2", Role.ATTENDEE, epoch=0)
CREATOR = CreatorToken("office")

Ask = Callable[[str, str | None], object]


@pytest.fixture
def app() -> QuartTrio:
    door = Door(TOKENS, OPERATOR, RateLimit(5))
    app = make_app(Origins([]), lambda: "r1")
    checks: dict[str, Callable[[], object]] = {
        "person": lambda: door.person("w1"),
        "visitor": lambda: door.visitor("w1"),
        "returning": lambda: door.returning("w1"),
        "creator": door.creator,
        "operator": door.operator,
        "invited": lambda: door.invite(TOKENS.issue(INVITE), "w1"),
        "invited elsewhere": lambda: door.invite(TOKENS.issue(OTHER_INVITE), "w1"),
        "invited by a person": lambda: door.invite(TOKENS.issue(PERSON), "w1"),
        "not invited": lambda: door.invite(None, "w1"),
    }

    async def check(name: str) -> Response:
        return answer(checks[name]())

    app.add_url_rule("/<name>", "check", check)
    return app


async def asked(app: QuartTrio, check: str, header: str | None = None) -> tuple[int, str | None]:
    headers = {"Authorization": header} if header is not None else {}
    response = await app.test_client().get(f"/{check}", headers=headers)
    body = await response.get_json()
    return response.status_code, body.get("code") if isinstance(body, dict) else None


def bearing(identity: Identity) -> str:
    return f"Bearer {TOKENS.issue(identity)}"


@pytest.mark.parametrize(
    ("check", "identity", "wanted"),
    [
        ("person", PERSON, (200, None)),
        ("person", OTHER, (404, "no_such_webinar")),
        ("person", INVITE, (401, "bad_token")),
        ("person", CREATOR, (401, "bad_token")),
        ("visitor", PERSON, (200, None)),
        ("visitor", INVITE, (200, None)),
        ("visitor", OTHER, (404, "no_such_webinar")),
        ("visitor", OTHER_INVITE, (404, "no_such_webinar")),
        ("visitor", CREATOR, (401, "bad_token")),
        ("returning", PERSON, (200, None)),
        ("returning", OTHER, (404, "no_such_webinar")),
        ("creator", CREATOR, (200, None)),
        ("creator", PERSON, (401, "bad_token")),
        ("operator", PERSON, (401, "bad_token")),
    ],
)
async def test_a_token_opens_what_it_is_for(
    app: QuartTrio, check: str, identity: Identity, wanted: tuple[int, str | None]
) -> None:
    assert await asked(app, check, bearing(identity)) == wanted


@pytest.mark.parametrize("check", ["person", "visitor", "creator", "operator"])
@pytest.mark.parametrize("header", [None, "", "Basic abc", TOKENS.issue(PERSON)])
async def test_no_token_is_told_so(app: QuartTrio, check: str, header: str | None) -> None:
    assert await asked(app, check, header) == (401, "no_token")


@pytest.mark.parametrize("check", ["person", "visitor", "returning", "creator", "operator"])
@pytest.mark.parametrize("header", ["Bearer ", "Bearer x", "bearer a.b.c", "Bearer " + "x" * 15_000])
async def test_nonsense_is_a_bad_token(app: QuartTrio, check: str, header: str) -> None:
    assert await asked(app, check, header) == (401, "bad_token")


async def test_the_scheme_is_read_in_any_case(app: QuartTrio) -> None:
    assert await asked(app, "person", bearing(PERSON).replace("Bearer", "BEARER")) == (200, None)
    assert await asked(app, "operator", f"bearer {OPERATOR}") == (200, None)


@pytest.mark.parametrize(
    ("check", "wanted"),
    [
        ("invited", (200, None)),
        ("not invited", (200, None)),
        ("invited elsewhere", (404, "no_such_webinar")),
        ("invited by a person", (401, "bad_token")),
    ],
)
async def test_an_invitation_opens_its_webinar_alone(
    app: QuartTrio, check: str, wanted: tuple[int, str | None]
) -> None:
    assert await asked(app, check) == wanted


async def test_guessing_is_slowed_down_and_the_honest_are_not_hit(app: QuartTrio) -> None:
    tries = [await asked(app, "person", f"Bearer guess-{n}") for n in range(8)]
    assert tries == [(401, "bad_token")] * 5 + [(429, "too_many_tries")] * 3
    response = await app.test_client().get("/person", headers={"Authorization": "Bearer guess"})
    assert int(response.headers["Retry-After"]) >= 1
    assert await asked(app, "person", bearing(PERSON)) == (200, None)
