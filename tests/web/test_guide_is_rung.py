"""A guide sees at once who was called and needs help on the way, and no longer when it is over."""

from __future__ import annotations

from typing import Any

from tests.cast import Clerk, Kiosk, Wall
from tests.hubprocess import HubProcess


def called(wall: Wall) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = wall.said.get("guide", {}).get("called", [])
    return found


def test_the_guide_is_rung_while_somebody_with_needs_is_called(hub: HubProcess) -> None:
    kiosk, clerk = Kiosk(hub), Clerk(hub, "w1")
    watch = Wall(hub, "manage", role="guide")
    watch.until(lambda s: s.said.get("guide") == {"called": []})
    kiosk.take("pension")
    ticket = kiosk.take("pension", needs=["wheelchair", "escort"])["ticket"]
    clerk.next()
    clerk.next(finish="completed")
    watch.until(called)
    (who,) = called(watch)
    assert (who["id"], who["number"], who["window"], who["sign"]) == (ticket["id"], "A002", "w1", "1号窗口")
    assert who["needs"] == ["wheelchair", "escort"]
    late = Wall(hub, "manage", role="guide")
    late.until(called)
    assert called(late) == [who]
    clerk.press("start")
    watch.until(lambda s: not called(s))
