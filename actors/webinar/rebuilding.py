"""A webinar's memory from its log, and what was shown last: whoever was away for the moment of a restart then gets just
what they missed.
"""

import structlog

from actors.node import Node
from actors.ports import JournalError
from actors.webinar.book import Book
from actors.webinar.ledger import Ledger
from actors.webinar.recent import KEPT, Recent
from actors.webinar.views import advance

log = structlog.get_logger(__name__)


def rebuild(node: Node, ledger: Ledger) -> tuple[Book, Recent]:
    """Raises JournalError, LogDamaged."""
    try:
        return _read(node, ledger, KEPT)
    except JournalError:
        raise
    except Exception:  # a fact that views fail on may cost everybody a snapshot, but nobody their webinar
        log.exception("not_shown_again", webinar=ledger.webinar)
        return _read(node, ledger, 0)


def _read(node: Node, ledger: Ledger, shown_again: int) -> tuple[Book, Recent]:
    recent = Recent()
    book, tail = Book.read(node, ledger, shown_again)
    for stored in tail:
        recent.keep(advance(book.durable, stored))
    return book, recent
