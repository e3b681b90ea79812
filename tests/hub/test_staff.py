"""Accounts: what somebody may serve counts wherever they sit; who stands in for somebody may serve what they may."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from server.domain.errors import HallError
from server.hub import views
from server.hub.hub import Hub
from server.journal import access, staff
from tests.journal.hubs import HALL, Time, act, entries, hub_in, room, store_in


def account(hub: Hub, name: str, new: bool = True, **wanted: Any) -> dict[str, Any]:
    given = {"role": "clerk", **wanted} if new else wanted
    return act(
        hub, "staff", name=name, wanted=given, new=new, everywhere=False, actor="admin", person="chief"
    )


def opened(hub: Hub, window: str, person: str) -> None:
    act(hub, "open", window=window, person=person)


def called(hub: Hub, window: str) -> str | None:
    ticket = act(hub, "call_next", window=window)["ticket"]
    return ticket and str(ticket["service"])


def test_a_clerk_is_only_called_what_they_may_serve_wherever_they_sit(tmp_path: Path) -> None:
    hub = hub_in(tmp_path)
    account(hub, "li", skills=("tax",))
    account(hub, "wang")
    for service in ("permit", "tax"):
        act(hub, "take", services=[service])
    opened(hub, "w4", "li")
    assert called(hub, "w4") == "tax", "permit came first, and li may not serve it"
    act(hub, "complete", window="w4")
    assert called(hub, "w4") is None
    opened(hub, "w4", "wang")
    assert called(hub, "w4") == "permit"


def test_a_callers_updates_come_to_its_snapshot_when_another_clerk_sits_down(tmp_path: Path) -> None:
    hub = hub_in(tmp_path)
    account(hub, "li", skills=("tax",))
    view = room(hub).view("caller", "w4")
    for service in ("permit", "tax"):
        act(hub, "take", services=[service])
    opened(hub, "w4", "li")
    assert view.take_update() is not None
    assert [t["service"] for t in view.snapshot()["tickets"]] == ["tax"]
    opened(hub, "w4", "wang")
    kind, sent = view.take_update() or ("", {})
    assert kind == "snapshot" and [t["service"] for t in sent["tickets"]] == ["permit", "tax"]
    assert sent["tickets"] == views.new("caller", "w4", room(hub).floor).snapshot()["tickets"]


def test_a_chosen_call_and_a_rung_window_obey_what_the_clerk_may_serve(tmp_path: Path) -> None:
    hub = hub_in(tmp_path)
    account(hub, "li", skills=("tax",))
    opened(hub, "w4", "li")
    number = act(hub, "take", services=["permit"])["ticket"]["number"]
    with pytest.raises(HallError, match="not_served_here"):
        act(hub, "call", window="w4", number=number, reason="asked")
    from server.domain import routing

    assert routing.ringing(room(hub).floor, 0) == {}


def test_nobody_opens_a_window_where_they_may_serve_nothing(tmp_path: Path) -> None:
    hub = hub_in(tmp_path)
    account(hub, "li", skills=("passport",))
    with pytest.raises(HallError, match="may serve nothing"):
        opened(hub, "w1", "li")


def test_who_stands_in_for_somebody_may_serve_what_that_person_may(tmp_path: Path) -> None:
    hub = hub_in(tmp_path)
    account(hub, "li", skills=("tax",))
    account(hub, "zhao", skills=("passport",), stands_in=("li",))
    conn = hub.store.conn
    assert staff.may_serve(conn, "zhao") == ["passport", "tax"]
    act(hub, "take", services=["tax"])
    opened(hub, "w4", "zhao")
    assert called(hub, "w4") == "tax"
    account(hub, "li", new=False, skills=None)
    assert staff.may_serve(conn, "zhao") is None, "who stands in for somebody unbound is unbound"
    account(hub, "li", new=False, ended=True)
    assert staff.may_serve(conn, "zhao") == ["passport"]


def test_every_process_and_a_restart_know_what_the_clerk_there_may_serve(tmp_path: Path) -> None:
    hub = hub_in(tmp_path)
    other = Hub(store_in(tmp_path), Time().clock)
    account(hub, "li", skills=("tax",))
    opened(hub, "w4", "li")
    other.catch_up()
    again = Hub(store_in(tmp_path), Time().clock)
    assert room(other).floor.window("w4").skills == room(again).floor.window("w4").skills == {"tax"}


def test_the_journal_says_who_changed_whose_account_and_no_secret(tmp_path: Path) -> None:
    hub = hub_in(tmp_path)
    account(hub, "li", number="71", password="$hash", given=True, department=None)
    account(hub, "li", new=False, password="$other", role="guide", number=None)
    account(hub, "li", new=False, ended=True)
    told = [e.data for e in entries(hub) if e.kind == "person.changed"]
    assert [t["changed"] for t in told] == [["new", "number", "role", "password"], ["number", "role", "password"],
                                            ["ended"]]  # fmt: skip
    assert {t["by"] for t in told} == {"chief"}
    assert "$" not in str(told) and "71" not in str(told)


def test_a_new_account_of_a_former_colleagues_name_has_none_of_their_secrets(tmp_path: Path) -> None:
    hub = hub_in(tmp_path)
    secrets = "select password, pin from person where name = 'li'"
    for ended_by_command in (False, True):
        account(hub, "li", password="$hash", given=True)
        with hub.store.writing() as conn:
            staff.choose_own(conn, "li", "$own", "$pin", 0)
        account(hub, "li", new=False, role="guide")
        assert hub.store.one(secrets) == ("$own", "$pin"), "a change of the account leaves them"
        if ended_by_command:
            with hub.store.writing() as conn:
                access.end_person(conn, "li", 0)
        else:
            account(hub, "li", new=False, ended=True)
        assert hub.store.one(secrets) == (None, None)
        with hub.store.writing() as conn:  # ended by a program that kept them
            conn.execute("update person set password = '$own', pin = '$pin' where name = 'li'")
        account(hub, "li", password="$new", given=True)
        assert hub.store.one(secrets) == ("$new", None)
        account(hub, "li", new=False, ended=True)


def test_accounts_are_refused_where_they_would_not_fit(tmp_path: Path) -> None:
    hub = hub_in(tmp_path)
    account(hub, "li", number="71")

    def refused(name: str, **given: Any) -> str:
        with pytest.raises(HallError) as error:
            account(hub, name, **given)
        return error.value.code

    assert refused("li") == "name_taken"
    assert refused("wang", number="71") == "number_taken"
    assert refused("wang", skills=("nothing",)) == "invalid"
    assert refused("wang", stands_in=("wang",)) == "invalid"
    assert refused("wang", role="lead") == "invalid", "a lead looks after a department"
    assert refused("nobody", new=False, role="guide") == "unknown_person"
    account(hub, "chief", role="admin")
    assert refused("chief", new=False, ended=True) == "forbidden"
    assert refused("chief", new=False, role="clerk") == "forbidden"
    account(hub, "li", new=False, ended=True)
    account(hub, "wang", number="71")
    account(hub, "li", role="guide")
    assert staff.one(hub.store.conn, "li") is not None
    assert [p.name for p in staff.of_hall(hub.store.conn, HALL)] == ["chief", "li", "wang"]
