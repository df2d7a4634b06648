"""Who may send, who does, and who spoke when: what a router knows of the stage.

The gate before each publisher is opened and shut here and nowhere else: `permit` and `publish` both end in `allow`.
"""

from collections.abc import Iterable

from attrs import define, field

from actors import seating
from actors.ports import Publisher
from actors.webinar.permits import Permit
from actors.words import ParticipantId, Source

FACES = frozenset({Source.MICROPHONE, Source.CAMERA})


@define(eq=False)
class Publication:
    """One publish connection: everything that one person sends."""

    connection: str
    participant: ParticipantId
    publisher: Publisher


@define(eq=False)
class Floor:
    """`publications` in order of arrival."""

    publications: dict[ParticipantId, Publication] = field(factory=dict)
    _permits: dict[ParticipantId, Permit] = field(factory=dict)
    _spoke: dict[ParticipantId, int] = field(factory=dict)
    _sharing: dict[ParticipantId, None] = field(factory=dict)  # in the order in which they began
    _words: int = 0

    def permit_of(self, participant: ParticipantId) -> Permit:
        return self._permits.get(participant, Permit(participant))

    def permit(self, permit: Permit) -> None:
        """From now on exactly this; what is no longer allowed goes nowhere when this returns."""
        if permit.inside:
            self._permits[permit.participant] = permit
        else:
            self._permits.pop(permit.participant, None)
            self._spoke.pop(permit.participant, None)
        self._open_gate(permit.participant)

    def known(self) -> set[ParticipantId]:
        return set(self._permits)

    def publish(self, publication: Publication) -> Publication | None:
        """Takes the place of an earlier one, which is returned, shut, to be closed."""
        earlier = self.publications.get(publication.participant)
        self.publications[publication.participant] = publication
        if earlier is not None:
            earlier.publisher.allow(frozenset())
        self._open_gate(publication.participant)
        return earlier

    def remove(self, publication: Publication) -> None:
        participant = publication.participant
        if self.publications.get(participant) is publication:
            del self.publications[participant]
            self._sharing.pop(participant, None)

    def speaker_of(self, track: int) -> ParticipantId | None:
        """Whose microphone this up track is, while it may be heard."""
        for participant, publication in self.publications.items():
            microphone = publication.publisher.tracks.get(Source.MICROPHONE)
            if microphone is not None and microphone.id == track:
                return participant if Source.MICROPHONE in self.permit_of(participant).sources else None
        return None

    def heard(self, speakers: Iterable[ParticipantId]) -> None:
        """The last of them most."""
        for participant in speakers:
            self._words += 1
            self._spoke[participant] = self._words

    def faces(self) -> list[ParticipantId]:
        """For the seats, who most deserves one first."""
        silent = frozenset(p for p in self.publications if not self.permit_of(p).sources & FACES)
        return seating.by_merit(list(self.publications), self._spoke, silent)

    def screens(self) -> list[ParticipantId]:
        """For the screen seats: who began to share last first, so that one presenter can take over from another."""
        return list(reversed(self._sharing))

    def _open_gate(self, participant: ParticipantId) -> None:
        publication = self.publications.get(participant)
        if publication is None:
            return
        sources = self.permit_of(participant).sources
        publication.publisher.allow(frozenset(source.value for source in sources))
        if Source.SCREEN in sources and Source.SCREEN in publication.publisher.tracks:
            self._sharing.setdefault(participant)
        else:
            self._sharing.pop(participant, None)
