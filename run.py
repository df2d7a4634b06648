"""Townhall on one screen: settings in, nurseries, every long-lived task started by name, and how it all ends.

python run.py --help
"""

import errno
import gc
import os
import secrets
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from functools import partial

import click
import structlog
import trio

import config
from actors.alarms import Alarms
from actors.directory import Directory, ReadTotals
from actors.errors import ActorError
from actors.journal.sqlite import SqliteJournal
from actors.news import Heralds
from actors.node import Node
from actors.ports import JournalError
from actors.runtime import ActorSystem, TrioActorRef
from config.names import ways_to_set
from config.settings import Settings
from media.engine import Engine
from web import logs, watchdog
from web.recordings.library import make_library
from web.recordings.news import FilmNews
from web.site import Site, make_site, make_tokens
from web.webhooks import make_webhooks

WRONG_SETTINGS, JOURNAL_REFUSED = 2, 3  # exit statuses
ACTORS_STOP_S = 2
# Python's own but for the last: a full collection, for which everybody waits, longest where ten thousand people are,
# comes after 1.4 million new objects instead of 70,000. While all join there were thirty of them.
COLLECT_AFTER = (700, 10, 200)
BUILT_LOOK_S, COLLECT_AT_LATEST_S = 0.5, 300
ID_BYTES = 16  # 128 bits: nobody guesses a webinar

log = structlog.get_logger("townhall")


def main() -> None:
    try:
        with config.claim(config.load(sys.argv[1:], os.environ)) as settings:
            kept_secret = [
                settings.identity.signing_key,
                settings.ops.operator_token,
                settings.webhooks.webhook_secret,
                settings.recordings.s3_secret_key,
            ]
            logs.setup(settings.ops.log_format, settings.ops.log_level, kept_secret)
            trio.run(serve, settings)
    except* config.SettingsError as wrong:
        click.echo(f"townhall: {leaf(wrong)}", err=True)
        sys.exit(WRONG_SETTINGS)
    except* JournalError as refused:
        click.echo(f"townhall: {leaf(refused)}", err=True)
        sys.exit(JOURNAL_REFUSED)


async def serve(settings: Settings) -> None:
    journal = SqliteJournal.open(settings.data_dir, os.urandom)
    async with trio.open_nursery() as node:
        node.start_soon(journal.serve, name="journal")
        with named("media.port"):
            engine = Engine(settings.media, settings.data_dir / "recordings")
        await node.start(engine.serve, name="media")
        alarms, ids, clock = Alarms(), RandomIds(), Clock()
        news = FilmNews(settings.data_dir / "webhooks" / "recordings", clock.now_ms)
        webhooks = make_webhooks(
            settings.webhooks,
            data_dir=settings.data_dir,
            journal=journal,
            films=news,
            tokens=make_tokens(settings.identity),
            origin=settings.web.public_url,
            now_ms=clock.now_ms,
        )
        node.start_soon(webhooks.serve, name="webhooks")
        library = make_library(settings.recordings, settings.data_dir, archive=journal, news=news, new_id=ids.new)
        node.start_soon(library.serve, name="recordings")
        node.start_soon(alarms.serve, name="alarms")
        system = ActorSystem(node)
        world = Node(
            journal=journal,
            media=engine,
            clock=clock,
            ids=ids,
            alarms=alarms,
            limits=settings.limits,
            herald=Heralds((webhooks, library)),
        )
        directory = system.start_actor(partial(Directory, world), name="directory")
        node.start_soon(collect_later, directory, name="collect later")
        with named("web.tls_certificate"):
            site = make_site(
                *(settings.web, settings.identity, settings.ops, settings.data_dir),
                system=system,
                archive=journal,
                library=library,
                also_participants=settings.recordings.film_viewers == "participants",
                media_counters=engine.counters,
                new_id=ids.new,
                video_codecs=settings.media.video_codecs,
            )
        node.start_soon(watchdog.watch, site.metrics.loop_lag_s.observe, name="watchdog")
        await serve_web(settings, site)
        await system.stop(grace_s=ACTORS_STOP_S)
        await journal.stop()
        node.cancel_scope.cancel()


async def serve_web(settings: Settings, site: Site) -> None:
    """Until a signal to stop; then for as long as goodbyes and answers take, `graceful_stop_s` at most."""
    with trio.open_signal_receiver(signal.SIGTERM, signal.SIGINT) as signals:
        async with trio.open_nursery() as web:
            with named("web.port"):
                url = await web.start(site.serve, web.cancel_scope, name="site")
            web.start_soon(
                stop_when_told, signals, site, web.cancel_scope, settings.web.graceful_stop_s, name="signals"
            )
            greet(url, settings)


async def collect_later(directory: TrioActorRef) -> None:
    """Lets the garbage collector rest until all webinars are built: they stay, there are millions of objects in them,
    and looking at them again and again takes twice the time of building. What is there then it never looks at.
    """
    gc.disable()
    with trio.move_on_after(COLLECT_AT_LATEST_S):
        is_building = True
        while is_building:
            await trio.sleep(BUILT_LOOK_S)
            with suppress(ActorError):
                is_building = (await directory.ask(ReadTotals())).unopened > 0
    gc.freeze()  # without collecting first, for which everybody would wait
    gc.set_threshold(*COLLECT_AFTER)
    gc.enable()


async def stop_when_told(
    signals: AsyncIterator[int], site: Site, web: trio.CancelScope, graceful_stop_s: float
) -> None:
    """The first signal asks, the second insists."""
    log.info("stopping", signal=signal.Signals(await anext(signals)).name, sessions=len(site.sessions.open))
    web.deadline = trio.current_time() + graceful_stop_s
    site.stop()
    await anext(signals)
    web.cancel()


def greet(url: str, settings: Settings) -> None:
    click.echo(f"Townhall is ready at {url}")
    click.echo(f"Its actors, live: {url}/ops (the operator's token lies in {settings.data_dir / 'operator_token'})")


class Clock:
    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000


class RandomIds:
    def new(self) -> str:
        return secrets.token_urlsafe(ID_BYTES)


@contextmanager
def named(path: str) -> Iterator[None]:
    """What the system refuses us while this setting is used is told as the setting's fault."""
    try:
        yield
    except* OSError as refused:
        key = blamed(path, leaf(refused))
        raise config.SettingsError(f"{key} cannot be used: {leaf(refused)}. It is set by {ways_to_set(key)}") from None


def blamed(path: str, refused: BaseException) -> str:
    """A port that cannot be had because the address is not ours is not the port's fault."""
    is_elsewhere = isinstance(refused, socket.gaierror) or getattr(refused, "errno", None) == errno.EADDRNOTAVAIL
    return path.replace(".port", ".host") if is_elsewhere else path


def leaf(error: BaseException) -> BaseException:
    return leaf(error.exceptions[0]) if isinstance(error, BaseExceptionGroup) else error


if __name__ == "__main__":
    main()
