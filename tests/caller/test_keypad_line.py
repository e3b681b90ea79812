"""RS-485 keypads through the whole way: bytes on a line, the agent, a real hub, and digits back on the keypad."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click import ClickException
from click.testing import CliRunner

from caller.keypad.agent import run
from caller.keypad.bus import Bus
from caller.keypad.checking import check
from caller.keypad.config import Keypad, KeypadFile, Where
from caller.keypad.links import PtyLink
from caller.keypad.simulator import VirtualLine
from caller.keypad.simulator import command as virtual_keypad
from server.agent.presence import Order
from server.client import HubClient
from tests.caller.cable import Cable
from tests.caller.hall import Keypads, tcp_line
from tests.cast import Clerk, Kiosk
from tests.hubprocess import SECONDS, HubProcess, Json, until

ROWS = (
    Keypad(address=1, window="w1", rater=4, transfer=Where(service="collect")),
    Keypad(address=2, window="w2"),
)


@pytest.fixture
def line() -> Iterator[VirtualLine]:
    line = tcp_line()
    yield line
    line.close()


@pytest.fixture
def keys(hub: HubProcess, line: VirtualLine) -> Iterator[Keypads]:
    keys = Keypads(hub, line, *ROWS)
    yield keys
    keys.end()


def test_a_morning_at_a_window_with_nothing_but_its_keypad(
    hub: HubProcess, line: VirtualLine, keys: Keypads
) -> None:
    first, second = (Kiosk(hub).take("marriage")["ticket"]["number"] for _ in range(2))
    line.until("1 waiting 002")
    assert keys.press(1, "call") == ["window.opened"]
    assert keys.press(1, "call") == ["ticket.called"]
    line.until("1 shows 001")
    assert keys.press(1, "recall") == ["ticket.recalled"]
    assert keys.press(1, "call") == ["ticket.completed", "ticket.called"]
    line.until("1 shows 002")
    assert keys.press(1, "evaluate") == ["ticket.completed"]
    line.until("1 shows 000")
    numbers = [e["data"]["number"] for e in hub.journal() if e["kind"] == "ticket.completed"]
    assert numbers == [first, second]
    assert keys.press(1, "call") == []
    line.until("1 beeps")


def test_each_other_key_does_what_its_name_says(hub: HubProcess, line: VirtualLine, keys: Keypads) -> None:
    for _ in range(3):
        Kiosk(hub).take("marriage")
    keys.press(1, "call")
    keys.press(1, "call")
    assert keys.press(1, "hold") == ["ticket.held"]
    line.until("1 shows 000")
    assert keys.press(1, "back") == ["ticket.resumed"]
    line.until("1 shows 001")
    assert keys.press(1, "pause") == ["window.paused"]
    assert keys.press(1, "pause") == ["window.opened"]
    assert keys.press(1, "transfer") == ["ticket.transferred"]
    assert last(hub, "ticket.transferred")["service"] == "collect"
    assert keys.press(1, "call") == ["ticket.called"]
    assert keys.press(1, "no-show") == ["ticket.no_show"]
    assert keys.press(1, "cancel") == []


def test_digits_before_transfer_name_a_window_and_without_a_target_it_only_beeps(
    hub: HubProcess, line: VirtualLine, keys: Keypads
) -> None:
    Kiosk(hub).take("marriage")
    keys.press(2, "call")
    keys.press(2, "call")
    assert keys.press(2, "transfer") == []
    line.until("2 beeps")
    assert keys.press(2, "transfer", "99") == []
    line.until("2 beeps")
    assert keys.press(2, "transfer", "3") == ["ticket.transferred"]
    assert last(hub, "ticket.transferred")["bound"] == ["window", "w3"]


def test_a_double_press_calls_one_person(hub: HubProcess, line: VirtualLine, keys: Keypads) -> None:
    for _ in range(2):
        Kiosk(hub).take("marriage")
    keys.press(1, "call")
    assert keys.press(1, "call") == ["ticket.called"]
    keys.now += 0.5
    line.press(1, "call")
    line.until("1 acknowledged")
    keys.now += 1.4
    line.press(1, "call")
    line.until("1 acknowledged")
    assert keys.press(1, "recall") == ["ticket.recalled"], "neither press had called anybody else"


def test_what_is_spoilt_on_the_line_is_not_answered_and_does_nothing(
    hub: HubProcess, line: VirtualLine, keys: Keypads
) -> None:
    before = hub.seq()
    line.wrong_sum(1, "call")
    line.garbage()
    line.half(1, "call")
    line.press(9, "call")
    line.press(2, "pause")
    heard = line.until("2 acknowledged")
    assert "1 acknowledged" not in heard and hub.done(before) == []


def test_what_an_adapter_hears_of_itself_is_no_press(
    hub: HubProcess, line: VirtualLine, keys: Keypads
) -> None:
    """«Light the rater» looks like the key that ends a visit."""
    Kiosk(hub).take("marriage")
    keys.press(1, "call")
    keys.press(1, "call")
    keys.press(1, "call")
    line.until("1 rater lit")
    Kiosk(hub).take("marriage")
    until(lambda: keys.agent.keypads[1].desk.seen.waiting == 1)
    keys.press(1, "call")
    bus, before = keys.agent._bus, hub.seq()
    assert bus
    bus.send(1, "rating", ECHOED)
    line.until("1 rater lit")
    line.link.write(ECHOED)
    line.press(2, "call")
    line.until("2 acknowledged")
    keys.settled(keys.agent.keypads[1].desk, before)
    assert keys.settled(keys.agent.keypads[2].desk, before) == ["window.opened"], "the visit goes on"


ECHOED = bytes.fromhex("FF 68 03 03 68 01 01 0B 0D 16")


def test_the_keypad_follows_what_is_done_at_the_page(
    hub: HubProcess, line: VirtualLine, keys: Keypads
) -> None:
    Kiosk(hub).take("marriage")
    page = Clerk(hub, "w1")
    line.until("1 waiting 001")
    page.next()
    line.until("1 shows 001")
    page.press("complete")
    line.until("1 rater lit")


def test_an_idle_window_that_should_call_is_rung_by_a_beep(
    hub: HubProcess, line: VirtualLine, keys: Keypads
) -> None:
    Clerk(hub, "w1")
    Kiosk(hub).take("marriage")
    line.until("1 beeps")


def test_a_line_that_is_pulled_out_is_a_fault_of_every_keypad_until_it_is_back(
    hub: HubProcess, line: VirtualLine, keys: Keypads
) -> None:
    devices = keys.agent.keypads[1].devices + keys.agent.keypads[2].devices
    line.half(1, "call")
    line.link.unplug()
    until(lambda: all(device.said[0] == "fault" for device in devices))
    Kiosk(hub).take("marriage")
    until(lambda: all(keypad.desk.seen.waiting == 1 for keypad in keys.agent.keypads.values()))
    line.link.plug()
    until(lambda: all(device.said == ("ok", "") for device in devices))
    line.until("2 waiting 001")
    assert keys.press(1, "call") == ["window.opened"]


class Rest(threading.Event):
    """Ends at the first pause."""

    def wait(self, timeout: float | None = None) -> bool:
        self.set()
        return True


class Surprising:
    """A line that fails as nobody foresaw."""

    url = "serial:///dev/odd"

    def __init__(self, stop: threading.Event) -> None:
        self.asked, self._stop = 0, stop

    def read(self, most: int, seconds: float) -> bytes:
        self.asked += 1
        if self.asked == 50:
            self._stop.set()
        raise TypeError("a driver's own fault")

    def write(self, data: bytes) -> None: ...

    def close(self) -> None: ...


def test_a_fault_that_nobody_foresaw_is_tried_again_after_a_pause_and_not_in_a_circle() -> None:
    stop = Rest()
    line = Surprising(stop)
    Bus(line, print, print, stop, time.monotonic).run()
    assert line.asked == 1


def test_while_the_hub_is_away_a_press_is_answered_by_a_beep_and_a_rating_waits(
    hub: HubProcess, line: VirtualLine
) -> None:
    cable = Cable(hub.run.port)
    keys = Keypads(hub, line, *ROWS, url=cable.url)
    keys.agent.keypads[1].desk._patience = 0.1
    Kiosk(hub).take("marriage")
    page = Clerk(hub, "w1")
    page.next()
    page.press("complete")
    line.until("1 rater lit")
    cable.cut()
    keys.now += 2
    line.press(1, "call")
    line.until("1 beeps")
    line.rate(1, 2)
    line.until("1 acknowledged")
    Kiosk(hub).take("marriage")
    page.next()
    page.press("complete")
    cable.mend()
    until(lambda: "ticket.rated" in kinds(hub))
    assert last(hub, "ticket.rated")["number"] == "A001", "it is about the visit that it was asked about"
    keys.end()
    cable.close()


def kinds(hub: HubProcess) -> list[str]:
    return [e["kind"] for e in hub.journal()]


def last(hub: HubProcess, kind: str) -> Json:
    """The data of the last event of a kind: the hub may have written something of its own since."""
    data: Json = [e["data"] for e in hub.journal() if e["kind"] == kind][-1]
    return data


def test_a_serial_port_and_a_slow_keypad_do_as_well(hub: HubProcess, tmp_path: Path) -> None:
    line = VirtualLine(PtyLink(tmp_path / "ttyKeys"))
    keys = Keypads(hub, line, *ROWS)
    line.until("2 waiting 000")
    keys.now += 2
    line.slow(2, "call")
    until(lambda: "window.opened" in kinds(hub) and not keys.agent.keypads[2].desk.busy)
    line.link.unplug()
    devices = keys.agent.keypads[2].devices
    until(lambda: devices[0].said[0] == "fault")
    line.link.plug()
    until(lambda: devices[0].said == ("ok", ""))
    assert keys.press(2, "pause") == ["window.paused"]
    keys.end()
    line.close()


def test_a_keypad_shows_which_it_is_when_it_is_asked_and_one_long_silent_is_doubtful(
    hub: HubProcess, line: VirtualLine, keys: Keypads
) -> None:
    keypad = keys.agent.keypads[2]
    assert keypad.devices[0].order
    assert keypad.devices[0].order(Order("1", "identify", {})) == ""
    line.until("2 shows 002")
    assert "cannot reload" in keypad.devices[0].order(Order("2", "reload", {}))
    keys.press(2, "call")
    keys.now += 31 * 60
    keypad.look(0)
    assert keypad.devices[0].said == ("ok", "")
    keypad.look(30)
    assert keypad.devices[0].said == ("warning", "not heard for 30 min")
    keys.press(2, "recall")
    keypad.look(30)
    assert keypad.devices[0].said == ("ok", "")


@pytest.mark.parametrize("listen", ["nonsense", "127.0.0.1:99999"])
def test_keypads_that_are_not_there_say_where_they_cannot_listen(listen: str) -> None:
    done = CliRunner().invoke(virtual_keypad, ["--listen", listen])
    assert done.exit_code == 2 and "looks like 127.0.0.1:4001" in done.output


@pytest.mark.parametrize(
    ("windows", "row", "says"),
    [
        ("w1", Keypad(address=1, window="w9"), "no window 'w9'; it has: w1"),
        ("w2", Keypad(address=1, window="w1"), "does not name the window 'w1'.*--window w1"),
        (
            "w1",
            Keypad(address=1, window="w1", transfer=Where(service="gone")),
            "the hall has no service 'gone'",
        ),
    ],
)
def test_a_file_that_does_not_fit_the_hall_is_refused_in_words(
    hub: HubProcess, windows: str, row: Keypad, says: str
) -> None:
    client = HubClient(hub.url, hub.token("agent", window=windows), hub.hall)
    file = KeypadFile(hall=hub.hall, pipe="tcp://127.0.0.1:1", keypads=(row,))
    with pytest.raises(ClickException, match=says):
        run(file, client, threading.Event())


def test_check_tells_what_came_and_what_was_silent(
    line: VirtualLine, capsys: pytest.CaptureFixture[str]
) -> None:
    file = KeypadFile(pipe=line.link.url, keypads=ROWS)
    line.garbage()
    pressing = threading.Thread(target=pressed, args=(line,))
    pressing.start()
    check(file, SECONDS)
    pressing.join()
    told = capsys.readouterr().out
    assert "address 2, window w2: the key no_show" in told
    assert "the rater's value 3, which counts as 5" in told
    with pytest.raises(ClickException, match="address 1, window w1: nothing heard"):
        check(KeypadFile(pipe=line.link.url, keypads=ROWS[:1]), 0.05)
    with pytest.raises(ClickException, match="offline"):
        check(KeypadFile(pipe="tcp://127.0.0.1:1", keypads=ROWS), 0.05)


def pressed(line: VirtualLine) -> None:
    line.until("2 beeps")
    line.rate(1, 3)
    line.until("1 acknowledged")
    line.press(2, "no-show")
