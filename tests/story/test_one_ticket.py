"""One ticket from the kiosk to the clerk's last press, as everybody in the hall sees and hears it."""

from __future__ import annotations

from tests.cast import Agent, Clerk, Kiosk, Phone, Wall
from tests.hubprocess import HubProcess


def test_a_citizen_takes_a_number_is_called_seen_and_heard_and_finished(hub: HubProcess) -> None:
    wall, screen = Wall(hub), Wall(hub, "window", window="w1")
    taken = Kiosk(hub).take("marriage")
    assert (taken["ticket"]["number"], taken["ticket"]["status"], taken["ticket"]["ahead"]) == (
        "A001",
        "waiting",
        0,
    )
    clerk = Clerk(hub, "w1")
    assert clerk.next() == "A001"
    for eye in (wall, screen):
        eye.until(lambda s: s.numbers("called") == ["A001"])
        assert eye.windows["w1"]["ticket"] == taken["ticket"]["id"]
    voice = Agent(hub)
    (job,) = voice.lease("speech", zone="z1")
    assert (job["payload"]["number"], job["payload"]["sign"], job["repeat"]) == ("A001", "1号窗口", False)
    voice.end(job, "done")
    clerk.press("start")
    assert clerk.press("complete")["ticket"]["outcome"] == "done"
    screen.until(lambda s: s.tickets == {} and s.windows["w1"]["ticket"] is None)
    wall.until(lambda s: s.numbers("completed") == ["A001"])
    assert wall.kinds(taken["ticket"]["id"])[-3:] == ["called", "started", "completed"]
    assert Phone(hub, taken).see()["ticket"]["status"] == "completed"
