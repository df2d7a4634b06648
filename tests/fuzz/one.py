"""Fuzzes one target until it has had enough or finds something: python -m tests.fuzz.one TARGET [libFuzzer's options].

"any" is all of them in turn. What it learns stays in build/fuzz/TARGET, what it finds in build/fuzz/found-*.
"""

import sys
import tempfile
from pathlib import Path

import atheris

LEARNT = Path("build/fuzz")

with atheris.instrument_imports(include=["media", "web.head", "web.strict_json", "tests.media.plane.oracle"]):
    from tests.fuzz import targets


def main() -> None:
    name, *options = sys.argv[1:]
    learnt = LEARNT / name
    learnt.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for at, seed in enumerate(targets.seeds_of_any() if name == "any" else targets.seeds(name)):
            (Path(folder) / str(at)).write_bytes(seed)
        run = [sys.argv[0], f"-artifact_prefix={LEARNT}/found-{name}-", "-max_len=2048", *options, str(learnt), folder]
        atheris.Setup(run, targets.read_any if name == "any" else targets.TARGETS[name])
        atheris.Fuzz()


if __name__ == "__main__":
    main()
