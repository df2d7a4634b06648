"""WHIP (RFC 9725) and WHEP end to end with the plain peer: who may, what it gets, and that DELETE ends it."""

import time
from contextlib import closing

import pytest

from media.dtls import DtlsRole, DtlsState
from tests.browser.server import Server
from tests.browser.waiting import wait_until
from tests.peers.api import Webinar
from tests.peers.plain_call import PlainCall
from tests.peers.plain_peer import PlainPeer
from tests.peers.signalling import OfferRefusedError, delete, post_offer


def refusal(url: str, token: str, direction: str) -> int:
    peer = PlainPeer(direction)
    with closing(peer.socket), pytest.raises(OfferRefusedError) as refused:
        post_offer(url, token, peer.offer())
    return refused.value.status


def test_a_viewer_gets_every_stream_of_the_publisher_and_nothing_else(call: PlainCall) -> None:
    assert call.foreign() == 0


@pytest.mark.parametrize(
    ("setup", "role"),
    [("actpass", DtlsRole.CLIENT), ("active", DtlsRole.CLIENT), ("passive", DtlsRole.SERVER)],
)
def test_the_server_takes_the_dtls_role_that_the_offer_leaves_it(setup: str, role: DtlsRole, webinar: Webinar) -> None:
    peer = PlainPeer("sendonly", setup).connect(webinar.whip, webinar.presenter())
    assert peer.dtls.role is role
    assert peer.hang_up() == 200


@pytest.mark.parametrize("direction", ["sendonly", "recvonly"])
def test_delete_ends_a_connection_and_is_not_found_twice(direction: str, webinar: Webinar) -> None:
    sends = direction == "sendonly"
    url, token = (webinar.whip, webinar.presenter()) if sends else (webinar.whep, webinar.attendee())
    peer = PlainPeer(direction).connect(url, token)
    with closing(peer.socket):
        assert delete(peer.resource, token) == 200
        wait_until(lambda: peer.stepped().dtls.state is DtlsState.CLOSED, what="the server's goodbye")
        assert delete(peer.resource, token) == 404


def test_nobody_ends_a_connection_of_another(call: PlainCall, webinar: Webinar) -> None:
    assert delete(call.publisher.resource, webinar.attendee()) in {403, 404}
    assert delete(call.publisher.resource, "no.such.token") == 401
    call.wait_until_it_flows(since_s=call.viewer.received[-1][0])


def test_an_attendee_may_watch_and_not_publish(webinar: Webinar) -> None:
    attendee = webinar.attendee()
    assert refusal(webinar.whip, attendee, "sendonly") == 403
    assert PlainPeer("recvonly").connect(webinar.whep, attendee).hang_up() == 200


def test_a_token_that_is_none_is_401_and_one_of_another_webinar_404(webinar: Webinar, server: Server) -> None:
    elsewhere = Webinar.create(server.url).presenter()
    for url, direction in ((webinar.whip, "sendonly"), (webinar.whep, "recvonly")):
        assert refusal(url, "", direction) == 401
        assert refusal(url, "no.such.token", direction) == 401
        assert refusal(url, elsewhere, direction) == 404


def test_an_offer_that_is_no_sdp_is_a_bad_request(webinar: Webinar) -> None:
    with pytest.raises(OfferRefusedError) as refused:
        post_offer(webinar.whip, webinar.presenter(), "v=0\r\nnonsense\r\n")
    assert refused.value.status == 400


def test_a_demoted_persons_packets_go_nowhere_within_half_a_second(call: PlainCall, webinar: Webinar) -> None:
    percy = next(person for person in webinar.people() if person["name"] == "Percy")
    webinar.command("demote", userId=percy["id"])
    time.sleep(0.5)
    made = call.made()
    call.wait_until_more_is_made(made)
    assert call.got_beyond(made) == []
    wait_until(lambda: call.publisher.dtls.state is DtlsState.CLOSED, what="the server's goodbye")
