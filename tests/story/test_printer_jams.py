"""The printer jams: the ticket stands, the kiosk knows at once, and the slip comes as a copy later."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.cast import Kiosk, Wall
from tests.hubprocess import HubProcess


@contextmanager
def printer_agent(hub: HubProcess, folder: Path, device: str) -> Iterator[None]:
    """`paihao kiosk` with a virtual printer, until the block ends."""
    words = (
        "kiosk",
        "--hub",
        hub.url,
        "--hall",
        hub.hall,
        "--device",
        device,
        "--printer",
        f"virtual://{folder}",
    )
    environment = os.environ | {"PAIHAO_TOKEN": hub.token("agent", device=device)}
    with (folder / "agent.log").open("wb") as log:
        agent = subprocess.Popen(
            [sys.executable, "-m", "server.commands", *words], env=environment, stderr=log
        )
    try:
        yield
    finally:
        agent.send_signal(signal.SIGTERM)
        assert agent.wait(30) == 0


def test_a_jam_never_costs_a_ticket_and_the_slip_comes_as_a_copy_once_it_is_cleared(
    hub: HubProcess, tmp_path: Path
) -> None:
    state = tmp_path / "state.json"
    state.write_text('{"fail": "jam"}')
    kiosk, page = Kiosk(hub, "k1"), Wall(hub, role="kiosk", device="k1")
    with printer_agent(hub, tmp_path, "k1"):
        page.until(lambda s: s.said.get("device:k1", {}).get("state") == "fault")
        ticket = kiosk.take("marriage")["ticket"]
        page.until(lambda s: s.said.get("slip:k1", {}).get("state") == "failed")
        assert (page.said["slip:k1"]["number"], page.said["slip:k1"]["state"]) == ("A001", "failed")
        assert kiosk.must("GET", "/me")["device"] == "k1"
        state.write_text("{}")
        page.until(lambda s: s.said["device:k1"]["state"] == "ok")
        kiosk.must("POST", f"{kiosk.here}/tickets/{ticket['id']}/reprint")
        page.until(lambda s: s.said["slip:k1"]["state"] == "done")
    slips = [json.loads(line) for line in (tmp_path / "slips.jsonl").read_text().splitlines()]
    assert [(s["number"], s["copy"]) for s in slips if s["slip"]] == [("A001", True)]
    assert kiosk.must("GET", "/me")["role"] == "kiosk"
