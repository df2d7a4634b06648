"""One watch connection: its seats, and what its page wants to see in them. Tells the media path only what changed."""

from collections.abc import Mapping, Sequence

from attrs import define, field

from actors.floor import Publication
from actors.media_commands import Show
from actors.ports import Viewer
from actors.seating import Seats, Wish
from actors.words import ParticipantId, Source

FACE_HEIGHT_PX = 360  # until the page has said what it shows
SCREEN_HEIGHT_PX = 1080  # text must be readable from the first moment
HEIGHT_MAX_PX = 4320


@define(eq=False)
class Viewing:
    """`seated`, `screened`: whose publication feeds which seat."""

    connection: str
    participant: ParticipantId
    viewer: Viewer
    seated: list[Publication | None] = field(init=False)
    screened: list[Publication | None] = field(init=False)
    _show: Show | None = None
    _heights: dict[tuple[ParticipantId, Source], int] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self.seated = [None] * self.viewer.seats
        self.screened = [None] * self.viewer.screens

    @property
    def seats(self) -> Seats:
        return tuple(publication.participant if publication else None for publication in self.seated)

    @property
    def screens(self) -> Seats:
        return tuple(publication.participant if publication else None for publication in self.screened)

    def wish(self, source: Source) -> Wish:
        if self._show is None:
            return Wish(self.participant)
        shown = frozenset(participant for participant, wanted in self._heights if wanted is source)
        return Wish(self.participant, self._show.pinned, shown)

    def show(self, show: Show) -> None:
        """What the page displays from now on; of two sizes of one picture the larger counts."""
        self._show = show
        self._heights = {}
        for wanted in show.wanted:
            picture = (wanted.participant, wanted.source)
            height_px = min(max(wanted.height, 0), HEIGHT_MAX_PX)
            self._heights[picture] = max(height_px, self._heights.get(picture, 0))
        self._want_all()

    def seat(self, seats: Seats, screens: Seats, publications: Mapping[ParticipantId, Publication]) -> bool:
        """Puts people where they shall sit; whether anybody sits elsewhere than before."""
        before = self.seats, self.screens
        self._fill(self.seated, seats, publications, is_screen=False)
        self._fill(self.screened, screens, publications, is_screen=True)
        return (self.seats, self.screens) != before

    def _fill(
        self,
        chairs: list[Publication | None],
        people: Sequence[ParticipantId | None],
        publications: Mapping[ParticipantId, Publication],
        *,
        is_screen: bool,
    ) -> None:
        for number, person in enumerate(people):
            publication = publications.get(person) if person is not None else None
            if chairs[number] is not publication:
                chairs[number] = publication
                self._sit(number, publication, is_screen=is_screen)
                self._want(number, publication, is_screen=is_screen)

    def _sit(self, number: int, publication: Publication | None, *, is_screen: bool) -> None:
        sound, picture = (Source.SCREEN_AUDIO, Source.SCREEN) if is_screen else (Source.MICROPHONE, Source.CAMERA)
        tracks = publication.publisher.tracks if publication is not None else {}
        self.viewer.sit(number, tracks.get(sound), tracks.get(picture), screen=is_screen)

    def _want(self, number: int, publication: Publication | None, *, is_screen: bool) -> None:
        if publication is None:
            return
        picture = Source.SCREEN if is_screen else Source.CAMERA
        default_px = SCREEN_HEIGHT_PX if is_screen else FACE_HEIGHT_PX
        named_px = self._heights.get((publication.participant, picture), 0)
        self.viewer.want(number, default_px if self._show is None else named_px, screen=is_screen)

    def _want_all(self) -> None:
        for number, publication in enumerate(self.seated):
            self._want(number, publication, is_screen=False)
        for number, publication in enumerate(self.screened):
            self._want(number, publication, is_screen=True)
