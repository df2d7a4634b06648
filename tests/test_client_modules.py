"""The client's modules, without a browser: each can be parsed, imports what exists, and is imported by something.

Node is the one that Playwright brings along.
"""

import re
import subprocess
from pathlib import Path

import playwright
import pytest

from tests.sources import ROOT, expect_none, written

NODE = Path(playwright.__file__).parent / "driver" / "node"
IMPORT = re.compile(
    r"""^\s*(?:import|export)\b[^"';]*?\bfrom\s*["']([^"']+)|^\s*import\s*["']([^"']+)|\bimport\(\s*["']([^"']+)""",
    re.MULTILINE,
)
PAGE_SCRIPT = re.compile(r"""<script[^>]*\bsrc=["']([^"']+)""")
CLIENT = Path("web/client")


def modules() -> list[Path]:
    return [path for path in written(".js") if path.is_relative_to(CLIENT)]


def place(importer: Path, name: str) -> Path:
    """The file that a name means: from the importer's folder, or from the client's if it begins with /client."""
    if name.startswith("/client/"):
        return CLIENT / name.removeprefix("/client/")
    return (ROOT / importer.parent / name).resolve().relative_to(ROOT)


def imported(text: str) -> list[str]:
    return [next(filter(None, groups)) for groups in IMPORT.findall(text)]


def faults(path: Path) -> list[str]:
    checked = subprocess.run(
        [NODE, "--input-type=module", "--check"],
        input=(ROOT / path).read_bytes(),
        capture_output=True,
        timeout=30,
        check=False,
    )
    return [] if checked.returncode == 0 else [f"{path}: {checked.stderr.decode()}"]


def test_every_module_can_be_parsed() -> None:
    expect_none(fault for path in modules() for fault in faults(path))


def test_every_import_is_of_a_file_that_exists() -> None:
    pairs = [(path, name) for path in modules() for name in imported((ROOT / path).read_text())]
    expect_none(f"{path} imports {name}" for path, name in pairs if not (ROOT / place(path, name)).is_file())


def test_every_module_is_imported_by_a_page_or_by_another() -> None:
    wanted = {place(path, name) for path in modules() for name in imported((ROOT / path).read_text())}
    pages = [path for path in written(".html") if path.is_relative_to(CLIENT)]
    wanted |= {place(page, name) for page in pages for name in PAGE_SCRIPT.findall((ROOT / page).read_text())}
    expect_none(f"{path} is imported by nothing" for path in modules() if path not in wanted)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ('import { a } from "./a.js";', ["./a.js"]),
        ('import {\n  a,\n  b,\n} from "./a.js";', ["./a.js"]),
        ('import "./side.js";', ["./side.js"]),
        ('export { a } from "./a.js";', ["./a.js"]),
        ('const a = await import("./a.js");', ["./a.js"]),
        ('export const a = "from";', []),
        ('const text = "import of goods";', []),
    ],
)
def test_imports_are_found(line: str, names: list[str]) -> None:
    assert imported(line) == names


def test_a_planted_fault_of_syntax_is_found(tmp_path: Path) -> None:
    bad = tmp_path / "bad.js"
    bad.write_text("import x from './y.js'; const a = ;")
    assert "SyntaxError" in faults(bad)[0]
