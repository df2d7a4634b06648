"""What is told of the offsets, and when a recording's files are whole."""

from pathlib import Path

import pytest

from bench.lips import both_ended, part


def test_offsets_count_whichever_comes_first() -> None:
    assert part([5.0, -40.0, 10.0], 0.95) == 40
    assert part([5.0, -40.0, 10.0], 0.5) == 10


@pytest.mark.parametrize(
    ("files", "is_whole"),
    [
        (["0/0.mkv", "0/0.json", "1/0.mkv", "1/0.json"], True),
        (["0/0.mkv", "0/0.json"], False),  # of one track alone
        (["0/0.mkv", "0/0.json", "1/0.mkv", "1/0.json", "1/1.mkv"], False),
        (["0/0.mkv", "0/0.json", "1/0.mkv", "1/0.tmp"], False),
    ],
)
def test_files_are_whole_when_none_waits_for_another(tmp_path: Path, files: list[str], is_whole: bool) -> None:
    for name in files:
        path = tmp_path / "tracks" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert both_ended(tmp_path) is is_whole
