"""The agent's heart without a hub: what its view says, each strip wants; orders; a link that is cut."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from display.led.arrange import Sign, lines, signs
from display.led.file import LedFile, examined
from display.led.show import Show
from server.agent.config import read
from server.agent.presence import Order
from server.client import ViewCopy
from server.protocol import Json, iso
from tests.display.ledcast import NOON, Told, Wire, rig

FILE = """
[boards.b]
card = "onbon5"
url = "tcp://card:1"
height = 64
speak = true

[[strips]]
window = "w1"
board = "b"
height = 32

[[strips]]
window = "w2"
board = "b"
y = 32
"""
HALL: Json = {
    "timezone": "Asia/Shanghai",
    "windows": [{"id": "w1"}, {"id": "w2"}],
    "services": [],
    "departments": [],
}


class Desk:
    """A Show with its strips, fed by hand; `now` is both clocks."""

    def __init__(self, folder: Path, text: str = FILE) -> None:
        import threading

        (folder / "led.toml").write_text(text, "utf-8")
        file = read(folder / "led.toml", LedFile)
        examined(file)
        self.now = 1000.0
        self.signs: list[Sign] = signs(file)
        self.card = rig()
        self.lines = lines(self.signs, lambda sign: Told(), lambda: NOON, threading.Event(), folder)
        self.lines[0].pipe = Wire(self.card)
        self.lines[0]._clock = lambda: self.now
        self.show = Show(self.signs, lambda: self.now, 60.0, clock=lambda: self.now)
        self.copy = ViewCopy(lambda update: self.show.changed(self.copy, update))

    def snapshot(self, seq: int, *tickets: Json, **windows: Any) -> None:
        held = {t["window"]: t["id"] for t in tickets}
        rows = [
            {"id": w, "number": n, "sign": f"{n}号窗口", "state": "open", "ticket": held.get(w)}
            | windows.get(w, {})
            for n, w in enumerate(("w1", "w2"), 1)
        ]
        message = {"seq": seq, "windows": rows, "tickets": list(tickets), "queues": []}
        self.copy.rejoin()
        self.copy.snapshot(message)

    def update(self, seq: int, ticket: Json) -> None:
        row = self.copy.windows[ticket["window"]] | {"ticket": ticket["id"]}
        message = {"seq": seq, "prev": self.copy.seq, "windows": [row], "tickets": [ticket], "events": []}
        self.copy.update(message)

    def called(self, number: str, window: str, seq: int) -> Json:
        return {"id": number, "number": number, "window": window, "status": "called", "called_seq": seq,
                "called_at": iso(round(self.now * 1000))}  # fmt: skip

    def lit(self) -> list[str]:
        while not self.lines[0].turn():
            pass
        strips = self.card.card.screen.strips
        return ["\n".join(strips[n].lines) if n in strips else "-" for n in range(2)]


def test_a_call_comes_to_its_own_strip_and_flashes_once(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.snapshot(10)
    assert desk.lit() == ["1号窗口", "2号窗口"]
    desk.now += 2
    desk.update(11, desk.called("A001", "w2", 11))
    wanted = desk.signs[1].spot.wanted
    assert wanted and (wanted.lines, wanted.since, wanted.spoken) == (("A001",), 1002.0, "请A001到2号窗口")
    assert desk.lit() == ["1号窗口", "A001"]
    assert desk.card.card.screen.strips[1].spoken == "请A001到2号窗口"
    assert [sign.spot.seq for sign in desk.signs] == [11, 11]


def test_what_was_called_before_the_agent_came_is_shown_and_does_not_flash(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.snapshot(10, desk.called("A001", "w1", 9))
    wanted = desk.signs[0].spot.wanted
    assert wanted and wanted.since is None and wanted.spoken == ""
    assert desk.lit() == ["A001", "2号窗口"]


def test_a_snapshot_after_a_cut_flashes_no_old_call_again(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.snapshot(10)
    call = desk.called("A001", "w1", 11)
    desk.update(11, call)
    desk.lit()
    desk.show.linked(False, None)
    desk.now += 20
    desk.show.linked(True, None)
    desk.snapshot(14, call)
    wanted = desk.signs[0].spot.wanted
    assert wanted and wanted.since == 1000.0, "as of the first time, and over"
    frames = len(desk.lines[0].pipe.written)  # type: ignore[attr-defined]
    desk.lit()
    assert len(desk.lines[0].pipe.written) - frames <= 1  # type: ignore[attr-defined]
    assert desk.lit()[0] == "A001"


def test_a_call_that_an_undo_brings_back_stands_still(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.snapshot(10)
    first = desk.called("A001", "w1", 11)
    desk.update(11, first)
    desk.now += 10
    desk.update(12, desk.called("A002", "w1", 12))
    desk.now += 2
    desk.update(13, first)
    wanted = desk.signs[0].spot.wanted
    assert wanted and wanted.lines == ("A001",) and wanted.since is None


def test_without_the_hub_for_a_minute_no_number_is_left_standing(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.snapshot(10)
    desk.update(11, desk.called("A001", "w1", 11))
    assert desk.lit()[0] == "A001"
    desk.show.linked(False, None)
    for _ in range(3):
        desk.now += 19
        desk.show.look()
        desk.lit()
    assert desk.lit()[0] == "A001"
    desk.now += 5
    desk.show.look()
    assert desk.lit() == ["1号窗口", "2号窗口"]


def test_hours_and_pauses_have_their_texts(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.show.learn(HALL)
    desk.snapshot(10, w2={"state": "paused"})
    assert desk.lit() == ["1号窗口", "暂停服务"]
    desk.now += 2
    desk.show.state("hours", {"open": False, "reason": "lunch"}, "")
    assert desk.lit() == ["午间休息", "午间休息"]


def test_a_window_the_hall_does_not_have_is_a_fault_of_its_strip(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.snapshot(10)
    desk.show.learn(HALL | {"windows": [{"id": "w1"}]})
    desk.lit()
    assert [sign.spot.told.said[-1] for sign in desk.signs] == [  # type: ignore[attr-defined]
        ("ok", ""), ("fault", "the hall has no window w2"),
    ]  # fmt: skip


def test_a_window_of_another_zone_is_a_fault_of_its_strip_until_it_comes(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    message = {"seq": 5, "windows": [], "tickets": [], "queues": []}
    desk.copy.snapshot(message)
    said = desk.signs[0].spot.told.said  # type: ignore[attr-defined]
    assert said == [("fault", "the window w1 is not in the zone that is followed")]
    desk.snapshot(6)
    desk.lit()
    assert said[-1] == ("ok", "")


def test_orders_identify_test_and_reload_and_nothing_else(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.snapshot(10)
    assert desk.lit()[0] == "1号窗口"
    first = desk.signs[0]
    for do, lit in (("identify", "strip-w1"), ("test", "测试 0123456789")):
        desk.now += 2
        assert desk.show.order(first, Order("o1", do, {})) == ""
        assert desk.lit()[0] == lit
    desk.card.card.screen.take()
    desk.now += 20
    assert desk.show.order(first, Order("o2", "reload", {})) == ""
    assert desk.lit() == ["1号窗口", "2号窗口"]
    assert "cannot zone" in desk.show.order(first, Order("o3", "zone", {}))


def test_the_halls_own_hour_is_told_by_the_hubs_clock(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.show.learn(HALL)
    assert desk.show.local().isoformat() == "1970-01-01T08:16:40+08:00"
