"""Install the JavaScript that only tests use (axe-core, acorn) into build/dev-js, from the lock file."""

from __future__ import annotations

import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from hatch_build import npm_ci, stamp  # noqa: E402


def main() -> None:
    folder = PROJECT / "build" / "dev-js"
    done, wanted = folder / ".stamp", stamp(PROJECT)
    if not done.is_file() or done.read_text() != wanted:
        npm_ci(PROJECT, folder)
        done.write_text(wanted)


if __name__ == "__main__":
    main()
