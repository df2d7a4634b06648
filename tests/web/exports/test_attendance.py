from actors import facts as f
from tests.web.exports.logs import log_of
from web.exports.attendance import attendance_table, names_in
from web.exports.table import instant


def test_each_has_a_row_with_all_their_visits() -> None:
    log = log_of(f.ParticipantConnected("paul"), f.WebinarStarted(), f.ParticipantLeft("paul", "left"))
    rows = {
        row[0]: dict(zip(attendance_table("w", log).columns, row, strict=True))
        for row in attendance_table("w", log).rows
    }
    assert rows["paul"] == {
        "participant": "paul",
        "name": "Paul",
        "email": "",
        "roles": "attendee",
        "first_seen": instant(3000),
        "last_seen": instant(5000),
        "visits": 1,
        "present_s": 2,
    }
    assert (rows["host"]["visits"], rows["host"]["first_seen"]) == (0, None)


def test_everybody_has_a_name() -> None:
    assert names_in(log_of()) == {"host": "Hedy", "paul": "Paul"}
