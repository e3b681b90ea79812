"""Businesses by table over HTTP: the template, a filled one with faults by row and column, preview, taking it over."""

from __future__ import annotations

import csv
import io

import openpyxl
import requests

from server.protocol import API
from tests.cast import Answer, Guide
from tests.hubprocess import HubProcess
from tests.web.test_setup import Admin

TABLE = "application/octet-stream"


def template(admin: Admin, lang: str = "zh") -> openpyxl.Workbook:
    url = f"{admin.hub.url}{API}{admin.setup}/services/template.xlsx?language={lang}"
    said = requests.get(url, headers={"Authorization": f"Bearer {admin.token}"}, timeout=60)
    assert said.status_code == 200, said.text
    return openpyxl.load_workbook(io.BytesIO(said.content))


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sent(admin: Admin, content: bytes, **query: object) -> Answer:
    asked = "&".join(f"{k}={v}" for k, v in query.items())
    return admin.send(f"/services/import?{asked}", content, TABLE)


def test_the_template_brought_back_unchanged_changes_nothing(hub: HubProcess) -> None:
    admin = Admin(hub)
    for lang in ("zh", "en"):
        book = template(admin, lang)
        assert book.active is not None and book.active.max_row == 1 + len(admin.now()["document"]["services"])
        told = sent(admin, saved(book), preview=1, replace=1).body
        assert (told["faults"], told["differences"], told["parts"]) == ([], [], {})


def test_a_filled_table_is_previewed_taken_over_and_gives_numbers_at_once(hub: HubProcess) -> None:
    admin = Admin(hub)
    rows = [["名称", "单位", "队列", "办理窗口", "每天限号", "周末办理"], ["公证", "民政局", "A", "1、2", "20", "否"],
            ["发票代开", "测试县税务局", "税务", "", "", ""]]  # fmt: skip
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    content = out.getvalue().encode("gb18030")
    told = sent(admin, content, preview=1).body
    assert told["faults"] == []
    assert {(d["what"], d["part"], d["row"], d["key"]) for d in told["differences"]} >= {
        ("added", "services", "s1", ""), ("changed", "windows", "w1", "services"),
    }  # fmt: skip
    assert (told["applied"], admin.now()["version"]) == (False, 1)
    assert sent(admin, content, version=1).body["applied"]
    new = admin.now()["document"]["services"][-1]
    assert (new["name"], new["department"], new["queue"], new["cap"], new["weekend"]) == (
        "公证", "civil", "all", 20, False,
    )  # fmt: skip
    assert Guide(hub).take("s1")["ticket"]["number"].startswith("A")
    assert sent(admin, content.replace(b"20", b"30"), version=1).code == "setup_changed"


def test_faults_of_a_table_are_told_by_row_and_column_and_nothing_is_taken(hub: HubProcess) -> None:
    admin = Admin(hub)
    book = template(admin)
    sheet = book.active
    assert sheet is not None
    head = {str(cell.value): cell.column for cell in sheet[1]}
    sheet.cell(2, head["单位"], "没有的局")
    sheet.cell(3, head["等候目标（分钟）"], "很快")
    sheet.cell(4, head["编号"], sheet.cell(5, head["编号"]).value)
    sheet.cell(6, head["办理窗口"], "99")
    sheet.cell(7, head["基本编码"], "编" * 21)
    sheet.cell(1, len(head) + 1, "备注")
    told = sent(admin, saved(book), version=1).body
    found = {(f["line"], f["column"]): (f["wrong_zh"], f["right_zh"]) for f in told["faults"]}
    assert set(found) >= {
        (2, "单位"),
        (3, "等候目标（分钟）"),
        (5, "编号"),
        (6, "办理窗口"),
        (7, "基本编码"),
        (1, "备注"),
    }
    assert found[2, "单位"][0] == '「单位」里没有 "没有的局"'
    assert found[3, "等候目标（分钟）"] == ('"很快" 不在范围内', "请填：0 到 480 的整数")
    assert (told["applied"], admin.now()["version"]) == (False, 1)


def test_what_a_table_lacks_goes_only_where_that_was_asked_for_and_with_every_mention(
    hub: HubProcess,
) -> None:
    admin = Admin(hub)
    services = admin.now()["document"]["services"]
    out = io.StringIO()
    csv.writer(out).writerows(
        [["id", "name"], *([s["id"], s["name"]] for s in services if s["id"] != "invoice")]
    )
    content = out.getvalue().encode("utf-8-sig")
    assert sent(admin, content, preview=1).body["differences"] == []
    told = sent(admin, content, preview=1, replace=1).body
    assert ("removed", "invoice") in {(d["what"], d["row"]) for d in told["differences"]}
    assert told["faults"] == [] or {f["part"] for f in told["faults"]} == {"windows"}
    assert "invoice" not in str(told["parts"])


def test_what_is_no_table_is_refused_in_words(hub: HubProcess) -> None:
    admin = Admin(hub)
    for content in (b"PK\x03\x04 not a workbook", b"\x00\x01\x02", b"\xff\xfe\x00\x00" * 10):
        assert sent(admin, content, preview=1).code == "wrong_type"
    empty = sent(admin, b"", preview=1).body
    assert empty["faults"][0]["wrong_zh"] == "第一行不是表头"
    assert sent(Admin(hub, "manager"), b"x", preview=1).code == "forbidden"
