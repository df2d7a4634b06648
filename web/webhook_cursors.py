"""How far the events of each stream have been delivered to one receiver: a small file, replaced whole, never half."""

import os
from hashlib import sha256
from pathlib import Path
from typing import Final

import orjson
import structlog
from attrs import define, field

FOLDER: Final = "webhooks"

log = structlog.get_logger(__name__)


@define(eq=False)
class Cursors:
    """`since_ms`: what happened before this receiver was first known is not told to it."""

    path: Path
    since_ms: int
    delivered: dict[str, int] = field(factory=dict)  # by stream: the number of the last event
    is_saved: bool = False

    @classmethod
    def of(cls, data_dir: Path, url: str, now_ms: int) -> "Cursors":
        path = data_dir / FOLDER / f"{sha256(url.encode()).hexdigest()[:16]}.json"
        try:
            known = orjson.loads(path.read_bytes())
            return cls(path, int(known["since_ms"]), dict(known["delivered"]), is_saved=True)
        except FileNotFoundError:
            return cls(path, now_ms)
        except (OSError, ValueError, KeyError, TypeError) as error:  # rather once too often than never
            log.warning("webhook_cursors_unreadable", reason=str(error))
            return cls(path, now_ms)

    def deliver(self, stream: str, seq: int) -> None:
        self.delivered[stream] = max(seq, self.delivered.get(stream, 0))
        self.is_saved = False

    def keep_only(self, streams: set[str]) -> None:
        self.delivered = {stream: seq for stream, seq in self.delivered.items() if stream in streams}

    def written(self) -> bytes:
        """For `save`, in the loop's own thread."""
        self.is_saved = True
        return orjson.dumps({"since_ms": self.since_ms, "delivered": self.delivered})

    def save(self, written: bytes) -> None:
        """In any thread. Raises OSError."""
        self.path.parent.mkdir(exist_ok=True)
        new = self.path.with_suffix(".new")
        with new.open("wb") as file:
            file.write(written)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.path)
