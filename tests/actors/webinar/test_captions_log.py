"""The log's captions in order, apart by language, none under another."""

from hypothesis import given
from hypothesis import strategies as st

from actors import facts as f
from actors.facts import Fact
from actors.ports import StoredFact
from actors.webinar.captions_log import SHORTEST_MS, Cue, cues, languages


def log(*facts: Fact) -> list[StoredFact]:
    return [StoredFact(n, n, fact) for n, fact in enumerate(facts, 1)]


def said(text: str, from_ms: int, until_ms: int, language: str = "en") -> f.CaptionSaid:
    return f.CaptionSaid(f"c{from_ms}", "ann", language, text, from_ms, until_ms)


def test_each_ends_where_the_next_of_its_language_begins() -> None:
    kept = log(
        said("Hallo", 1_200, 3_000, "de"),
        said("Hello", 1_000, 5_000),
        f.WebinarLocked(),
        said("all", 2_000, 2_500),
        said("", 4_000, 5_000),
    )
    assert cues(kept) == [
        Cue(1_000, 2_000, "en", "Hello"),
        Cue(1_200, 3_000, "de", "Hallo"),
        Cue(2_000, 2_500, "en", "all"),
    ]
    assert cues(kept, "de") == [Cue(1_200, 3_000, "de", "Hallo")]
    assert languages(kept) == ["de", "en"]


times = st.integers(0, 10_000)


@given(st.lists(st.builds(said, st.sampled_from(["a", "b"]), times, times, st.sampled_from(["", "en"]))))
def test_no_caption_is_lost_nor_ends_before_it_begins(facts: list[f.CaptionSaid]) -> None:
    found = cues(log(*facts))
    assert len(found) == len(facts)
    assert all(cue.until_ms - cue.from_ms >= SHORTEST_MS for cue in found)
    assert [cue.from_ms for cue in found] == sorted(cue.from_ms for cue in found)
