"""How an agent ends its jobs: printed, failed with the reason, dropped when nobody waits for it any more."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kiosk import printing
from kiosk.printer.door import open_printer
from kiosk.printing import Printing
from server.client import HubRefusal, HubUnreachable
from server.protocol import Json
from tests.kiosk.cast import Desk, at, job, paper_bytes, pictures


class Stop(threading.Event):
    """Waits for nothing: each wait moves the clock on, and can bring the change a test is about."""

    def __init__(self) -> None:
        super().__init__()
        self.waited = 0.0
        self.meanwhile: Callable[[], None] = lambda: None

    def wait(self, timeout: float | None = None) -> bool:
        self.waited += timeout or 0
        self.meanwhile()
        return self.is_set()


class Kiosk:
    """An agent with a virtual printer in `folder`, `age` seconds after the jobs were made, if it knows that."""

    def __init__(self, folder: Path, desk: Desk, age: float | None = 1.0) -> None:
        self.folder, self.desk, self.stop = folder, desk, Stop()
        self.drawn: list[tuple[str, bool]] = []
        self.work = Printing(
            desk, open_printer(f"virtual://{folder}"), "kiosk-1", self.draw, self.stop,
            now=lambda: None if age is None else at(age + self.stop.waited), monotonic=lambda: self.stop.waited,
        )  # fmt: skip

    def draw(self, payload: Json, copy: bool) -> bytes:
        self.drawn.append((payload["number"], copy))
        return paper_bytes(payload, copy)

    def suffer(self, fail: str) -> None:
        (self.folder / "state.json").write_text(json.dumps({"fail": fail}))


def test_a_leased_slip_is_printed_and_done(tmp_path: Path) -> None:
    kiosk = Kiosk(tmp_path, desk := Desk(job()))
    kiosk.work.turn()
    assert kiosk.drawn == [("A001", False)] and len(pictures(tmp_path)) == 1
    assert desk.heard == [("done", "p1")]


@pytest.mark.parametrize(
    ("fail", "reason"), [("paper_out", "paper_out"), ("cover_open", "cover_open"), ("jam", "cutter")]
)
def test_a_printer_that_needs_a_hand_fails_the_slip_at_once(tmp_path: Path, fail: str, reason: str) -> None:
    kiosk = Kiosk(tmp_path, desk := Desk(job()))
    kiosk.suffer(fail)
    kiosk.work.turn()
    assert desk.heard == [("failed", "p1", reason, "permanent")]
    assert kiosk.stop.waited == 0 and not pictures(tmp_path)


@pytest.mark.parametrize("fail", ["offline", "mute", "garbage"])
def test_a_printer_away_for_a_moment_is_tried_again(tmp_path: Path, fail: str) -> None:
    kiosk = Kiosk(tmp_path, desk := Desk(job()))
    kiosk.suffer(fail)
    kiosk.stop.meanwhile = lambda: kiosk.suffer("")
    kiosk.work.turn()
    assert desk.heard == [("done", "p1")]
    assert kiosk.stop.waited == printing.RETRY_SECONDS


def test_a_printer_away_for_long_fails_the_slip_while_the_citizen_still_stands_there(tmp_path: Path) -> None:
    kiosk = Kiosk(tmp_path, desk := Desk(job()))
    kiosk.suffer("offline")
    kiosk.work.turn()
    assert desk.heard == [("failed", "p1", "offline", "permanent")]
    assert kiosk.stop.waited <= printing.PATIENCE_SECONDS


def test_an_agent_told_to_end_leaves_an_unprinted_slip_to_the_next_one(tmp_path: Path) -> None:
    kiosk = Kiosk(tmp_path, desk := Desk(job()))
    kiosk.suffer("offline")
    kiosk.stop.set()
    kiosk.work.turn()
    assert desk.heard == [("failed", "p1", "offline", "temporary")]


def test_a_slip_nobody_waits_for_any_more_is_dropped(tmp_path: Path) -> None:
    kiosk = Kiosk(tmp_path, desk := Desk(job()), age=printing.STALE_SECONDS + 1)
    kiosk.work.turn()
    assert desk.heard == [("dropped", "p1", "stale")] and not pictures(tmp_path)


def test_a_box_that_does_not_know_the_hubs_time_prints_and_gives_up_as_soon(tmp_path: Path) -> None:
    kiosk = Kiosk(tmp_path, desk := Desk(job(), job("p2")), age=None)
    kiosk.work.turn()
    kiosk.suffer("offline")
    kiosk.work.turn()
    assert desk.heard == [("done", "p1"), ("failed", "p2", "offline", "permanent")]
    assert kiosk.stop.waited <= printing.PATIENCE_SECONDS


def test_paper_that_ends_inside_a_slip_is_never_printed_again(tmp_path: Path) -> None:
    kiosk = Kiosk(tmp_path, desk := Desk(job()))
    kiosk.suffer("runs_out")
    kiosk.work.turn()
    assert desk.heard == [("failed", "p1", "paper_out", "permanent")]


def test_the_same_job_leased_twice_comes_out_as_a_copy(tmp_path: Path) -> None:
    kiosk = Kiosk(tmp_path, desk := Desk(job(), job()))
    kiosk.work.turn()
    kiosk.work.turn()
    assert kiosk.drawn == [("A001", False), ("A001", True)]
    assert desk.heard == [("done", "p1")] * 2


def test_a_job_another_agent_may_have_printed_comes_out_as_a_copy(tmp_path: Path) -> None:
    kiosk = Kiosk(tmp_path, Desk(job(repeat=True)))
    kiosk.work.turn()
    assert kiosk.drawn == [("A001", True)]
    assert json.loads((tmp_path / "slips.jsonl").read_text())["copy"] is True


def test_a_reprint_is_a_copy(tmp_path: Path) -> None:
    kiosk = Kiosk(tmp_path, Desk(job(copy=True)))
    kiosk.work.turn()
    assert kiosk.drawn == [("A001", True)]


def test_an_answer_the_hub_did_not_hear_is_said_again_before_anything_is_leased(tmp_path: Path) -> None:
    kiosk = Kiosk(tmp_path, desk := Desk(job(), job("p2", number="A002")))
    desk.deaf = True
    for _ in range(3):
        with pytest.raises(HubUnreachable):
            kiosk.work.turn()
    assert len(desk.jobs) == 1 and len(pictures(tmp_path)) == 1
    desk.deaf = False
    kiosk.work.turn()
    assert desk.heard == [("done", "p1"), ("done", "p2")]
    assert kiosk.drawn == [("A001", False), ("A002", False)]


def test_a_hub_that_is_busy_has_not_heard_and_the_slip_is_not_printed_again(tmp_path: Path) -> None:
    class Busy(Desk):
        def _hear(self, *words: str) -> Json:
            if self.deaf:
                raise HubRefusal("busy", 503)
            return super()._hear(*words)

    kiosk = Kiosk(tmp_path, desk := Busy(job()))
    desk.deaf = True
    with pytest.raises(HubRefusal):
        kiosk.work.turn()
    desk.deaf = False
    kiosk.work.turn()
    assert desk.heard == [("done", "p1")] and len(pictures(tmp_path)) == 1


def test_a_slip_handed_out_in_an_answer_that_was_lost_is_asked_for_anew(tmp_path: Path) -> None:
    anew: list[bool | None] = []

    class Losing(Desk):
        def lease(self, kinds: list[str], **asked: Any) -> list[Json]:
            anew.append(asked["anew"])
            if self.deaf:
                raise HubUnreachable("cut off")
            return super().lease(kinds, **asked)

    kiosk = Kiosk(tmp_path, desk := Losing())
    kiosk.work.turn()
    desk.deaf = True
    with pytest.raises(HubUnreachable):
        kiosk.work.turn()
    desk.deaf = False
    kiosk.work.turn()
    kiosk.work.turn()
    assert anew == [True, None, True, None]


def test_a_job_the_hub_has_ended_is_not_argued_about(tmp_path: Path) -> None:
    class Ended(Desk):
        def _hear(self, *words: str) -> Json:
            raise HubRefusal("job_ended", 409)

    kiosk = Kiosk(tmp_path, Ended(job(), job("p2")))
    kiosk.work.turn()
    kiosk.work.turn()
    assert len(pictures(tmp_path)) == 2


def test_a_broken_job_does_not_stop_the_next_one(tmp_path: Path) -> None:
    broken = job() | {"payload": {}}
    kiosk = Kiosk(tmp_path, desk := Desk(broken, job("p2")))
    kiosk.work.turn()
    kiosk.work.turn()
    assert desk.heard == [("failed", "p1", "unknown", "permanent"), ("done", "p2")]


def test_the_loop_goes_on_when_the_hub_was_away_and_ends_when_told(tmp_path: Path) -> None:
    kiosk = Kiosk(tmp_path, desk := Desk(job(), job("p2")))
    desk.deaf = True

    def hear_again() -> None:
        desk.deaf = False

    def end_with_the_last() -> None:
        if not desk.jobs:
            kiosk.stop.set()

    kiosk.stop.meanwhile, kiosk.work.after = hear_again, end_with_the_last
    kiosk.work.run()
    assert desk.heard == [("done", "p1"), ("done", "p2")]


def test_an_answer_that_makes_no_sense_does_not_end_the_agent(tmp_path: Path) -> None:
    kiosk = Kiosk(tmp_path, desk := Desk({"id": "p0"}, job()))
    kiosk.work.after = lambda: kiosk.stop.set() if not desk.jobs else None
    kiosk.work.run()
    assert desk.heard == [("failed", "p0", "unknown", "permanent"), ("done", "p1")]


def test_a_revoked_token_ends_the_loop(tmp_path: Path) -> None:
    class Revoked(Desk):
        def lease(self, *_: object, **__: object) -> list[Json]:
            raise HubRefusal("unauthorized", 401)

    with pytest.raises(HubRefusal):
        Kiosk(tmp_path, Revoked()).work.run()
