"""The same in a hall with everything: reservations, backup windows, crowded queues, passed numbers that come back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule, run_state_machine_as_test

from server import profiles
from server.domain.profile import PASSED
from server.hub.setup.importing import bring_in
from tests.domain.hall import MINUTE, SERVICES, WINDOWS, raw
from tests.journal import hubs
from tests.journal.crowd import REFUSALS
from tests.journal.test_any_order import AnyOrder, hub_number, picks, reasons, windows

MORE_REFUSALS = {
    "hall_closed", "slot_full", "not_bookable", "wrong_day", "reservation_used", "reservation_cancelled",
    "too_late_to_cancel", "unknown_reservation", "person_limit", "blacklisted", "passed_void", "passed_too_late",
    "held_too_often", "auto_call_off", "unknown_alarm", "would_strand", "id_required", "already_waiting", "invalid",
    "too_many_cases", "unknown_class", "unknown_service",
}  # fmt: skip
NEEDS = ["wheelchair", "hearing", "language", "escort"]
PEOPLE = ["11010519491231002X", "440524188001010014", None, None, None]
SLOTS = range(0, 8)
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""No shrinking: a step of this machine costs 20 ms, and its steps are printed as they were."""


def wide(passed: str, help_after: int, cap: int = 40) -> dict[str, Any]:
    found = raw(
        cap=cap, passed=passed, passed_calls=2, passed_minutes=45, help_after=help_after, auto_call=True, hold_limit=2,
        longest_wait=20, agent_cases=3, agent_queue="C",
    )  # fmt: skip
    backup, features = {1: ["tax"], 3: ["permit"]}, {2: ["low_counter"], 4: ["low_counter", "english"]}
    for window in found["windows"]:
        window |= {"backup": backup.get(window["number"], []), "features": features.get(window["number"], [])}
    found["services"][3] |= {"real_name": True, "cases": 2}
    found["classes"].append({"id": "senior", "name": "Older", "rate": 1.5, "evidence": "id", "min_age": 60})
    return found | {
        "overload": [{"queue": "C", "waiting": 2, "minutes": 15, "action": "widen", "windows": ["w1"]}],
        "reservations": {"capacity": 2, "slot_minutes": 30, "a_person_open": 2, "promise_percent": 90},
    }


class Wider(AnyOrder):
    """Every verb of both issues. `codes` are the reservations made, used ones too."""

    @initialize(passed=st.sampled_from(PASSED), help_after=st.sampled_from([0, 5]))
    def the_hall_is_wide(self, passed: str, help_after: int) -> None:
        self.codes: list[str] = []
        self.kind = (passed, help_after)
        self.refusals = REFUSALS | MORE_REFUSALS
        self.bring(0)

    def bring(self, by: int) -> None:
        for hub in self.hubs:
            hub.catch_up()
        tickets, seq = dict(self.floor(by).tickets), self.floor(by).seq
        given = wide(*self.kind, cap=self.cap)
        bring_in(self.hubs[by], given, profiles.build(given), replace=True)
        self.undoing.follow(hubs.entries(self.hubs[by], seq), tickets, hubs.room(self.hubs[by]).floor)

    @rule(by=hub_number)
    def the_profile_is_replaced(self, by: int) -> None:
        self.cap = 43 - self.cap
        self.bring(by)

    # -- taking ------------------------------------------------------------------------------------

    @rule(
        by=hub_number, services=st.lists(st.sampled_from(SERVICES), min_size=1, max_size=2, unique=True),
        needs=st.lists(st.sampled_from(NEEDS), max_size=2, unique=True), who=st.sampled_from(PEOPLE),
        cases=st.integers(1, 4), exempt=st.booleans(),
    )  # fmt: skip
    def take_in_person(
        self, by: int, services: list[str], needs: list[str], who: str | None, cases: int, exempt: bool
    ) -> None:
        given: dict[str, Any] = {"reason": "no_card"} if exempt else {"channel": "kiosk", "device": "k1"}
        if who:
            given["id_number"] = who
        self.act(by, "take", services=services, needs=needs, cases=cases, **given)

    # -- reservations ------------------------------------------------------------------------------

    @rule(
        by=hub_number,
        service=st.sampled_from(SERVICES),
        slot=st.sampled_from(SLOTS),
        who=st.sampled_from(PEOPLE),
    )
    def book(self, by: int, service: str, slot: int, who: str | None) -> None:
        given = {"id_number": who} if who else {"phone": "13800000000"}
        answer = self.act(by, "book", channel="partner", service=service, start=self.start(by, slot), **given)
        if answer:
            self.codes.append(answer["reservation"]["code"])

    def start(self, by: int, slot: int) -> int:
        now = hubs.room(self.hubs[by]).clock.now(self.floor(by).at)
        return (now // (30 * MINUTE) + slot) * 30 * MINUTE

    @rule(by=hub_number, pick=picks, slot=st.sampled_from(SLOTS))
    def rebook(self, by: int, pick: int, slot: int) -> None:
        self.act(by, "rebook", channel="partner", code=self.code(pick), start=self.start(by, slot))

    @rule(by=hub_number, pick=picks)
    def cancel_a_reservation(self, by: int, pick: int) -> None:
        self.act(by, "cancel_booking", channel="partner", code=self.code(pick))

    @rule(by=hub_number, pick=picks, twice=st.booleans())
    def check_in(self, by: int, pick: int, twice: bool) -> None:
        code = self.code(pick)
        first = self.act(by, "take", channel="kiosk", device="k1", reservation=code)
        if first and twice:
            assert self.act(1 - by, "take", channel="kiosk", device="k2", reservation=code) is None

    def code(self, pick: int) -> str:
        return self.codes[pick % len(self.codes)] if self.codes else "NOBODYS2"

    # -- at a window and from the office -----------------------------------------------------------

    @rule(by=hub_number, pick=picks, service=st.sampled_from(SERVICES), reason=reasons)
    def sent_and_to_come_back(self, by: int, pick: int, service: str, reason: str | None) -> None:
        window = self.fit(by, "transfer", pick)
        self.act(by, "transfer", window=window, service=service, back=True, reason=reason)

    @rule(by=hub_number, pick=picks, minutes=st.sampled_from([None, 1, 30]))
    def hold(self, by: int, pick: int, minutes: int | None) -> None:
        self.act(by, "hold", window=self.fit(by, "hold", pick), minutes=minutes)

    @rule(by=hub_number, window=windows, ready=st.booleans())
    def ready(self, by: int, window: str, ready: bool) -> None:
        self.act(by, "ready", window=window, ready=ready)

    @rule(by=hub_number, pick=picks)
    def missing_a_paper(self, by: int, pick: int) -> None:
        """Sent away with `incomplete`, and back with the same slip."""
        window = self.fit(by, "complete", pick)
        id = self.floor(by).window(window).ticket
        if self.act(by, "complete", window=window, outcome="incomplete"):
            self.time.pass_(MINUTE)
            self.act(1 - by, "requeue", ticket=id)

    @rule(
        by=hub_number, service=st.sampled_from(SERVICES), do=st.sampled_from(["keep", "transfer", "cancel"]),
        to=st.sampled_from(SERVICES),
    )  # fmt: skip
    def settle(self, by: int, service: str, do: str, to: str) -> None:
        self.act(by, "settle", service=service, do=do, **({"to": to} if do == "transfer" else {}))

    @rule(by=hub_number, pick=picks)
    def a_class_is_taken_away(self, by: int, pick: int) -> None:
        ticket = self.floor(by).tickets.get(self.pick(by, "classes", pick))
        gone = [k for k in (ticket.classes if ticket else ()) if k not in ("requeued", "returning")]
        if ticket and gone:
            self.act(by, "classes", ticket=ticket.id, remove=gone[:1], reason="granted_by_mistake")

    @rule(by=hub_number, minutes=st.sampled_from([0, 6, 25]))
    def a_second_goes_by(self, by: int, minutes: int) -> None:
        """Alarms are raised and cleared, ready windows call; what it wrote is followed like any command."""
        self.time.pass_(minutes * MINUTE)
        tickets, seq = dict(self.floor(by).tickets), self.floor(by).seq
        self.hubs[by].tick()
        self.undoing.follow(hubs.entries(self.hubs[by], seq), tickets, hubs.room(self.hubs[by]).floor)

    @rule(
        by=hub_number,
        window=st.sampled_from(WINDOWS),
        services=st.lists(st.sampled_from(SERVICES), unique=True),
    )
    def a_window_is_changed(self, by: int, window: str, services: list[str]) -> None:
        self.act(by, "amend", edit={"windows": {window: {"backup": services}}}, waiting="keep")


def run(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        Wider,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, phases=PHASES,
            suppress_health_check=list(HealthCheck), print_blob=True,
        ),
    )  # fmt: skip


def test_any_order_of_all_verbs_keeps_what_must_be_true() -> None:
    run(40, 40)


@pytest.mark.long
def test_very_many_orders_of_all_verbs_keep_what_must_be_true() -> None:
    run(600, 60)
