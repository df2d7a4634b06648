"""What a host takes home of a webinar, as tables: pure functions of its log, one file each."""

from collections.abc import Callable, Sequence

from actors.ports import Remembered, StoredFact
from actors.words import WebinarId
from web.exports.attendance import attendance_table
from web.exports.chat import chat_table
from web.exports.polls import polls_table
from web.exports.questions import questions_table
from web.exports.table import Table

Log = Sequence[StoredFact | Remembered]

REPORTS: dict[str, Callable[[WebinarId, Log], Table]] = {
    "attendance": attendance_table,
    "questions": questions_table,
    "polls": polls_table,
    "chat": chat_table,
}
