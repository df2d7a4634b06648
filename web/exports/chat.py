"""The chat from its beginning: what was for everybody or for the stage, but for what was deleted. Nothing direct."""

from collections.abc import Sequence

from actors import facts as f
from actors.ports import Remembered, StoredFact
from actors.webinar.chat_log import Reader, page
from actors.words import ChatTo, WebinarId
from web.exports.table import Table, instant


class _Host(Reader):
    """Any of them: direct messages are for two people, hosts or not."""

    def may_read(self, message: f.MessageSent) -> bool:
        return message.to is not ChatTo.DIRECT


def chat_table(_: WebinarId, log: Sequence[StoredFact | Remembered]) -> Table:
    facts = [each for each in log if isinstance(each, StoredFact)]
    lines = page(facts, _Host("", is_on_stage=True), None, len(facts))
    rows = [(line.id, instant(line.at_ms), line.name, line.to, line.text) for line in lines]
    return Table(("message", "sent_at", "author", "to", "text"), rows)
