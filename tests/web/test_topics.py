"""The case study's paths, all of them, each with its method alone."""

import pytest

from tests.web.hall import opened

PATHS = {
    "questions": {"GET", "POST"},
    "questions/q/upvote": {"POST", "DELETE"},
    "polls": {"GET", "POST"},
    "polls/p/vote": {"POST"},
    "hand-raise": {"POST"},
    "breakout-rooms": {"GET", "POST", "DELETE"},
    "chat": {"GET", "POST"},
    "recording/start": {"POST"},
    "recording/pause": {"POST"},
    "recording/stop": {"POST"},
}


@pytest.mark.parametrize("path", PATHS)
async def test_a_wrong_method_is_told_the_right_ones(path: str) -> None:
    """[40]"""
    async with opened() as hall:
        webinar = await hall.webinar()
        response = await hall.call("PUT", f"{webinar.path}/{path}", {}, webinar.host)
        assert (response.status_code, response.json()["code"]) == (405, "wrong_method")
        allowed = set(response.headers["Allow"].split(", ")) - {"HEAD", "OPTIONS"}
        assert allowed == PATHS[path]
