"""Other rules for the same day, and a promise to those who reserve."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from server.simulate import policies, promise
from server.simulate.comparing import under
from server.simulate.course import always_open
from server.simulate.engine import Run
from server.simulate.visitor import Visitor
from tests.simulate.halls import hall, played, poisson

CLASSES = {"elderly": (10.0, 1.5), "military": (30.0, 2.0)}


def order(run: Run) -> list[int]:
    return [f.visitor.row for f in sorted(run.fates, key=lambda f: f.called_at or 0)]


def crowd(*classes: str) -> list[Visitor]:
    """All come within a minute while the only window is busy."""
    return [Visitor(n, n / 10, 60.0, "a", (k,) if k else ()) for n, k in enumerate(("", *classes), 1)]


def ruled(policy: str, people: list[Visitor]) -> list[int]:
    made = hall(["a"], classes=CLASSES)
    return order(under(made, people, always_open(made), policy, "profile"))


def test_first_come_knows_no_classes() -> None:
    assert ruled("first-come", crowd("", "elderly", "military")) == [1, 2, 3, 4]


def test_strict_priority_goes_by_rank_and_then_by_coming() -> None:
    assert ruled("strict", crowd("", "elderly", "military", "elderly", "military")) == [1, 4, 6, 3, 5, 2]


def test_the_ratio_calls_two_with_priority_then_one_without() -> None:
    people = crowd("", "", "", "elderly", "military", "elderly", "military", "elderly")
    assert ruled("ratio", people) == [1, 5, 6, 2, 7, 8, 3, 9, 4]


def test_affine_is_the_hall_as_it_is() -> None:
    people = poisson(Random(1), 300, {"": 0.5, "elderly": 0.3}, service="a")
    made = hall(["a"], classes=CLASSES)
    assert ruled("affine", people) == order(played(made, people))


def test_siloed_windows_keep_one_queue_each_and_every_service_keeps_a_window() -> None:
    queues = [{"prefix": p, "name": p} for p in "AB"]
    services = [{"id": s, "name": s, "queue": q} for s, q in (("a", "A"), ("b", "B"), ("c", "B"))]
    made = hall(["a", "b", "c"], ["a", "b"], ["a", "b", "c"], queues=queues, services=services)
    people = [Visitor(1, 0, 60, "a"), Visitor(2, 0, 600, "b")]
    apart = policies.arranged(made, "siloed", people)
    assert [len({apart.service[s].queue for s in w.services}) for w in apart.windows] == [1, 1, 1]
    assert {s for w in apart.windows for s in w.services} == {"a", "b", "c"}


def test_pooled_windows_serve_all_and_helping_ones_only_when_nobody_of_their_own_waits() -> None:
    made = hall(["a"], ["b"])
    people = [Visitor(1, 0, 100, "a"), Visitor(2, 0, 90, "b"), Visitor(3, 1, 5, "a"), Visitor(4, 2, 5, "b")]
    called = {
        w: [f.window for f in under(made, people, always_open(made), "affine", w).fates]
        for w in ("profile", "pooled", "helping")
    }
    assert called["profile"] == ["w1", "w2", "w1", "w2"]
    assert called["pooled"][2] == called["pooled"][3] == called["pooled"][1]
    assert called["helping"] == ["w1", "w2", "w2", "w2"]


def test_a_promise_is_measured_from_the_later_of_coming_and_slot() -> None:
    made = hall(["a"])
    people = [
        Visitor(1, 0, 1000, "a"),
        Visitor(2, 100, 60, "a", slot=900),
        Visitor(3, 200, 60, "a", slot=100),
    ]
    people.append(Visitor(4, 300, 60, "a", slot=300 - 601))
    run = played(made, people)
    found = [promise.delay(f, 600) for f in run.fates]
    assert found[0] is None and found[3] is None
    assert found[1] == (run.fates[1].called_at or 0) - 900
    assert found[2] == (run.fates[2].called_at or 0) - 200


def test_the_search_finds_settings_that_keep_the_promise_and_says_what_they_cost() -> None:
    made = hall(["a"], classes=CLASSES)
    chance = Random(2)
    people = poisson(chance, 150, {"": 0.9}, service="a")
    people = [replace(v, slot=v.at + 300 if chance.random() < 0.3 else None) for v in people]
    lazy = replace(
        made,
        classes=tuple(replace(c, rate=1.0, credit=0.0) if c.id == "reservation" else c for c in made.classes),
    )
    found = promise.searched(lazy, [people], always_open(lazy), 90, 1)
    assert found.now.share < 0.9 <= (found.best.share if found.best else 0)
    told = promise.told(found)
    assert "cheapest rate" in told and "changes the others' wait by +" in told
    never = promise.searched(lazy, [people], always_open(lazy), 100.1, 1)
    assert never.best is None and "needs more windows" in promise.told(never)
