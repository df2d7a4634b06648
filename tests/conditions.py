"""What a test does when the machine lacks something it needs."""

import os
from typing import NoReturn

import pytest


def missing(reason: str) -> NoReturn:
    """Skips the test with the reason; under CI=true, where nothing may be missing, fails it."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{reason} (CI=true allows no skipping)", pytrace=False)
    pytest.skip(reason)
