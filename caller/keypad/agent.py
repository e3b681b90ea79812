"""`paihao keypad`: hardware callers of one computer, a line of RS-485 keypads and USB numeric pads.

Reads the file, goes in at the hub, and puts line, pads, desks and devices together. The token must name the windows:
a keypad acts there for whoever has opened them.
"""

from __future__ import annotations

import functools
import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path

import click

from caller.desk import learning
from caller.desk.places import Places
from caller.keypad.bus import Bus
from caller.keypad.checking import check
from caller.keypad.config import Keypad as Row
from caller.keypad.config import KeypadFile, judged
from caller.keypad.config import Pad as PadRow
from caller.keypad.frames import Frame
from caller.keypad.keypad import Keypad
from caller.keypad.pad import Pad
from caller.keypad.ratings import Ratings
from server.agent.config import ConfigError, over, read
from server.agent.enter import enter, until_told
from server.agent.pipe import open_pipe
from server.agent.presence import Order, Presence
from server.client import HubClient, HubRefusal, HubUnreachable
from server.protocol import Json

log = logging.getLogger("paihao.keypad")

LOOK_SECONDS = 20.0
"""How often it is looked whether the hall was changed, and whether a keypad has been silent for long."""


@click.command("keypad")
@click.option(
    "--config", type=click.Path(path_type=Path, dir_okay=False), help="The TOML file of these keypads."
)
@click.option("--hub", metavar="URL", help="The hub, such as http://10.0.0.2:8080.")
@click.option("--hall", metavar="ID", help="The hall's id.")
@click.option("--token-file", metavar="FILE", help="Where the token is, or is kept after pairing.")
@click.option("--token", envvar="PAIHAO_TOKEN", hidden=True)
@click.option(
    "--check", "only_check", is_flag=True, help="Beep and listen for a while, tell what came, and stop."
)
def command(
    config: Path | None,
    hub: str | None,
    hall: str | None,
    token_file: str | None,
    token: str | None,
    only_check: bool,
) -> None:
    """Serve the hardware callers and raters beside this computer."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    if config is None:
        raise click.UsageError("--config FILE is needed: it says which keypad stands at which window")
    try:
        file = judged(over(read(config, KeypadFile), hub=hub, hall=hall, token_file=token_file))
    except ConfigError as error:
        raise click.ClickException(str(error)) from error
    if only_check:
        check(file)
        return
    stop = until_told()
    client = enter(file, "keypad", stop, token)
    if client:
        run(file, client, stop)


def run(file: KeypadFile, client: HubClient, stop: threading.Event) -> None:
    """Until told to stop. Raises click.ClickException for a file or a token that does not fit the hall."""
    try:
        places = Places(client.get(client.path))
        fitting(file, places, client.me())
    except (HubRefusal, HubUnreachable) as error:
        raise click.ClickException(f"the hub could not be asked about the hall: {error}") from error
    agent = Agent(file, client, places, stop)
    agent.start()
    click.echo(f"keypads of {client.hall}: {', '.join(file.windows)}; stop with Ctrl-C")
    while not stop.wait(LOOK_SECONDS):
        agent.look()
    agent.close()


class Agent:
    """The keypads and pads of a file, put together; `stop` is set before it is closed.

    `clock` answers seconds that only grow: what is a double press, an echo, a late rating.
    """

    def __init__(
        self, file: KeypadFile, client: HubClient, places: Places, stop: threading.Event,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self.file, self._client, self._places, self._stop, self._clock = file, client, places, stop, clock
        self._presence = Presence(client, stop)
        self._ratings = Ratings()
        self._bus = self._line()
        self.keypads = {row.address: self._keypad(row) for row in file.keypads}
        self.pads = [self._pad(row) for row in file.pads]

    def _all(self) -> list[Keypad | Pad]:
        return [*self.keypads.values(), *self.pads]

    def start(self) -> None:
        for at in self._all():
            at.start()
        self._ratings.start()
        self._presence.start()
        if self._bus:
            self._bus.start()

    def look(self) -> None:
        """Now and then: short codes may have been changed, and a keypad may have been silent for long."""
        learning.look([at.desk for at in self._all()], self._client, self._places.learn)
        for keypad in self.keypads.values():
            keypad.look(self.file.quiet_minutes)

    def close(self) -> None:
        for at in self._all():
            at.close()
        self._ratings.close()
        self._presence.wake()

    def _line(self) -> Bus | None:
        if not self.file.pipe:
            return None
        try:
            pipe = open_pipe(self.file.pipe)
        except ValueError as error:
            raise click.UsageError(str(error)) from error
        return Bus(pipe, self._heard, self._trouble, self._stop, self._clock)

    def _heard(self, frame: Frame) -> None:
        if keypad := self.keypads.get(frame.address):
            keypad.take(frame)
        else:
            log.warning("address %d is in no [[keypads]]", frame.address)

    def _trouble(self, reason: str) -> None:
        for keypad in self.keypads.values():
            keypad.line(reason)

    def _keypad(self, row: Row) -> Keypad:
        """A keypad as a device, and its rater as another."""
        assert self._bus
        name = f"{self.file.device or 'keypads'}-{row.address}"
        add = functools.partial(self._presence.add, window=row.window)
        keypad = Keypad(
            row,
            self._client,
            self._places,
            self._ratings,
            self._bus.send,
            self._clock,
            self.file.again_seconds,
        )
        keypad.devices = [
            add(name, "keypad", drives=self.file.pipe, order=lambda order: _obeyed(order, keypad))
        ]
        if row.rater:
            keypad.devices.append(add(f"{name}-rater", "rater", drives=f"{row.rater} keys"))
        return keypad

    def _pad(self, row: PadRow) -> Pad:
        pad = Pad(row, self._client, self._places, self._stop, self._clock, self.file.again_seconds)
        pad.device = self._presence.add(
            f"{self.file.device or 'keypads'}-{row.window}", "keypad", drives=row.keys, window=row.window,
            order=lambda order: _obeyed(order, pad),
        )  # fmt: skip
        return pad


def _obeyed(order: Order, at: Keypad | Pad) -> str:
    if order.do not in ("identify", "test"):
        return f"a keypad cannot {order.do}"
    at.identify()
    return ""


def fitting(file: KeypadFile, places: Places, me: Json) -> None:
    """Raises click.ClickException for windows and targets that are not there, and windows the token does not name."""
    for window in file.windows:
        if window not in places.windows:
            raise click.ClickException(
                f"the hall has no window {window!r}; it has: {', '.join(places.windows)}"
            )
        if window not in (me.get("window") or "").split(","):
            raise click.ClickException(
                f"the token does not name the window {window!r}: remove the token file and pair "
                f"this device anew for the windows {','.join(file.windows)}, or make a token with "
                f"`paihao token new agent --hall {me.get('hall')} {' '.join(f'--window {w}' for w in file.windows)}`"
            )
    for row in file.keypads:
        if row.transfer.target and not places.known(row.transfer.target):
            what = " ".join(f"{kind} {id!r}" for kind, id in row.transfer.target.items())
            raise click.ClickException(
                f"address {row.address}: transfer leads nowhere: the hall has no {what}"
            )
