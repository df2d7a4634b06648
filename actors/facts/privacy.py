"""What a webinar has forgotten."""

from attrs import frozen

from actors.words import ParticipantId


@frozen
class PersonForgotten:
    """The journal has destroyed the key of everything that was personal about them; counts and order stay."""

    participant: ParticipantId
