"""`paihao led`: keeps a hall's LED strips right.

Wiring only: `file` and `arrange` say what there is, `show` what it should show, `line` and `station` bring it there.
"""

from __future__ import annotations

import logging
import threading
from datetime import datetime
from pathlib import Path

import click

from display.led.arrange import Sign, lines, signs
from display.led.file import LedFile, examined
from display.led.line import Line
from display.led.show import Show, learning
from display.led.spot import Told
from display.led.talk import CardError, Lit
from display.led.wire import drive
from server.agent.config import ConfigError, over, read
from server.agent.enter import enter, until_told
from server.agent.presence import Order, Presence
from server.client import HubClient, HubRefusal, HubUnreachable, pauses
from server.protocol import Json

log = logging.getLogger("paihao.led")

LAST_TURN_SECONDS = 5.0


@click.command("led")
@click.option("--config", "path", required=True, type=click.Path(path_type=Path, dir_okay=False),
              help="The agent's TOML file: boards, strips, texts.")  # fmt: skip
@click.option("--hub", help="The hub's address, http://10.0.0.2:8080; instead of the file's.")
@click.option("--hall", help="The hall's id; instead of the file's.")
@click.option("--token-file", help="Where the token is kept; instead of the file's.")
@click.option("--token", envvar="PAIHAO_TOKEN", hidden=True)
@click.option(
    "--check", is_flag=True, help="Send a test text to every card, tell what each answered, and end."
)
def command(
    path: Path, hub: str | None, hall: str | None, token_file: str | None, token: str | None, check: bool
) -> None:
    """Show each window's number on its LED strip, until SIGTERM or Ctrl-C."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    try:
        file = over(read(path, LedFile), hub=hub, hall=hall, token_file=token_file)
        examined(file)
        found = signs(file)
        if check:
            raise SystemExit(checked(found, path.parent))
        stop = until_told()
        if client := enter(file, "led", stop, token):
            work(file, found, client, stop, path.parent)
    except ConfigError as error:
        raise click.ClickException(str(error)) from error


def work(file: LedFile, found: list[Sign], client: HubClient, stop: threading.Event, beside: Path) -> None:
    """Until told to stop. The strips keep what they show last: an agent that is away says nothing wrong by itself."""
    presence = Presence(client, stop)
    show = Show(found, presence.now, file.cut)
    window = asked(client, "/me", stop).get("window")

    def told(sign: Sign) -> Told:
        def obey(order: Order) -> str:
            return show.order(sign, order)

        return presence.add(sign.id, "strip", drives=sign.drives, window=sign.strip.window, order=obey)

    running = lines(found, told, show.local, stop, beside)
    show.learn(asked(client, client.path, stop))
    beats = presence.start()
    threads = [line.start() for line in running]
    live = client.follow(
        "window" if window else "board", window=window, zone=None if window else file.zone or None,
        on_change=show.changed, on_state=show.state, on_link=show.linked,
    )  # fmt: skip
    click.echo(f"showing {client.hall} on {len(found)} strips: stop with Ctrl-C")
    learning(show, client, stop)
    live.close()
    ended(running, threads)
    presence.wake()
    beats.join(LAST_TURN_SECONDS)


def asked(client: HubClient, path: str, stop: threading.Event) -> Json:
    """What the hub answers, as soon as it does; {} when told to stop before that."""
    for pause in pauses():
        try:
            return client.get(path, patience=0)
        except HubUnreachable as error:
            log.warning("%s; trying again", error)
        except HubRefusal as refusal:
            if refusal.status < 500:
                raise click.ClickException(f"the hub refuses this agent: {refusal}") from refusal
        if stop.wait(pause):
            break
    return {}


def ended(running: list[Line], threads: list[threading.Thread]) -> None:
    for line in running:
        line.wake()
    for thread in threads:
        thread.join(LAST_TURN_SECONDS)


class Silent:
    """Where a check's strips tell how they are: nowhere, its lines say it."""

    def tell(self, state: str, detail: str = "") -> None:
        pass

    def shown(self, seq: int) -> None:
        pass


def checked(found: list[Sign], beside: Path) -> int:
    """The exit code: 0 when every card took its test text."""
    bad = 0
    for line in lines(found, lambda sign: Silent(), datetime.now, threading.Event(), beside):
        for sign in (sign for sign in found if sign.line is line):
            text = tuple(sign.texts["test"].split("\n"))
            board = [Lit(s.place.area, text, *_box(s.place)) for s in sign.station.spots]
            at = sign.station.spots.index(sign.spot)
            try:
                said = drive(line.pipe, sign.station.card.show(board, at))
                click.echo(f"{sign.id}: {sign.drives}: {_answer(sign, said)}")
            except CardError as error:
                bad += 1
                click.echo(f"{sign.id}: {sign.drives}: {error}")
        line.pipe.close()
    return 1 if bad else 0


def _box(place: Lit) -> tuple[int, int, int, int, str]:
    return place.x, place.y, place.width, place.height, place.colour


def _answer(sign: Sign, said: str) -> str:
    if sign.station.card.answers:
        return f"the card answered: {said}"
    return "sent; this card never answers, so look at it"
