"""The `paihao` command itself: help without loading, the patch before all else, what to install."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import entry_points

import pytest

from server.commands.group import summary
from server.protocol import VERSION, WIRE

COMMANDS = sorted(entry_points(group="paihao.commands"))
EXTRAS = ("flask", "flask_socketio", "eventlet", "sqlite_utils", "msgspec", "argon2", "escpos", "PIL")
RUN = "import sys; sys.argv[0] = 'paihao'; from server.commands import main; main()"


def paihao(*words: str, first: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own; `first` is Python run before it."""
    return subprocess.run(
        [sys.executable, "-c", f"{first}\n{RUN}", *words], capture_output=True, text=True, timeout=60
    )


def without(*packages: str) -> str:
    return f"import sys; sys.modules.update(dict.fromkeys({packages!r}))"


def test_version_is_that_of_the_protocol() -> None:
    assert paihao("version").stdout.startswith(f"paihao {VERSION}, wire {WIRE}, ")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.name)
def test_every_declared_command_loads_and_says_what_it_does(command) -> None:
    assert command.load().name
    assert summary(command).endswith(".")


def test_help_lists_every_command_where_nothing_but_the_base_is_installed() -> None:
    ran = paihao("--help", first=without(*EXTRAS))
    assert (ran.returncode, ran.stderr) == (0, "")
    assert [c.name for c in COMMANDS if f"  {c.name} " not in ran.stdout] == []


def test_a_missing_package_is_told_with_the_extra_to_install() -> None:
    ran = paihao("journal", "--help", first=without("sqlite_utils"))
    assert ran.returncode == 1
    assert ran.stderr == (
        "paihao journal needs the Python package sqlite_utils, which is not installed: "
        "pip install 'paihao[hub]'\n"
    )


def test_a_missing_green_thread_library_is_told_before_anything_starts() -> None:
    ran = paihao("serve", "--help", first=without("eventlet"))
    assert ran.returncode == 1
    assert "pip install 'paihao[hub]'" in ran.stderr and "Traceback" not in ran.stderr


def test_green_threads_are_patched_before_anything_else_is_imported() -> None:
    spy = (
        "import sys, server.runtime\n"
        "def patch(): print('early' if 'click' not in sys.modules else 'late'); raise SystemExit\n"
        "server.runtime.patch = patch"
    )
    assert paihao("serve", first=spy).stdout == "early\n"


def test_an_unknown_command_is_a_usage_error() -> None:
    ran = paihao("nonsense")
    assert ran.returncode == 2
    assert "No such command 'nonsense'" in ran.stderr
