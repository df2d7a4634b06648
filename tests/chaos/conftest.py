"""Fixtures of the checkers' own tests."""

import pytest

from tests.chaos.made_up import Story


@pytest.fixture
def story() -> Story:
    return Story()
