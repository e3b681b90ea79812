"""Who may take a number: real names, one live ticket each, nameless ones a minute, many cases and their queue."""

from __future__ import annotations

from typing import Any

import pytest

from server import profiles
from server.domain.events import Command
from tests.domain.hall import raw
from tests.domain.play import Play

SEEN = {"reason": {"reason": "passport_only"}}


def play(service: dict[str, Any] | None = None, **rules: Any) -> Play:
    given = raw(**rules)
    given["services"][0] |= service or {}
    given["queues"].append({"id": "agents", "prefix": "D", "name": "Agents", "cap": 2})
    return Play("w1", "w2", "w3", given=profiles.build(given))


def take(
    at: Play, *services: str, of: list[str] | None = None, channel: str = "kiosk", device: str | None = "k1",
    actor: str = "token:1", lax: bool = False, facts: dict[str, Any] | None = None, **args: Any,
) -> str:  # fmt: skip
    id = f"t{len(at.floor.tickets) + 1}"
    known = {} if of is None else {"person": {"age": 40, "tickets": of}}
    command = Command(
        "take",
        actor,
        {"services": list(services or ["permit"]), **args},
        channel=channel,
        device=device,
        lax=lax,
    )
    at.do(command, ticket=id, series="hub", **known, **(facts or {}))
    return id


def test_a_real_name_business_asks_for_the_number_and_others_do_not() -> None:
    at = play({"real_name": True})
    with at.refuses("id_required") as refused:
        take(at)
    assert refused.facts == {"service": "permit"}
    take(at, of=[])
    take(at, "tax")
    take(play())
    with at.refuses("id_required"):
        take(at, lax=True)


def test_staff_let_somebody_in_without_it_when_they_say_why_and_a_kiosk_cannot() -> None:
    at = play({"real_name": True})
    with at.refuses("id_required"):
        take(at, channel="guide")
    take(at, channel="guide", facts=SEEN)
    assert at.written[-1].data["reason"] == "passport_only"
    with at.refuses("id_required"):
        take(at, facts=SEEN)


def test_a_person_has_one_live_ticket_for_a_real_name_business() -> None:
    at = play({"real_name": True})
    first = take(at, of=[])
    with at.refuses("already_waiting") as refused:
        take(at, of=[first])
    assert refused.facts == {"number": "A001", "ticket": first}
    take(at, "tax", of=[first])
    for step, args in (("call_next", {}), ("start", {}), ("hold", {}), ("resume", {"ticket": first})):
        at.at("w1", step, **args)
        with at.refuses("already_waiting"):
            take(at, of=[first])
    at.at("w1", "complete")
    take(at, of=[first])


def test_a_business_that_asks_no_names_gives_a_person_as_many_as_wanted() -> None:
    at = play()
    first = take(at, of=[])
    take(at, of=[first])


def test_a_visit_of_several_counts_for_those_not_done_yet() -> None:
    at = play({"real_name": True})
    first = take(at, "permit", "tax", of=[])
    with at.refuses("already_waiting"):
        take(at, "licence", "permit", of=[first])
    at.serve("w1")
    at.at("w1", "complete")
    assert at[first].service == "tax"
    take(at, "permit", of=[first])


def test_a_passed_number_does_not_come_back_beside_a_new_one() -> None:
    at = play({"real_name": True})
    first = take(at, of=[])
    at.at("w1", "call_next")
    at.at("w1", "no_show", why="gone")
    second = take(at, of=[first])
    command = Command("requeue", "guide", ticket=first)
    with at.refuses("already_waiting"):
        at.do(command, same_person=[second])
    at.of(second, "cancel")
    at.do(command, same_person=[second])


def test_a_kiosk_gives_so_many_nameless_numbers_in_any_minute() -> None:
    at = play(anonymous_a_minute=2)
    take(at)
    at.wait(0.5)
    take(at)
    with at.refuses("too_many_tickets") as refused:
        take(at)
    assert refused.facts == {"retry_after": 30}
    take(at, of=[])
    take(at, channel="guide")
    take(at, device="k2")
    at.wait(0.5)
    take(at)
    take(at, lax=True)


def test_a_kiosk_without_a_name_is_known_by_its_token_and_none_is_limited_by_default() -> None:
    at = play(anonymous_a_minute=1)
    take(at, device=None)
    with at.refuses("too_many_tickets"):
        take(at, device=None)
    take(at, device=None, actor="token:2")
    free = play()
    for _ in range(5):
        take(free)


def test_a_ticket_stands_for_as_many_cases_as_its_business_allows() -> None:
    at = play({"cases": 5})
    with at.refuses("too_many_cases") as refused:
        take(at, cases=6)
    assert refused.facts == {"most": 5}
    with at.refuses("too_many_cases"):
        take(at, "tax", "permit", cases=6)
    id = take(at, cases=5)
    at.serve("w1")
    at.at("w1", "complete")
    assert (at[id].cases, at[id].items, at.written[-1].data["items"]) == (5, 5, 5)


@pytest.mark.parametrize(("said", "counted"), [(None, 7), (3, 3)])
def test_what_was_finished_is_every_case_unless_the_clerk_counts(said: int | None, counted: int) -> None:
    at = play()
    id = take(at, cases=7)
    at.serve("w1")
    at.at("w1", "complete", items=said)
    assert at[id].items == counted


def test_from_the_hall_s_number_on_an_agent_stands_in_the_agents_queue() -> None:
    at = play(agent_cases=5, agent_queue="agents")
    assert at[take(at, cases=4)].number == "A001"
    agent = at[take(at, cases=5)]
    assert (agent.number, agent.queue, agent.line) == ("D001", "agents", "agents")
    assert at.floor.waiting == {"A": 1, "agents": 1}
    take(at, "tax", cases=15)
    with at.refuses("queue_full") as refused:
        take(at, cases=9)
    assert refused.facts == {"queue": "agents"}
    never = play(agent_queue="agents")
    assert never[take(never, cases=50)].queue == "A"


def test_an_agent_is_served_at_the_windows_of_the_business_in_turn_and_keeps_the_line() -> None:
    at = play(agent_cases=5, agent_queue="agents")
    first, agent, last = take(at), take(at, "permit", "tax", cases=6), take(at)
    for id in (first, agent, last):
        at.wait(1)
        at.at("w1", "call_next")
        assert (at[id].status, at[id].line) == ("called", "agents" if id == agent else "A")
        at.at("w1", "start")
        at.at("w1", "complete")
    assert (at[agent].status, at[agent].service, at[agent].line) == ("waiting", "tax", "agents")
    at.of(agent, "transfer_ticket", service="passport")
    assert at[agent].line == "agents"
    assert at.floor.waiting == {"A": 0, "agents": 1}
