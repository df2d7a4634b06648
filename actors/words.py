"""The words that commands, facts and state share: roles, sources, statuses.

Each is a string on the wire, exactly as written here.
"""

from enum import StrEnum

ParticipantId = str
WebinarId = str
InviteId = str
PollId = str
QuestionId = str
MessageId = str
CaptionId = str
RoomId = str  # of a breakout room: its webinar's id, a dot, and an id of its own
RecordingId = str
MAIN = "main"  # the main room, where a room can be that or a breakout room
PageId = str  # one page of a person, from its first hello on, however often it reconnects
Pseudonym = str  # of a participant; whose it is cannot be told once its secret is destroyed


class Role(StrEnum):
    """What a person may do; the table is in `actors/webinar/rights.py`."""

    HOST = "host"
    CO_HOST = "co_host"
    PRESENTER = "presenter"
    ATTENDEE = "attendee"


RANK = {Role.HOST: 3, Role.CO_HOST: 2, Role.PRESENTER: 1, Role.ATTENDEE: 0}
HOSTS = frozenset({Role.HOST, Role.CO_HOST})
STAGE = HOSTS | {Role.PRESENTER}
EVERYBODY = frozenset(Role)


class Source(StrEnum):
    """What a person on stage can send; each is one up track."""

    MICROPHONE = "microphone"
    CAMERA = "camera"
    SCREEN = "screen"
    SCREEN_AUDIO = "screen_audio"


class Status(StrEnum):
    """A webinar's life, in this order and never back."""

    WAITING = "waiting"
    LIVE = "live"
    ENDED = "ended"


class Place(StrEnum):
    """Where a person is. `left` may come back with the same token, `removed` must join anew, `banned` may not."""

    WAITING = "waiting"
    IN = "in"
    LEFT = "left"
    DENIED = "denied"
    REMOVED = "removed"
    BANNED = "banned"


class Who(StrEnum):
    """Whom a host's setting allows: hosts and co-hosts; everybody on stage; everybody."""

    HOSTS = "hosts"
    STAGE = "stage"
    EVERYONE = "everyone"


class WaitingRoom(StrEnum):
    """`until_start`: people wait until the start lets all in. `always`: a host lets each in. `off`: nobody waits."""

    OFF = "off"
    UNTIL_START = "until_start"
    ALWAYS = "always"


class Ballots(StrEnum):
    """Whether a poll's ballots carry names."""

    NAMED = "named"
    ANONYMOUS = "anonymous"


class Reveal(StrEnum):
    """When everybody is shown a poll's results: while it is open, when it closes, when a host says so."""

    LIVE = "live"
    AT_CLOSE = "at_close"
    LATER = "later"


class PollStatus(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class QuestionStatus(StrEnum):
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    TAKEN = "taken"  # being answered live
    ANSWERED = "answered"
    DISMISSED = "dismissed"


class Registering(StrEnum):
    """Whether the audience registers beforehand: no; whoever does may come; a host says who may."""

    OFF = "off"
    OPEN = "open"
    APPROVAL = "approval"


class RegistrationStatus(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    DECLINED = "declined"


class Reaction(StrEnum):
    CLAP = "clap"
    HEART = "heart"
    LAUGH = "laugh"
    SURPRISE = "surprise"
    THUMBS_UP = "thumbs_up"


class Assign(StrEnum):
    """How people come into breakout rooms: drawn by lot, put there by hosts, by their own choice."""

    RANDOM = "random"
    MANUAL = "manual"
    CHOOSE = "choose"


class Speak(StrEnum):
    """Who is on stage in a breakout room."""

    EVERYONE = "everyone"
    HOSTS = "hosts"


class ChatTo(StrEnum):
    """Whom a message is for: everybody inside; everybody on stage; one person."""

    EVERYONE = "everyone"
    STAGE = "stage"
    DIRECT = "direct"
