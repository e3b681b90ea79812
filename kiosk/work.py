"""The work of one kiosk's agent once the hub knows it: printer, its health and orders, readers. Wiring only."""

from __future__ import annotations

import logging
import threading

from kiosk.config import KioskFile
from kiosk.health import Health, Orders
from kiosk.making import Making
from kiosk.printer.device import Printer
from kiosk.printing import Printing
from kiosk.reach import Reach
from kiosk.reader import desk
from server.agent.presence import Presence
from server.client import HubClient, HubRefusal, HubUnreachable

log = logging.getLogger("paihao.kiosk")


def run(
    client: HubClient, config: KioskFile, slips: tuple[Printer, Making, Reach] | None, stop: threading.Event
) -> None:  # fmt: skip
    """Until told to stop. `slips` is None for a kiosk that only reads cards. Raises HubRefusal, or ValueError."""
    presence = Presence(client, stop)
    try:
        desk.start(config.all_readers, config.device, client, presence, stop)
        if slips:
            _printing(client, config, *slips, presence, stop).run()
        else:
            presence.start()
            stop.wait()
    finally:
        stop.set()
        presence.wake()


def _printing(
    client: HubClient, config: KioskFile, printer: Printer, making: Making, reach: Reach, presence: Presence,
    stop: threading.Event,
) -> Printing:  # fmt: skip
    orders = Orders(printer, making)
    beating = presence.add(config.device, "printer", drives=told(config.printer.url), order=orders.obey)
    health = Health(beating, printer, stop, reach)
    orders.after = reach.changed = health.changed
    if config.slip.follow == "answering":
        _expect(client, reach)
    health.look()
    presence.turn()  # brings the hub's time, before a slip's age is judged by it
    presence.start()
    threading.Thread(target=health.run, name="health", daemon=True).start()
    return Printing(
        client, printer, config.device, making.slip, stop, after=health.changed,
        now=lambda: presence.now() if presence.sure else None,
    )  # fmt: skip


def told(url: str) -> str:
    """What staff may see of the printer's address: no folder of this machine, no options."""
    kind, _, place = url.partition("?")[0].partition("://")
    return kind if kind in ("virtual", "file") else f"{kind}://{place}"


def _expect(client: HubClient, reach: Reach) -> None:
    try:
        reach.expect(str(client.get(client.path).get("public_url") or ""))
    except (HubUnreachable, HubRefusal) as error:
        log.warning("the hall's public address is not known yet: %s", error)
