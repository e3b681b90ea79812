"""The terminal in a real pseudo-terminal against the real hub: a window's day by keys, in 80 × 24 and less."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator

import pytest
from click import ClickException
from click.testing import CliRunner

from caller.terminal.app import TerminalFile, command, run
from server.client import HubClient
from tests.caller.cable import Cable
from tests.caller.hall import PIN, person
from tests.caller.tty import Tty
from tests.cast import Kiosk
from tests.hubprocess import HubProcess
from tests.web.test_setup import Admin

Open = Callable[..., Tty]


@pytest.fixture
def open_terminal() -> Iterator[Open]:
    opened: list[Tty] = []

    def open_it(hub: HubProcess, *more: str, url: str = "", **size: int) -> Tty:
        token = hub.token("agent", window="w1", device="terminal")
        words = ("--hub", url or hub.url, "--hall", hub.hall, "--window", "w1", "--token", token, *more)
        opened.append(Tty(sys.executable, "-m", "server.commands", "terminal", *words, **size))
        return opened[-1]

    yield open_it
    for tty in opened:
        tty.close()


def kinds(hub: HubProcess) -> list[str]:
    return [e["kind"] for e in hub.journal() if e["kind"].startswith(("ticket.", "window."))]


def test_a_day_at_a_window_by_keys_alone(hub: HubProcess, open_terminal: Open) -> None:
    name = person(hub, "li", "17")
    for _ in range(4):
        Kiosk(hub).take("marriage")
    tty = open_terminal(hub)
    tty.until("登录", "工号或姓名", "A 综合受理 4")
    tty.type("17", "enter", "9999", "enter")
    tty.until("姓名与密码（或 PIN）不符")
    tty.type("17", "tab", PIN, "enter")
    tty.until(f"1号窗口 · 已开窗 · {name}", "A001    结婚登记", "有人等候，请叫号 A001")
    assert PIN not in tty.text
    tty.type(" ")
    tty.until("A001  已叫号", "1 已到   2 未到   3 已办完")
    tty.type("r")
    tty.until("已重呼 1 次")
    tty.type("1")
    tty.until("A001  办理中")
    tty.type("e")
    tty.until("A001 办结", "3 一次性告知补正")
    tty.type("3")
    tty.until("A001 一次性告知补正")
    tty.type("z")
    tty.until("A001  办理中")
    tty.type("t", "71")
    tty.until("71 业务 不动产登记")
    tty.type("enter")
    tty.until("A001 已转走", "窗口没有号")
    tty.type("c", "A003")
    tty.until("A003 结婚登记", gone="A002 结婚登记")
    tty.type("enter")
    tty.until("A003 为什么选呼？", "1 刚才漏叫")
    tty.type("1")
    tty.until("A003  已叫号")
    tty.type("h", "5", "enter")
    tty.until("A003 已挂起", "挂起 1")
    tty.type("b", "enter")
    tty.until("A003  办理中")
    tty.type(" ")
    tty.until("A002  已叫号")
    tty.type("x")
    tty.until("A002 已过号")
    tty.type("p")
    tty.until("1 午休")
    tty.type("1")
    tty.until("暂停服务 ·")
    tty.type("p")
    tty.until("已恢复服务")
    tty.type("l")
    tty.until("已关窗", "登录")
    assert kinds(hub)[4:] == [
        "window.opened", "ticket.called", "ticket.recalled", "ticket.started", "ticket.completed", "ticket.undone",
        "ticket.transferred", "ticket.called", "ticket.held", "ticket.resumed", "ticket.completed", "ticket.called",
        "ticket.no_show", "window.paused", "window.opened", "window.closed",
    ]  # fmt: skip
    assert {e["actor"] for e in hub.journal() if e["kind"] == "ticket.called"} == {f"person:{name}"}
    tty.type("\x03")
    assert tty.ended() == 0


def test_a_hub_out_of_reach_is_said_and_found_again_with_the_person_still_signed_in(
    hub: HubProcess, open_terminal: Open
) -> None:
    cable = Cable(hub.run.port)
    person(hub, "li", "17")
    Kiosk(hub).take("marriage")
    tty = open_terminal(hub, url=cable.url)
    tty.until("登录")
    tty.type("17", "enter", PIN, "enter")
    tty.until("已开窗", "A001    结婚登记")
    cable.cut()
    tty.until("连接中断", "A001    结婚登记")
    cable.mend()
    tty.until("1 人等候", gone="连接中断")
    tty.type(" ")
    tty.until("A001  已叫号")
    cable.close()


def test_it_is_resized_speaks_english_rings_and_ends_when_told(hub: HubProcess, open_terminal: Open) -> None:
    person(hub, "li", "17")
    tty = open_terminal(hub, "--language", "en", columns=60, rows=15)
    tty.until("Sign in", "Number or name")
    tty.type("17", "enter", PIN, "enter")
    tty.until("Window 1 · Open", "Space Next", "The window is open")
    rung = tty.bells
    Kiosk(hub).take("marriage")
    tty.until("1 waiting", "Somebody is waiting")
    assert tty.bells > rung
    tty.resize(40, 10)
    tty.until("The screen is too small")
    tty.resize(100, 30)
    tty.until("Window 1 · Open", "A001")
    tty.type("t")
    tty.until("Transfer” is not possible now")
    tty.type("c")
    tty.until("Call which one?")
    tty.type("escape")
    tty.until("R", gone="Call which one?")
    tty.type("?")
    tty.until("Keys", "any other key goes back")
    tty.process.terminate()
    assert tty.ended() == 0


def test_a_window_that_is_called_otherwise_now_is_so_without_starting_anew(
    hub: HubProcess, open_terminal: Open
) -> None:
    tty, admin = open_terminal(hub), Admin(hub)
    tty.until("登录", "1号窗口")
    windows = [dict(row) for row in admin.now()["document"]["windows"]]
    windows[0]["sign"] = "咨询台"
    assert admin.put(1, windows=windows).status == 200
    tty.until("咨询台", gone="1号窗口")


def test_what_keeps_it_from_starting_is_said_in_words(hub: HubProcess) -> None:
    told = CliRunner().invoke(
        command, ["--hub", hub.url, "--hall", hub.hall, "--window", "w1", "--token", "x"]
    )
    assert "keys cannot be read" in told.output
    assert "missing window" in CliRunner().invoke(command, ["--hub", hub.url]).output
    client = HubClient(hub.url, hub.token("agent"), hub.hall)
    with pytest.raises(ClickException, match="no window 'w99'; it has: w1, w2"):
        run(TerminalFile(window="w99"), client, threading.Event())
