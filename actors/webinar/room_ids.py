"""Breakout rooms by id: `<webinar's id>.<its own>`. No other id has a dot in it."""

from actors.words import RoomId, WebinarId

DOT = "."


def room_id(webinar: WebinarId, own: str) -> RoomId:
    return f"{webinar}{DOT}{own}"


def is_room(webinar: WebinarId | RoomId) -> bool:
    return DOT in webinar


def home_of(room: WebinarId | RoomId) -> WebinarId:
    """Whose room it is; of a webinar itself."""
    return room.partition(DOT)[0]


def actor_name(webinar: WebinarId | RoomId) -> str:
    home, _, own = webinar.partition(DOT)
    return f"webinar:{home}/room:{own}" if own else f"webinar:{home}"
