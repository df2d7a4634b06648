"""Which resume tokens have been used."""

from attrs import frozen

from actors.words import PageId, ParticipantId


@frozen
class SessionResumed:
    """`number`: of the token that was used; those before it are void from now on. Each page of a person counts anew."""

    participant: ParticipantId
    page: PageId
    number: int
