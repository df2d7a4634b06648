"""What a checker found, sorted by how it hurts."""

from collections.abc import Iterable

from attrs import define, field

SHOWN = 12  # of each sort, when told


@define(eq=False)
class Verdict:
    """`lost`: acknowledged and not there. `doubled`: there more often than asked, or though it was refused. `wrong`:
    anything else that must not be."""

    lost: list[str] = field(factory=list)
    doubled: list[str] = field(factory=list)
    wrong: list[str] = field(factory=list)

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.doubled or self.wrong)

    def add(self, other: "Verdict") -> "Verdict":
        """What is new in the other; it is here too from now on."""
        news = Verdict(
            [fault for fault in other.lost if fault not in self.lost],
            [fault for fault in other.doubled if fault not in self.doubled],
            [fault for fault in other.wrong if fault not in self.wrong],
        )
        self.lost += news.lost
        self.doubled += news.doubled
        self.wrong += news.wrong
        return news

    @property
    def told(self) -> str:
        return "ok" if self.is_clean else f"FAULTS\n{self}"

    def __str__(self) -> str:
        return "\n".join(
            line
            for name, faults in (("lost", self.lost), ("doubled", self.doubled), ("wrong", self.wrong))
            for line in _told(name, faults)
        )


def _told(name: str, faults: list[str]) -> Iterable[str]:
    yield from (f"  {name}: {fault}" for fault in faults[:SHOWN])
    if len(faults) > SHOWN:
        yield f"  {name}: and {len(faults) - SHOWN} more"
