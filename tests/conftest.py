"""Settings of the libraries that the whole test run shares, and which tests may run beside each other."""

import pytest
import structlog
from hypothesis import HealthCheck, settings

from tests.sources import ROOT

# Wall clock says nothing on a busy machine: time is asserted on virtual clocks instead.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

# Plain tracebacks: structlog's default draws them in colour where a test library has brought Rich along, which takes
# a second each.
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback),
    ]
)

# What runs whole servers and browsers with real media goes one after the other; the rest, two modules at a time.
ONE_BY_ONE = tuple(ROOT / "tests" / name for name in ("browser", "peers", "chaos", "test_run.py", "test_makefile.py"))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        is_heavy = any(item.path.is_relative_to(place) for place in ONE_BY_ONE)
        item.add_marker(pytest.mark.xdist_group("heavy" if is_heavy else str(item.path.relative_to(ROOT))))
