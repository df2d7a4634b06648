"""The project's own files, as the house-rule tests read them."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
MADE = {"__pycache__", "build", "data", "node_modules"}  # folders of things that were made, not written
PARTS = ("actors", "media", "web", "config")


def written(*suffixes: str) -> list[Path]:
    """Files of these suffixes (of all, if none is named), relative to the root; nothing ignored, hidden or made."""
    return sorted(path for path in _walk(ROOT) if not suffixes or path.suffix in suffixes)


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_dir() and path.name not in MADE and (not path.name.startswith(".") or path.name == ".ci"):
            yield from _walk(path)
        elif path.is_file() and path.suffix not in {".so", ".pyc"}:
            yield path.relative_to(ROOT)


def program() -> list[Path]:
    """The Python files of the running program: neither tests nor benches."""
    return [path for path in written(".py") if path.parts[0] in {*PARTS, "run.py"}]


def parse(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(), str(path))


def imports(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Dotted names of everything imported, with the line; `from a import b` is "a.b"."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def expect_none(faults: Iterable[str]) -> None:
    """Fails with all of them, one a line."""
    listed = "\n".join(faults)
    assert not listed, f"\n{listed}"
