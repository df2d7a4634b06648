"""What recordings are told as over HTTP, and what is asked with. Times are ISO 8601; ids are nobody's to guess."""

from datetime import UTC, datetime
from typing import Literal

from attrs import evolve, frozen

from web.recordings.jobs import shown
from web.recordings.order import Chapter, Container, FilmOrder, Layout, Preset, State, Viewers
from web.recordings.playback import Asked, Said, Voted
from web.recordings.shares import Share
from web.recordings.shelf import Film

Going = Literal["recording", "paused", "stopped"]


@frozen
class OrderFilm:
    """Of a recording, from `fromS` to `untilS` of it, without those who are `redacted`. `preset`: x264's word for how
    much time is taken for a smaller file.
    """

    layout: Layout = "speaker"
    container: Container = "mp4"
    redacted: tuple[str, ...] = ()
    fromS: float | None = None  # noqa: N815 - the API's own spelling
    untilS: float | None = None  # noqa: N815
    widthPx: int = 1280  # noqa: N815
    heightPx: int = 720  # noqa: N815
    preset: Preset = "veryfast"

    def order(self) -> FilmOrder:
        return FilmOrder(
            self.layout,
            self.container,
            self.redacted,
            self.fromS,
            self.untilS,
            self.widthPx,
            self.heightPx,
            self.preset,
        )


@frozen
class FilmOut(OrderFilm):
    """`remainingS` is null as long as nobody can tell; `durationS` until it is done. `viewers`: null: as the server is
    set.
    """

    id: str = ""
    state: State = "waiting"
    percent: float = 0
    remainingS: float | None = None  # noqa: N815
    reason: str = ""
    durationS: float | None = None  # noqa: N815
    orderedAt: datetime | None = None  # noqa: N815
    viewers: Viewers | None = None


@frozen
class RecordingOut:
    """`roomName`: of a breakout room."""

    id: str
    room: str
    state: Going
    startedAt: datetime  # noqa: N815
    bytes: int
    films: tuple[FilmOut, ...]
    roomName: str = ""  # noqa: N815


@frozen
class RecordedPerson:
    id: str
    name: str


@frozen
class RecordedPeople:
    """By name."""

    people: tuple[RecordedPerson, ...]


@frozen
class RecordingsOut:
    recordings: tuple[RecordingOut, ...]


@frozen
class Publish:
    """`participants`: everybody who was in the webinar, or registered for it, besides its hosts."""

    viewers: Viewers


@frozen
class SeenFilm:
    """As whoever may see it finds it."""

    recording: str
    film: str
    room: str
    recordedAt: datetime  # noqa: N815
    durationS: float  # noqa: N815
    layout: Layout
    container: Container
    roomName: str = ""  # noqa: N815


@frozen
class SeenFilms:
    films: tuple[SeenFilm, ...]


@frozen
class MakeLink:
    """`chat`: with chat, questions and polls beside the film, or the film alone."""

    hours: float = 168
    chat: bool = True


@frozen
class ShareOut:
    """`link` is told once, when it is made."""

    id: str
    chat: bool
    madeAt: datetime  # noqa: N815
    expiresAt: datetime  # noqa: N815
    link: str = ""


@frozen
class SharesOut:
    links: tuple[ShareOut, ...]


@frozen
class Gone:
    deleted: str


@frozen
class ShowPass:
    """`share`: the secret of a share link; without it the token says who asks."""

    share: str | None = None


@frozen
class PassGiven:
    film: str


@frozen
class PlaybackOut:
    """All of a film but the film. While it is being made: how far that is, and the rest is empty."""

    title: str
    state: State
    percent: float
    remainingS: float | None  # noqa: N815
    recordedAt: datetime  # noqa: N815
    durationS: float | None = None  # noqa: N815
    mediaType: str = ""  # noqa: N815
    bytes: int = 0
    chapters: tuple[Chapter, ...] = ()
    captionLanguages: tuple[str, ...] = ()  # noqa: N815
    hasChat: bool = False  # noqa: N815
    chat: tuple[Said, ...] = ()
    questions: tuple[Asked, ...] = ()
    polls: tuple[Voted, ...] = ()


def film_out(film: Film) -> FilmOut:
    now, order = shown(film), film.order
    return FilmOut(
        order.layout,
        order.container,
        order.redacted,
        order.from_s,
        order.until_s,
        order.width_px,
        order.height_px,
        order.preset,
        id=film.id,
        state=now.state,
        percent=round(now.percent, 1),
        remainingS=now.remaining_s,
        reason=now.reason,
        durationS=film.made.duration_s if film.made and now.state == "done" else None,
        orderedAt=instant(film.ordered_s),
        viewers=film.viewers,
    )


def share_out(share: Share, link: str = "") -> ShareOut:
    return evolve(ShareOut(share.id, share.chat, instant(share.made_s), instant(share.until_s)), link=link)


def instant(wall_s: float) -> datetime:
    return datetime.fromtimestamp(wall_s, UTC)
