"""The past over the wire: a ticket's life, why a call, replay, the journal by what it tells, and that looking changes
nothing."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
import requests

from server.protocol import API
from server.web.app import ROUTES
from tests.cast import Caller, Clerk, Guide, Kiosk
from tests.hubprocess import HubProcess


@pytest.fixture
def auditor(hub: HubProcess) -> Caller:
    return Caller(hub, hub.token("auditor"))


def raw(caller: Caller, path: str) -> requests.Response:
    head = {"Authorization": f"Bearer {caller.token}"}
    return caller.http.get(f"{caller.hub.url}{API}{path}", headers=head, timeout=30)


def test_the_life_of_a_ticket_is_told_step_by_step_with_who_and_why(hub: HubProcess, auditor: Caller) -> None:
    first = Kiosk(hub).take("marriage")["ticket"]
    skipped = Kiosk(hub).take("marriage")["ticket"]
    guide = Guide(hub)
    later = guide.take("marriage", classes=[{"class": "elderly", "reason": "certificate_seen"}])["ticket"]
    clerk = Clerk(hub, "w1")
    clerk.press("call", number=later["number"], reason="asked_for")
    seq = clerk.press("complete")["seq"]
    told = auditor.must("GET", f"/halls/{hub.hall}/tickets/{later['id']}/life")
    assert [s["kind"] for s in told["steps"]] == ["ticket.taken", "ticket.called", "ticket.completed"]
    taken, called, _ = told["steps"]
    assert (taken["channel"], taken["by"]["role"], called["window"]) == ("guide", "guide", "w1")
    assert called["why"]["chosen"] == "asked_for"
    assert taken["data"]["granted"][0]["reason"] == "certificate_seen"
    (leg,) = told["legs"]
    assert (leg["ended"], leg["window"], leg["chosen"], leg["class"]) == ("completed", "w1", True, "elderly")
    assert told["names"]["services"]["marriage"][0] not in ("", "marriage")
    why = auditor.must("GET", f"/halls/{hub.hall}/calls/{called['seq']}/why")
    assert (why["ticket"]["number"], why["chosen"]) == (later["number"], "asked_for")
    assert {c["number"]: c["reason"] for c in why["candidates"]} == {
        first["number"]: "chosen_by_clerk", skipped["number"]: "chosen_by_clerk", later["number"]: None
    }  # fmt: skip
    mine = auditor.must("GET", f"/halls/{hub.hall}/tickets/{skipped['id']}/skipped")
    assert [(c["number"], c["reason"]) for c in mine["calls"]] == [(later["number"], "chosen_by_clerk")]
    assert auditor.ask("GET", f"/halls/{hub.hall}/calls/{seq}/why").code == "unknown_call"
    assert auditor.ask("GET", f"/halls/{hub.hall}/tickets/none/life").code == "unknown_ticket"
    (found,) = auditor.must("GET", f"/halls/{hub.hall}/visits?number={later['number'].lower()}")["visits"]
    assert (found["id"], found["status"]) == (later["id"], "completed")


def test_a_day_is_replayed_from_its_first_entry_to_its_last(hub: HubProcess, auditor: Caller) -> None:
    for _ in range(3):
        Kiosk(hub).take("marriage")
    clerk = Clerk(hub, "w1")
    clerk.next()
    here = f"/halls/{hub.hall}/replay"
    (day,) = auditor.must("GET", here)["days"]
    assert day["last"] == hub.seq()
    marks = auditor.must("GET", f"{here}/{day['day']}?limit=4")
    assert [m["kind"] for m in marks["marks"]][:2] == ["day.opened", "ticket.taken"]
    assert marks["next"] == str(marks["marks"][-1]["seq"])
    rest = auditor.must("GET", f"{here}/{day['day']}?after={marks['next']}")
    assert rest["next"] is None and rest["marks"][-1]["seq"] == day["last"]
    before = auditor.must("GET", f"{here}/{day['day']}/at?seq={day['last'] - 1}")
    assert [t["status"] for t in before["manage"]["tickets"]] == ["waiting"] * 3
    told = auditor.must("GET", f"{here}/{day['day']}/updates?after={day['last'] - 1}")
    assert {u["view"] for u in told["updates"]} == {"board", "manage"} and told["next"] is None
    (board,) = (u["payload"] for u in told["updates"] if u["view"] == "board")
    live = auditor.must("GET", f"/halls/{hub.hall}/board")
    assert board["tickets"] == live["tickets"] and board["seq"] == live["seq"]
    assert auditor.ask("GET", f"{here}/2020-01-01").code == "unknown_day"


def test_the_journal_is_searched_by_what_it_tells_page_by_page(hub: HubProcess, auditor: Caller) -> None:
    for _ in range(3):
        Kiosk(hub).take("marriage")
    clerk, here = Clerk(hub, "w1"), f"/halls/{hub.hall}/journal"
    clerk.next()
    clerk.press("hold", reason="paper_missing")

    def kinds(asked: str) -> list[str]:
        return [e["kind"] for e in auditor.must("GET", f"{here}?{asked}")["events"]]

    assert kinds("kind=ticket.taken") == ["ticket.taken"] * 3
    assert kinds("kind=ticket") == ["ticket.taken"] * 3 + ["ticket.called", "ticket.held"]
    assert kinds("kind=ticket.held") == kinds("reason=paper") == ["ticket.held"]
    assert kinds("window=w1") == ["window.opened", "ticket.called", "ticket.held"]
    number = auditor.must("GET", f"/halls/{hub.hall}/visits")["visits"][0]["number"]
    assert kinds(f"number={number}") == ["ticket.taken", "ticket.called", "ticket.held"]
    person = auditor.must("GET", f"{here}?kind=ticket.called")["events"][0]["data"]["person"]
    assert kinds(f"person={person}&kind=ticket") == ["ticket.called", "ticket.held"]
    assert kinds("from=2020-01-01&to=2020-12-31") == [] and kinds("to=2099-01-01") == kinds("")
    paged, after = [], "0"
    while after is not None:
        page = auditor.must("GET", f"{here}?limit=2&after={after}")
        paged += [e["seq"] for e in page["events"]]
        after = page["next"]
    assert paged == list(range(1, hub.seq() + 1))
    assert auditor.ask("GET", f"{here}?kind=Bad").code == "invalid"
    for file in (here, f"{here}.csv"):
        assert auditor.ask("GET", f"{file}?from=2026-01-02&to=2026-01-01").code == "invalid"


def test_the_export_is_a_file_without_formulas_and_the_heads_are_there_to_be_kept(
    hub: HubProcess, auditor: Caller
) -> None:
    store = hub.store()
    Kiosk(hub).take("marriage")
    answer = raw(auditor, f"/halls/{hub.hall}/journal.csv?kind=ticket")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["Content-Disposition"] and answer.content.startswith(
        b"\xef\xbb\xbf"
    )
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (row["kind"], row["seq"]) == ("ticket.taken", str(hub.seq()))
    assert row["hash"] == store.one("select max(hash) from journal where hall = :h and seq = :s", h=hub.hall,
                                    s=hub.seq())[0]  # type: ignore[index]  # fmt: skip
    store.close()
    assert "was exported by" in hub.log
    heads = hub.data / "heads" / f"{hub.hall}.txt"
    heads.parent.mkdir(exist_ok=True)
    heads.write_text(f"2026-01-01 {hub.seq()} {'0' * 64}\n", "utf-8")
    assert raw(auditor, f"/halls/{hub.hall}/heads").text == heads.read_text("utf-8")
    told = auditor.must("GET", f"/halls/{hub.hall}/verification")
    assert (told["fault"]["what"], told["fault"]["seq"], told["fault"]["day"]) == (
        "head",
        hub.seq(),
        "2026-01-01",
    )
    heads.unlink()
    told = auditor.must("GET", f"/halls/{hub.hall}/verification")
    assert (told["last"], told["total"], told["fault"], told["next"]) == (hub.seq(), hub.seq(), None, None)


COMPUTED = {"/halls/{hall}/advice/what-if", "/halls/{hall}/setup/preview"}
"""Asked by POST because the question is long; nothing is kept."""


def test_an_auditor_may_change_nothing(hub: HubProcess, auditor: Caller) -> None:
    """With an auditor's token; what needs no sign-in needs the code of a slip or a password."""
    writing: list[Any] = [r for r in ROUTES if r.writes and r.roles]
    assert len(writing) > 40
    assert {r.path for r in writing if "auditor" in r.roles} <= COMPUTED
    before = hub.seq()
    for path in COMPUTED:
        assert auditor.ask("POST", path.format(hall=hub.hall), {}).status != 403
    assert hub.done(before) == []
