"""What attacks on recordings share: somebody else's film, questions that must not answer 500, what lies on the disk."""

from pathlib import Path
from typing import Any

from tests.web.hall import Webinar
from tests.web.recordings.rooms import Filmed
from tests.web.recordings.shelves import STARTED_S, composed
from web.recordings import files
from web.recordings.order import Manifest
from web.recordings.shelf import Film


def everything(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


async def theirs(made: Filmed) -> tuple[Webinar, Film]:
    """Another webinar, with a film of its own in the same library."""
    webinar = await made.hall.webinar()
    film = composed(made.library.shelf, "other", "foreign")
    files.write(film.folder.parent.parent / "recording.json", Manifest("other", webinar.id, "main", STARTED_S))
    (film.folder / "stored").touch()
    return webinar, film


async def ask(made: Filmed, method: str, path: str, token: str | None, body: object = None, **more: str) -> Any:
    """The answer, which is JSON and no fault of ours."""
    made.hall.http.cookies.clear()
    answered = await made.hall.call(method, path, body, token, **more)
    assert answered.status_code < 500, (method, path, answered.text)
    return answered


async def code(made: Filmed, method: str, path: str, token: str | None, body: object = None, **more: str) -> str:
    return str((await ask(made, method, path, token, body, **more)).json()["code"])


def body_of(path: str) -> object:
    return {"viewers": "participants"} if path.endswith("/viewers") else None


async def link_of(made: Filmed, **wanted: object) -> tuple[str, str]:
    link = (await made.hall.post(f"{made.path}/links", wanted, made.webinar.host)).json()
    return link["id"], link["link"].partition("#share=")[2]


async def joined(made: Filmed, role: str) -> tuple[str, str]:
    body = {"name": "Paul", "invite": made.webinar.made["invites"][role], "consent": True}
    answered = (await made.hall.post(f"{made.webinar.path}/join", body)).json()
    return answered["participantId"], answered["token"]
