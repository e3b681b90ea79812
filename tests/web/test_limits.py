"""A hall's own limits, without --always-open: hours, caps, when a no-show and an undo are allowed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.cast import Clerk, Kiosk
from tests.hubprocess import HALLS, HubProcess

STRICT = HALLS / "strict.toml"


def shut(folder: Path) -> Path:
    """The same hall, open for one minute in three days."""
    day = datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(days=3)
    text = STRICT.read_text("utf-8").replace('id = "strict"', 'id = "shut"')
    profile = folder / "shut.toml"
    profile.write_text(
        f'{text}\n[hours]\n{day:%a} = "08:30-08:31"\n'.replace(f"{day:%a}", f"{day:%a}".lower())
    )
    return profile


def test_a_full_queue_and_a_closed_hall_give_no_number(
    new_hub: Callable[..., HubProcess], tmp_path: Path
) -> None:
    options = ("--hall", str(shut(tmp_path)))
    hub = new_hub(profile=STRICT, options=options).start()
    kiosk = Kiosk(hub)
    assert [kiosk.take("one")["ticket"]["number"] for _ in range(2)] == ["A001", "A002"]
    before = hub.seq()
    full = kiosk.ask("POST", f"{kiosk.here}/tickets", {"services": ["one"]})
    assert (full.status, full.code, full.body["queue"]) == (409, "queue_full", "A")
    assert hub.done(before) == []
    hub.hall = "shut"
    late = Kiosk(hub)
    closed = late.ask("POST", f"{late.here}/tickets", {"services": ["one"]})
    assert (closed.status, closed.code) == (409, "hall_closed")
    assert closed.body["opens_at"].endswith("T08:30:00+08:00")
    assert {e["kind"] for e in hub.journal()} <= {"profile.changed", "day.opened"}
    hub.hall = "strict"
    presses(Clerk(hub, "w1"))
    hub.run.options = [*hub.run.options, "--always-open"]
    hub.restart()
    assert kiosk.take("one")["ticket"]["number"] == "A003", "a rehearsal knows no cap"
    hub.hall = "shut"
    assert late.take("one")["ticket"]["number"] == "A001"


def presses(clerk: Clerk) -> None:
    """This hall wants a recall or a reason before a no-show, and takes nothing back."""
    clerk.press("call-next")
    early = clerk.try_("no-show")
    assert (early.code, early.body["recalls"]) == ("too_early", 0)
    assert clerk.try_("call-next", finish="no_show").code == "too_early"
    assert clerk.try_("undo").code == "undo_too_late"
    clerk.press("recall")
    clerk.press("no-show")
    clerk.press("call-next")
    assert clerk.press("no-show", reason="left_hall")["ticket"]["status"] == "no_show"
