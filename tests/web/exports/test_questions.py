from actors import facts as f
from tests.web.exports.logs import log_of
from web.exports.questions import questions_table


def test_whose_an_anonymous_question_is_stays_unsaid_and_votes_decide_the_order() -> None:
    log = log_of(
        f.AnonymityBegan("secret"),
        f.QuestionAsked("q1", None, "pseudonym", "Why?", in_review=False),
        f.QuestionAsked("q2", "paul", None, "When?", in_review=False),
    )
    table = questions_table("w", log)
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    assert [(row["text"], row["author"], row["anonymous"]) for row in rows] == [
        ("When?", "Paul", False),
        ("Why?", "", True),
    ]
    assert not any("pseudonym" in str(cell) for row in table.rows for cell in row)
