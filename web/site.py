"""The web part put together: one front, one HTTP application, all sessions, from settings and an actor system."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from ssl import SSLContext

import trio
from attrs import define
from quart_trio import QuartTrio

from actors.runtime import ActorSystem
from config.settings import IdentitySettings, OpsSettings, WebSettings
from web import pages, tls
from web.admission import Admission
from web.api import Api
from web.app import make_app
from web.auth import CreatorToken, FilmPass, InviteToken, PersonToken, RegistrationToken, ResumeToken, Tokens
from web.commands_api import CommandsApi
from web.entrance import Entrance
from web.exchange import BodyLimits
from web.exports_api import ExportsApi
from web.front import Front, FrontLimits
from web.identity import Door
from web.limits import RateLimit
from web.links import Links
from web.metrics import Metrics, Sources
from web.openapi_api import Documents
from web.ops import Ops
from web.origins import Origins
from web.proof import ProofKey
from web.recordings.access import Access
from web.recordings.library import Library
from web.recordings.library_api import LibraryApi
from web.recordings.playback_api import PlaybackApi
from web.recordings.publishing_api import PublishingApi
from web.records_api import Archive, RecordsApi
from web.registrations_api import RegistrationsApi
from web.session import House
from web.sessions import SessionLimits, Sessions
from web.strangers import Strangers
from web.topics import add_topics
from web.websocket import SocketLimits
from web.whip import Whip

BAD_TRIES_PER_MINUTE = 10
REGISTERS_PER_MINUTE = 30  # from one address: a company may sit behind it
CREATOR_LIFETIME_S = 366 * 86_400
FILM_PASS_LIFETIME_S = 43_200  # the longest film, with pauses; each look is judged anew besides
ANYWHERE = ("", "0.0.0.0", "::", "127.0.0.1", "::1")  # noqa: S104 - compared, not bound to


@define(eq=False)
class Site:
    """`serve`, then `stop`. Begins with `OSError` or `ssl.SSLError` if port or certificate are not to be had."""

    settings: WebSettings
    front: Front
    sessions: Sessions
    metrics: Metrics
    _is_stopping: bool = False

    async def serve(
        self, scope: trio.CancelScope, *, task_status: trio.TaskStatus[str] = trio.TASK_STATUS_IGNORED
    ) -> None:
        """Starts with the URL that people type. After `stop`, when the last connection has ended, it ends `scope`."""
        async with trio.open_nursery() as web:
            port = await web.start(self.front.serve, self.settings.host, self.settings.port, name="front")
            task_status.started(self._url(port))
        scope.cancel()

    def _url(self, port: int) -> str:
        host = "localhost" if self.settings.host in ANYWHERE else self.settings.host
        scheme = "https" if self.front.tls else "http"
        return self.settings.public_url or f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}"

    def stop(self) -> None:
        """Nobody new; everybody who is here hears goodbye. `serve` returns when the last connection has ended."""
        self._is_stopping = True
        self.front.stop()
        self.sessions.stop()

    def unready(self) -> str:
        if self._is_stopping:
            return "stopping"
        return "" if self.sessions.house.entrance.system.find("directory") else "no directory"


def make_site(  # the one place where everything is known
    web: WebSettings,
    identity: IdentitySettings,
    ops: OpsSettings,
    data_dir: Path,
    *,
    system: ActorSystem,
    archive: Archive,
    library: Library,
    also_participants: bool = False,
    media_counters: Callable[[], Mapping[str, float]],
    new_id: Callable[[], str],
    video_codecs: tuple[str, ...],
) -> Site:
    tokens = make_tokens(identity)
    links, bad_tries = Links(tokens, web.public_url), RateLimit(BAD_TRIES_PER_MINUTE)
    door = Door(tokens, ops.operator_token, bad_tries)
    origins, strangers = Origins(web.trusted_origins, web.public_url), Strangers()
    doors = Admission(web.hello_rate_per_s), Admission(web.hello_rate_per_s)
    entrance = Entrance(system, tokens, bad_tries, *doors, new_id, new_id(), video_codecs)
    house = House(entrance, links, web.outbox_limit_messages)
    sessions = Sessions(house, origins, strangers, session_limits(web), new_id)
    app = make_app(origins, new_id)
    front = Front(app, sessions.serve, strangers, front_limits(web), tls_context(web, data_dir))
    metrics = Metrics(sources_of(sessions, front, system, media_counters))
    site = Site(web, front, sessions, metrics)
    api = Api(
        system,
        door,
        links,
        creates=RateLimit(identity.create_rate_per_minute),
        joins=RateLimit(identity.join_rate_per_minute),
        anyone_may_create=identity.who_may_create == "anyone",
        new_id=new_id,
    )
    records = RecordsApi(api, archive, ProofKey.of(identity.signing_key), library)
    add_film_routes(app, Access(records, library, also_participants))
    add_routes(app, api, records, Ops(system, door, metrics, site.unready))
    return site


def sources_of(
    sessions: Sessions, front: Front, system: ActorSystem, media_counters: Callable[[], Mapping[str, float]]
) -> Sources:
    return Sources(
        gauges=lambda: {
            "sessions": len(sessions.open),
            "connections": front.open_connections,
            "actors": len(system),
        },
        counters=lambda: {"session_messages": sessions.messages, "actor_restarts": system.totals.restarts},
        media=media_counters,
    )


def add_film_routes(app: QuartTrio, access: Access) -> None:
    LibraryApi(access).add_routes(app)
    PlaybackApi(access).add_routes(app)
    PublishingApi(access).add_routes(app)


def add_routes(app: QuartTrio, api: Api, records: RecordsApi, ops: Ops) -> None:
    api.add_routes(app)
    records.add_routes(app)
    ExportsApi(records).add_routes(app)
    commands = CommandsApi(api)
    commands.add_routes(app)
    add_topics(app, api, commands, records.archive)
    Whip(api).add_routes(app)
    RegistrationsApi(api, RateLimit(REGISTERS_PER_MINUTE)).add_routes(app)
    ops.add_routes(app)
    Documents().add_routes(app)
    pages.add_routes(app, pages.Pages())


def make_tokens(identity: IdentitySettings) -> Tokens:
    lifetimes_s = {
        PersonToken: identity.person_token_lifetime_s,
        ResumeToken: identity.resume_token_lifetime_s,
        InviteToken: identity.invite_lifetime_s,
        RegistrationToken: identity.invite_lifetime_s,
        CreatorToken: CREATOR_LIFETIME_S,
        FilmPass: FILM_PASS_LIFETIME_S,
    }
    return Tokens(identity.signing_key, lifetimes_s, time.time)


def tls_context(web: WebSettings, data_dir: Path) -> SSLContext | None:
    if web.tls_certificate and web.tls_key:
        return tls.from_files(web.tls_certificate, web.tls_key)
    return tls.self_signed(data_dir, web.host) if web.self_signed_tls else None


def front_limits(web: WebSettings) -> FrontLimits:
    return FrontLimits(
        connections=web.max_connections,
        head_bytes=web.header_limit_bytes,
        head_timeout_s=web.header_timeout_s,
        keep_alive_s=web.keep_alive_timeout_s,
        body=BodyLimits(web.body_limit_bytes, web.body_timeout_s),
    )


def session_limits(web: WebSettings) -> SessionLimits:
    return SessionLimits(
        hello_timeout_s=web.hello_timeout_s,
        outbox_bytes=web.outbox_limit_bytes,
        socket=SocketLimits(web.session_message_limit_bytes, web.ping_interval_s, web.pong_timeout_s),
    )
