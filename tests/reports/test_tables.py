"""Workbooks and CSV files read back: what they say is what was counted, and no text becomes a formula."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from server import profiles
from server.domain.counting.figures import Cell, figures
from server.hub.hub import Hub
from server.hub.setup.importing import bring_in
from server.journal.counting import Question, count
from server.profiles.figures import IDS, definitions
from server.reports import csvfile
from server.reports.asked import Unaskable, asked
from server.reports.sheet import Sheet
from tests.domain.hall import raw
from tests.journal.hubs import HALL, act, hub_in, room, store_in
from tests.reports import filled
from tests.reports.desk import FIRST, LAST, lines, made, month, sheets

UNITS = {d["id"]: d["unit"] for d in definitions()}


def as_seconds(value: Any) -> Any:
    """A time of a sheet as the seconds it stands for."""
    if isinstance(value, timedelta):
        return round(value.total_seconds(), 2)
    if hasattr(value, "hour"):
        return value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6
    return value


def rows_of(sheet: Any, head: int) -> list[tuple[Any, ...]]:
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=head + 1)]


def same(shown: Any, counted: Any) -> bool:
    """Times of a sheet are fractions of a day: a hundredth of a second is lost on the way."""
    if counted is None or shown is None:
        return shown is counted
    return (
        abs(as_seconds(shown) - counted) < 0.51
        if isinstance(counted, float)
        else as_seconds(shown) == counted
    )


def test_a_workbook_holds_every_figure_of_every_row_and_the_whole() -> None:
    cells = count(month().store.conn, Question(HALL, 20261001, 20261031, ("service", "weekday")))
    whole = Cell()
    for cell in cells.values():
        whole.add(cell)
    sheet = sheets(made(month(), "figures", "xlsx", by="service,weekday", lang="en"))["Data"]
    head = next(n for n, row in enumerate(sheet.values, 1) if row[0] == "Service")
    *rows, total = rows_of(sheet, head)
    assert [row[1] for row in rows] == [key[0] for key in cells]
    for row, cell in zip([*rows, total], [*cells.values(), whole], strict=True):
        told = dict(zip(IDS, row[3:], strict=False))
        counted = figures(cell, whole)
        assert [id for id in IDS if not same(told[id], counted[id])] == []
    assert total[0] == "Total"


def test_a_period_stands_beside_the_one_before_it() -> None:
    told = lines(
        made(month(), "figures", "csv", by="service", figures="tickets,wait_p90", compare="period", lang="en")
    )
    for row, first, last in (
        ("Tickets", 20261001, 20261031),
        ("Tickets (period before)", 20260901, 20260930),
    ):
        cells = count(month().store.conn, Question(HALL, first, last, ("service",)))
        assert [int(r[row]) for r in told] == [figures(cell)["tickets"] for cell in cells.values()]
    days = lines(made(month(), "figures", "csv", by="day", figures="tickets", compare="period", lang="en"))
    by_day = {
        d: c.sums["tickets"]
        for (d,), c in count(month().store.conn, Question(HALL, 20260901, 20260930, ("day",))).items()
    }
    assert [r["Tickets (period before)"] for r in days] == [
        str(by_day.get(int(f"202609{r['Day'][8:]}"), "")) for r in days
    ]


def test_a_workbook_is_ready_to_be_worked_with() -> None:
    book = sheets(made(month(), "figures", "xlsx", by="service", figures="tickets,wait_mean,within_target"))
    assert book.sheetnames == ["数据", "说明", "备注"]
    sheet = book["数据"]
    facts = [row[0] for row in sheet.iter_rows(max_row=6, values_only=True)]
    assert facts[0] == "Small hall  统计报表"
    assert f"统计期间: {FIRST} 至 {LAST}" in facts
    head = next(n for n, row in enumerate(sheet.values, 1) if row[0] == "业务")
    assert sheet.freeze_panes == f"C{head + 1}"
    assert sheet.auto_filter.ref.startswith(f"A{head}:")
    formats = [cell.number_format for cell in sheet[head + 1]]
    assert formats[2:5] == ["#,##0", "[h]:mm:ss", "0.0%"]
    assert sheet.column_dimensions["A"].width > 20
    names = [row[0] for row in book["说明"].iter_rows(min_row=2, values_only=True)]
    assert names == ["取号量", "平均等候时间", "等候达标率", "未计入的等候", "未计入的办理时长"]
    unsure = month().store.one(
        "select sum(not sure_spent and ended = 'completed') from leg where day >= 20261001"
    )
    assert unsure and f"{unsure[0]} 人次的办理时长由系统推定" in book["备注"]["A1"].value


def test_a_list_of_tickets_has_a_line_for_every_leg_in_the_order_they_came() -> None:
    told = lines(made(month(), "tickets", "csv", lang="en", only=["window=w1"]))
    stored = month().store.all(
        """select l.ticket, l.wait, l.spent, l.service from leg l join visit v on v.id = l.ticket
            where l.day between 20261001 and 20261031 and l.window = 'w1' order by l.day, v.taken_at, l.ticket"""
    )
    seen = [(r["Id"], int(r["Wait (seconds)"]), int(r["Service time (seconds)"] or 0)) for r in told]
    assert seen == [(id, wait, spent or 0) for id, wait, spent, _ in stored]
    assert {r["Service"] for r in told} == {"Permit", "Licence"}
    assert {r["Class"] for r in told} == {"Ordinary"}
    assert all(r["Day"] <= r["Taken at"][:10] for r in told)


def test_a_list_of_tickets_as_a_workbook_says_what_the_csv_says() -> None:
    sheet = sheets(made(month(), "tickets", "xlsx", last=FIRST))["数据"]
    head = next(n for n, row in enumerate(sheet.values, 1) if row[0] == "日期")
    told = lines(made(month(), "tickets", "csv", last=FIRST))
    rows = rows_of(sheet, head)
    assert len(rows) == len(told) > 40
    named = [dict(zip((cell.value for cell in sheet[head]), row, strict=True)) for row in rows]
    for one, other in zip(named, told, strict=True):
        assert one["取号时间"].isoformat(" ") == other["取号时间"]
        assert (one["号码"], one["业务"], one["选呼"]) == (other["号码"], other["业务"], other["选呼"])
        assert as_seconds(one["等候时间"]) == int(other["等候时间 (秒)"])


def test_nothing_that_was_typed_becomes_a_formula(tmp_path: Path) -> None:
    given = raw()
    given["services"][0]["name"], given["windows"][0]["sign"] = "=HYPERLINK(1)", "@SUM(1)"
    hub = Hub(store_in(tmp_path))
    bring_in(hub, given, profiles.build(given), replace=False)
    filled.fill(hub.store, room(hub).profile(1), date(2026, 10, 5), 1, 40)
    (sheet, *_) = sheets(made(hub, "tickets", "xlsx"))
    guarded = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith(("=", "@"))]
    assert guarded and {cell.data_type for cell in guarded} == {"s"}
    told = lines(made(hub, "tickets", "csv"))
    assert {row["业务"] for row in told} & {"'=HYPERLINK(1)"}
    assert {row["窗口"] for row in told} & {"'@SUM(1)"}
    hub.store.close()


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "\r=1"])
def test_what_a_spreadsheet_would_compute_is_kept_from_it(text: str) -> None:
    assert csvfile.guarded(text) == f"'{text}"
    assert csvfile.guarded(f"a{text}") == f"a{text}"


def test_a_line_written_at_once_is_what_the_library_writes_cell_by_cell() -> None:
    rows = [
        [" <a> & b", "=1", "\t", "_x0041_", "\x01\ufffe", ""],
        [0, -1, 1 / 3, 46349.895833333336, 1e6, None],
    ]
    assert written(rows, Sheet) == written(rows, Worksheet)


def written(rows: list[list[Any]], kind: type[Worksheet]) -> bytes:
    """A sheet of a head and these rows, as XML."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False}) as book:
        how, sheet = book.add_format({"num_format": "0.0"}), book.add_worksheet("Data", kind)
        sheet.write_string(0, 0, "head", how)
        for at, row in enumerate(rows, 1):
            if isinstance(sheet, Sheet):
                sheet.line(at, row, [how] * len(row))
            else:
                for n, value in enumerate(row):
                    sheet.write(at, n, value, how)
    with zipfile.ZipFile(file) as made_of:
        return made_of.read("xl/worksheets/sheet1.xml")


def test_a_period_with_nothing_says_so() -> None:
    sheet = sheets(made(month(), "figures", "xlsx", "2020-01-01", "2020-01-31", by="day"))["数据"]
    assert "所选期间没有记录。" in [row[0] for row in sheet.values]
    assert lines(made(month(), "tickets", "csv", "2020-01-01", "2020-01-31")) == []


def test_a_ticket_of_today_that_still_waits_has_no_times_yet(tmp_path: Path) -> None:
    hub = hub_in(tmp_path)
    act(hub, "take", services=["permit"], channel="kiosk")
    (row,) = lines(made(hub, "tickets", "csv", "2026-11-23", "2026-11-23"))
    assert (row["号码"], row["结果"], row["等候时间 (秒)"], row["取号时间"]) == (
        "A001",
        "",
        "",
        "2026-11-23 09:00:00",
    )
    hub.store.close()


@pytest.mark.parametrize(
    "wrong",
    [
        {"by": "moon"}, {"by": "day,day"}, {"by": "day,hour,zone"}, {"figures": "joy"}, {"only": ["zone"]},
        {"only": ["hour=x"]}, {"last": "2026-02-30"}, {"last": "2025-01-01"}, {"lang": "la"},
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_not_asked(wrong: dict[str, Any]) -> None:
    given = {"first": "2026-10-01", "last": "2026-10-31", **wrong}
    with pytest.raises(Unaskable):
        asked(HALL, given.pop("first"), given.pop("last"), **given)


def test_exceptions_are_told_a_person_a_line_with_the_hall_s_own_measures() -> None:
    told = lines(made(month(), "exceptions", "csv", lang="en"))
    stored = month().store.all(
        """select person, sum(chosen), sum(coalesce(spent < 30, 0)) from leg
            where day between 20261001 and 20261031 group by person order by person"""
    )
    seen = [(r["Person"], int(r["Chosen calls: times"]), int(r["Short services: times"])) for r in told]
    assert sorted(seen) == stored
    everybody = month().store.all(
        """select person, sum(place > 0) from leg
            where day between 20261001 and 20261031 and person <> '' group by person order by person"""
    )
    assert sorted((r["Person"], int(r["Called"])) for r in told) == everybody
    definitions = [
        row[2] for row in sheets(made(month(), "exceptions", "xlsx"))["说明"].iter_rows(values_only=True)
    ]
    assert "办理不足 30 秒即办结。每日限 5 次。" in definitions
