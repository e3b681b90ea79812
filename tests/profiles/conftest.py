"""A small hall to break, and ways to read and build it."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from server.profiles import Fault, ProfileFaults, build, load

CONFIG = Path(__file__).resolve().parents[2] / "config"


@pytest.fixture(scope="session")
def config() -> Path:
    return CONFIG


@pytest.fixture(scope="session")
def puning_raw() -> dict[str, Any]:
    """Not to be changed: copy it first."""
    return dict(load(CONFIG / "puning.toml")[0])


@pytest.fixture
def raw() -> dict[str, Any]:
    """A hall with two of everything that can be named wrongly."""
    return deepcopy(
        {
            "hall": {"id": "h", "name": "厅"},
            "zones": [{"id": "east", "name": "东区", "floor": "2"}, {"id": "west", "name": "西区"}],
            "departments": [{"id": "tax", "name": "税务局", "short_name": "税务"}],
            "queues": [
                {"id": "a", "prefix": "A", "name": "综合"},
                {"id": "b", "prefix": "B", "name": "税务"},
            ],
            "services": [
                {"id": "ask", "name": "咨询", "queue": "a"},
                {"id": "file", "name": "申报", "queue": "b", "department": "tax"},
                {"id": "pay", "name": "缴税", "queue": "b", "department": "tax"},
            ],
            "windows": [
                {"number": 1, "kind": "guide", "zone": "east", "services": ["ask"]},
                {
                    "numbers": "2-3",
                    "kind": "dedicated",
                    "zone": "west",
                    "departments": ["tax"],
                    "backup": ["ask"],
                },
            ],
        }
    )


@pytest.fixture
def faults() -> Callable[[Any], dict[str, Fault]]:
    """The faults of a document by key; none when it builds."""

    def found(raw: Any) -> dict[str, Fault]:
        try:
            build(raw)
        except ProfileFaults as error:
            return {fault.key: fault for fault in error.faults}
        return {}

    return found
