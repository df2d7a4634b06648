"""The house rules that no other tool checks: sizes, mirrored tests, plain handlers, safe pages, nothing of one machine.

Each rule is a function from a file to its faults, and is itself tried on a planted fault.
"""

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from tests.sources import ROOT, expect_none, parse, program, written

LONGEST_FILE, LONGEST_FILE_WITHOUT_REASON, LONGEST_FUNCTION = 400, 250, 50
SHORT_FUNCTION, SHORT_SHARE = 25, 0.9
NO_MIRROR: dict[str, str] = {}  # source file → why no test file has its name
AWAITING_ACTORS = {"actors/runtime.py", "actors/supervision.py"}  # they are the loop that calls the handlers
TEXT = {".py", ".js", ".css", ".html", ".md", ".toml", ".lock", ".pyx", ".pxi", ".pyi", ".c", ".h", ""}
HERE = Path(__file__).relative_to(ROOT)
CONDITIONS = Path("tests/conditions.py")  # `missing`: under CI=true it fails

UNSAFE_SCRIPT = re.compile(
    r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|srcdoc|setHTMLUnsafe|eval\(|new Function\b)"
)
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style\b|<[^>]*\s(on\w+|style)=|=\s*[\"']?javascript:", re.IGNORECASE)
OF_ONE_MACHINE = re.compile(r"(?<![\w./*-])/(home|root|work|Users|opt/\w*pypi\w*)\b(?!-)|[A-Z]:\\\\Users")
REGISTRY = re.compile(r"((pypi|python[h]osted)\.org|[r]egistry\.npmjs|--(extra-)?index-url|--find-links)\b")
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
SKIPPED = re.compile(r"\bpytest\.skip\(")
CLOCKS = {"now", "utcnow", "today", "urandom"}


def lines_matching(pattern: re.Pattern[str], text: str) -> list[int]:
    return [text.count("\n", 0, match.start()) + 1 for match in pattern.finditer(text)]


def size_faults(text: str, docstring: str) -> list[str]:
    lines = len(text.splitlines())
    if lines > LONGEST_FILE:
        return [f"{lines} lines; the most is {LONGEST_FILE}"]
    if lines > LONGEST_FILE_WITHOUT_REASON and "because" not in docstring:
        return [f'{lines} lines; above {LONGEST_FILE_WITHOUT_REASON} the docstring says why ("… because …")']
    return []


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def length(function: ast.AST) -> int:
    return (getattr(function, "end_lineno", None) or 0) - getattr(function, "lineno", 0) + 1


def does_something(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Not just a docstring or `...`, as a Protocol's methods are."""
    return not all(isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant) for line in function.body)


def mirror_faults(path: Path, tree: ast.AST) -> list[str]:
    """A file with any behaviour has a test file of its name."""
    mirror = ROOT / "tests" / path.parent / f"test_{path.name}"
    if path.name == "__init__.py":
        mirror = ROOT / "tests" / path.parent.parent / f"test_{path.parent.name}.py"
    if mirror.exists() or str(path) in NO_MIRROR or not any(does_something(function) for function in functions(tree)):
        return []
    return [f"{path} has no {mirror.relative_to(ROOT)}"]


def handler_faults(tree: ast.AST) -> list[str]:
    """Methods of actors are plain functions, so that nothing interleaves within one message."""
    actors = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and any(ast.unparse(base).endswith("Actor") for base in node.bases)
    ]
    asynchronous = ((actor, line) for actor in actors for line in actor.body if isinstance(line, ast.AsyncFunctionDef))
    return [f"{actor.name}.{method.name} is async" for actor, method in asynchronous]


def clock_faults(tree: ast.AST) -> list[str]:
    """Actors read no clock and throw no dice: both are passed in. (Modules are banned in test_layers.)"""
    return [
        f"line {node.lineno} calls .{node.func.attr}()"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS
    ]


def text_faults(rules: Iterable[re.Pattern[str]], paths: Iterable[Path]) -> list[str]:
    return [
        f"{path}:{line} breaks {rule.pattern}"
        for path in paths
        for rule in rules
        for line in lines_matching(rule, (ROOT / path).read_text())
    ]


def test_a_file_is_short_or_says_why_not() -> None:
    texts = {path: (ROOT / path).read_text() for path in written(".py", ".js", ".pyx", ".pxi")}
    heads = {
        path: (ast.get_docstring(parse(path)) or "") if path.suffix == ".py" else texts[path][:1000] for path in texts
    }
    expect_none(f"{path}: {fault}" for path in texts for fault in size_faults(texts[path], heads[path]))


def test_a_source_file_has_a_test_file_of_its_name() -> None:
    expect_none(fault for path in program() for fault in mirror_faults(path, parse(path)))


def test_no_function_is_long_and_nine_of_ten_are_short() -> None:
    lengths = {f"{path}:{f.name}": length(f) for path in program() for f in functions(parse(path))}
    assert {name for name, lines in lengths.items() if lines > LONGEST_FUNCTION} == set()
    assert sum(lines < SHORT_FUNCTION for lines in lengths.values()) >= SHORT_SHARE * len(lengths)


def test_nothing_is_skipped_but_by_what_fails_under_ci() -> None:
    assert lines_matching(SKIPPED, "    pytest.skip(reason)\n") == [1]
    tests = [path for path in written(".py") if path.parts[0] == "tests" and path not in (HERE, CONDITIONS)]
    assert tests
    expect_none(f"{path}:{line}" for path in tests for line in lines_matching(SKIPPED, (ROOT / path).read_text()))


def test_an_actors_handlers_are_plain_functions() -> None:
    actors = {str(path): parse(path) for path in program() if path.parts[0] == "actors"}
    expect_none(fault for path in actors.keys() - AWAITING_ACTORS for fault in handler_faults(actors[path]))


def test_no_actor_reads_a_clock() -> None:
    actors = [path for path in program() if path.parts[0] == "actors"]
    expect_none(f"{path}: {fault}" for path in actors for fault in clock_faults(parse(path)))


def test_the_client_never_makes_markup_or_code_out_of_text() -> None:
    expect_none(text_faults([UNSAFE_SCRIPT], (path for path in written(".js") if path.parts[0] == "web")))


def test_a_page_holds_no_inline_script_or_style() -> None:
    expect_none(text_faults([INLINE], (path for path in written(".html") if path.parts[0] == "web")))


def test_no_file_knows_one_machine_or_a_registry() -> None:
    texts = [path for path in written() if path.suffix in TEXT and path != HERE]
    expect_none(text_faults([OF_ONE_MACHINE, REGISTRY], texts))


def test_no_file_is_left_unfinished() -> None:
    assert (
        text_faults([UNFINISHED], [path for path in written() if path.suffix in TEXT - {".lock"} and path != HERE])
        == []
    )


@pytest.mark.parametrize(
    ("rule", "text", "is_fault"),
    [
        (UNSAFE_SCRIPT, "element.innerHTML = name", True),
        (UNSAFE_SCRIPT, "element.insertAdjacentHTML('x', y)", True),
        (UNSAFE_SCRIPT, "eval(code)", True),
        (UNSAFE_SCRIPT, "retrieval(code); element.textContent = name", False),
        (INLINE, "<script>run()</script>", True),
        (INLINE, '<script type="module" src="/client/main.js"></script>', False),
        (INLINE, '<button onclick="go()">', True),
        (INLINE, '<button\n  onclick="go()"\n>', True),
        (INLINE, '<p style="color: red">', True),
        (INLINE, "<a href='javascript:go()'>", True),
        (INLINE, "<noscript>It needs JavaScript: allow it.</noscript>", False),
        (INLINE, '<link rel="stylesheet" href="/client/x.css">', False),
        (OF_ONE_MACHINE, "cd /home/somebody", True),
        (OF_ONE_MACHINE, "see /root", True),
        (OF_ONE_MACHINE, "./home/x and web/home and https://x.example/home", False),
        (REGISTRY, "--index-url https://mirror.example", True),
        (REGISTRY, "from " + "pypi" + ".org", True),
        (UNFINISHED, "# TODO later", True),
        (UNFINISHED, "mastodon", False),
    ],
)
def test_a_planted_line_is_found_and_an_innocent_one_is_not(rule: re.Pattern[str], text: str, is_fault: bool) -> None:
    assert bool(lines_matching(rule, text)) is is_fault


@pytest.mark.parametrize(
    ("rule", "code", "is_fault"),
    [
        (handler_faults, "class Webinar(TrioActor):\n async def on_receive(self, message): ...", True),
        (handler_faults, "class Webinar(runtime.TrioActor):\n async def start_it(self): ...", True),
        (handler_faults, "class Webinar(TrioActor):\n def on_receive(self, message): ...", False),
        (handler_faults, "class Clock:\n async def wait(self): ...", False),
        (clock_faults, "at = datetime.now()", True),
        (clock_faults, "at = clock.now_ms()", False),
    ],
)
def test_a_planted_handler_is_found(rule: Callable[[ast.AST], list[str]], code: str, is_fault: bool) -> None:
    assert bool(rule(ast.parse(code))) is is_fault


def test_a_planted_file_without_a_test_is_found() -> None:
    assert mirror_faults(Path("media/nothing.py"), ast.parse("def f():\n return 1"))
    assert not mirror_faults(Path("media/nothing.py"), ast.parse("class P(Protocol):\n def f(self) -> int: ..."))


def test_a_planted_long_file_is_found() -> None:
    assert size_faults("x\n" * 401, "long because") != []
    assert size_faults("x\n" * 251, "no reason") != []
    assert size_faults("x\n" * 251, "long because of its table") == []
    assert size_faults("x\n" * 250, "") == []
