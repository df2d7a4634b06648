"""Doors, settings and links."""

from attrs import frozen

from actors.words import Role, WaitingRoom, Who


@frozen
class Lock: ...


@frozen
class Unlock: ...


@frozen
class ChangeSettings:
    """Only what is not None changes."""

    unmute: Who | None = None
    share: Who | None = None
    chat: Who | None = None
    ask: Who | None = None
    see_people: Who | None = None
    waiting_room: WaitingRoom | None = None
    invite_required: bool | None = None
    direct: Who | None = None
    slow_mode_s: int | None = None
    review_questions: bool | None = None
    anonymous_questions: bool | None = None
    reactions: bool | None = None
    recording_announced: bool | None = None


@frozen
class RotateLinks:
    """Every earlier invite link of that role stops working; joining then needs an invite."""

    role: Role


@frozen
class IssueInvite:
    """A personal invite: one person, one role. `label` is the host's note, at most 80 characters."""

    role: Role
    label: str = ""
