"""Every question, as it stands: withdrawn and dismissed ones too. An anonymous one has no author here either."""

from collections.abc import Sequence

from actors.ports import Remembered, StoredFact
from actors.webinar.apply import fold
from actors.webinar.questions import votes_of
from actors.words import WebinarId
from web.exports.attendance import names_in
from web.exports.table import Cell, Table, instant


def questions_table(webinar: WebinarId, log: Sequence[StoredFact | Remembered]) -> Table:
    names = names_in(log)
    columns = ("question", "text", "author", "anonymous", "votes", "status", "asked_at", "answered_by", "answer")
    questions = fold(webinar, log).interaction.questions.values()
    rows: list[tuple[Cell, ...]] = [
        (
            question.id,
            question.text,
            names.get(question.author or "", ""),
            question.author is None,
            votes_of(question),
            question.status,
            instant(question.asked_at_ms),
            names.get(question.answered_by or "", ""),
            question.answer,
        )
        for question in sorted(questions, key=votes_of, reverse=True)
    ]
    return Table(columns, rows)
