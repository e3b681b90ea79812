"""Fixtures that every test may use: where the project is, a real hub, and what judges pages."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Playwright, expect, sync_playwright

from tests.hubprocess import HubProcess

COUNTER = itertools.count(1)
# A slow machine is no fault of what is tried; how fast things are is for the benches.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

SLOW = (
    "journal/test_any_order", "story", "browser", "js", "web/test_openapi", "simulate", "hub", "display", "kiosk", "web"
)  # fmt: skip
"""Files that take long, first: a long one begun last would keep one worker busy while the others are idle."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In the order of `SLOW`; within a file as written."""

    def place(item: pytest.Item) -> int:
        file = item.path.relative_to(Path(__file__).parent).as_posix()
        return next((i for i, start in enumerate(SLOW) if file.startswith(start)), len(SLOW))

    items.sort(key=place)


@pytest.fixture(scope="session", autouse=True)
def lean() -> None:
    """Processes that tests start have what a hall has: pandas is only for the tests' own second count."""
    os.environ["PYTHONPATH"] = str(Path(__file__).parent / "lean")


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    """Playwright for the whole run: a second one in the same process refuses to start.

    What is expected of a page is waited for with patience: how fast it comes is for the benches.
    """
    expect.set_options(timeout=30_000)
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def axe(root: Path) -> str:
    """The source of axe-core, to be evaluated in a page before `axe.run()`. `make dev` installs it."""
    return (root / "build/dev-js/node_modules/axe-core/axe.min.js").read_text()


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    """A hub process that tests share; each gets a hall of its own from `hub`."""
    process = HubProcess(tmp_path_factory.mktemp("house") / "data").start()
    yield process
    process.kill()


@pytest.fixture
def hub(house: HubProcess) -> Iterator[HubProcess]:
    """A running hub with a new hall (tests/halls/small.toml) that only this test uses."""
    yield house.with_hall(f"hall{next(COUNTER)}")


@pytest.fixture(scope="session")
def mode() -> str | None:
    """The async mode of hubs; None leaves it to PAIHAO_ASYNC. tests/web/test_modes.py goes through all."""
    return None


@pytest.fixture
def new_hub(tmp_path: Path, mode: str | None) -> Iterator[Callable[..., HubProcess]]:
    """Makes hubs with a process of their own, all on one data directory: `new_hub(profile=…, options=…).start()`."""
    made: list[HubProcess] = []

    def make(**how: Any) -> HubProcess:
        made.append(HubProcess(tmp_path / "data", **{"mode": mode, **how}))
        return made[-1]

    yield make
    for one in made:
        if one.run.alive:
            one.kill()


@pytest.fixture
def puning(root: Path, new_hub: Callable[..., HubProcess]) -> HubProcess:
    """A running hub of its own with the Puning hall."""
    return new_hub(profile=root / "config/puning.toml").start()
