import pytest
from quart import Response
from quart_trio import QuartTrio

from actors.ports import Answer, Done, Refusal
from actors.webinar.results import Issued, Joined, Rotated
from actors.words import Role
from tests.web.test_identity import TOKENS
from web.auth import InviteToken
from web.bodies import answer
from web.exchange import Peer
from web.head import parse
from web.links import Invitation, Links, base_of_request

HEAD = parse(b"GET /ws HTTP/1.1\r\nHost: hall.local:3000\r\n\r\n")
LINKS = Links(TOKENS)


@pytest.mark.parametrize(
    ("links", "scheme", "base"),
    [
        (LINKS, "http", "http://hall.local:3000"),
        (LINKS, "https", "https://hall.local:3000"),
        (Links(TOKENS, "https://hall.example"), "http", "https://hall.example"),
    ],
)
def test_links_lead_where_the_asker_came_from_or_to_the_public_name(links: Links, scheme: str, base: str) -> None:
    assert links.base(HEAD, Peer("192.0.2.1", 1, scheme)) == base  # type: ignore[arg-type]


def test_the_token_stands_in_the_fragment() -> None:
    made = LINKS.make("https://hall.example", InviteToken("w1", Role.PRESENTER, epoch=2))
    before, _, fragment = made.link.partition("#")
    assert before == "https://hall.example/w/w1"
    assert fragment == f"invite={made.token}"
    assert TOKENS.read(made.token) == InviteToken("w1", Role.PRESENTER, epoch=2)


@pytest.mark.parametrize(
    ("result", "identity"),
    [
        (Issued("i1", Role.PRESENTER), InviteToken("w1", Role.PRESENTER, inv="i1")),
        (Rotated(Role.ATTENDEE, 3), InviteToken("w1", Role.ATTENDEE, epoch=3)),
    ],
)
def test_what_grants_entry_is_signed(result: object, identity: InviteToken) -> None:
    signed = LINKS.signed("https://hall.example", "w1", Done(7, result))
    assert isinstance(signed, Done)
    assert isinstance(signed.result, Invitation)
    assert signed.seq == 7
    assert TOKENS.read(signed.result.token) == identity


@pytest.mark.parametrize("given", [Done(7), Done(None, Joined("p1", True)), Refusal("full", "No room.")], ids=str)
def test_every_other_answer_stays_as_it_was(given: Answer) -> None:
    assert LINKS.signed("https://hall.example", "w1", given) is given


async def test_an_http_request_has_a_base_too() -> None:
    app = QuartTrio(__name__)

    async def base() -> Response:
        return answer([base_of_request(LINKS), base_of_request(Links(TOKENS, "https://hall.example"))])

    app.add_url_rule("/", "base", base)
    response = await app.test_client().get("/", headers={"Host": "hall.local:3000"})
    assert await response.get_json() == ["http://hall.local:3000", "https://hall.example"]
