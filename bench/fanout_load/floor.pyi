from array import array
from collections.abc import Sequence

class Floor:
    def __init__(
        self, fd: int, protect: int, contexts: Sequence[int], ports: Sequence[int], in_bursts: bool
    ) -> None: ...
    def run(
        self,
        due_ns: array[int],
        sizes: array[int],
        counts: array[int],
        cycle_ns: int,
        warm_ns: int,
        for_ns: int,
    ) -> tuple[int, int, int]: ...
