"""Who registered beforehand, and what became of it. A registration's id is that of the invite it becomes."""

from attrs import frozen

from actors.words import InviteId


@frozen
class RegistrationReceived:
    registration: InviteId
    name: str
    email: str


@frozen
class RegistrationApproved:
    """A personal invite of the same id opens the door from now on."""

    registration: InviteId


@frozen
class RegistrationDeclined:
    registration: InviteId


@frozen
class RegistrationWithdrawn:
    """By whom it is about: the journal has destroyed name and address."""

    registration: InviteId
