"""kill -9 in the middle of a command: what was answered is there, what was not leaves nothing."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journal import truths
from tests.journal.hubs import act, entries, hub_in, room

DIES = """
import os, signal, sys
from pathlib import Path
from tests.journal.hubs import act, hub_in

hub = hub_in(Path(sys.argv[1]))
act(hub, "open", window="w1", person="chen")
for _ in range(3):
    print(act(hub, "take", services=["permit"], channel="kiosk", device="k1")["ticket"]["number"], flush=True)

def die():
    os.kill(os.getpid(), signal.SIGKILL)

if sys.argv[2] == "before the commit":
    hub.store.commit = die
else:
    hub.wake = die
act(hub, "call_next", window="w1")
"""


def killed(directory: Path, when: str) -> list[str]:
    """The numbers a hub gave before it was killed."""
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", DIES, str(directory), when]
    ran = subprocess.run(
        command, capture_output=True, text=True, timeout=60, cwd=root, env={"PYTHONPATH": str(root)}
    )
    assert ran.returncode == -signal.SIGKILL, ran.stderr
    return ran.stdout.split()


@pytest.mark.parametrize(("when", "called"), [("before the commit", 0), ("between commit and emit", 1)])
def test_a_killed_hub_leaves_the_whole_command_or_nothing(tmp_path: Path, when: str, called: int) -> None:
    given = killed(tmp_path, when)
    hub = hub_in(tmp_path)
    assert (
        [e.data["number"] for e in entries(hub) if e.kind == "ticket.taken"]
        == given
        == ["A001", "A002", "A003"]
    )
    assert [e.kind for e in entries(hub)].count("ticket.called") == called
    assert hub.store.one("select count(*) from job where kind = 'speech'") == (called,)
    assert room(hub).floor.waiting == {"A": 3 - called}
    truths.projections_equal_the_journal(hub)
    truths.tables_equal_the_floor(hub, room(hub).floor)
    assert act(hub, "take", services=["permit"])["ticket"]["number"] == "A004"
