"""Fixtures that every test may use: where the project is, and what judges pages."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def axe(root: Path) -> str:
    """The source of axe-core, to be evaluated in a page before `axe.run()`. `make dev` installs it."""
    return (root / "build/dev-js/node_modules/axe-core/axe.min.js").read_text()
