"""Staffing advice and the public answer over the wire: a hub whose past weeks are known, one hub for all."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from server.commands.advice import command
from server.hub.clock import wall_ms
from server.hub.foresight.foreseeing import foresee
from server.hub.hub import Hub
from server.hub.setup import importing
from server.journal.store import Store
from server.simulate.roster import Opening
from server.web.foresight import trials
from server.web.room.public import Shown
from tests import advising
from tests.cast import Caller, Kiosk
from tests.hubprocess import HubProcess
from tests.journal.hubs import HALL, Time, act, hub_in

EVERY_DAY = {"hours": {d: ["00:00-24:00"] for d in ("workdays", "weekend")}}
TODAY = datetime.now(UTC).date()


def next_workday() -> date:
    return next(d for n in range(2, 9) if (d := TODAY + timedelta(days=n)).isoweekday() <= 5)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    """Three halls: `advised` with weeks of a known past, `new` without any, `hidden` without a public page."""
    data = tmp_path_factory.mktemp("advice") / "data"
    store = Store(data, threading.RLock(), synchronous="OFF")
    hub = Hub(store)
    for id, more in (("advised", {}), ("new", {}), ("hidden", {"public": {"page": False}})):
        raw = advising.raw(id, **more)
        importing.bring_in(hub, raw, advising.profiles.build(raw), replace=False)
    hall, alike = hub.rooms["advised"].hall, {next_workday() - timedelta(weeks=n) for n in range(1, 9)}
    with store.writing() as conn:
        # Drawn apart: what the day is foreseen from is the same on whatever day of the week this runs.
        advising.write(conn, hall, sorted(alike))
        advising.write(conn, hall, sorted(set(advising.workdays(TODAY, 3)) - alike), seed=2)
    store.close()
    process = HubProcess(data, None, options=()).start()
    process.hall = "advised"
    yield process
    process.kill()


@pytest.fixture(scope="module")
def manager(desk: HubProcess) -> Caller:
    return Caller(desk, desk.token("manager"))


def test_advice_for_a_day_says_what_it_rests_on_what_is_needed_and_what_to_open(manager: Caller) -> None:
    told = manager.must("GET", f"/halls/advised/advice?day={next_workday()}")
    assert (told["day"], told["now"], told["open"]) == (str(next_workday()), False, True)
    basis = told["basis"]
    assert (len(basis["days"]), basis["others"], basis["thin"], basis["windows"]) == (8, [], False, "shifts")
    truth = sum(advising.truth(s, h) for s in advising.ROWS for h in advising.FULL)
    assert basis["people"]["low"] < truth < basis["people"]["high"]
    taxes, rest = told["groups"]
    assert (taxes["names"], taxes["names_en"], taxes["alike"]) == (["税务局"], ["Tax Office"], True)
    assert taxes["target"] == {"percent": 80, "wait": 900}
    at_nine = next(h for h in taxes["halves"] if h["from"] == "09:00")
    assert (at_nine["planned"], at_nine["manned"]) == (8, 6)
    assert at_nine["needed"]["low"] < at_nine["needed"]["mid"] < at_nine["needed"]["high"]
    first = told["more"][0]
    assert first["from"] == "09:00" and first["count"] == max(
        h["needed"]["mid"] - h["manned"] for g in told["groups"] if g["id"] == first["group"] for h in g["halves"]
    )  # fmt: skip
    assert rest["halves"][0]["manned"] == 4
    assert {m["short"] == m["count"] for m in told["more"] if m["group"] == rest["id"]} == {True}, (
        "all four work"
    )


def test_the_command_prints_a_table_what_to_open_and_what_that_changed_when_tried(desk: HubProcess) -> None:

    def printed(*words: str) -> str:
        return CliRunner().invoke(command, ["--data", str(desk.data), *words]).output

    told = printed("--hall", "advised", "--day", str(next_workday()), "--runs", "2")
    assert "from 8 days of that weekday and 0 others" in told
    assert "09:00" in told and "needed" in told and "open " in told
    assert "Tried 2 times at w1 … w8" in told
    assert "Name a hall" in printed()
    assert "Too little to go by" in printed("--hall", "new")


def test_a_hall_without_a_past_gets_no_advice_and_is_told_why(manager: Caller, desk: HubProcess) -> None:
    auditor = Caller(desk, _token(desk, "new", "auditor"))
    told = auditor.must("GET", f"/halls/new/advice?day={next_workday()}")
    assert told["basis"]["thin"] and told["basis"]["windows"] == "profile"
    assert told["more"] == []
    assert auditor.ask("GET", "/halls/advised/advice").code == "wrong_hall"


def _token(desk: HubProcess, hall: str, role: str) -> str:
    before, desk.hall = desk.hall, hall
    try:
        return desk.token(role)
    finally:
        desk.hall = before


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"open": []}, "invalid"),
        ({"open": [{"from": "09:00", "window": "w99"}]}, "unknown_window"),
        ({"open": [{"from": "09:00", "services": ["magic"]}]}, "unknown_service"),
        ({"open": [{"from": "09:00"}]}, "invalid"),
        ({"open": [{"from": "19:00", "window": "w7"}]}, "invalid"),
        ({"open": [{"from": "11:00", "until": "10:00", "window": "w7"}]}, "invalid"),
    ],
)
def test_a_what_if_that_makes_no_sense_is_refused(
    manager: Caller, body: dict[str, object], code: str
) -> None:
    asked = {"day": str(next_workday()), **body}
    assert manager.ask("POST", "/halls/advised/advice/what-if", asked).code == code


def test_two_more_windows_bring_the_waits_down_by_a_range_told_over_several_runs(manager: Caller) -> None:
    wanted = {"services": ["tax", "invoice"], "count": 3, "from": "09:00", "until": "12:00"}
    body = {"day": str(next_workday()), "open": [wanted]}
    told = manager.must("POST", "/halls/advised/advice/what-if", body)
    assert [o["window"] for o in told["opened"]] == ["w7", "w8"] and told["missing"] == 1
    assert told["services"] == ["invoice", "tax"] and told["runs"] >= 2
    assert told["change"]["p90"]["mid"] < 0 < told["change"]["within"]["high"]
    for side in ("before", "after"):
        assert told[side]["p90"]["low"] <= told[side]["p90"]["mid"] <= told[side]["p90"]["high"]
    assert told["after"]["p90"]["mid"] < told["before"]["p90"]["mid"]


def test_only_one_what_if_runs_at_a_time() -> None:
    """The hub's own object, without a hub: a second asker is told to come again."""
    one = trials.Trials()
    one.running = True
    with pytest.raises(trials.HallError) as refused:
        one.run(None, [])  # type: ignore[arg-type]
    assert (refused.value.code, refused.value.facts["retry_after"]) == ("busy", 5)
    assert one.running


def test_a_what_if_that_takes_too_long_is_ended_and_the_next_one_may_run(
    desk: HubProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trials, "GIVE_UP", 0.0)
    store, one = desk.store(), trials.Trials()
    with store.beside() as conn:
        seen = foresee(conn, advising.hall(), next_workday(), wall_ms())
    store.close()
    with pytest.raises(trials.HallError) as refused:
        one.run(seen, [Opening(540, 720, services=("tax",))])
    assert (refused.value.code, one.running) == ("busy", False)


# -- the public answer ----------------------------------------------------------------------------


def test_anybody_may_read_counts_from_any_site_and_no_more(desk: HubProcess) -> None:
    kiosk = Kiosk(desk)
    kiosk.ask("POST", "/halls/advised/tickets", {"services": ["tax"]})
    anyone = Caller(desk)
    answer = anyone.ask("GET", "/halls/advised/public", Origin="https://www.example.org")
    assert answer.status == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "public, max-age=15"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    told = answer.body
    assert len(told["days"]) == 7 and any(d["halves"] for d in told["days"])
    assert told["quiet"]["week"]["from"] >= "15:00", "afternoons are calm in this hall"
    assert [q["id"] for q in told["queues"]] == ["T", "C"]
    text = msgspec.json.encode(told).decode()
    assert "ticket" not in text and "number" not in text and "person" not in text


def test_a_hall_may_turn_its_public_page_off(desk: HubProcess) -> None:
    anyone = Caller(desk)
    hidden = anyone.ask("GET", "/halls/hidden/public")
    assert (hidden.code, hidden.headers["Access-Control-Allow-Origin"]) == ("not_found", "*"), (
        "a snippet is told"
    )
    for path in ("/public/hidden", "/public/hidden/embed.js"):
        assert anyone.http.get(desk.url + path).status_code == 404
    for path in ("/public/advised", "/public/advised/embed.js"):
        page = anyone.http.get(desk.url + path)
        assert page.status_code == 200
        assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]
    assert anyone.ask("GET", "/halls/new/public").body["quiet"] == {"today": None, "week": None}


def test_the_snippet_holds_its_words_and_nothing_of_another_site(desk: HubProcess) -> None:
    script = Caller(desk).http.get(f"{desk.url}/public/advised/embed.js").content.decode()
    assert "__WORDS__" not in script
    assert '"zh":{' in script and '"en":{' in script
    assert (
        Path(__file__).parents[2].joinpath("static/public/embed/zh.json").read_text("utf-8").strip() in script
    )


def test_however_many_ask_the_hall_is_looked_at_once_in_fifteen_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAIHAO_ASYNC", "threading")
    time = Time()
    hub, shown = hub_in(tmp_path, time), Shown(lambda: time.steady / 1000)
    first = shown.answer(hub, HALL)
    act(hub, "take", services=["tax"])
    time.pass_(14_000)
    assert shown.answer(hub, HALL) is first
    time.pass_(2_000)
    assert (first["waiting"], shown.answer(hub, HALL)["waiting"]) == (0, 1)
    hub.store.close()
