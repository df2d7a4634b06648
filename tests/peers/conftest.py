"""Fixtures of the tests with foreign peers."""

from tests.peers.fixtures import call, run_peer, server, webinar  # noqa: F401 - pytest finds them here
