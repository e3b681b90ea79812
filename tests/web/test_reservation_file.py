"""`paihao reservations`: a file comes in whole or not at all, twice changes nothing, and what is private is erased."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from server import profiles
from server.commands import booking_file
from server.commands.booking_file import FileFaults
from tests.cast import Kiosk
from tests.hubprocess import HubProcess
from tests.reserving import LI, RESERVING, Partner

HEAD = "service,date,start,code,phone,id_number,name,source\n"


def workday() -> str:
    """A day on which the hall is open, soon."""
    day = datetime.now().date() + timedelta(days=2)
    while day.isoweekday() > 5:
        day += timedelta(days=1)
    return day.isoformat()


@pytest.fixture
def hub(new_hub: object) -> HubProcess:
    return new_hub(profile=RESERVING).start()


def given(tmp_path: Path, *rows: str, head: str = HEAD, encoding: str = "utf-8") -> str:
    file = tmp_path / "rows.csv"
    file.write_bytes((head + "\n".join(rows) + "\n").encode(encoding))
    return str(file)


def test_a_file_comes_in_once_and_the_hub_that_runs_knows_it(hub: HubProcess, tmp_path: Path) -> None:
    day = workday()
    file = given(
        tmp_path, f"permit,{day},09:00,YY-0001,,,,site", f"permit,{day.replace('-', '/')},9:05,,13800138000,,李雷,",
        f"permit,{day},14:00,,,{LI},,", encoding="gb18030",
    )  # fmt: skip
    first = hub.cli("reservations", "import", file, "--hall", hub.hall)
    assert first == "3 reservations brought in, 0 were there already.\n"
    seq = hub.seq()
    again = hub.cli("reservations", "import", file, "--hall", hub.hall)
    assert again == "0 reservations brought in, 3 were there already.\n"
    assert hub.done(seq) == []
    kiosk, partner = Kiosk(hub), Partner(hub)
    assert kiosk.ask("POST", f"{kiosk.here}/reservations/yy-0001/check-in").code == "wrong_day"
    rows = partner.must("GET", f"{partner.here}/reservations?day={day}")["reservations"]
    assert [r["source"] for r in rows] == ["site", "import", "import"]
    listed = hub.cli("reservations", "list", "--hall", hub.hall, "--day", day).splitlines()
    assert [line.split()[2] for line in listed] == ["09:00", "09:05", "14:00"]
    assert "13800138000" not in str(listed) + str(hub.journal())
    partner.must("DELETE", f"{partner.here}/reservations/{rows[1]['code']}")
    elsewhere = {"start": rows[2]["start"].replace("06:00", "06:30")}
    partner.must("PATCH", f"{partner.here}/reservations/{rows[2]['code']}", elsewhere)
    again = hub.cli("reservations", "import", file, "--hall", hub.hall)
    assert again.startswith("0 "), "what was cancelled or moved does not come back with the file"


def test_nothing_comes_in_from_a_file_with_a_fault_and_each_is_named(hub: HubProcess, tmp_path: Path) -> None:
    day = workday()
    file = given(
        tmp_path, f"permit,{day},09:00,A001,,,,", f"permit,{day},09:01,A002,,,,", f"seal,{day},09:00,A003,,,,",
        f"permit,{day},13:00,A004,,,,", f"permit,{day},09:00,A005,,,,", f"permit,{day},09:00,A006,,,,",
    )  # fmt: skip
    said = hub.cli("reservations", "import", file, "--hall", hub.hall, code=1)
    assert [line.split(":")[0].strip() for line in said.splitlines()[1:]] == [
        "line 3, start", "line 4, service", "line 5, start", "line 7, start",
    ]  # fmt: skip
    assert hub.rows("select * from reservation") == hub.rows("select * from identity") == []


def test_what_is_private_about_one_is_erased(hub: HubProcess, tmp_path: Path) -> None:
    file = given(tmp_path, f"permit,{workday()},09:00,YY01,13800138000,{LI},Li Lei,")
    hub.cli("reservations", "import", file, "--hall", hub.hall)
    assert hub.cli("reservations", "erase", "yy01", "--hall", hub.hall) == "YY01: 4 private facts erased.\n"
    assert hub.rows("select * from private where ref = 'YY01'") == hub.rows("select * from identity") == []
    assert "no reservation" in hub.cli("reservations", "erase", "nobody", "--hall", hub.hall, code=1)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("service,date\npermit,2026-11-23\n", (1, "start")),
        ("service,date,start,colour\n", (1, "colour")),
        (HEAD + "permit,2026-02-30,09:00,A001,,,,\n", (2, "date")),
        (HEAD + "\npermit,2026-11-23,25:00,A001,,,,\n", (3, "start")),
        (HEAD + ",2026-11-23,09:00,A001,,,,\n", (2, "service")),
        (HEAD + "permit,2026-11-23,09:00,,,,,\n", (2, "code")),
        (HEAD + "permit,2026-11-23,09:00,A 1,,,,\n", (2, "code")),
        (HEAD + "permit,2026-11-23,09:00,,1.38E+10,,,\n", (2, "phone")),
        (HEAD + "permit,2026-11-23,09:00,,,110105194912310021,,\n", (2, "id_number")),
        (HEAD + "permit,2026-11-23,09:00,A001,,,,WeChat\n", (2, "source")),
        (HEAD + "permit,2026-11-23,09:00,A001,,,,\npermit,2026-11-24,09:00,a001,,,,\n", (3, "code")),
        (
            HEAD + "permit,2026-11-23,09:00,,13800138000,,,\npermit,2026-11-23,9:00,,13800138000,,,\n",
            (3, "start"),
        ),
    ],
)
def test_a_fault_has_its_line_and_column_and_repeats_no_id_number(text: str, fault: tuple[int, str]) -> None:
    _, hall = profiles.load(RESERVING)
    with pytest.raises(FileFaults) as refused:
        booking_file.read(text.encode(), hall)
    assert [(line, column) for line, column, _ in refused.value.faults] == [fault]
    assert "110105194912310021" not in str(refused.value.faults)


def test_a_file_that_is_no_text_is_refused() -> None:
    _, hall = profiles.load(RESERVING)
    with pytest.raises(FileFaults):
        booking_file.read(b"\xff\xfe\x00\x81\xff\xff", hall)
