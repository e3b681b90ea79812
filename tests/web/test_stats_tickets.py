"""The tickets behind a figure: as many as the figure says, page by page without a gap, of nobody else's department."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import date
from typing import Any, get_args, get_type_hints

import pytest

from server import profiles
from server.web.figures.tickets import WHAT
from server.web.figures.tickets_shapes import TicketsQuery
from tests.cast import Caller, Kiosk
from tests.hubprocess import SMALL, HubProcess
from tests.reports.filled import fill

PERIOD = "from=2026-03-02&to=2026-03-04"
BEHIND = {
    "served": "served",
    "abandoned": "abandoned",
    "no_show": "no_shows",
    "let_back": "let_back",
    "transferred": "transferred",
    "waiting": "waiting",
    "rated": "rated",
}


MARKED = """update leg set granter = iif(day = 20260302, 'zhang', ''), chosen = ticket = 't_0302000000',
    sure_spent = ticket <> 't_0302000001' where hall = ?"""
LONGEST = "update leg set wait = 9000 where hall = ? and ticket = 't_0303000000'"


@pytest.fixture(scope="module")
def hub(house: HubProcess) -> HubProcess:
    """A hall with three days of legs in its tables."""
    hub = house.with_hall("behind")
    _, hall, *_ = profiles.load(SMALL)
    with closing(hub.store()) as store:
        fill(store, replace(hall, id=hub.hall), date(2026, 3, 2), 3, 60)
        with store.writing() as conn:
            for sql in (MARKED, LONGEST):
                conn.execute(sql, (hub.hall,))
    return hub


@pytest.fixture(scope="module")
def manager(hub: HubProcess) -> Caller:
    return Caller(hub, hub.token("manager"))


def all_of(who: Caller, query: str, limit: int = 500) -> list[Any]:
    """Every page of an answer."""
    found, after = [], ""
    while after is not None:
        page = who.must(
            "GET", f"{who.here}/stats/tickets?{PERIOD}&{query}&limit={limit}{after and '&next=' + after}"
        )
        found, after = found + page["tickets"], page["next"]
    return found


def test_there_are_as_many_tickets_as_the_figures_say_and_pages_have_each_once(manager: Caller) -> None:
    for only in ("", "&service=marriage", "&person=li&weekday=2", "&zone=z1&hour=9"):
        figures = manager.must("GET", f"{manager.here}/stats?{PERIOD}{only}")["total"]
        assert len(all_of(manager, only[1:])) == figures["legs"]
        for what, figure in BEHIND.items():
            assert len(all_of(manager, f"what={what}{only}")) == figures[figure], (what, only)
    whole = all_of(manager, "")
    assert len(whole) > 100
    for order in ("time", "wait", "spent"):
        paged = all_of(manager, f"order={order}", 37)
        assert len({(t["ticket"], t["part"]) for t in paged}) == len(paged) == len(whole)
        keys = [
            (t["day"], t["taken_at"]) if order == "time" else t[order] if t[order] is not None else -1
            for t in paged
        ]
        assert keys == sorted(keys, reverse=True), order


def test_what_is_asked_for_is_what_comes_with_its_names(hub: HubProcess, manager: Caller) -> None:
    (longest, *_) = all_of(manager, "order=wait")
    assert (longest["ticket"], longest["wait"], longest["day"]) == ("t_0303000000", 9000, "2026-03-03")
    assert longest["name"]["window"] not in ("", longest["window"])
    assert [t["ticket"] for t in all_of(manager, "what=chosen")] == ["t_0302000000"]
    assert [t["ticket"] for t in all_of(manager, "what=unsure")] == ["t_0302000001"]
    short = all_of(manager, "what=short&seconds=200")
    assert short and all(t["spent"] < 200 and t["ended"] == "completed" for t in short)
    late = all_of(manager, "what=late")
    assert late and all(t["wait"] > t["target"] for t in late)
    granted = all_of(manager, "what=granted&person=zhang")
    assert {t["person"] for t in granted} == {"li", "zhang"}, "of those granted the person is who granted it"
    taken = Kiosk(hub).take("marriage")["ticket"]
    (today,) = manager.must("GET", f"{manager.here}/stats/tickets")["tickets"]
    assert (today["number"], today["ended"], today["wait"]) == (taken["number"], None, None)
    for wrong in ("what=moon", "next=1", "from=2026-03-09&to=2026-03-01", "order=name"):
        refused = manager.ask("GET", f"{manager.here}/stats/tickets?{wrong}")
        assert (refused.status, refused.code) == (422, "invalid"), wrong


def test_everything_that_may_be_asked_for_is_known() -> None:
    (offered, none) = get_args(get_type_hints(TicketsQuery)["what"])
    assert (set(get_args(offered)), none) == (set(WHAT), type(None))


def test_a_lead_sees_tickets_of_the_own_department_only(hub: HubProcess, manager: Caller) -> None:
    lead = Caller(hub, hub.token("lead", department="civil"))
    mine = all_of(lead, "")
    assert {t["department"] for t in mine} == {"civil"}
    assert len(mine) == len(all_of(manager, "department=civil"))
    assert lead.ask("GET", f"{lead.here}/stats/tickets?department=tax").code == "wrong_department"
    assert Kiosk(hub).ask("GET", f"{lead.here}/stats/tickets").status == 403
