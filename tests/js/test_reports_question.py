"""A report's question: its address and back, the periods people name, and where a row leads; no hub is asked."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

TODAY = "2026-11-22"


def ask(page: Page, module: str, body: str, given: Any = None) -> Any:
    """What a function of the page's own modules says; `m` is the module."""
    return page.evaluate(
        f"async (given) => {{ const m = await import('/static/manage/{module}.js'); return ({body}); }}",
        given,
    )


def question(page: Page, search: str) -> Any:
    return ask(page, "reports/question", f"m.read(given, '{TODAY}')", search)


def test_a_question_survives_its_address_and_what_is_wrong_in_one_is_left_aside(bench: Page) -> None:
    sent = (
        "from=2026-10-01&to=2026-10-31&by=service,hour&zone=a&person=%E9%99%88%20%26%20%E6%9D%8E&figures=served,wait_p90"
        + ("&sort=-served&compare=year&view=tickets&figure=wait_p90&what=short&order=wait&seconds=30")
    )
    read = question(bench, sent)
    assert read["by"] == ["service", "hour"]
    assert read["only"] == [["zone", "a"], ["person", "陈 & 李"]]
    assert read["sort"] == {"key": "served", "down": True}
    assert ask(bench, "reports/question", "m.address(given)", read) == sent
    wrong = "from=2026-02-31&to=2026-10-31&by=moon,day,day&hour=24&weekday=0&zone=&view=x&compare=z&sort=;a&figure=A-"
    start = ask(bench, "reports/question", f"m.start('{TODAY}')")
    assert question(bench, wrong) == start | {"by": ["day"]}
    assert question(bench, "by=hall")["by"] == []


DOWN: list[tuple[str, Any, Any]] = [
    ("by=service", {"service": "tax"}, {"by": ["window"], "only": [["service", "tax"]], "view": "table"}),
    ("by=window&service=tax", {"window": "w1"}, {"by": ["person"], "only": [["service", "tax"], ["window", "w1"]]}),
    ("by=month", {"month": "2026-11"}, {"from": "2026-11-10", "to": TODAY, "by": ["day"]}),
    ("by=day", {"day": "2026-11-12"}, {"from": "2026-11-12", "to": "2026-11-12", "by": ["hour"]}),
    ("by=weekday,hour&view=heat", {"weekday": 1, "hour": 9}, {"only": [["weekday", "1"], ["hour", "9"]]}),
    ("by=hall", {"hall": "h"}, {"only": [], "by": ["service"]}),
    ("by=hour&service=a&window=b&person=c", {"hour": 9}, {"by": ["day"]}),
    ("by=day&service=a&window=b&person=c&hour=9", {"day": TODAY}, {"view": "tickets"}),
]  # fmt: skip


def test_a_row_leads_further_down_and_at_the_end_to_its_tickets(bench: Page) -> None:
    for search, key, leads in DOWN:
        q = question(bench, f"from=2026-11-10&to={TODAY}&{search}")
        found, nowhere = (
            ask(bench, "reports/question", "m.down(given[0], given[1])", [q, k])
            for k in (key, dict.fromkeys(key))
        )
        assert ({name: found[name] for name in leads}, nowhere) == (leads, None), search


def test_periods_are_named_and_stepped_through_as_people_do(bench: Page) -> None:
    def days(body: str) -> Any:
        return ask(bench, "reports/days", body)

    periods = days(f"m.periods('{TODAY}')")
    assert periods["week"] == ["2026-11-16", TODAY], "22 November 2026 is a Sunday"
    assert periods["lastmonth"] == ["2026-10-01", "2026-10-31"]
    assert periods["lastyear"] == ["2025-01-01", "2025-12-31"]
    assert [days(f"m.named('{a}', '{b}', '{TODAY}')") for a, b in periods.values()] == list(periods)
    step = [
        ("2026-11-01", TODAY, -1, ["2026-10-01", "2026-10-31"]),
        ("2026-10-01", "2026-10-31", 1, ["2026-11-01", TODAY]),
        ("2024-03-01", "2024-03-31", -1, ["2024-02-01", "2024-02-29"]),
        ("2026-01-01", TODAY, -1, ["2025-01-01", "2025-12-31"]),
        ("2026-11-16", TODAY, -1, ["2026-11-09", "2026-11-15"]),
        ("2026-11-03", "2026-11-05", -1, ["2026-10-31", "2026-11-02"]),
        (TODAY, TODAY, 1, None),
    ]
    for first, last, n, other in step:
        assert days(f"m.step('{first}', '{last}', {n}, '{TODAY}')") == other, (first, last, n)


def test_changes_guard_nothing_and_zero_and_shares_change_by_points(bench: Page) -> None:
    asked = [
        ("count", 12, 10),
        ("count", 0, 0),
        ("count", 5, 0),
        ("seconds", 60, None),
        ("share", 0.5, 0.75),
        ("share", 0.1, 0),
    ]
    assert ask(bench, "reports/figures", "given.map(([u, a, b]) => m.change(u, a, b))", asked) == [
        {"way": 1, "part": 0.2}, {"way": 0, "part": 0}, None, None, {"way": -1, "points": 25}, {"way": 1, "points": 10},
    ]  # fmt: skip


def test_every_figure_is_offered_once_and_rows_sort_with_the_empty_last(bench: Page) -> None:
    from server.profiles.figures import definitions

    groups = dict(ask(bench, "reports/figures", "m.grouped(given)", definitions()))
    ids = {group: [d["id"] for d in some] for group, some in groups.items()}
    assert sorted(id for some in ids.values() for id in some) == sorted(d["id"] for d in definitions())
    assert (
        "waiting" in ids["flow"] and "idle_waited_share" in ids["windows"] and "lost_wait_p90" in ids["waits"]
    )
    rows = [{"figures": {"a": v}} for v in (3, None, 1, 3)]
    order = "m.sorted(given, {key: 'a', down: %s}).map((row) => row.figures.a)"
    assert ask(bench, "reports/figures", order % "true", rows) == [3, 3, 1, None]
    assert ask(bench, "reports/figures", order % "false", rows) == [1, 3, 3, None]


def test_a_chart_measures_in_what_people_read_and_says_its_lowest_and_highest(bench: Page) -> None:
    says = bench.evaluate("""async () => {
        const m = await import('/static/manage/chart/option.js');
        const { words } = await import('/static/js/i18n.js');
        const t = words('en', await (await fetch('/static/manage/i18n/en.json')).json());
        const by = (unit, ...all) => { const s = m.scale(t, unit, '', all); return [Math.round(1 / s.by), s.name]; };
        const values = [60, null, 600];
        const series = [{ name: 'Wait', values }, { name: 'Past', values: [null, null, null], past: true }];
        const measure = m.scale(t, 'seconds', '', values);
        const given = { t, kind: 'bar', series, x: ['9', '10', '11'], unit: 'seconds', measure };
        return [by('seconds', 90), by('seconds', 4000), by('seconds', 40000), m.scale(t, 'share', '', [1]).by,
            m.spoken(t, 'Waits', series, given.x, 'seconds', ''), m.option(given, { ink: {}, still: true })];
    }""")
    assert says[:4] == [[1, "seconds"], [60, "minutes"], [3600, "hours"], 100]
    assert says[4] == "Waits. Wait: lowest 1 min (9), highest 10 min (11). Past: no data"
    option = says[5]
    assert (option["yAxis"]["min"], option["animation"], option["series"][0]["data"]) == (
        0,
        False,
        [1, None, 10],
    )
