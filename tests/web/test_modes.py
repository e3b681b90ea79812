"""The same hub under eventlet, gevent and threads: what could differ between them, in each of the three.

The tests are those of the stories, run again; `make test-long` runs all of them in each mode.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from server.settings import ASYNC_MODES
from tests.hub.test_contention import contend, hubs_of
from tests.hubprocess import HubProcess
from tests.story.test_announcements import test_a_waiting_announcer_hears_of_a_call_at_once
from tests.story.test_mistakes import test_an_undone_call_is_withdrawn_from_the_wall_and_never_said
from tests.story.test_network_drops import (
    test_a_wall_keeps_its_place_when_the_hub_restarts,
    test_whose_answer_was_lost_asks_with_the_same_key_and_gets_the_same_ticket,
)
from tests.story.test_one_ticket import test_a_citizen_takes_a_number_is_called_seen_and_heard_and_finished
from tests.web.test_bad_input import desk, test_a_body_sent_in_chunks_is_read_and_held_to_the_same_size
from tests.web.test_evidence import auditor, test_a_day_is_replayed_from_its_first_entry_to_its_last
from tests.web.test_serve import test_sigterm_lets_a_request_in_progress_end_and_ends_with_0
from tests.web.test_sign_in import test_a_clerk_signs_in_works_and_signs_out
from tests.web.test_sockets import (
    test_a_message_that_is_too_large_ends_its_socket_only,
    test_a_page_of_another_site_gets_no_socket,
    test_a_socket_that_floods_is_put_out_and_the_others_go_on,
)

__all__ = [
    "auditor",
    "desk",
    "test_a_body_sent_in_chunks_is_read_and_held_to_the_same_size",
    "test_a_citizen_takes_a_number_is_called_seen_and_heard_and_finished",
    "test_a_clerk_signs_in_works_and_signs_out",
    "test_a_day_is_replayed_from_its_first_entry_to_its_last",
    "test_a_message_that_is_too_large_ends_its_socket_only",
    "test_a_page_of_another_site_gets_no_socket",
    "test_a_socket_that_floods_is_put_out_and_the_others_go_on",
    "test_a_waiting_announcer_hears_of_a_call_at_once",
    "test_a_wall_keeps_its_place_when_the_hub_restarts",
    "test_an_undone_call_is_withdrawn_from_the_wall_and_never_said",
    "test_sigterm_lets_a_request_in_progress_end_and_ends_with_0",
    "test_whose_answer_was_lost_asks_with_the_same_key_and_gets_the_same_ticket",
]


@pytest.fixture(scope="module", params=ASYNC_MODES)
def mode(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, mode: str) -> Iterator[HubProcess]:
    process = HubProcess(tmp_path_factory.mktemp(mode) / "data", mode=mode).start()
    yield process
    process.kill()


def test_a_small_storm_over_two_processes_loses_nothing(
    new_hub: Callable[..., HubProcess], tmp_path: Path
) -> None:
    contend(hubs_of(new_hub, 2, tmp_path), each=2, seconds=120)


@pytest.mark.long
@pytest.mark.parametrize("other", [m for m in ASYNC_MODES if m != "eventlet"])
def test_every_test_of_the_hub_passes_in_the_other_modes_too(root: Path, other: str) -> None:
    words = [
        "tests/story",
        "tests/web",
        "tests/hub",
        "--deselect",
        "tests/web/test_modes.py",
        "-p",
        "no:cacheprovider",
    ]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *words], cwd=root, env=os.environ | {"PAIHAO_ASYNC": other},
        capture_output=True, text=True,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout[-8000:]
