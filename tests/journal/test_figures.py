"""Figures of days with known truth, and of any day against a second count from the raw entries."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from server import profiles
from server.domain.counting import shifts
from server.domain.counting.figures import Figures, figures
from server.domain.counting.legs import Fold, changes
from server.domain.errors import HallError
from server.domain.floor import Floor
from server.domain.happenings import apply
from server.hub import rehearsing, summing
from server.hub.hub import Hub
from server.hub.setup.importing import bring_in
from server.journal import counting
from tests.domain.hall import CLASSES, MINUTE, SERVICES, WINDOWS, WORKDAY, raw
from tests.journal import figuring, hubs
from tests.journal.hubs import act, room

PAIRS = [("service", "hour"), ("day", "window"), ("class", "channel"), ("person", "weekday")]
PRESSES = ("open", "call_next", "call_next", "start", "start", "complete", "complete", "no_show", "hold", "undo",
           "undo", "recall", "resume", "transfer", "pause", "close")  # fmt: skip


def told(hub: Hub, *by: str, **only: Any) -> dict[Any, Figures]:
    cells = counting.count(hub.store.conn, counting.Question(hubs.HALL, 0, 99991231, by or ("hall",), only))
    return {key: figures(cell) for key, cell in cells.items()}


def all_agrees(hub: Hub) -> None:
    figuring.figures_equal_a_second_count(hub, room(hub))
    figuring.figures_equal_a_second_count(hub, room(hub), *PAIRS)
    counted = hubs.counted(hub)
    hubs.rebuilt(hub)
    assert hubs.counted(hub) == counted


def served(
    hub: Hub, time: hubs.Time, window: str, waits: int, reach: float, minutes: float, **end: Any
) -> None:
    """Somebody is called after so many minutes, comes, is served."""
    time.pass_(waits * MINUTE)
    act(hub, "call_next", window=window)
    time.pass_(round(reach * MINUTE))
    act(hub, "start", window=window)
    time.pass_(round(minutes * MINUTE))
    act(hub, "complete", window=window, **end)


def test_a_known_morning_has_the_figures_one_counts_by_hand(tmp_path: Path) -> None:
    time = hubs.Time()
    hub = hubs.hub_in(tmp_path, time, no_show_recalls=0, no_show_seconds=0)
    for _ in range(3):
        act(hub, "take", services=["licence"])
    time.pass_(2 * MINUTE)
    act(hub, "open", window="w1", person="chen")
    served(hub, time, "w1", 3, 0.5, 9.5)
    served(hub, time, "w1", 0, 1, 4, outcome="incomplete")
    act(hub, "call_next", window="w1")
    time.pass_(MINUTE)
    act(hub, "recall", window="w1")
    act(hub, "no_show", window="w1")
    whole = told(hub)[(hubs.HALL,)]
    assert (whole["tickets"], whole["served"], whole["abandoned"]) == (3, 2, 1)
    assert (whole["wait_mean"], whole["wait_p50"], whole["wait_max"]) == (600, 300, 900)
    assert (whole["lost_wait_mean"], whole["no_show_rate"], whole["unserved_rate"]) == (1200, 0.3333, 0.3333)
    assert (whole["reach_mean"], whole["service_mean"], whole["service_p90"]) == (45, 405, 570)
    assert whole["one_visit_share"] == 0.5
    assert (whole["open_seconds"], whole["serving_seconds"]) == (19 * 60, 13.5 * 60)
    assert whole["idle_waited_share"] == pytest.approx(3 / 19, abs=1e-4)
    all_agrees(hub)


def test_an_undone_completion_takes_its_leg_back(tmp_path: Path) -> None:
    time = hubs.Time()
    hub = hubs.hub_in(tmp_path, time)
    act(hub, "open", window="w2", person="lin")
    act(hub, "take", services=["permit", "tax"])
    served(hub, time, "w2", 4, 1, 5)
    assert told(hub, "service").keys() == {("permit",), ("tax",)}
    time.pass_(MINUTE)
    act(hub, "undo", window="w2")
    assert told(hub, "service").keys() == {("permit",)}
    assert told(hub)[(hubs.HALL,)]["served"] == 0
    time.pass_(MINUTE)
    act(hub, "complete", window="w2")
    assert told(hub, "service")[("permit",)]["service_max"] == 7 * 60
    all_agrees(hub)


def test_who_is_let_back_in_is_no_longer_abandoned_and_waits_anew(tmp_path: Path) -> None:
    time = hubs.Time()
    hub = hubs.hub_in(tmp_path, time, no_show_recalls=0, no_show_seconds=0)
    act(hub, "open", window="w1", person="chen")
    id = act(hub, "take", services=["permit"])["ticket"]["id"]
    time.pass_(10 * MINUTE)
    act(hub, "call_next", window="w1")
    act(hub, "no_show", window="w1")
    assert told(hub)[(hubs.HALL,)]["abandoned"] == 1
    act(hub, "requeue", ticket=id)
    served(hub, time, "w1", 2, 0, 5)
    whole = told(hub)[(hubs.HALL,)]
    assert (whole["tickets"], whole["served"], whole["abandoned"]) == (1, 1, 0)
    assert (whole["no_shows"], whole["let_back"], whole["further"], whole["legs"]) == (1, 1, 1, 2)
    assert (whole["wait_max"], whole["requeue_rate"], whole["no_show_rate"]) == (120, 1, 0.5)
    assert whole["windows_per_visit"] == 1
    all_agrees(hub)


def test_what_only_the_days_end_closed_is_left_out_and_a_rehearsal_counts_for_nothing(tmp_path: Path) -> None:
    time = hubs.Time()
    hub = hubs.hub_in(tmp_path, time)
    rehearsing.begin(hub, True)
    act(hub, "take", services=["permit"])
    rehearsing.begin(hub, False)
    act(hub, "open", window="w1", person="chen")
    act(hub, "take", services=["permit"])
    act(hub, "take", services=["licence"])
    served(hub, time, "w1", 1, 0, 5)
    act(hub, "call_next", window="w1")
    act(hub, "start", window="w1")
    act(hub, "take", services=["passport"])
    time.pass_(24 * 60 * MINUTE)
    act(hub, "take", services=["permit"])
    whole = told(hub)[(hubs.HALL,)]
    assert (whole["tickets"], whole["served"], whole["abandoned"], whole["waiting"]) == (4, 2, 1, 1)
    assert (whole["service_mean"], whole["lost_wait_max"], whole["open_seconds"]) == (300, None, 360)
    sums = counting.count(hub.store.conn, counting.Question(hubs.HALL, 0, 99991231))[(hubs.HALL,)].sums
    assert (sums["unsure_wait"], sums["unsure_spent"]) == (1, 1)
    assert [row[:1] for row in told(hub, "day")] == [(20261123,), (20261124,)]
    all_agrees(hub)


def test_a_wait_net_of_closures_leaves_out_closed_windows_and_lunch(tmp_path: Path) -> None:
    time = hubs.Time()
    hub = hubs.hub_in(tmp_path, time, hours={"mon": WORKDAY}, no_show_recalls=0, no_show_seconds=0)
    act(hub, "take", services=["passport"])
    time.pass_(20 * MINUTE)
    act(hub, "open", window="w1", person="chen")
    time.pass_(10 * MINUTE)
    act(hub, "open", window="w4", person="lin")
    served(hub, time, "w4", 5, 0, 5)
    whole = told(hub)[(hubs.HALL,)]
    assert (whole["wait_max"], whole["net_wait_max"]) == (35 * 60, 5 * 60), "window 1 gives no passports"
    time.pass_(130 * MINUTE)
    act(hub, "take", services=["passport"])
    served(hub, time, "w4", 145, 0, 5)
    whole = told(hub)[(hubs.HALL,)]
    assert (whole["wait_max"], whole["net_wait_max"]) == (145 * 60, 25 * 60), "lunch is from 12 to 14"
    all_agrees(hub)


def test_a_window_is_there_only_for_what_its_clerk_may_serve(tmp_path: Path) -> None:
    time = hubs.Time()
    hub = hubs.hub_in(tmp_path, time)
    skilled(hub, "li", "tax")
    skilled(hub, "wang", "passport")
    act(hub, "open", window="w4", person="li")
    act(hub, "take", services=["passport"])
    time.pass_(20 * MINUTE)
    act(hub, "open", window="w4", person="wang")
    served(hub, time, "w4", 5, 1, 4)
    whole = told(hub)[(hubs.HALL,)]
    assert (whole["wait_max"], whole["net_wait_max"]) == (25 * 60, 5 * 60), "nobody could have called them"
    assert whole["idle_waited_share"] == pytest.approx(5 / 30, abs=1e-4)


def test_an_undone_call_leaves_the_calls_of_other_lines(tmp_path: Path) -> None:
    hub = hubs.hub_in(tmp_path, time := hubs.Time())
    act(hub, "open", window="w4", person="lin")
    id = act(hub, "take", services=["permit", "tax"])["ticket"]["id"]
    served(hub, time, "w4", 4, 1, 5)
    time.pass_(MINUTE)
    act(hub, "call_next", window="w4")
    act(hub, "undo", window="w4")
    turns = room(hub).floor.turns
    assert {line: [turn.ticket for turn in line_] for line, line_ in turns.items()} == {"A": [id], "B": []}


def skilled(hub: Hub, name: str, *skills: str) -> None:
    wanted = {"role": "clerk", "skills": skills}
    act(hub, "staff", name=name, wanted=wanted, new=True, everywhere=False, actor="admin", person="chief")


def test_who_is_overtaken_by_priority_would_have_been_called_so_many_calls_sooner(tmp_path: Path) -> None:
    time = hubs.Time()
    hub = hubs.hub_in(tmp_path, time)
    act(hub, "open", window="w4", person="lin")
    for classes in ([], [], ["quick"], ["elderly"]):
        act(
            hub,
            "take",
            services=["permit"],
            classes=classes,
            reasons=dict.fromkeys(classes, "seen"),
            channel="guide",
        )
        time.pass_(MINUTE)
    for minutes in (4, 3, 2, 10):
        served(hub, time, "w4", 0, 0, minutes)
    by_class = told(hub, "class")
    assert by_class[("ordinary",)]["overtaken_share"] == 1
    assert by_class[("ordinary",)]["overtaken_cost"] == (7 + 5) / 2 * 60, (
        "called after 7 and 9 minutes, not 0 and 4"
    )
    assert by_class[("quick",)]["overtaken_cost"] is None
    assert told(hub)[(hubs.HALL,)]["overtaken_cost"] == 360
    all_agrees(hub)


def test_a_reservation_is_no_priority_and_waits_from_its_slot(tmp_path: Path) -> None:
    time = hubs.Time()
    given = raw()
    given["reservations"] = {"capacity": 2, "promise_minutes": 10}
    hub = Hub(hubs.store_in(tmp_path), time.clock)
    bring_in(hub, given, profiles.build(given), replace=False)
    act(hub, "open", window="w4", person="lin")
    codes = [
        act(hub, "book", service="permit", start=time.wall + 30 * MINUTE, channel="partner")["reservation"][
            "code"
        ]
        for _ in range(2)
    ]
    act(hub, "take", reservation=codes[0], channel="kiosk")
    served(hub, time, "w4", 38, 0, 5)
    whole = told(hub)[(hubs.HALL,)]
    assert (whole["wait_max"], whole["reserved_wait_max"], whole["priority_share"]) == (480, 480, 0)
    assert (whole["promise_kept"], whole["booked"], whole["kept_share"]) == (1, 2, 1)
    time.pass_(24 * 60 * MINUTE)
    act(hub, "take", services=["permit"])
    whole = told(hub)[(hubs.HALL,)]
    assert (whole["booked"], whole["kept_share"], whole["missed_share"]) == (2, 0.5, 0.5)
    all_agrees(hub)


def test_a_late_rating_makes_its_day_be_read_from_its_legs_until_it_is_summed_again(tmp_path: Path) -> None:
    time = hubs.Time()
    hub = hubs.hub_in(tmp_path, time, rate_minutes=0)
    act(hub, "open", window="w4", person="lin")
    id = act(hub, "take", services=["permit"])["ticket"]["id"]
    served(hub, time, "w4", 5, 0, 5)
    time.pass_(24 * 60 * MINUTE)
    act(hub, "take", services=["permit"])
    while summing.one_day(hub, straight):
        pass
    assert hub.store.one("select count(distinct day) from summary") == (1,), "the second day goes on"
    assert [row["tickets"] for row in told(hub, "day").values()] == [1, 1]
    act(hub, "rate", ticket=id, level=4)
    assert told(hub, "day")[(20261123,)]["rated"] == 1
    assert summing.one_day(hub, straight) and not summing.one_day(hub, straight)
    hub.store.conn.execute("update leg set rating = null")
    assert told(hub, "day")[(20261123,)]["rated"] == 1, "told without looking at the legs"


def test_a_day_that_was_summed_as_a_rehearsal_counts_when_it_is_opened_for_good(tmp_path: Path) -> None:
    hub = hubs.hub_in(tmp_path)
    rehearsing.begin(hub, True)
    act(hub, "take", services=["permit"])
    rehearsing.begin(hub, False)
    assert summing.one_day(hub, straight)
    act(hub, "take", services=["permit"])
    assert told(hub)[(hubs.HALL,)]["tickets"] == 1


def straight(work: Any, *arguments: Any) -> Any:
    return work(*arguments)


def test_what_was_summed_from_a_day_that_has_changed_since_is_not_kept(tmp_path: Path) -> None:
    time = hubs.Time()
    hub = hubs.hub_in(tmp_path, time)
    act(hub, "open", window="w4", person="lin")
    id = act(hub, "take", services=["permit"])["ticket"]["id"]
    served(hub, time, "w4", 5, 0, 5)
    time.pass_(24 * 60 * MINUTE)
    act(hub, "take", services=["permit"])

    def rated_meanwhile(work: Any, *arguments: Any) -> Any:
        made = work(*arguments)
        act(hub, "rate", ticket=id, level=4)
        return made

    summing.one_day(hub, rated_meanwhile)
    assert hub.store.one("select count(*) from summary") == (0,)
    assert told(hub, "day")[(20261123,)]["rated"] == 1


def test_only_the_first_call_was_promised_to_who_reserved(tmp_path: Path) -> None:
    time = hubs.Time()
    given = raw()
    given["reservations"] = {"capacity": 2, "promise_minutes": 10}
    hub = Hub(hubs.store_in(tmp_path), time.clock)
    bring_in(hub, given, profiles.build(given), replace=False)
    act(hub, "open", window="w4", person="lin")
    code = act(hub, "book", service="permit", start=time.wall, channel="partner")["reservation"]["code"]
    act(hub, "take", reservation=code, channel="kiosk")
    act(hub, "call_next", window="w4")
    act(hub, "transfer", window="w4", service="tax")
    served(hub, time, "w4", 20, 0, 5)
    assert (told(hub)[(hubs.HALL,)]["promise_kept"], told(hub, "service")[("tax",)]["promise_kept"]) == (
        1,
        None,
    )
    all_agrees(hub)


@pytest.mark.parametrize("seed", [0, *(pytest.param(n, marks=pytest.mark.long) for n in range(1, 6))])
def test_any_days_agree_with_a_second_count_by_every_cut(tmp_path: Path, seed: int) -> None:
    chance, time = random.Random(seed), hubs.Time()
    hub = hubs.hub_in(tmp_path, time, no_show_recalls=0, no_show_seconds=0)
    for n in range(500):
        if n % 60 == 0:
            for window in WINDOWS:
                act(hub, "open", window=window, person=chance.choice(("chen", "lin")))
        time.pass_(chance.choice((0, 7_123, MINUTE, 9 * MINUTE, 25 * MINUTE)))
        try:
            press(hub, chance)
        except HallError:
            continue
    all_agrees(hub)
    fold = Fold()
    for change in told_again(hub):
        fold.take(change)
    names = (
        "ticket", "part", "service", "window", "ended", "wait", "net", "spent", "overtaken", "delayed", "absent",
        "rating", "let_back",
    )  # fmt: skip
    rows = hub.store.all("select " + ", ".join(names) + " from leg order by ticket, part")
    assert rows == [tuple(leg[n] for n in names) for _, leg in sorted(fold.legs.items())]


def told_again(hub: Hub) -> Any:
    """The changes of every entry, over a floor folded from the first."""
    floor = Floor(room(hub).hall)
    for e in hubs.entries(hub):
        before = floor.tickets.get(e.data.get("ticket", ""))
        shifts.advance(floor, e, apply(floor, e))
        yield from changes(floor, e, before)


def press(hub: Hub, chance: random.Random) -> None:
    floor, window = room(hub).floor, chance.choice(WINDOWS)

    def pick(*states: str) -> str:
        return chance.choice([t.id for t in floor.tickets.values() if t.status in states] or ["-"])

    what = chance.random()
    if what < 0.25:
        services = chance.sample(SERVICES, chance.choice((1, 1, 2)))
        classes = [chance.choice(CLASSES)] if chance.random() < 0.3 else []
        act(
            hub,
            "take",
            services=services,
            classes=classes,
            reasons=dict.fromkeys(classes, "seen"),
            channel="guide",
        )
    elif what < 0.32:
        act(hub, chance.choice(("requeue", "cancel")), ticket=pick("no_show", "waiting"))
    elif what < 0.36:
        act(hub, "rate", ticket=pick("completed"), level=chance.randint(1, 5))
    elif what < 0.4:
        act(hub, "transfer_ticket", ticket=pick("waiting", "held"), zone=chance.choice(("east", "west")))
    else:
        verb = chance.choice(PRESSES)
        more: dict[str, Any] = {"person": chance.choice(("chen", "lin"))} if verb == "open" else {}
        more |= {"believed": pick("held")} if verb == "resume" else {}
        more |= {"service": chance.choice(SERVICES)} if verb == "transfer" else {}
        more |= {"outcome": chance.choice(("done", "incomplete", "advice"))} if verb == "complete" else {}
        act(hub, verb, window=window, **more)
