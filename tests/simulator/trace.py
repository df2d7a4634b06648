"""What happened in a run, in order: a digest to compare two runs by, and lines for whoever looks at one."""

import sys
from hashlib import blake2b

import trio
from attrs import define, field


@define(eq=False)
class Trace:
    """`is_shown`: on stderr, as it happens."""

    is_shown: bool = False
    lines: int = 0
    _digest: "blake2b" = field(factory=lambda: blake2b(digest_size=16))

    def note(self, *words: object) -> None:
        line = f"{trio.current_time():9.3f} {' '.join(map(str, words))}\n"
        self.lines += 1
        self._digest.update(line.encode())
        if self.is_shown:
            sys.stderr.write(line)

    def digest(self) -> str:
        return self._digest.hexdigest()
