import io
import json
import logging
from collections.abc import Callable, Iterator

import pytest
import structlog

from web.logs import setup

JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJwMSJ9.abcDEF_-123"
SECRET = "s3cret-of-this-server-" + "x" * 20

Lines = Callable[[], list[str]]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """What was written, once logs are set up in JSON."""
    stream = io.StringIO()
    root = logging.getLogger()
    before = root.handlers[:], root.level
    setup("json", "info", [SECRET, ""], stream)
    yield lambda: stream.getvalue().splitlines()
    root.handlers[:], level = before
    root.setLevel(level)
    structlog.reset_defaults()


def test_a_line_is_one_object_with_a_time_and_a_level(lines: Lines) -> None:
    structlog.get_logger().info("joined", people=3)
    line = json.loads(lines()[0])
    assert (line["event"], line["people"], line["level"]) == ("joined", 3, "info")
    assert line["timestamp"].endswith("Z")


def test_less_important_lines_are_left_out(lines: Lines) -> None:
    structlog.get_logger().debug("detail")
    assert lines() == []


@pytest.mark.parametrize("value", [JWT, SECRET, f"Bearer {JWT}", f"authorization: bearer abc.{SECRET}"])
def test_no_secret_is_written_wherever_it_hides(lines: Lines, value: str) -> None:
    log = structlog.get_logger()
    log.info("plain", said=value)
    log.info("nested", said={"token": [value]}, raw=value.encode())
    log.info(value)
    logging.getLogger("some.library").error("told %s", value)
    try:
        raise RuntimeError(value)  # noqa: TRY301
    except RuntimeError:
        log.exception("failed")
    written = "\n".join(lines())
    assert len(lines()) == 5
    for secret in (JWT, SECRET):
        assert secret not in written


def test_libraries_come_out_the_same(lines: Lines) -> None:
    logging.getLogger("some.library").warning("odd")
    assert json.loads(lines()[0])["event"] == "odd"


def test_what_a_request_binds_stands_in_its_lines(lines: Lines) -> None:
    with structlog.contextvars.bound_contextvars(request="r1"):
        structlog.get_logger().info("inside")
    structlog.get_logger().info("outside")
    inside, outside = (json.loads(line) for line in lines())
    assert inside["request"] == "r1"
    assert "request" not in outside


def test_text_is_for_people() -> None:
    stream = io.StringIO()
    setup("console", "info", [SECRET], stream)
    try:
        structlog.get_logger().info("joined", token=SECRET)
    finally:
        structlog.reset_defaults()
        logging.getLogger().handlers.clear()
    assert "joined" in stream.getvalue()
    assert SECRET not in stream.getvalue()
