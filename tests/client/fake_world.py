"""A webinar as the client's tests need it: people in dictionaries, snapshots, facts, and the few commands that matter.

It speaks the protocol of docs/protocol.md and decides nothing: whatever the page asks for, it gets. No sockets here.
"""

from collections.abc import Callable
from typing import Any

from tests.client.fake_together import Together

Json = dict[str, Any]

STAGE = ("host", "co_host", "presenter")
SOURCES = ["microphone", "camera", "screen", "screen_audio"]
HOST_RIGHTS = [
    *("start", "end", "leave", "admit", "admit_all", "deny", "deny_all", "invite", "withdraw_invitation", "demote"),
    *("turn_on", "turn_off", "mute", "mute_all", "stop_video", "stop_share", "allow", "ask_to_unmute", "kick", "ban"),
    *("unban", "lock", "unlock", "change_settings", "rotate_links", "issue_invite", "lower_all_hands", "block_chat"),
    *("allow_chat", "publish_question", "dismiss_question", "restore_question", "assign_question", "show_question"),
    *("create_poll", "edit_poll", "delete_poll", "open_poll", "close_poll", "reveal_poll"),
    *("open_rooms", "move_to_room", "broadcast_to_rooms", "answer_help", "extend_rooms", "close_rooms"),
    *("name_captioner", "dismiss_captioner"),
    *("reschedule", "begin_practice", "end_practice", "approve_registration", "decline_registration"),
    *("start_recording", "pause_recording", "stop_recording"),
    "spotlight",
]
STAGE_RIGHTS = ["take_question", "answer_question"]
PERSON_RIGHTS = [
    *("leave", "accept_invitation", "decline_invitation", "raise_hand", "lower_hand", "send_message", "ask_question"),
    *("edit_question", "withdraw_question", "upvote", "take_back_upvote", "vote", "delete_message", "react"),
    *("enter_room", "leave_room", "call_for_help", "say_caption", "consent_to_recording"),
]
SETTINGS = {
    "unmute": "stage",
    "share": "stage",
    "chat": "everyone",
    "ask": "everyone",
    "see_people": "stage",
    "waiting_room": "until_start",
    "invite_required": False,
}


def to_nobody(_pid: str, _message: Json) -> None: ...


class World(Together):
    """`on_push(person id, message)` gets everything that would go to a page."""

    def __init__(self, on_push: Callable[[str, Json], None] = to_nobody, title: str = "Quarterly town hall") -> None:
        self.on_push = on_push
        self.seq = 1
        self.people: dict[str, Json] = {}
        self.webinar: Json = {
            "id": "w1town",
            "title": title,
            "status": "live",
            "locked": False,
            "capacity": 1000,
            "stage_capacity": 25,
            "started_at": "2026-11-22T18:00:00.000Z",
            "settings": dict(SETTINGS),
        }
        self.audience = 0  # people who are only a number
        self.archive = []
        self.films: list[Json] = []  # what everybody may see when it is over
        self.registrations: dict[str, Json] = {}
        self.shared: Json = {}  # what else everybody's snapshot has: questions, votes, polls, …
        self.own: dict[str, Json] = {}  # what else stands in one person's `you`

    # --- people

    def add(self, name: str, role: str = "presenter", *, place: str = "in", on: tuple[str, ...] = ()) -> str:
        pid = f"p{len(self.people) + 1}"
        self.people[pid] = {
            "id": pid,
            "name": name,
            "role": role,
            "place": place,
            "on": list(on),
            "blocked": [],
            "connected": True,
            "offered": None,
        }
        return pid

    def person(self, pid: str) -> Json:
        return {key: value for key, value in self.people[pid].items() if key != "place"}

    def inside(self) -> list[Json]:
        return [person for person in self.people.values() if person["place"] == "in"]

    def stage(self) -> list[str]:
        return [person["id"] for person in self.inside() if person["role"] in STAGE]

    # --- what pages are told

    def snapshot(self, pid: str) -> Json:
        own = self.people[pid]
        if own["place"] == "waiting":
            webinar = {key: self.webinar[key] for key in ("id", "title", "status")}
            return self._snapshot(
                own, webinar, people=[], waiting=[], rights=["leave", "consent_to_recording"], sources=[]
            )
        host = own["role"] in ("host", "co_host")
        shown = [p for p in self.inside() if host or p["role"] in STAGE or p["id"] == pid]
        waiting = [p for p in self.people.values() if host and p["place"] == "waiting"]
        sources = [s for s in SOURCES if own["role"] in STAGE and s not in own["blocked"]]
        rights = (HOST_RIGHTS if host else []) + (STAGE_RIGHTS if own["role"] in STAGE else []) + PERSON_RIGHTS
        return self._snapshot(own, self.webinar, people=shown, waiting=waiting, rights=rights, sources=sources)

    def _snapshot(self, own: Json, webinar: Json, **lists: list[Any]) -> Json:
        you = {key: own[key] for key in ("id", "name", "role", "place", "offered", "on", "blocked")}
        return {
            "type": "snapshot",
            "seq": self.seq,
            "webinar": webinar,
            "you": you | self.own.get(own["id"], {}) | {"rights": lists["rights"], "sources": lists["sources"]},
            "people": [self.person(p["id"]) for p in lists["people"]],
            "waiting": [{key: p[key] for key in ("id", "name", "role")} for p in lists["waiting"]],
            "counts": self.counts(),
            **self.shared,
        }

    def counts(self) -> Json:
        waiting = sum(person["place"] == "waiting" for person in self.people.values())
        return {"inside": len(self.inside()) + self.audience, "waiting": waiting}

    def resync(self, pid: str) -> None:
        self.on_push(pid, self.snapshot(pid))

    def fact(self, kind: str, **fields: Any) -> None:
        """Something happened, and everybody hears it."""
        self.seq += 1
        for pid in self.people:
            self.on_push(pid, {"type": kind, "seq": self.seq, "at": "2026-11-22T18:30:00.000Z", **fields})

    def signal(self, kind: str, **fields: Any) -> None:
        for pid in self.people:
            self.on_push(pid, {"type": kind, **fields})

    # --- what pages ask for

    def obey(self, pid: str, command: Json) -> Json | None:
        """The result. Commands without a method here have no effect and succeed."""
        fields = {key: value for key, value in command.items() if key not in ("id", "type")}
        effect = getattr(self, f"do_{command['type']}", None)
        return effect(pid, **fields) if effect else None

    def do_turn_on(self, pid: str, source: str) -> None:
        self.people[pid]["on"] = [*(s for s in self.people[pid]["on"] if s != source), source]
        self.fact("source_turned_on", participant=pid, source=source)

    def do_turn_off(self, pid: str, source: str) -> None:
        self.turn_off(pid, source, by=pid)

    def turn_off(self, pid: str, source: str, by: str) -> None:
        self.people[pid]["on"] = [s for s in self.people[pid]["on"] if s != source]
        self.fact("source_turned_off", participant=pid, source=source, by=by)

    def do_mute(self, pid: str, participant: str, hard: bool = False) -> None:
        self.turn_off(participant, "microphone", by=pid)
        if hard:
            self.people[participant]["blocked"] = ["microphone"]
            self.fact("source_blocked", participant=participant, source="microphone")
            self.resync(participant)

    def do_admit(self, _pid: str, participant: str) -> None:
        self.people[participant]["place"] = "in"
        self.fact("participant_appeared", person=self.person(participant))
        self.resync(participant)

    def do_deny(self, _pid: str, participant: str) -> None:
        del self.people[participant]
        self.fact("participant_denied", participant=participant)

    def do_invite(self, _pid: str, participant: str, role: str = "presenter", for_s: int | None = None) -> None:
        self.people[participant]["offered"] = role
        self.fact("role_offered", participant=participant, role=role, for_s=for_s)

    def do_accept_invitation(self, pid: str) -> None:
        self.set_role(pid, self.people[pid]["offered"])

    def do_decline_invitation(self, pid: str) -> None:
        self.people[pid]["offered"] = None
        self.fact("role_offer_declined", participant=pid)

    def do_demote(self, _pid: str, participant: str, role: str = "attendee") -> None:
        self.set_role(participant, role)

    def set_role(self, pid: str, role: str) -> None:
        self.people[pid] |= {"role": role, "offered": None, "on": self.people[pid]["on"] if role in STAGE else []}
        self.fact("role_changed", participant=pid, role=role)
        self.resync(pid)

    def do_start(self, _pid: str) -> None:
        self.webinar |= {"status": "live", "started_at": "2026-11-22T18:30:00.000Z"}
        self.fact("webinar_started")

    def do_lock(self, _pid: str) -> None:
        self.webinar["locked"] = True
        self.fact("webinar_locked")

    def do_change_settings(self, _pid: str, **changes: Any) -> None:
        self.webinar["settings"] |= changes
        self.fact("settings_changed", **self.webinar["settings"])

    def do_approve_registration(self, _pid: str, registration: str) -> None:
        self.decide(registration, "approved")

    def do_decline_registration(self, _pid: str, registration: str) -> None:
        self.decide(registration, "declined")

    def decide(self, registration: str, status: str) -> None:
        self.registrations[registration]["status"] = status
        self.fact(f"registration_{status}", registration=registration)

    def do_rotate_links(self, _pid: str, role: str) -> Json:
        return {"role": role, "token": "fresh", "link": f"http://localhost/w/w1town#invite=fresh-{role}"}

    def do_issue_invite(self, _pid: str, role: str, **_note: str) -> Json:
        return {"role": role, "token": "own", "link": "http://localhost/w/w1town#invite=own"}
