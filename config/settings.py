"""Every setting, one frozen class per part of the program; the value of each and why stand in default.toml.

A new setting is one line here and one line with its reason there. Names carry units. In variables and flags a name
stands alone (`max_stage` is TOWNHALL_MAX_STAGE and --max-stage), those of media with `media_` before them.
"""

from collections.abc import Callable
from pathlib import Path

from attrs import frozen

from config.kinds import (
    address,
    addresses,
    choice,
    choices,
    folder,
    number,
    optional_file,
    origin,
    origins,
    secret,
    switch,
    text,
    urls,
    whole,
    word,
)

SECOND_TO_HOUR = (1, 3600)
KIBIBYTE = 1024


@frozen(kw_only=True)
class WebSettings:
    """HTTP, WebSockets and the client's pages: one TCP port."""

    host: str = text()
    port: int = whole(0, 65535)
    public_url: str = origin()
    tls_certificate: Path | None = optional_file()
    tls_key: Path | None = optional_file()
    self_signed_tls: bool = switch()
    trusted_origins: tuple[str, ...] = origins()
    max_connections: int = whole(1, 1_000_000)
    body_limit_bytes: int = whole(KIBIBYTE, 16 * KIBIBYTE * KIBIBYTE)
    header_limit_bytes: int = whole(KIBIBYTE, KIBIBYTE * KIBIBYTE)
    header_timeout_s: float = number(*SECOND_TO_HOUR)
    body_timeout_s: float = number(*SECOND_TO_HOUR)
    keep_alive_timeout_s: float = number(*SECOND_TO_HOUR)
    hello_timeout_s: float = number(*SECOND_TO_HOUR)
    hello_rate_per_s: float = number(1, 100_000)
    session_message_limit_bytes: int = whole(KIBIBYTE, KIBIBYTE * KIBIBYTE)
    outbox_limit_messages: int = whole(16, 100_000)
    outbox_limit_bytes: int = whole(64 * KIBIBYTE, 64 * KIBIBYTE * KIBIBYTE)
    ping_interval_s: float = number(*SECOND_TO_HOUR)
    pong_timeout_s: float = number(*SECOND_TO_HOUR)
    graceful_stop_s: float = number(0, 3600)


@frozen(kw_only=True)
class MediaSettings:
    """WebRTC: one UDP port."""

    host: str = address()
    port: int = whole(0, 65535)
    address: tuple[str, ...] = addresses()
    handshake_timeout_s: float = number(*SECOND_TO_HOUR)
    max_handshakes: int = whole(1, 100_000)
    video_codecs: tuple[str, ...] = choices("vp8", "h264", "vp9", "av1")
    redundant_audio: bool = switch()
    audio_bitrate_bps: int = whole(0, 510_000)


@frozen(kw_only=True)
class IdentitySettings:
    """Who somebody is and who may open a webinar."""

    signing_key: str = secret()
    who_may_create: str = choice("anyone", "token")
    create_rate_per_minute: float = number(0.1, 1_000_000)
    join_rate_per_minute: float = number(0.1, 1_000_000)
    person_token_lifetime_s: int = whole(60, 366 * 86_400)
    resume_token_lifetime_s: int = whole(60, 366 * 86_400)
    invite_lifetime_s: int = whole(60, 366 * 86_400)


@frozen(kw_only=True)
class LimitsSettings:
    """How many of everything, and how long."""

    max_webinars: int = whole(1, 1_000_000)
    max_participants: int = whole(1, 1_000_000)
    max_stage: int = whole(1, 1_000)
    empty_webinar_expiry_s: float = number(1, 30 * 86_400)
    unstarted_webinar_expiry_s: float = number(1, 366 * 86_400)
    ended_webinar_memory_s: float = number(1, 30 * 86_400)
    absence_s: float = number(*SECOND_TO_HOUR)
    lost_place_s: float = number(1, 86_400)
    command_rate_per_s: float = number(0.1, 10_000)
    command_burst: int = whole(1, 10_000)


@frozen(kw_only=True)
class OpsSettings:
    """What the operator sees."""

    operator_token: str = secret()
    log_format: str = choice("console", "json")
    log_level: str = choice("debug", "info", "warning", "error")


@frozen(kw_only=True)
class WebhookSettings:
    """Who else is told what happens."""

    webhook_urls: tuple[str, ...] = urls()
    webhook_secret: str = secret()
    webhook_events: tuple[str, ...] = choices(
        *("webinar.created", "webinar.started", "webinar.ended", "participant.joined", "participant.left"),
        *("registration.created", "registration.approved", "poll.closed", "recording.started", "recording.stopped"),
        *("recording.deleted", "film.made", "film.failed", "film.deleted"),
    )


@frozen(kw_only=True)
class RecordingSettings:
    """Films of recordings: who makes, keeps and may see them."""

    film_of_each: bool = switch()
    film_workers: int = whole(1, 16)
    film_niceness: int = whole(0, 19)
    film_viewers: str = choice("hosts", "participants")
    recording_days: int = whole(0, 36_600)
    film_store: str = choice("local", "s3")
    tracks_too: bool = switch()
    s3_endpoint: str = origin()
    s3_bucket: str = word()
    s3_prefix: str = word()
    s3_region: str = word()
    s3_access_key: str = word()
    s3_secret_key: str = word(is_shown=False)


@frozen(kw_only=True)
class Settings:
    """All of them. Only `run.py` holds this; every part gets its own."""

    data_dir: Path = folder()
    web: WebSettings
    media: MediaSettings
    identity: IdentitySettings
    limits: LimitsSettings
    ops: OpsSettings
    webhooks: WebhookSettings
    recordings: RecordingSettings


def _is_s3_whole(films: RecordingSettings) -> bool:
    return all((films.s3_endpoint, films.s3_bucket, films.s3_region, films.s3_access_key, films.s3_secret_key))


RULES: tuple[tuple[Callable[[Settings], bool], str], ...] = (
    (
        lambda all_: (all_.web.tls_certificate is None) == (all_.web.tls_key is None),
        "web.tls_certificate and web.tls_key belong together: set both or neither",
    ),
    (
        lambda all_: not (all_.web.self_signed_tls and all_.web.tls_key),
        "web.self_signed_tls makes its own certificate: leave out web.tls_certificate and web.tls_key, or turn it off",
    ),
    (
        lambda all_: not all_.webhooks.webhook_urls or bool(all_.webhooks.webhook_secret),
        "webhooks.webhook_urls needs webhooks.webhook_secret: set it, so that receivers know who speaks",
    ),
    (
        lambda all_: not all_.webhooks.webhook_urls or bool(all_.web.public_url),
        "webhooks.webhook_urls needs web.public_url: the links that receivers are told begin with it",
    ),
    (
        lambda all_: all_.recordings.film_store == "local" or _is_s3_whole(all_.recordings),
        "recordings.film_store s3 needs recordings.s3_endpoint, s3_bucket, s3_region, s3_access_key and s3_secret_key",
    ),
    (
        lambda all_: all_.limits.max_stage <= all_.limits.max_participants,
        "limits.max_stage must not exceed limits.max_participants: lower the one or raise the other",
    ),
)
