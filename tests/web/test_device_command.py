"""`paihao device` beside a running hub: what a hall does that has no manager at a browser."""

from __future__ import annotations

from click.testing import CliRunner

from server.commands.device import command
from tests.cast import Agent, Caller
from tests.hubprocess import HubProcess
from tests.web.test_pairing import Newcomer


def device(hub: HubProcess, *words: str, code: int = 0) -> str:
    """What `paihao device` says, run in a process that is not the hub's: this one."""
    ran = CliRunner().invoke(command, [*words, "--data", str(hub.data)])
    assert ran.exit_code == code, ran.output
    return ran.output


def test_a_device_is_let_in_listed_asked_and_retired_at_the_hubs_own_computer(hub: HubProcess) -> None:
    box = Newcomer(hub, "printer")
    code = box.show()
    said = device(hub, "pair", f"{code[:3]} {code[3:]}", "--role", "agent", "--device", "k1", "--zone", "z1")
    assert said == f"The printer is k1 of {hub.hall} now.\n"
    box.token = box.claim().body["token"]
    beat = {"device": "k1", "kind": "printer", "state": "warning", "detail": "paper_low", "zone": "z1"}
    box.must("POST", f"{box.here}/beat", beat)
    (line,) = device(hub, "list", "--hall", hub.hall).splitlines()
    assert line.startswith("k1  printer  z1  warning paper_low  since 20")
    assert "asked to test" in device(hub, "order", "k1", "test", "--hall", hub.hall)
    (asked,) = box.must("POST", f"{box.here}/beat", beat)["orders"]
    assert asked["do"] == "test"
    assert "credential revoked" in device(hub, "retire", "k1", "--hall", hub.hall)
    assert box.ask("POST", f"{box.here}/beat", beat).status == 401
    assert device(hub, "list", "--hall", hub.hall) == ""


def test_what_cannot_be_done_is_told_in_a_sentence(hub: HubProcess) -> None:
    words = ("--role", "agent", "--device", "k1", "--hall", hub.hall)
    assert "Nobody asks with this code" in device(hub, "pair", "123456", *words, code=1)
    assert "knows no device «k9»" in device(hub, "retire", "k9", "--hall", hub.hall, code=1)
    code = Newcomer(hub, "kiosk", page=True).show()
    assert "the role can be kiosk or display" in device(hub, "pair", code, *words, code=1)
    assert "no hall «nowhere»" in device(hub, "list", "--hall", "nowhere", code=1)


def test_one_that_was_switched_off_is_listed_as_silent(hub: HubProcess) -> None:
    agent = Agent(hub)
    agent.must("POST", f"{agent.here}/beat", {"device": "k1", "kind": "printer", "state": "ok"})
    store = hub.store()
    with store.writing() as conn:
        conn.execute(
            "update device set known = json_set(known, '$.beat', 1) where hall = :hall", {"hall": hub.hall}
        )
    store.close()
    (line,) = device(hub, "list", "--hall", hub.hall).splitlines()
    assert "silent" in line
    assert "would not hear" in device(hub, "order", "k1", "test", "--hall", hub.hall, code=1)
    assert (
        Caller(hub, hub.token("manager")).must("GET", f"{agent.here}/devices")["devices"][0]["state"] == "ok"
    )
