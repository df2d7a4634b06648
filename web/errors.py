"""What a refusal is called in HTTP: one table from stable codes to status codes, and the body every error has.

    {"error": "<a sentence for people>", "code": "<stable_code>"}

A code that no one listed is a conflict: the request was understood and allowed, but not in the state things are in.
"""

from actors.ports import Refusal
from web.strict_json import write

OFFER_CODES = (
    *("duplicate_mid", "ice_lite_peer", "insecure_transport", "no_common_codec", "no_fingerprint", "no_media"),
    *("no_ice_credentials", "no_mid", "no_rtcp_mux", "no_such_mid", "not_bundled", "offer_too_large"),
    *("weak_fingerprint", "wrong_direction"),
)
STATUS = {
    # a message, a body, an offer that does not say what it must; every code that begins with "bad_" is 400 as well
    **dict.fromkeys(OFFER_CODES, 400),
    "no_token": 401,
    "bad_token": 401,
    # who you are is clear, and that you may not
    "not_allowed": 403,
    "bad_origin": 403,
    "banned": 403,
    "blocked": 403,
    "chat_blocked": 403,
    "consent_needed": 403,
    "denied": 403,
    "invite_expired": 403,
    "invite_required": 403,
    "registration_required": 403,
    "link_expired": 403,
    "not_in_room": 403,
    "not_your_room": 403,
    "removed": 403,
    "not_found": 404,
    "no_such_webinar": 404,
    "no_such_participant": 404,
    "no_such_connection": 404,
    "no_such_invite": 404,
    "no_such_registration": 404,
    "registration_off": 404,
    "no_such_link": 404,
    "no_such_message": 404,
    "no_such_film": 404,
    "no_such_poll": 404,
    "no_such_question": 404,
    "no_such_recording": 404,
    "no_such_room": 404,
    "wrong_method": 405,
    "body_too_large": 413,
    "bad_range": 416,
    "wrong_content_type": 415,
    "slow_mode": 429,
    "too_fast": 429,
    "too_many_tries": 429,
    "internal_error": 500,
    "log_damaged": 500,
    "busy": 503,
    "shutting_down": 503,
    "store_failed": 503,
    "too_many_webinars": 503,
    "try_again": 503,
}
CONFLICT = 409


def status_of(code: str) -> int:
    return STATUS.get(code, 400 if code.startswith("bad_") else CONFLICT)


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
