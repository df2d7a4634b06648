"""Locks, settings, links and invites."""

from attrs import frozen

from actors.words import InviteId, Role, WaitingRoom, Who


@frozen
class WebinarLocked: ...


@frozen
class WebinarUnlocked: ...


@frozen
class SettingsChanged:
    """All settings as they now are."""

    unmute: Who
    share: Who
    chat: Who
    ask: Who
    see_people: Who
    waiting_room: WaitingRoom
    invite_required: bool
    direct: Who = Who.HOSTS
    slow_mode_s: int = 0
    review_questions: bool = False
    anonymous_questions: bool = True
    reactions: bool = True
    recording_announced: bool = False


@frozen
class LinksRotated:
    role: Role
    epoch: int


@frozen
class InviteIssued:
    invite: InviteId
    role: Role
    label: str
