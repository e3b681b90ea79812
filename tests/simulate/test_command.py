"""`paihao simulate`: its files and tables, the same bytes from the same seed, and what it says of wrong input."""

from __future__ import annotations

import csv
import xml.etree.ElementTree as Tree
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from server.commands.simulate import command

VILLAGE = Path(__file__).resolve().parents[2] / "config" / "village.toml"
HEADER = [
    "row",
    "number",
    "service",
    "classes",
    "window",
    "taken_at",
    "called_at",
    "started_at",
    "completed_at",
    "outcome",
]


def run(*words: object) -> Result:
    return CliRunner().invoke(command, ["--hall", str(VILLAGE), *map(str, words)])


def fed(tmp_path: Path, text: str, *words: object) -> tuple[Result, list[dict[str, str]]]:
    """The command's answer to a CSV of arrivals, and the rows of tickets it wrote."""
    arrivals, tickets = tmp_path / "in.csv", tmp_path / "out.csv"
    arrivals.write_text(text, "utf-8")
    result = run("--arrivals", arrivals, "--tickets", tickets, *words)
    rows = list(csv.DictReader(tickets.open(encoding="utf-8"))) if tickets.exists() else []
    return result, rows


@pytest.mark.parametrize(("visitors", "told"), [(20, False), (400, True)])
def test_too_many_for_the_windows_is_said_in_words(visitors: int, told: bool) -> None:
    assert ("more people came than they can serve" in run("--visitors", visitors).output) is told


def test_a_stream_is_served_at_once_for_exactly_its_durations(tmp_path: Path) -> None:
    text = "at,duration,service,classes\n0.125,10.5,certificate,\n1.25,20,insurance,ordinary\n"
    text += "2.5,5,certificate,elderly\n"
    result, rows = fed(tmp_path, text, "--always-open")
    assert result.exit_code == 0, result.output
    assert list(rows[0]) == HEADER
    assert [(r["row"], r["number"], r["called_at"], r["started_at"], r["completed_at"]) for r in rows] == [
        ("1", "A001", "0.125", "0.125", "10.625"),
        ("2", "A002", "15.625", "15.625", "35.625"),
        ("3", "A003", "10.625", "10.625", "15.625"),
    ]
    assert {(r["window"], r["outcome"]) for r in rows} == {("w1", "done")}


def test_times_are_not_rounded(tmp_path: Path) -> None:
    _, rows = fed(
        tmp_path,
        "at,duration,service\n0.1,0.2,certificate\n0.30000000000000004,1e-7,insurance\n",
        "--always-open",
    )
    assert [r["called_at"] for r in rows] == ["0.1", "0.30000000000000004"]
    assert float(rows[1]["completed_at"]) == 0.30000000000000004 + 1e-7


def test_who_was_not_served_has_empty_cells_and_an_outcome(tmp_path: Path) -> None:
    text = "at,duration,service,patience\n0,100,certificate,\n1,5,certificate,10\n"
    _, rows = fed(tmp_path, text, "--always-open")
    gone = rows[1]
    assert (gone["outcome"], gone["taken_at"]) == ("abandoned", "1.0")
    assert [gone[k] for k in ("window", "called_at", "started_at", "completed_at")] == [""] * 4


def test_rows_may_stand_in_any_order_and_keep_it(tmp_path: Path) -> None:
    _, rows = fed(tmp_path, "service,at,duration\ncertificate,50,1\ncertificate,10,1\n", "--always-open")
    assert [(r["row"], r["number"], r["taken_at"]) for r in rows] == [
        ("1", "A002", "50.0"),
        ("2", "A001", "10.0"),
    ]


def test_a_row_with_a_slot_is_a_reservation(tmp_path: Path) -> None:
    text = "at,duration,service,slot\n0,600,certificate,\n1,60,certificate,\n2,60,certificate,60\n"
    _, rows = fed(tmp_path, text, "--always-open")
    assert [r["called_at"] for r in rows] == ["0.0", "660.0", "600.0"]


def test_without_always_open_the_hall_keeps_its_hours(tmp_path: Path) -> None:
    text = f"at,duration,service\n{8 * 3600},60,certificate\n{9 * 3600},60,certificate\n"
    _, rows = fed(tmp_path, text)
    assert [(r["outcome"], r["called_at"]) for r in rows] == [("hall_closed", ""), ("done", "32400.0")]


def test_an_empty_stream_is_an_empty_day(tmp_path: Path) -> None:
    result, rows = fed(tmp_path, "at,duration,service\n", "--always-open")
    assert (result.exit_code, rows) == (0, [])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "in.csv:1: the file is empty; its first line names the columns"),
        ("at,duration\n1,2\n", "in.csv:1: service: this column is missing"),
        ("at,duration,service,nose\n", "in.csv:1: nose: there is no such column"),
        ("at,at,duration,service\n", "in.csv:1: at: this column stands twice"),
        (
            "at,duration,service\n1,2,certificate\nsoon,2,certificate\n",
            "in.csv:3: at: «soon» is not a number",
        ),
        ("at,duration,service\nnan,2,certificate\n", "in.csv:2: at: «nan» is not a number"),
        ("at,duration,service\n1,-2,certificate\n", "in.csv:2: duration: -2 is less than 0"),
        (
            "at,duration,service\n1,2,visa\n",
            "in.csv:2: service: the hall has no service «visa»; it has certificate,",
        ),
        ("at,duration,service\n1,2\n", "in.csv:2: the line has 2 cells; the header has 3"),
        (
            "at,duration,service,classes\n1,2,certificate,king\n",
            "in.csv:2: classes: the hall knows no «king»",
        ),
        (
            "at,duration,service,classes\n1,2,certificate,reservation\n",
            "in.csv:2: slot: a reservation needs its slot",
        ),
        ('at,duration,service\n1,2,"certificate\n', "in.csv:2: this is not CSV"),
    ],
)
def test_a_wrong_file_is_told_with_file_line_column_and_cure(tmp_path: Path, text: str, says: str) -> None:
    result, rows = fed(tmp_path, text, "--always-open")
    assert (result.exit_code, rows) == (1, [])
    assert says in result.output


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    result, _ = fed(tmp_path, "at,duration,service\nx,1,certificate\n1,y,certificate\n1,1,z\n")
    assert [n for n in (2, 3, 4) if f"in.csv:{n}: " in result.output] == [2, 3, 4]


def test_what_is_missing_or_cannot_be_written_is_said(tmp_path: Path) -> None:
    assert "cannot be read: No such file" in run("--arrivals", tmp_path / "none.csv").output
    assert CliRunner().invoke(command, []).exit_code == 2
    assert CliRunner().invoke(command, ["--hall", str(tmp_path / "no.toml")]).exit_code == 1
    result = run("--visitors", 5, "--csv", tmp_path / "no" / "out.csv")
    assert (result.exit_code, "cannot be written" in result.output) == (1, True)
    assert "no window «w9»" in run("--windows-open", "w9").output


def test_the_hall_may_be_named_without_its_option() -> None:
    result = CliRunner().invoke(command, [str(VILLAGE), "--visitors", "20"])
    assert result.output == run("--visitors", 20).output


def test_a_seed_repeats_a_day_to_the_byte(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("a.csv", "b.csv", "c.csv")]
    said = [
        run("--visitors", 60, "--seed", seed, "--tickets", f).output
        for f, seed in zip(files, (7, 7, 8), strict=True)
    ]
    assert said[0] == said[1] != said[2]
    assert files[0].read_bytes() == files[1].read_bytes() != files[2].read_bytes()


def test_the_table_tells_classes_services_and_windows() -> None:
    lines = run("--visitors", 60).output.splitlines()
    assert lines[0].split()[:3] == ["came", "served", "left"]
    assert lines[1].startswith("all ") and " 60 " in lines[1]
    assert [line for line in lines if line.startswith("by ")] == ["by class", "by service", "by window"]
    assert next(line for line in lines if line.split()[0] == "w1").endswith("%")


def test_the_csv_holds_the_same_figures_in_seconds(tmp_path: Path) -> None:
    run("--visitors", 60, "--csv", tmp_path / "f.csv")
    rows = list(csv.DictReader((tmp_path / "f.csv").open()))
    everyone = rows[0]
    assert (everyone["group"], everyone["came"]) == ("all", "60")
    assert sum(int(r["came"]) for r in rows if r["group"] == "service") == 60
    assert 0 <= float(everyone["within"]) <= 1
    assert {r["group"] for r in rows} == {"all", "class", "service", "window"}


def test_the_picture_is_svg_with_a_line_for_each_class(tmp_path: Path) -> None:
    run("--visitors", 80, "--plot", tmp_path / "day.svg")
    tree = Tree.parse(tmp_path / "day.svg").getroot()
    names = {t.text for t in tree.iter("{http://www.w3.org/2000/svg}text")}
    assert {"ordinary", "elderly", "reservation", "people waiting"} <= names
    assert len(list(tree.iter("{http://www.w3.org/2000/svg}polyline"))) >= 6


def test_policies_and_windows_stand_side_by_side() -> None:
    told = [line.split("  ")[0] for line in run("--visitors", 50, "--compare").output.splitlines()]
    assert told[1:-1] == [
        "affine, profile", "first-come, profile", "strict, profile", "ratio, profile",
        "affine, siloed", "affine, pooled", "affine, helping",
    ]  # fmt: skip


def test_a_demand_file_says_who_comes(tmp_path: Path) -> None:
    demand = tmp_path / "demand.toml"
    demand.write_text(
        '[rates]\n"09:00" = 10\n"15:00" = 20\n[services.certificate]\nshare = 0\n[service]\nlaw = "fixed"\nmean = 2\n'
    )
    tickets = tmp_path / "t.csv"
    result = run("--day", demand, "--tickets", tickets)
    assert result.exit_code == 0, result.output
    rows = list(csv.DictReader(tickets.open()))
    assert len(rows) == 30 and {r["service"] for r in rows} == {"insurance"}
    assert sum(float(r["taken_at"]) > 43_200 for r in rows) > 10
    spent = [float(r["completed_at"]) - float(r["started_at"]) for r in rows if r["completed_at"]]
    assert spent == pytest.approx([120.0] * len(spent))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("visitors = ten\n", "this is not TOML"),
        (
            '[service]\nlaw = "normal"\n',
            "demand.toml:2: service.law: there is no law «normal»; there are: lognormal",
        ),
        ("visitors = 0\n", "demand.toml:1: visitors: «0» does not fit; write a number from 1"),
        ('[rates]\n"noon" = 3\n', "demand.toml:2: rates.noon: «noon» is no time of day"),
        ("[services.visa]\nshare = 1\n", "services.visa: the hall has no service «visa»"),
        ("[classes]\nelderly = 0.7\ndisabled = 0.7\n", "classes: the shares are more than 1"),
        ("nose = 1\n", "demand.toml:1: nose: there is no such key"),
        ('windows = ["w7"]\n', "windows: the hall has no window «w7»"),
    ],
)
def test_a_wrong_demand_file_is_told_with_its_line(tmp_path: Path, text: str, says: str) -> None:
    demand = tmp_path / "demand.toml"
    demand.write_text(text)
    result = run("--day", demand)
    assert result.exit_code == 1
    assert says in result.output


def test_a_past_day_needs_the_data_it_is_in() -> None:
    result = run("--day", "2026-01-05")
    assert (result.exit_code, "add --data DIR" in result.output) == (2, True)
