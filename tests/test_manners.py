"""The manners every file keeps: sizes, names, docstrings, where Chinese and the environment may stand.

There is no list of exceptions; what breaks a rule is changed, or the rule is.
"""

from __future__ import annotations

import ast
import io
import json
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("server", "kiosk", "display", "caller")
FOLDERS = (*PACKAGES, "static", "config", "docs", "tests", "tools")
WRITTEN = {".py", ".mjs", ".js", ".css", ".html", ".json", ".toml", ".md", ".sh"}
HAN = re.compile("[\u3400-\u9fff]")
GLOSSED = re.compile("[a-z] \\([\u3400-\u9fff/]+\\)|Paihao 排号")
SAYS_NOTHING = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc"}
LAYER = {"service", "services"}
CHINESE = ("display/voice/", "server/profiles/", "server/domain/voice.py", "kiosk/words.py",
           "display/led/words.py", "server/reports/words")  # fmt: skip
IMPURE = {
    "asyncio", "io", "logging", "os", "pathlib", "queue", "random", "secrets", "select", "shutil", "socket",
    "sqlite3", "subprocess", "sys", "tempfile", "threading", "time", "urllib", "uuid",
}  # fmt: skip


@cache
def files(*suffixes: str, under: tuple[str, ...] = FOLDERS) -> list[Path]:
    """Our own files with one of these suffixes: nothing fetched, nothing generated."""
    found = [f for folder in under for f in (ROOT / folder).rglob("*") if f.suffix in suffixes]
    if under is FOLDERS:
        found += [f for f in ROOT.iterdir() if f.suffix in suffixes]
    generated = {"vendor", "artifacts", "__pycache__"}
    return sorted(f for f in found if not generated & set(f.parts) and f.name != "package-lock.json")


def where(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@cache
def text(file: Path) -> str:
    return file.read_text("utf-8")


@cache
def nodes(file: Path) -> list[ast.AST]:
    """A Python file's syntax, the module first; read once for all that is asked of it."""
    return list(ast.walk(ast.parse(text(file))))


def lines(file: Path) -> int:
    return len(text(file).splitlines())


def functions(file: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in nodes(file):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imports(file: Path) -> set[str]:
    """Full names of the modules a file imports, wherever in it."""
    found: set[str] = set()
    for node in nodes(file):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module in PACKAGES:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@cache
def code(file: Path) -> str:
    """A Python file's names and text values, without comments and docstrings."""
    said = [node for node in nodes(file) if isinstance(node, ast.Expr)]
    docstrings = {n.lineno for n in said if isinstance(n.value, ast.Constant)}
    tokens = tokenize.generate_tokens(io.StringIO(text(file)).readline)
    kept = (t.string for t in tokens if t.type != tokenize.COMMENT and t.start[0] not in docstrings)
    return " ".join(kept)


def test_no_file_is_longer_than_400_lines() -> None:
    long = {where(f): lines(f) for f in files(".py", ".mjs", ".js", ".css", ".html") if lines(f) > 400}
    assert long == {}


def test_no_function_is_longer_than_60_lines() -> None:
    long = {
        f"{where(file)}:{node.name}": node.end_lineno - node.lineno + 1
        for file in files(".py")
        for node in functions(file)
        if node.end_lineno and node.end_lineno - node.lineno >= 60
    }
    assert long == {}


def test_no_module_or_folder_has_a_name_that_says_nothing() -> None:
    for file in files(".py", ".js"):
        folders = set(file.relative_to(ROOT).parts[:-1])
        assert SAYS_NOTHING.isdisjoint(folders | {file.stem}), where(file)
        assert LAYER.isdisjoint(folders), where(file)


def test_service_means_what_the_citizen_comes_for() -> None:
    classes = {node.name for f in files(".py") for node in nodes(f) if isinstance(node, ast.ClassDef)}
    assert {name for name in classes if name.endswith(("Service", "Manager"))} <= {"Service"}


def test_every_module_says_what_lives_in_it() -> None:
    silent = [f for f in files(".py") if lines(f) and not ast.get_docstring(nodes(f)[0])]
    assert [where(f) for f in silent] == []


def test_every_function_of_the_product_is_typed() -> None:
    bare = [
        f"{where(file)}:{node.name}"
        for file in files(".py", under=PACKAGES)
        for node in functions(file)
        if node.returns is None or any(a.annotation is None for a in arguments(node))
    ]
    assert bare == []


def arguments(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.arg]:
    named = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return [a for a in named if a.arg not in ("self", "cls")]


def test_chinese_stands_only_where_it_is_the_matter() -> None:
    """What is spoken, what is printed, what a hall's profile holds, and the API's words beside the English ones."""
    product = files(".py", under=(*PACKAGES, "tools"))
    written = [f for f in product if HAN.search(GLOSSED.sub("", code(f)))]
    assert [where(f) for f in written if not where(f).startswith(CHINESE)] == []


def test_pages_take_their_chinese_from_i18n() -> None:
    scripts = [f for f in files(".js", under=("static", *PACKAGES)) if HAN.search(without_comments(f))]
    assert [where(f) for f in scripts] == []


def without_comments(script: Path) -> str:
    return re.sub(r"/\*.*?\*/|(?<![:'\"])//[^\n]*", "", text(script), flags=re.DOTALL)


def test_nothing_is_left_to_be_done_later() -> None:
    later = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
    assert [where(f) for f in files(*WRITTEN) if later.search(text(f))] == []


def test_the_lock_file_names_no_registry() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    fetched = {name: facts for name, facts in packages.items() if name}
    assert fetched
    assert [name for name, facts in fetched.items() if "resolved" in facts] == []
    assert [name for name, facts in fetched.items() if "integrity" not in facts] == []


def test_only_settings_reads_the_environment() -> None:
    reads = re.compile(r"\b(os\.environb?|getenvb?|from os import [^\n]*environ)\b")
    readers = [where(f) for f in files(".py", under=PACKAGES) if reads.search(code(f))]
    assert set(readers) <= {"server/settings.py"}


def test_only_runtime_imports_green_threads() -> None:
    users = [where(f) for f in files(".py", under=PACKAGES) if roots(f) & {"eventlet", "gevent", "greenlet"}]
    assert set(users) <= {"server/runtime.py"}


def roots(file: Path) -> set[str]:
    return {name.partition(".")[0] for name in imports(file)}


def test_devices_know_the_hub_by_its_client_the_wires_words_and_what_agents_share() -> None:
    for file in files(".py", under=("kiosk", "display", "caller")):
        doors = {name for name in imports(file) if name.startswith("server")}
        shared = {name for name in doors if name.startswith("server.agent")}
        assert doors - shared <= {"server.client", "server.protocol"}, where(file)


def test_no_import_is_relative() -> None:
    found = [(f, node) for f in files(".py") for node in nodes(f)]
    assert [where(f) for f, node in found if isinstance(node, ast.ImportFrom) and node.level] == []


def test_the_domain_is_pure() -> None:
    """Only the standard library's pure part; the clock, chance and files come in as arguments."""
    clock = re.compile(r"\b(datetime \. (now|utcnow)|date \. today|open \(|print \()")
    for file in files(".py", under=("server/domain",)):
        foreign = {r for r in roots(file) if r not in sys.stdlib_module_names and r != "server"}
        inside = {name for name in imports(file) if name.startswith("server") and "domain" not in name}
        assert foreign | inside | (roots(file) & IMPURE) == set(), where(file)
        assert clock.search(code(file)) is None, where(file)


def test_nothing_of_ours_is_imported_past_its_layer() -> None:
    ran = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache", "--no-logo"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize("package", PACKAGES)
def test_importing_a_package_does_no_work(package: str) -> None:
    """An empty package says what it is and imports nothing: a kiosk box has no Flask."""
    assert imports(ROOT / package / "__init__.py") == set()
