"""Which calls are newest on a wall: nothing lost, nothing too short, in call order."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from playwright.sync_api import Page

PLAY = """
async ([calls, script]) => {
  const m = await import('/static/js/burst.js');
  const rules = { show: 4, together: 6 };
  let burst = m.emptyBurst();
  const seen = [];
  for (let now = 0; now <= 60000; now += 50) {
    for (const call of calls.filter((c) => c.at === now)) burst = m.offer(burst, call, now);
    for (const back of script.filter((s) => s.at === now)) burst = m.withdraw(burst, back.ticket);
    burst = m.advance(burst, rules, now);
    const seqs = (calls) => calls.map((c) => c.seq);
    seen.push({ now, fresh: seqs(burst.fresh), past: seqs(burst.past), waiting: burst.waiting.length });
  }
  return seen;
}
"""


def call(seq: int, at: int = 0, ticket: str | None = None) -> dict[str, Any]:
    return {"seq": seq, "at": at, "ticket": ticket or f"t{seq}", "number": f"A{seq:03d}", "sign": "1号窗口"}


def play(
    bench: Page, calls: list[dict[str, Any]], back: list[dict[str, Any]] | None = None
) -> list[dict[str, Any]]:
    """Every 50 ms of a minute: which seqs were newest, which below."""
    return list(bench.evaluate(PLAY, [calls, back or []]))


def seconds_newest(seen: list[dict[str, Any]], seq: int) -> float:
    return 0.05 * sum(seq in moment["fresh"] for moment in seen)


def test_a_lone_call_is_newest_at_once_and_stays(bench: Page) -> None:
    seen = play(bench, [call(7)])
    assert all(moment["fresh"] == [7] for moment in seen)


def test_twenty_calls_in_a_second_are_each_newest_long_enough(bench: Page) -> None:
    seen = play(bench, [call(n, at=50 * n) for n in range(1, 21)])
    assert all(seconds_newest(seen, n) >= 1.5 for n in range(1, 21))
    groups = [m["fresh"] for before, m in pairwise(seen) if m["fresh"] != before["fresh"]]
    assert [seq for group in groups for seq in group] == list(range(1, 21))
    assert all(0.05 * sum(m["fresh"] == g for m in seen) >= max(1.5, 1 + len(g) / 2) - 0.05 for g in groups)
    assert next(m["now"] for m in seen if 20 in m["fresh"]) <= 20_000


def test_two_calls_follow_each_other_one_at_a_time(bench: Page) -> None:
    seen = play(bench, [call(1), call(2)])
    assert {tuple(m["fresh"]) for m in seen} == {(1,), (2,)}
    assert 1.5 <= seconds_newest(seen, 1) <= 4


def test_a_second_call_after_the_time_is_shown_at_once(bench: Page) -> None:
    seen = play(bench, [call(1), call(2, at=4000)])
    assert next(m["now"] for m in seen if m["fresh"] == [2]) == 4000


def test_what_leaves_newest_is_listed_newest_first(bench: Page) -> None:
    seen = play(bench, [call(n, at=5000 * n) for n in range(1, 5)])
    assert (seen[-1]["fresh"], seen[-1]["past"]) == ([4], [3, 2, 1])


def test_an_undone_call_is_gone_everywhere_at_once(bench: Page) -> None:
    calls = [call(n, at=50 * n) for n in range(1, 21)]
    back = [{"at": 2000, "ticket": "t1"}, {"at": 2000, "ticket": "t19"}]
    seen = play(bench, calls, back)
    after = [m for m in seen if m["now"] >= 2000]
    assert not any({1, 19} & {*m["fresh"], *m["past"]} for m in after)


def test_a_recall_of_the_newest_is_newest_again_in_place(bench: Page) -> None:
    seen = play(bench, [call(1), call(5, at=1000, ticket="t1")])
    assert next(m["fresh"] for m in seen if m["now"] >= 1000) == [5]
    assert seen[-1]["past"] == []


def test_a_recalled_ticket_has_one_line_only(bench: Page) -> None:
    seen = play(bench, [call(1), call(2, at=5000), call(3, at=10000, ticket="t1")])
    assert (seen[-1]["fresh"], seen[-1]["past"]) == ([3], [2])


def test_an_endless_storm_neither_grows_nor_shows_calls_a_minute_late(bench: Page) -> None:
    seen = play(bench, [call(n, at=50 * (n // 5)) for n in range(1, 3001)])
    shown = [(m["now"], max(m["fresh"])) for m in seen if m["fresh"] and m["now"] < 30_000]
    assert all(now - 50 * (seq // 5) < 60_000 for now, seq in shown)
    assert max(m["waiting"] for m in seen) <= 100


def test_the_list_does_not_grow_for_ever(bench: Page) -> None:
    seen = play(bench, [call(n, at=100 * n) for n in range(1, 300)])
    assert max(len(m["past"]) for m in seen) <= 24
