import base64
import hmac
import json
from hashlib import sha256

import pytest
from joserfc.jwk import RSAKey

from actors.words import Role
from web.auth import (
    SKEW_S,
    BadToken,
    CreatorToken,
    Expired,
    Identity,
    InviteToken,
    PersonToken,
    ResumeToken,
    Tokens,
    same_secret,
)

KEY = "k" * 43
LIFETIMES_S: dict[type[Identity], int] = {PersonToken: 100, InviteToken: 200, CreatorToken: 300, ResumeToken: 150}
ANN = PersonToken("w1", "p1")


class Now:
    def __init__(self, at_s: float = 1_000_000) -> None:
        self.at_s = at_s

    def __call__(self) -> float:
        return self.at_s


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture
def tokens(now: Now) -> Tokens:
    return Tokens(KEY, LIFETIMES_S, now)


def part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def signed(claims: dict[str, object], key: str = KEY, **header: object) -> str:
    """A token by hand, in whatever algorithm its header claims, signed as HS256."""
    body = f"{part({'alg': 'HS256', 'typ': 'JWT'} | header)}.{part(claims)}"
    signature = hmac.new(key.encode(), body.encode(), sha256).digest()
    return f"{body}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def claims(**changes: object) -> dict[str, object]:
    made = {"iss": "townhall", "kind": "person", "iat": 1_000_000, "exp": 1_000_100, "wid": "w1", "sub": "p1"} | changes
    return {name: value for name, value in made.items() if value is not ...}


@pytest.mark.parametrize(
    "identity",
    [
        ANN,
        InviteToken("w1", Role.PRESENTER, epoch=3),
        InviteToken("w1", Role.ATTENDEE, inv="i1"),
        CreatorToken("for the office"),
        ResumeToken("w1", "p1", "page7", 12),
    ],
)
def test_a_token_says_who_it_was_issued_to(tokens: Tokens, identity: Identity) -> None:
    assert tokens.read(tokens.issue(identity)) == identity


def test_the_hand_made_token_of_these_tests_would_pass(tokens: Tokens) -> None:
    assert tokens.read(signed(claims())) == ANN


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "elsewhere"},
        {"iss": ...},
        {"kind": "operator"},
        {"kind": "invite"},
        {"kind": "resume"},
        {"kind": "resume", "page": "page7"},
        {"kind": "resume", "page": "page7", "number": "1"},
        {"kind": "resume", "page": "page7", "number": True},
        {"page": "page7", "number": 1},
        {"kind": ["person"]},
        {"kind": ...},
        {"wid": ...},
        {"wid": 1},
        {"wid": None},
        {"sub": ...},
        {"sub": ["p1"]},
        {"role": "host"},
        {"exp": ...},
        {"exp": "1000100"},
        {"exp": 1e9},
        {"exp": True},
        {"exp": None},
        {"iat": ...},
        {"exp": 1_000_000 - SKEW_S},
        {"extra": 1},
    ],
    ids=str,
)
def test_wrong_claims_are_a_bad_token(tokens: Tokens, changes: dict[str, object]) -> None:
    with pytest.raises(BadToken):
        tokens.read(signed(claims(**changes)))


@pytest.mark.parametrize(
    "token",
    [
        "",
        "...",
        "a.b.c",
        "é",
        "\ud800",
        "x" * 1_000_000,
        f"{part({'alg': 'none'})}.{part(claims())}.",
        signed(claims(), alg="none"),
        signed(claims(), alg="HS512"),
        signed(claims(), alg="RS256"),
        signed(claims(), alg=["HS256"]),
        signed(claims(), crit=["exp"]),
        signed(claims(), key="j" * 43),
        signed(claims())[:-1],
        signed(claims()) + "A",
        f"{part({'alg': 'HS256'})}.{part(claims())}.",
        f"{part({'alg': 'HS256'})}.{part([])}.{'A' * 43}",
        f"{part({'alg': 'HS256', 'jwk': {'kty': 'oct', 'k': 'AAAA'}})}.{part(claims())}.{'A' * 43}",
    ],
    ids=lambda token: token[-24:].encode("ascii", "replace").decode(),
)
def test_whatever_we_did_not_sign_is_a_bad_token(tokens: Tokens, token: str) -> None:
    with pytest.raises(BadToken):
        tokens.read(token)


def test_a_public_key_is_no_secret(now: Now) -> None:
    """HS256 with somebody's public key: the confusion of algorithms."""
    public = RSAKey.generate_key(2048).as_pem(private=False).decode()
    with pytest.raises(BadToken):
        Tokens(KEY, LIFETIMES_S, now).read(signed(claims(), key=public))


def test_the_clocks_of_two_servers_may_differ_a_little(tokens: Tokens, now: Now) -> None:
    token = tokens.issue(ANN)
    for at_s, good in ((-SKEW_S, True), (100 + SKEW_S - 1, True), (100 + SKEW_S, False)):
        now.at_s = 1_000_000 + at_s
        if good:
            assert tokens.read(token) == ANN
        else:
            with pytest.raises(BadToken):
                tokens.read(token)


def test_a_clock_that_is_set_back_locks_nobody_out(tokens: Tokens, now: Now) -> None:
    token = tokens.issue(ANN)
    now.at_s -= 3600
    assert tokens.read(token) == ANN


def test_each_kind_has_its_own_lifetime(tokens: Tokens, now: Now) -> None:
    person, creator = tokens.issue(ANN), tokens.issue(CreatorToken("x"))
    now.at_s += 250
    assert tokens.read(creator) == CreatorToken("x")
    with pytest.raises(BadToken):
        tokens.read(person)


def test_only_what_we_signed_is_told_to_be_too_old(tokens: Tokens, now: Now) -> None:
    resume = ResumeToken("w1", "p1", "page7", 1)
    old, forged = tokens.issue(resume), signed(claims(exp=1_000_100), key="j" * 43)
    now.at_s += 150 + SKEW_S
    with pytest.raises(Expired):
        tokens.read(old)
    for never_ours in (forged, signed(claims(role="host"))):
        with pytest.raises(BadToken) as refused:
            tokens.read(never_ours)
        assert not isinstance(refused.value, Expired)


def test_secrets_are_compared_whole() -> None:
    assert same_secret("a" * 32, "a" * 32)
    assert not same_secret("a" * 31, "a" * 32)
    assert not same_secret("\ud800é", "a" * 32)
