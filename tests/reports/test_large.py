"""A hundred thousand rows stream: memory stays flat. And LibreOffice reads what openpyxl reads."""

from __future__ import annotations

import csv
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest

from tests.journal.hubs import HALL, hub_in, room
from tests.reports.desk import lines, made, month
from tests.reports.filled import fill

pytestmark = pytest.mark.long
MEASURED = """import resource, sys
from server.commands.group import paihao
paihao(sys.argv[1:], standalone_mode=False)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"""
SPREAD = 30_000
"""Kilobytes by which ten times as many rows may differ."""


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("year") / "data"
    hub = hub_in(directory)
    count = fill(hub.store, room(hub).hall, date(2026, 1, 1), 204, 700)
    hub.store.close()
    assert count >= 100_000
    return directory


def kilobytes(data: Path, kind: str, last: str, out: Path) -> int:
    """The most memory the command had."""
    words = [
        "report",
        kind,
        "--data",
        str(data),
        "--hall",
        HALL,
        "--from",
        "2026-01-01",
        "--to",
        last,
        "--out",
        str(out),
    ]
    ran = subprocess.run(
        [sys.executable, "-c", MEASURED, *words, "--format", out.suffix[1:]],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert ran.returncode == 0, ran.stderr
    return int(ran.stderr.split()[-1])


@pytest.mark.parametrize("format", ["xlsx", "csv"])
def test_a_hundred_thousand_rows_take_hardly_more_memory_than_ten_thousand(
    year: Path, tmp_path: Path, format: str
) -> None:
    few = kilobytes(year, "tickets", "2026-01-19", tmp_path / f"few.{format}")
    many = kilobytes(year, "tickets", "2026-12-31", tmp_path / f"many.{format}")
    assert many - few < SPREAD
    if format == "csv":
        with (tmp_path / "many.csv").open(encoding="utf-8-sig", newline="") as file:
            assert sum(1 for _ in csv.reader(file)) > 100_000
    else:
        with zipfile.ZipFile(tmp_path / "many.xlsx") as book, book.open("xl/worksheets/sheet1.xml") as sheet:
            assert (
                sum(piece.count(b"</row>") for piece in iter(lambda: sheet.readline(1 << 20), b"")) > 100_000
            )


def test_libreoffice_reads_what_was_written(tmp_path: Path) -> None:
    (tmp_path / "told.xlsx").write_bytes(
        made(month(), "figures", "xlsx", by="service", figures="tickets,within_target")
    )
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to",
         "csv:Text - txt - csv (StarCalc):44,34,76,1", "--outdir", str(tmp_path), str(tmp_path / "told.xlsx")],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    with (tmp_path / "told.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    head = next(n for n, row in enumerate(rows) if row[0] == "业务")
    told = lines(made(month(), "figures", "csv", by="service", figures="tickets,within_target"))
    shown = [(row[0], int(row[2].replace(",", "")), row[3]) for row in rows[head + 1 : head + 1 + len(told)]]
    assert shown == [(t["业务"], int(t["取号量"]), f"{100 * float(t['等候达标率']):.1f}%") for t in told]
