"""Registration: hosts say who may come."""

from attrs import frozen

from actors.words import InviteId


@frozen
class ApproveRegistration:
    registration: InviteId


@frozen
class DeclineRegistration:
    """Takes back an approval too, as long as nobody has come in with it."""

    registration: InviteId
