"""`paihao report` run beside the hub: one at a time, at a lower priority, cut off when it takes too long."""

from __future__ import annotations

import logging
import subprocess
import sys
import tempfile
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from server.domain.errors import HallError
from server.reports.asked import Asked

log = logging.getLogger("paihao.reports")
MOST_SECONDS = 600.0
PATIENCE_SECONDS = 60.0
"""How long a request waits until the reports before it are made."""
NO_FONT = 3
"""The exit code of `paihao report` that means so."""
_turn = threading.Lock()


def words(data: Path, kind: str, format: str, what: Asked, filters: list[str], out: str = "-") -> list[str]:
    """The command line that makes a report."""
    said = [
        sys.executable, "-m", "server.commands", "report", kind, "--data", str(data), "--hall", what.hall,
        "--from", what.first.isoformat(), "--to", what.last.isoformat(), "--format", format, "--lang", what.lang,
        "--within", str(round(MOST_SECONDS) + 10),
        "--by", ",".join(what.by), "--figures", ",".join(what.figures), "--compare", what.compare, "--out", out,
    ]  # fmt: skip
    said += ["--reader", what.reader] if what.reader else []
    return [*said, *(part for one in filters for part in ("--only", one))]


def made(command: list[str]) -> tuple[BinaryIO, int]:
    """What the command printed, as a file without a name, and its bytes. Raises HallError(report_failed, no_font,
    busy)."""
    with ExitStack() as opened:
        file = opened.enter_context(tempfile.TemporaryFile())
        run(command, file)
        size = file.seek(0, 2)
        file.seek(0)
        opened.pop_all()
    return file, size


def run(command: list[str], output: BinaryIO | int = subprocess.DEVNULL) -> None:
    """Wait for its turn, then until it has ended. Raises HallError as `made`."""
    if not _turn.acquire(timeout=PATIENCE_SECONDS):
        raise HallError("busy", "Other reports are being made; ask again in a minute.", retry_after=60)
    try:
        ran = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.PIPE,
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise HallError("report_failed", f"It was not ready after {MOST_SECONDS:.0f} seconds.") from None
    finally:
        _turn.release()
    if ran.returncode:
        raise _failed(ran.returncode, ran.stderr.decode(errors="replace").strip())


def _failed(code: int, said: str) -> HallError:
    log.error("a report was not made (exit code %s): %s", code, said)
    last = (said.splitlines() or ["It said nothing."])[-1].removeprefix("Error: ")
    return HallError("no_font" if code == NO_FONT else "report_failed", last)
