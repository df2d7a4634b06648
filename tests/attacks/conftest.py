"""Fixtures of the tests with attackers: the same real server and the same call."""

from tests.peers.fixtures import call, server, webinar  # noqa: F401 - pytest finds them here
