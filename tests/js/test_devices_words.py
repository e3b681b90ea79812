"""The devices page's sentences: what is wrong, where, and what to do about it; for everything the hub can find."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.js.cast import profile

Json = dict[str, Any]
HALL = profile() | {"windows": profile()["windows"][:3]}


def run(bench: Page, code: str, *arguments: Any, lang: str = "zh") -> Any:
    """An expression over the page's modules `w` and `c`, the words `t`, the hall, and the arguments `a`."""
    script = """async ([lang, hall, a]) => {
      const w = await import('/caller/web/devices/words.js');
      const c = await import('/caller/web/devices/checks.js');
      const { loadWords } = await import('/static/js/i18n.js');
      const t = await loadWords(lang, ['/caller/web/i18n/{lang}.json', '/caller/web/devices/i18n/{lang}.json']);
      return %s;
    }"""
    return bench.evaluate(script % code, [lang, HALL, list(arguments)])


def device(id: str, state: str = "ok", detail: str = "", kind: str = "printer", **more: Any) -> Json:
    return {"id": id, "kind": kind, "label": "", "zone": None, "window": None, "part_of": None, "assigned": None,
            "needed": True, "state": state, "detail": detail, **more}  # fmt: skip


def item(key: str, state: str, **facts: Any) -> Json:
    return {"key": key, "state": state, "facts": facts}


DOWN = device("k1", "silent", zone="east")
ITEMS = [
    (item("day", "fault", opened=False, rehearsal=False, reason=None), ["今天还没有开厅"]),
    (item("day", "warning", opened=True, rehearsal=True, reason="day_off"),
     ["现在是演练，取的号不作数", "日历上今天休息，不取号"]),
    (item("clock", "fault", doubtful=True), ["主机的时间可能不对"]),
    (item("storage", "fault", writable=False, free=1), ["主机不能保存数据"]),
    (item("storage", "warning", writable=True, free=2**29), ["硬盘只剩 0.5 GB"]),
    (item("printers", "fault", devices=[DOWN, device("k2"), device("k3", "fault", "paper_out")], missing=["k4"]),
     ["打印机 k1（东区）：无应答", "k4 没有打印机"]),
    (item("paper", "fault", low=["k2"], out=["k3"], unknown=[]), ["k3 缺纸", "k2 的纸快用完"]),
    (item("voice", "fault", devices=[device("voice-all", "fault", "no sound", "voice")], missing=["east"]),
     ["voice-all（全厅）：故障：no sound", "东区没有语音"]),
    (item("screens", "warning", devices=[device("wall", "fault", "x", "board", label="西墙")], missing=["w1", "w2"]),
     ["西墙：故障：x", "没有窗口屏或条屏：1号窗口、2号窗口"]),
    (item("strips", "fault", devices=[device("strip-1", "fault", "offline", "strip", window="w3")]),
     ["strip-1（3号窗口）：故障：连不上"]),
    (item("clerks", "warning", staffed=["w1"], empty=["w2"]), ["还没有开窗：2号窗口"]),
    (item("clerks", "warning", staffed=[], empty=[f"w{n}" for n in range(4, 14)]),
     ["还没有开窗：w4、w5、w6、w7、w8、w9、w10、w11等 10 个"]),
    (item("public_url", "warning", url="https://x", devices=[device("u", "warning", "offline")]),
     ["https://x 打不开：连不上"]),
    (item("keypads", "unknown", devices=[]), []), (item("keypads", "ok", devices=[device("k")]), []),
    (item("new_thing", "fault", odd=1), ["系统报告“new_thing”有问题"]), (item("new_thing", "ok", odd=1), []),
]  # fmt: skip


def test_everything_that_can_be_wrong_is_said_with_what_to_do(bench: Page) -> None:
    lines = run(bench, "a[0].map((item) => c.linesOf(t, hall, item))", [found for found, _ in ITEMS])
    assert [[line["text"] for line in said] for said in lines] == [wanted for _, wanted in ITEMS]
    assert [line for said in lines for line in said if not line["mend"]] == []


def test_in_english_too(bench: Page) -> None:
    lines = run(
        bench, "a[0].flatMap((item) => c.linesOf(t, hall, item))", [found for found, _ in ITEMS], lang="en"
    )
    assert not any("一" <= sign <= "鿿" for line in lines for sign in line["mend"])


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        ([ITEMS[5][0], ITEMS[8][0]], {"state": "fault", "text": "有 3 处要处理"}),
        ([ITEMS[4][0], ITEMS[13][0]], {"state": "warning", "text": "可以开门，有 1 处要留意"}),
        ([ITEMS[13][0], ITEMS[14][0]], {"state": "ok", "text": "可以开门"}),
    ],
)
def test_the_verdict_counts_what_is_to_be_mended(bench: Page, found: list[Json], wanted: Json) -> None:
    assert run(bench, "c.verdict(t, hall, a[0])", found) == wanted


def test_what_ails_stands_first_in_its_group_and_spares_last(bench: Page) -> None:
    devices = [device("b"), device("a", "warning"), device("c", "fault"), device("d", "fault", needed=False),
               device("x", kind="newer"), device("p1-page", kind="kiosk", part_of="p1")]  # fmt: skip
    groups = run(bench, "w.grouped(a[0]).map(({ kind, devices }) => [kind, devices.map(w.nameOf)])", devices)
    assert groups == [["kiosk", ["p1"]], ["printer", ["c", "a", "b", "d"]], ["newer", ["x"]]]
    assert run(bench, "w.tally(a[0])", devices) == {"fault": 1, "silent": 0, "warning": 1, "ok": 3}


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ({"kind": "kiosk", "page": True}, {"role": "kiosk", "place": "zone"}),
        ({"kind": "board", "page": True}, {"role": "display", "place": "zone"}),
        ({"kind": "voice", "page": True}, {"role": "display", "place": "zone"}),
        ({"kind": "window", "page": True}, {"role": "display", "place": "window"}),
        ({"kind": "voice", "page": False}, {"role": "agent", "place": None}),
        ({"kind": "keypad", "page": False}, {"role": "agent", "place": "windows"}),
    ],
)
def test_a_pairing_is_confirmed_for_what_it_is(bench: Page, asked: Json, wanted: Json) -> None:
    assert run(bench, "w.admission(a[0])", asked) == wanted


def test_a_new_device_is_offered_a_free_name(bench: Page) -> None:
    known = [device("kiosk-1-page", kind="kiosk"), device("led-box", kind="strip")]
    asking = [{"kind": "kiosk"}, {"kind": "strip", "device": "led-box"}, {"kind": "strip", "device": "new"}]
    offered = run(bench, "a[0].map((asked) => w.freeName(asked, a[1]))", asking, known)
    assert offered == ["kiosk-2", "strip-1", "new"]
