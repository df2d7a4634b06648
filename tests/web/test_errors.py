import json
import re

import pytest

from actors.ports import Refusal
from tests.sources import ROOT
from web.errors import STATUS, Refused, error_body, status_of

OFFER_REFUSED = re.compile(r'OfferRefused\("(\w+)"')


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("bad_json", 400),
        ("no_token", 401),
        ("not_allowed", 403),
        ("no_such_webinar", 404),
        ("no_such_poll", 404),
        ("already_voted", 409),
        ("slow_mode", 429),
        ("ended", 409),
        ("a_code_nobody_listed", 409),
        ("too_fast", 429),
        ("try_again", 503),
    ],
)
def test_a_code_has_a_status(code: str, status: int) -> None:
    assert status_of(code) == status


@pytest.mark.parametrize(
    "code", sorted({code for file in (ROOT / "media").glob("*.py") for code in OFFER_REFUSED.findall(file.read_text())})
)
def test_an_offer_that_media_refuses_is_the_senders_mistake_or_ours_for_now(code: str) -> None:
    assert status_of(code) == (503 if code == "busy" else 400)


def test_codes_are_snake_case_and_statuses_are_errors() -> None:
    assert all(code.replace("_", "").isalpha() and code.islower() for code in STATUS)
    assert all(400 <= status < 600 for status in STATUS.values())


def test_a_body_has_the_case_studys_shape_and_a_code() -> None:
    assert json.loads(error_body("bad_json", "No.")) == {"error": "No.", "code": "bad_json"}


@pytest.mark.parametrize(("wait_ms", "wait_s"), [(None, None), (1, 1), (1000, 1), (1001, 2)])
def test_a_refusals_wait_is_rounded_up_to_seconds(wait_ms: int | None, wait_s: int | None) -> None:
    refused = Refused.by(Refusal("too_fast", "Slow down.", wait_ms))
    assert (refused.code, refused.message, refused.retry_after_s) == ("too_fast", "Slow down.", wait_s)
