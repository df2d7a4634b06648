"""Who may see a film: what the other tests of it do not reach."""

from pathlib import Path

from quart import Response
from quart_trio import QuartTrio

from tests.web.recordings.rooms import Filmed, filmed
from web.api import Api
from web.auth import FilmPass
from web.identity import Door
from web.limits import RateLimit
from web.links import Links
from web.proof import ProofKey
from web.recordings.access import Access
from web.records_api import RecordsApi


def access_of(made: Filmed, *, also_participants: bool, public_url: str = "") -> Access:
    house = made.hall.site.sessions.house
    door = Door(house.entrance.tokens, "operator", RateLimit(10))
    links = Links(house.entrance.tokens, public_url)
    api = Api(
        *(made.hall.system, door, links),
        creates=RateLimit(10),
        joins=RateLimit(10),
        anyone_may_create=True,
        new_id=made.hall.ids.new,
    )
    records = RecordsApi(api, made.hall.journal, ProofKey.of("k" * 40), made.library)
    return Access(records, made.library, also_participants)


async def test_by_a_setting_everybody_who_was_there_may_see_it(tmp_path: Path) -> None:
    async with filmed(tmp_path) as made:
        _, token = await made.webinar.join("Paul", "attendee")
        access, app = access_of(made, also_participants=True), QuartTrio("test")
        async with app.test_request_context("/", headers={"Authorization": f"Bearer {token}"}):
            given = await access.admit("rec", "film", None)
        assert (given.recording, given.film, given.share) == ("rec", "film", None)


async def test_over_tls_the_cookie_never_travels_in_the_clear(tmp_path: Path) -> None:
    async with filmed(tmp_path) as made:
        app = QuartTrio("test")
        for url, is_secure in (("https://hall.example", True), ("http://hall.example", False)):
            access = access_of(made, also_participants=False, public_url=url)
            async with app.test_request_context("/"):
                cookie = access.hand(Response(""), FilmPass("rec", "film", share="one")).headers["Set-Cookie"]
            assert ("Secure" in cookie) == is_secure
            assert "Path=/api/films/rec/film" in cookie
