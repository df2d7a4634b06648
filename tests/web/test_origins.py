import pytest

from web.errors import Refused
from web.origins import Origins

ORIGINS = Origins(["https://partner.example"], public="https://hall.example")


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "http://localhost:3000",
        "https://localhost:3000",
        "HTTP://LOCALHOST:3000",
        "https://partner.example",
        "https://hall.example",
    ],
)
def test_our_own_pages_trusted_ones_and_programs_may(origin: str | None) -> None:
    ORIGINS.check(origin, "localhost:3000")


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        "",
        "https://localhost:3000.evil.example",
        "https://evil.example/localhost:3000",
        "https://partner.example.evil",
        "https://evil-partner.example",
        "http://partner.example",
        "http://localhost",
        "http://localhost:30000",
        "ws://localhost:3000",
        "file://",
    ],
)
def test_foreign_pages_may_not(origin: str) -> None:
    with pytest.raises(Refused) as refused:
        ORIGINS.check(origin, "localhost:3000")
    assert refused.value.code == "bad_origin"


def test_a_server_without_a_name_trusts_only_where_it_is_addressed() -> None:
    assert not Origins([]).allows("", "")
    assert not Origins([]).allows("http://", "x")
