from actors import facts as f
from actors.words import Ballots, Reveal
from tests.web.exports.logs import log_of
from web.exports.polls import polls_table


def test_every_round_has_a_row_per_option() -> None:
    log = log_of(
        f.PollDrafted("p", "host", "Lunch?", ("Soup", "Rice"), False, Ballots.NAMED, True, Reveal.LIVE, ()),
        f.PollOpened("p", 1, None, ""),
        f.BallotCast("p", 1, "paul", (1,), "r1"),
        f.PollClosed("p", 1, (0, 1), 1),
        f.PollOpened("p", 2, None, ""),
    )
    table = polls_table("w", log)
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    assert [(row["round"], row["option"], row["votes"], row["voters"], row["right"]) for row in rows] == [
        (1, "Soup", 0, 1, None),
        (1, "Rice", 1, 1, None),
        (2, "Soup", 0, 0, None),
        (2, "Rice", 0, 0, None),
    ]
    assert [row["closed_at"] is None for row in rows] == [False, False, True, True]
