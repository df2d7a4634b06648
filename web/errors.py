"""What a refusal is called in HTTP: one table from stable codes to status codes, and the body every error has.

    {"error": "<a sentence for people>", "code": "<stable_code>"}

A code that no one listed is a conflict: the request was understood and allowed, but not in the state things are in.
"""

from actors.ports import Refusal
from web.strict_json import write

STATUS = {
    "bad_request": 400,
    "bad_json": 400,
    "bad_body": 400,
    "bad_message": 400,
    "bad_name": 400,
    "bad_title": 400,
    "bad_label": 400,
    "bad_role": 400,
    "bad_settings": 400,
    "bad_offer": 400,
    "no_token": 401,
    "bad_token": 401,
    "not_allowed": 403,
    "bad_origin": 403,
    "banned": 403,
    "not_found": 404,
    "no_such_webinar": 404,
    "no_such_participant": 404,
    "no_such_connection": 404,
    "wrong_method": 405,
    "body_too_large": 413,
    "wrong_content_type": 415,
    "too_fast": 429,
    "too_many_tries": 429,
    "internal_error": 500,
    "try_again": 503,
    "too_many_webinars": 503,
    "shutting_down": 503,
}
CONFLICT = 409


def status_of(code: str) -> int:
    return STATUS.get(code, CONFLICT)


def error_body(code: str, message: str) -> bytes:
    return write({"error": message, "code": code})


class Refused(Exception):
    """Raised anywhere under a request to answer it with an error."""

    def __init__(self, code: str, message: str, retry_after_s: int | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.retry_after_s = retry_after_s

    @classmethod
    def by(cls, refusal: Refusal) -> "Refused":
        wait_ms = refusal.retry_after_ms
        return cls(refusal.code, refusal.message, None if wait_ms is None else -(-wait_ms // 1000))
