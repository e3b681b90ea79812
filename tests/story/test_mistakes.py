"""The clerk presses by mistake, twice, or at the same moment as somebody else."""

from __future__ import annotations

from tests.cast import Agent, Clerk, Kiosk, Phone, Wall, at_once
from tests.hubprocess import HubProcess


def test_an_undone_call_is_withdrawn_from_the_wall_and_never_said(hub: HubProcess) -> None:
    taken, clerk, wall = Kiosk(hub).take("marriage"), Clerk(hub, "w1"), Wall(hub)
    clerk.press("call-next")
    wall.until(lambda s: s.numbers("called") == ["A001"])
    undone = clerk.press("undo", ticket=taken["ticket"]["id"])
    assert (undone["ticket"]["status"], undone["window"]["ticket"]) == ("waiting", None)
    wall.until(lambda s: s.tickets == {} and s.windows["w1"]["ticket"] is None)
    assert wall.kinds(taken["ticket"]["id"])[-1] == "undone"
    assert Agent(hub).lease(zone="z1") == []
    jobs = hub.rows("select state, reason from job where hall = :hall and kind = 'speech'", hall=hub.hall)
    assert jobs == [("dropped", "undone")]
    assert undone["ticket"]["taken_at"] == undone["ticket"]["clock"] == taken["ticket"]["clock"]
    assert clerk.next() == "A001", "and it keeps its place"


def test_a_call_undone_while_it_is_being_said_ends_as_dropped(hub: HubProcess) -> None:
    Kiosk(hub).take("marriage")
    clerk, voice = Clerk(hub, "w1"), Agent(hub)
    clerk.press("call-next")
    (job,) = voice.lease(zone="z1")
    clerk.press("undo")
    assert voice.end(job, "dropped", reason="undone")["job"]["state"] == "dropped"
    assert voice.lease(zone="z1") == []


def test_undoing_next_takes_the_whole_press_back(hub: HubProcess) -> None:
    kiosk, clerk = Kiosk(hub), Clerk(hub, "w1")
    first, second = (kiosk.take("marriage")["ticket"]["id"] for _ in range(2))
    clerk.press("call-next")
    clerk.press("start")
    pressed = clerk.press("call-next", finish="completed", outcome="accepted", ticket=first)
    assert (pressed["finished"]["outcome"], pressed["ticket"]["id"]) == ("accepted", second)
    undone = clerk.press("undo")
    assert {t["id"]: t["status"] for t in undone["tickets"]} == {first: "serving", second: "waiting"}
    assert undone["window"]["ticket"] == first
    assert clerk.look(first)["outcome"] is None


def test_a_mistaken_completion_and_a_mistaken_no_show_are_taken_back(hub: HubProcess) -> None:
    taken, clerk = Kiosk(hub).take("marriage"), Clerk(hub, "w1")
    clerk.press("call-next")
    clerk.press("no-show")
    assert Phone(hub, taken).see()["ticket"]["status"] == "no_show"
    assert clerk.press("undo")["ticket"]["status"] == "called"
    clerk.press("start")
    clerk.press("complete")
    assert clerk.press("undo")["ticket"]["status"] == "serving"
    assert clerk.try_("undo").code == "illegal_move", "nothing is left to take back"


def test_a_press_sent_twice_with_one_key_calls_one_person(hub: HubProcess) -> None:
    kiosk, clerk = Kiosk(hub), Clerk(hub, "w1")
    for _ in range(2):
        kiosk.take("marriage")
    first, second = at_once(*2 * [lambda: Clerk.press(clerk, "call-next", "same-key")])
    assert first == second
    assert [e["data"]["number"] for e in hub.journal() if e["kind"] == "ticket.called"] == ["A001"]


def test_a_double_press_finds_another_ticket_than_it_names_and_is_refused(hub: HubProcess) -> None:
    kiosk, clerk = Kiosk(hub), Clerk(hub, "w1")
    ids = [kiosk.take("marriage")["ticket"]["id"] for _ in range(3)]
    clerk.press("call-next", ticket=None)
    before = hub.seq()
    refused = clerk.try_("call-next", ticket=None, finish="completed")
    assert (refused.status, refused.code, refused.body["ticket"]) == (409, "ticket_changed", ids[0])
    assert hub.seq() == before
    assert clerk.next(ticket=ids[0], finish="completed") == "A002"
    assert clerk.try_("complete", ticket=ids[0]).code == "ticket_changed"


def test_two_clerks_at_the_same_moment_get_two_people(hub: HubProcess) -> None:
    kiosk, clerks = Kiosk(hub), [Clerk(hub, w) for w in ("w1", "w2", "w3")]
    for _ in range(3):
        kiosk.take("pension")
    assert sorted(at_once(*(c.next for c in clerks))) == ["A001", "A002", "A003"]
