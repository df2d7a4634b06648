from actors import facts as f
from actors.words import ChatTo
from tests.web.exports.logs import log_of
from web.exports.chat import chat_table
from web.exports.table import instant


def test_nothing_direct_and_nothing_deleted_is_taken_home() -> None:
    log = log_of(
        f.MessageSent("a", "paul", ChatTo.EVERYONE, None, "Hello"),
        f.MessageSent("b", "host", ChatTo.STAGE, None, "Ready?"),
        f.MessageSent("c", "host", ChatTo.DIRECT, "paul", "A word"),
        f.MessageSent("d", "paul", ChatTo.EVERYONE, None, "Oops"),
        f.MessageDeleted("d", "host"),
    )
    assert chat_table("w", log).rows == [
        ("a", instant(3000), "Paul", ChatTo.EVERYONE, "Hello"),
        ("b", instant(4000), "Hedy", ChatTo.STAGE, "Ready?"),
    ]
