"""A day in a small hall: three kiosks' worth of people, four windows, and everybody finished at closing time."""

from __future__ import annotations

from collections import Counter

from tests.cast import Clerk, Kiosk, Wall
from tests.hubprocess import HubProcess

COMING = ["marriage", "invoice", "pension", "query", "residence", "declare", "marriage", "payment", "relief"]


def test_everybody_who_takes_a_number_is_served_once_in_turn_and_the_hall_empties(hub: HubProcess) -> None:
    wall, office = Wall(hub), Wall(hub, "manage", "manager")
    kiosk = Kiosk(hub)
    taken = [kiosk.take(service)["ticket"]["number"] for service in COMING]
    assert taken == ["A001", "B001", "A002", "D001", "A003", "B002", "A004", "E001", "A005"]
    clerks = [Clerk(hub, window) for window in ("w1", "w5", "w7", "w8")]
    served = {clerk.window: work_off(clerk) for clerk in clerks}
    assert served == {
        "w1": ["A001", "A002", "A003", "A004", "A005"], "w5": ["B001", "B002"], "w7": ["D001"], "w8": ["E001"],
    }  # fmt: skip
    for clerk in clerks:
        assert clerk.press("close")["window"]["state"] == "closed"
    office.reaches(hub.seq())
    assert office.tickets == {} and {q["waiting"] for q in office.queues.values()} == {0}
    wall.reaches(hub.seq())
    assert wall.numbers("completed") == sorted(taken)
    outcomes = Counter(hub.rows("select status, outcome from visit where hall = :hall", hall=hub.hall))
    assert outcomes == {("completed", "done"): len(COMING)}


def work_off(clerk: Clerk) -> list[str]:
    """Press *next* until nobody waits: one key does everything."""
    served: list[str] = []
    while number := clerk.next(finish="completed"):
        served.append(number)
    return served


def test_the_window_screen_says_paused_and_points_to_the_windows_that_serve_the_same(hub: HubProcess) -> None:
    screen = Wall(hub, "window", window="w5")
    clerk, neighbour = Clerk(hub, "w5"), Clerk(hub, "w6")
    clerk.press("pause", reason="lunch")
    screen.until(lambda s: s.windows["w5"]["state"] == "paused")
    assert set(screen.windows) == {"w5", "w6"}
    assert (screen.windows["w5"]["reason"], screen.windows["w6"]["state"]) == ("lunch", "open")
    assert clerk.try_("call-next").code == "window_paused"
    assert neighbour.press("call-next")["reason"] == "nobody_waits"
    clerk.press("open")
    screen.until(lambda s: s.windows["w5"]["state"] == "open")
    assert screen.wrong == []
