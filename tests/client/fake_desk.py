"""The registration desk of the fake server: whoever registers is pending until a test or a host says otherwise."""

from tests.client.fake_tokens import personal_invite
from tests.client.fake_world import Json, World

Answer = tuple[int, Json]
TOKEN = "registration-"


def answer(world: World, method: str, rest: list[str], token: str, body: Json) -> Answer:
    match method, rest:
        case "GET", ["form"] if world.webinar.get("registration", "off") != "off":
            return 200, announced(world)
        case "POST", []:
            return register(world, body)
        case "GET", []:
            return 200, {"registrations": list(world.registrations.values())}
        case "GET" | "DELETE", ["mine"] if token.removeprefix(TOKEN) in world.registrations:
            mine = world.registrations[token.removeprefix(TOKEN)]
            return read(world, mine) if method == "GET" else withdraw(world, mine)
    return 404, {"error": "no", "code": "not_found"}


def announced(world: World) -> Json:
    return {key: world.webinar.get(key) for key in ("id", "title", "status", "description", "registration")}


def register(world: World, body: Json) -> Answer:
    if "@" not in body["email"]:
        return 400, {"error": "no", "code": "bad_email"}
    if any(each["email"] == body["email"] for each in world.registrations.values()):
        return 201, {"registration": "?", "status": "pending"}
    number = f"g{len(world.registrations) + 1}"
    status = "approved" if world.webinar["registration"] == "open" else "pending"
    world.registrations[number] = {"id": number, "status": status, "has_come": False, **body}
    world.fact("registration_received", registration=number, **body)
    return 201, {"registration": number, "status": status, "token": TOKEN + number}


def read(world: World, mine: Json) -> Answer:
    invitation = {"invite": personal_invite(mine["id"])} if mine["status"] == "approved" else {}
    return 200, announced(world) | mine | invitation


def withdraw(world: World, mine: Json) -> Answer:
    del world.registrations[mine["id"]]
    return 200, {"withdrawn": mine["id"]}
