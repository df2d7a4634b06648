"""The part of the fake world in which people talk: chat and hands as the client's tests need them, deciding nothing."""

from typing import Any

Json = dict[str, Any]

SENT_AT = "2026-11-22T18:30:00.000Z"


class Together:
    """Commands of chat and hands; `shared` is what every snapshot holds besides people."""

    people: dict[str, Json]
    shared: dict[str, Any]
    archive: list[Json]  # all that was ever said, as HTTP tells it page by page

    def fact(self, kind: str, **fields: Any) -> None:
        raise NotImplementedError

    def message(self, author: str, text: str, *, to: str = "everyone", recipient: str | None = None) -> Json:
        """One that stands in snapshots from now on; nobody is told."""
        kept = self.shared.setdefault("messages", [])
        name = self.people[author]["name"]
        sent = {"author": author, "name": name, "to": to, "recipient": recipient, "text": text, "sent_at": SENT_AT}
        kept.append({"id": f"m{len(self.archive) + 1}", **sent})
        self.archive.append(kept[-1])
        return dict(kept[-1])

    def do_send_message(self, pid: str, text: str, to: str, recipient: str | None) -> Json:
        message = self.message(pid, text, to=to, recipient=recipient)
        self.fact("message_appeared", message=message)
        return {"message": message["id"]}

    def do_delete_message(self, _pid: str, message: str) -> None:
        self.shared["messages"] = [each for each in self.shared["messages"] if each["id"] != message]
        self.fact("message_disappeared", message=message)

    def do_block_chat(self, _pid: str, participant: str) -> None:
        self.fact("chat_blocked", participant=participant)

    def do_say_caption(self, pid: str, text: str, language: str, ago_ms: int) -> Json:
        assert 0 <= ago_ms <= 60_000
        number = len(self.shared.setdefault("captions", [])) + 1
        times = {"shown_from": SENT_AT, "shown_until": "2026-11-22T18:30:07.000Z"}
        caption = {"id": f"t{number}", "by": pid, "language": language, "text": text, **times}
        self.shared["captions"].append(caption)
        self.fact("caption_appeared", caption=caption)
        return {"caption": caption["id"]}

    def do_name_captioner(self, _pid: str, participant: str) -> None:
        self.fact("captioner_named", participant=participant)

    def do_dismiss_captioner(self, _pid: str, participant: str) -> None:
        self.fact("captioner_dismissed", participant=participant)

    def hand(self, pid: str) -> Json:
        return {"participant": pid, "name": self.people[pid]["name"], "raised_at": SENT_AT}

    def do_raise_hand(self, pid: str) -> None:
        self.shared.setdefault("hands", []).append(self.hand(pid))
        self.fact("hand_appeared", hand=self.hand(pid))

    def do_lower_hand(self, pid: str, participant: str | None = None) -> None:
        self.fact("hand_disappeared", participant=participant or pid)
