"""Structured logs on stderr, one line per happening: text for people or JSON for machines.

Secrets never reach them: whatever looks like a token, and the secrets this server holds, are blotted out of every value
and every traceback, whoever wrote it. Lines of one HTTP request or one session share `request` or `session`.
"""

import logging
import re
import sys
from collections.abc import Collection
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

JWT = re.compile(r"eyJ[\w-]{8,}\.[\w-]*\.[\w-]*")
BEARER = re.compile(r"(?i)\b(bearer)\s+[\w.~+/=-]+")


class Blotter:
    """A processor for the end of the chain, when exceptions are text already."""

    def __init__(self, secrets: Collection[str]) -> None:
        self._secrets = [secret for secret in secrets if secret]

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        return {key: self._clean(value) if isinstance(value, str) else value for key, value in event.items()}

    def _clean(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "[secret]")
        return BEARER.sub(r"\1 [token]", JWT.sub("[token]", text))


def text_only(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Whatever is not plain becomes text, so that nothing passes the blotter inside an object."""
    plain = (str, int, float, bool, type(None))
    return {key: value if isinstance(value, plain) else repr(value) for key, value in event.items()}


def setup(log_format: str, log_level: str, secrets: Collection[str], stream: TextIO = sys.stderr) -> None:
    """For the whole process; libraries that log the standard way come out the same."""
    renderer: Processor = structlog.processors.JSONRenderer()
    if log_format == "console":
        renderer = structlog.dev.ConsoleRenderer(colors=stream.isatty())
    common: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: list[Processor] = [structlog.processors.format_exc_info, text_only, Blotter(secrets), renderer]
    level = logging.getLevelNamesMapping()[log_level.upper()]
    structlog.configure(
        processors=[*common, *last],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(stream)
    remove = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processors=[remove, *last], foreign_pre_chain=common))
    logging.basicConfig(handlers=[handler], level=max(level, logging.WARNING), force=True)
