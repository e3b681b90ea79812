"""`paihao virtual-keypad`: RS-485 keypads that are not there, on a TCP port or a pseudo-terminal.

They enter by the same door as real ones, show what they are told, and fail on command. Used by tests and by hand.
"""

from __future__ import annotations

import queue
import sys
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from caller.keypad import frames
from caller.keypad.frames import Frame
from caller.keypad.links import Link, PtyLink, TcpLink

KEY_FUNC = 0x04
"""The function code under which these keypads send keys; the published program takes any."""
PRESSES = {
    "call": b"\x0c", "recall": b"\x0d", "evaluate": b"\x0b", "pause": b"\x12", "transfer": b"\x13", "cancel": b"\x0e",
    "no-show": b"\x06\x0f", "hold": b"\x00\x0f", "back": b"\x03\x0f",
}  # fmt: skip
SLOW_SECONDS = 0.03
HELP = f"""ADDRESS {"|".join(PRESSES)} (transfer may be followed by one or two digits) · ADDRESS rate VALUE
ADDRESS wrong-sum|half|slow KEY · garbage · unplug · plug · show · wait SECONDS · quit"""


class Shown:
    """What one keypad shows and did: its digits, how often it beeped and its rater was lit."""

    def __init__(self) -> None:
        self.number, self.waiting = "", ""
        self.beeps = self.lit = self.acknowledged = 0


class VirtualLine:
    """The keypads of a line. `told` gets a sentence for each frame they hear, such as `5 shows 001`."""

    def __init__(self, link: Link, say: Callable[[str], None] = lambda line: None) -> None:
        self.link, self._say = link, say
        self.told: queue.Queue[str] = queue.Queue()
        self.keypads: dict[int, Shown] = {}
        self._sent: list[bytes] = []
        self._reader = frames.Reader(frames.ANY)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="virtual-keypads", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        self._thread.join(2.0)
        self.link.unplug()

    def until(self, sentence: str, seconds: float = 10.0) -> list[str]:
        """Wait for a sentence; what was told before it. Raises AssertionError with that when it does not come."""
        heard, end = [], time.monotonic() + seconds
        while True:
            try:
                heard.append(self.told.get(timeout=max(0.01, end - time.monotonic())))
            except queue.Empty:
                raise AssertionError(f"no {sentence!r} after {heard}") from None
            if heard[-1] == sentence:
                return heard[:-1]

    # -- what its people do -------------------------------------------------------------------------

    def press(self, address: int, key: str, digits: str = "") -> None:
        self._send(self._frame(address, key, digits))

    def rate(self, address: int, value: int) -> None:
        self._send(frames.built(address, frames.RATED, bytes((value,))))

    def wrong_sum(self, address: int, key: str) -> None:
        frame = self._frame(address, key)
        self.link.write(frame[:-2] + bytes(((frame[-2] + 1) % 256, frames.END)))

    def half(self, address: int, key: str) -> None:
        self.link.write(self._frame(address, key)[:6])

    def slow(self, address: int, key: str) -> None:
        """A byte at a time."""
        for byte in self._frame(address, key):
            self.link.write(bytes((byte,)))
            self._stop.wait(SLOW_SECONDS)

    def garbage(self) -> None:
        self.link.write(bytes(range(0, 256, 7)) + frames.HEAD + b"\x05\x05\x68" + frames.HEAD)

    def _frame(self, address: int, key: str, digits: str = "") -> bytes:
        return frames.built(address, KEY_FUNC, bytes(map(int, digits)) + PRESSES[key])

    def _send(self, frame: bytes) -> None:
        (known,) = frames.Reader().feed(frame)
        self._sent.append(frames.acknowledged(known))
        self.link.write(frame)

    # -- what they hear ----------------------------------------------------------------------------

    def _listen(self) -> None:
        while not self._stop.is_set():
            for frame in self._reader.feed(self.link.read()):
                self._tell(self._heard(frame))

    def _heard(self, frame: Frame) -> str:
        shown = self.keypads.setdefault(frame.address, Shown())
        whole = frames.built(*frame)
        if whole in self._sent:
            self._sent.remove(whole)
            shown.acknowledged += 1
            return f"{frame.address} acknowledged"
        if frame.func == frames.BEEP:
            shown.beeps += 1
            return f"{frame.address} beeps"
        if frame.func == frames.RATING:
            shown.lit += 1
            return f"{frame.address} rater lit"
        if frame.func == frames.DISPLAY and len(frame.data) == 6:
            return self._displayed(frame.address, shown, frame.data)
        return f"{frame.address} does not understand {frame.func:02x} {frame.data.hex(' ')}"

    def _displayed(self, address: int, shown: Shown, data: bytes) -> str:
        if data[3] != frames.LEAVE:
            shown.number = "".join(map(str, data[3:]))
            return f"{address} shows {shown.number}"
        shown.waiting = "".join(map(str, data[:3]))
        return f"{address} waiting {shown.waiting}"

    def _tell(self, sentence: str) -> None:
        self.told.put(sentence)
        self._say(sentence)


def obey(line: VirtualLine, words: list[str]) -> bool:
    """Carry a command out; False for `quit`. Raises ValueError for what is no command."""
    match words:
        case ["quit"]:
            return False
        case ["unplug" | "plug" | "garbage" as what]:
            {"unplug": line.link.unplug, "plug": line.link.plug, "garbage": line.garbage}[what]()
        case ["show"]:
            for address, s in line.keypads.items():
                click.echo(
                    f"{address}: number {s.number}, waiting {s.waiting}, {s.beeps} beeps, lit {s.lit} times"
                )
        case ["wait", seconds]:
            time.sleep(float(seconds))
        case [address, "rate", value]:
            line.rate(int(address), int(value))
        case [address, "wrong-sum" | "half" | "slow" as how, key] if key in PRESSES:
            {"wrong-sum": line.wrong_sum, "half": line.half, "slow": line.slow}[how](int(address), key)
        case [address, key, *digits] if key in PRESSES and len(digits) < 2:
            line.press(int(address), key, "".join(digits))
        case _:
            raise ValueError(HELP)
    return True


@click.command("virtual-keypad")
@click.option("--listen", metavar="HOST:PORT", help="Be a serial server; port 0 is any.")
@click.option("--pty", type=click.Path(path_type=Path), help="Be a serial port behind this path.")
@click.option(
    "--commands", type=click.File("r"), default="-", help="Where commands come from; else typed here."
)
def command(listen: str | None, pty: Path | None, commands: Iterable[str]) -> None:
    """Pretend to be the keypads of a line, for trying things out. Commands are typed, one a line; `help` lists them."""
    if (listen is None) == (pty is None):
        raise click.UsageError("give --listen HOST:PORT, or --pty PATH")
    if pty:
        link: Link = PtyLink(pty)
    else:
        host, _, port = str(listen).rpartition(":")
        if not port.isdecimal() or int(port) > 65535:
            raise click.UsageError(f"--listen looks like 127.0.0.1:4001, not {listen!r}")
        link = TcpLink(host or "127.0.0.1", int(port))
    line = VirtualLine(link, click.echo)
    click.echo(f'pipe = "{link.url}"')
    for text in commands:
        try:
            if (words := text.split()) and not obey(line, words):
                break
        except ValueError as error:
            click.echo(str(error), err=True)
        sys.stdout.flush()
    line.close()
