"""A ticket found again by what stands on its slip."""

from __future__ import annotations

from tests.cast import Clerk, Kiosk
from tests.hubprocess import HubProcess


def test_a_slip_is_found_by_its_number_in_any_case_and_by_its_code(hub: HubProcess) -> None:
    kiosk = Kiosk(hub)
    taken = kiosk.take("invoice")
    path, code = f"{kiosk.here}/tickets/find", taken["track_url"].rpartition("/")[2]
    for asked in ({"number": taken["ticket"]["number"].lower()}, {"code": code}):
        found = kiosk.must("POST", path, asked)
        assert (found["ticket"]["id"], found["returns"]) == (taken["ticket"]["id"], False)
    for asked in ({"number": "Z999"}, {"code": "nobodys"}):
        assert kiosk.ask("POST", path, asked).code == "unknown_ticket"


def test_who_was_sent_for_a_paper_is_told_to_be_one_who_may_come_back(hub: HubProcess) -> None:
    kiosk = Kiosk(hub)
    number = kiosk.take("marriage")["ticket"]["number"]
    clerk = Clerk(hub, "w1")
    assert clerk.next() == number
    clerk.press("complete", outcome="incomplete")
    assert kiosk.must("POST", f"{kiosk.here}/tickets/find", {"number": number})["returns"] is True
