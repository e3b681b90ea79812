"""A Monday with reservations: booked by phone, kept early, on time, late, too late; the platform is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.cast import Clerk, Kiosk
from tests.hub.listener import Listener
from tests.hubprocess import HubProcess
from tests.reserving import LI, Partner, at_noon, slot


def test_who_reserved_is_called_first_and_who_comes_too_late_waits_like_everybody(
    new_hub: Callable[..., HubProcess], tmp_path: Path
) -> None:
    hub = new_hub(profile=at_noon(tmp_path)).start()
    platform, partner, kiosk = Listener(), Partner(hub), Kiosk(hub)
    hub.cli("webhook", "add", platform.url, "--hall", hub.hall)
    codes = {minutes: partner.book(slot(minutes), id_number=LI if minutes == 0 else None)["code"]
             for minutes in (60, 0, -20, -60)}  # fmt: skip

    walk_in = kiosk.take("permit")["ticket"]["number"]
    by_card = kiosk.must("POST", f"{kiosk.here}/reservations/find", {"id_number": LI})["reservations"]
    assert [r["code"] for r in by_card] == [codes[0]]
    came = {
        m: kiosk.must("POST", f"{kiosk.here}/tickets", {"reservation": code}) for m, code in codes.items()
    }
    assert [came[m]["arrival"] for m in (60, 0, -20, -60)] == ["early", "on_time", "late", "too_late"]
    number = {m: taken["ticket"]["number"] for m, taken in came.items()}

    clerk = Clerk(hub, "w1")
    called = [clerk.next(finish="completed") for _ in range(5)]
    assert called == [number[0], number[-20], walk_in, number[60], number[-60]]

    again = kiosk.ask("POST", f"{kiosk.here}/tickets", {"reservation": codes[0]})
    assert (again.code, again.body["number"]) == ("reservation_used", number[0])
    heard = platform.until(4 + 4 + 4 + 3)
    calls = [h["reservation"]["number"] for h in heard if h["event"] == "reservation.called"]
    assert calls == [number[0], number[-20], number[60], number[-60]]
    platform.close()
