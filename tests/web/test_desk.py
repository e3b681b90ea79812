"""Devices beside a window: where an agent may act and for whom, number and PIN, ratings, words on the screen."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from server.commands.user import command
from tests.caller.hall import PIN, person
from tests.cast import Agent, Answer, Caller, Clerk, Guide, Kiosk, Wall
from tests.hubprocess import HubProcess
from tests.screen import Refused, Screen


class Keypad(Caller):
    """An agent whose token names windows."""

    def __init__(self, hub: HubProcess, *windows: str) -> None:
        super().__init__(hub, hub.token("agent", window=",".join(windows) or None, device="keys"))

    def try_(self, window: str, verb: str, **body: object) -> Answer:
        return self.ask("POST", f"{self.here}/windows/{window}/{verb}", body)

    def press(self, window: str, verb: str, **body: object) -> Answer:
        answer = self.try_(window, verb, **body)
        assert answer.status == 200, answer
        return answer

    def sign_in(self, **who: str) -> Answer:
        return self.ask("POST", "/session", who)


# -- where an agent may act --------------------------------------------------------------------------


def test_an_agent_acts_at_the_windows_its_token_names_and_at_no_other(hub: HubProcess) -> None:
    keypad = Keypad(hub, "w1", "w3")
    assert [keypad.try_(w, "open").status for w in ("w1", "w2", "w3")] == [200, 403, 200]
    assert keypad.try_("w2", "open").code == "wrong_window"


def test_an_announcers_token_cannot_call_and_sees_no_list_of_people(hub: HubProcess) -> None:
    announcer = Agent(hub)
    answer = announcer.ask("POST", f"{announcer.here}/windows/w1/call-next", {})
    assert (answer.status, answer.code) == (403, "wrong_window")
    with pytest.raises(Refused) as refused:
        Screen(hub.url, {"hall": hub.hall, "view": "caller", "token": announcer.token, "window": "w1"})
    assert refused.value.code == "wrong_window"


def test_a_keypads_press_counts_for_the_person_who_opened_the_window(hub: HubProcess) -> None:
    Kiosk(hub).take("marriage")
    name = person(hub, "li", "17")
    keypad = Keypad(hub, "w1")
    token = keypad.sign_in(number="17", pin=PIN, window="w1").body["token"]
    Caller(hub, token).must("POST", f"{keypad.here}/windows/w1/open", {})
    after = hub.seq()
    for verb in ("call-next", "recall", "start", "complete", "pause"):
        keypad.press("w1", verb)
    acts = [e for e in hub.journal(after) if e["kind"].startswith(("ticket.", "window."))]
    assert {e["data"]["person"] for e in acts} == {name}
    assert {e["actor"].partition(":")[0] for e in acts} == {"token"}
    assert hub.rows("select person from step where hall = :hall", hall=hub.hall) == [(name,)]
    keypad.press("w1", "open")
    opened = hub.last("window.opened")["data"]
    assert opened == {"window": "w1", "person": name}, "after a pause it is still theirs"


def test_where_nobody_has_signed_in_the_device_itself_is_named(hub: HubProcess) -> None:
    keypad = Keypad(hub, "w1")
    window = keypad.press("w1", "open").body["window"]
    assert window["person"].startswith("token:")
    keypad.press("w1", "close")
    assert "person" not in hub.last("window.closed")["data"]


# -- number and PIN ------------------------------------------------------------------------------------


def test_a_number_and_a_pin_open_a_session_for_a_clerks_acts_at_that_window_only(hub: HubProcess) -> None:
    name = person(hub, "chief", "21", role="admin")
    answer = Keypad(hub).sign_in(number="21", pin=PIN, window="w1")
    assert "Set-Cookie" not in answer.headers
    assert {k: answer.body["me"][k] for k in ("person", "role", "window", "device")} == {
        "person": name, "role": "clerk", "window": "w1", "device": "keys",
    }  # fmt: skip
    desk = Caller(hub, answer.body["token"])
    assert desk.must("POST", f"{desk.here}/windows/w1/open", {})["window"]["person"] == name
    assert desk.ask("POST", f"{desk.here}/windows/w2/open", {}).code == "wrong_window"
    assert desk.ask("GET", f"{desk.here}/journal").code == "forbidden", "four digits give no manager's rights"
    assert desk.must("DELETE", "/session") == {"signed_out": True}
    assert desk.ask("GET", "/me").status == 401


def test_numbers_are_those_of_the_agents_own_hall(hub: HubProcess, house: HubProcess) -> None:
    other = hub.with_hall(f"{hub.hall}-other")
    person(other, "far", "31")
    mine = person(hub, "near", "32")
    keypad = Keypad(hub)
    assert keypad.sign_in(number="31", pin=PIN).code == "wrong_password"
    assert keypad.sign_in(number="31", pin=PIN, hall=other.hall).code in ("unauthenticated", "wrong_hall")
    assert keypad.sign_in(number="32", pin=PIN).body["me"]["person"] == mine
    assert keypad.sign_in(name=mine, pin=PIN).status == 200


def test_a_guide_has_no_window_and_a_token_of_one_window_signs_in_there_only(hub: HubProcess) -> None:
    person(hub, "guide", "41", role="guide")
    person(hub, "clerk", "42")
    assert Keypad(hub).sign_in(number="41", pin=PIN).code == "forbidden"
    assert Keypad(hub, "w1").sign_in(number="42", pin=PIN, window="w2").code == "wrong_window"
    assert Keypad(hub, "w1").sign_in(number="42", pin=PIN).body["me"]["window"] == "w1"


def test_guessing_pins_at_a_keypad_is_slowed_down(hub: HubProcess) -> None:
    person(hub, "li", "17")
    keypad = Keypad(hub, "w1")
    codes = [keypad.sign_in(number="17", pin=f"111{n}").code for n in range(6)]
    assert codes == ["wrong_password"] * 5 + ["rate_limited"]
    assert keypad.sign_in(number="17", pin=PIN).code == "rate_limited"


@pytest.mark.parametrize(
    "who",
    [
        {"pin": PIN},
        {"number": "17", "name": "x", "pin": PIN},
        {"number": "017", "pin": PIN},
        {"number": "17"},
    ],
)
def test_a_sign_in_without_sense_is_refused(hub: HubProcess, who: dict[str, str]) -> None:
    assert Keypad(hub).sign_in(**who).code == "invalid"


def test_a_number_is_given_once_in_a_hall_and_is_free_when_its_holder_leaves(hub: HubProcess) -> None:
    first, second = person(hub, "first", "55"), person(hub, "second", "56")
    add = ("add", second, "--role", "clerk", "--hall", hub.hall, "--number")
    assert f"{first}'s" in user(hub, *add, "55")
    assert "does not begin with 0" in user(hub, *add, "07")
    user(hub, "end", first)
    assert "is a clerk" in user(hub, *add, "55")
    assert f"{second}  clerk  {hub.hall}  55" in user(hub, "list")


def user(hub: HubProcess, *words: str) -> str:
    """What `paihao user` says on this hub's data."""
    return CliRunner().invoke(command, [*words, "--data", str(hub.data)]).output


# -- ratings -------------------------------------------------------------------------------------------


def served(hub: HubProcess) -> str:
    taken: str = Kiosk(hub).take("marriage")["ticket"]["id"]
    clerk = Clerk(hub, "w1")
    clerk.next()
    clerk.press("complete")
    return taken


def test_a_rater_rates_the_visit_that_ended_there_last_once(hub: HubProcess) -> None:
    keypad, ticket = Keypad(hub, "w1", "w2"), served(hub)
    answer = keypad.press("w1", "rate", level=5, source="keypad").body
    assert (answer["ticket"]["id"], answer["ticket"]["rating"]) == (ticket, None), "no answer says how"
    assert hub.rows("select rating from visit where id = :id", id=ticket) == [(5,)]
    assert keypad.try_("w1", "rate", level=1, source="keypad").code == "already_rated"
    assert keypad.try_("w2", "rate", level=1, source="keypad").code == "nothing_to_rate"
    assert keypad.try_("w1", "rate", level=1, source="keypad", ticket="gone").code == "nothing_to_rate"
    assert keypad.try_("w1", "rate", level=6, source="keypad").code == "invalid"


def test_whoever_served_cannot_rate(hub: HubProcess) -> None:
    person(hub, "li", "17")
    keypad, _ = Keypad(hub, "w1"), served(hub)
    clerk = Caller(hub, keypad.sign_in(number="17", pin=PIN, window="w1").body["token"])
    body = {"level": 5, "source": "keypad"}
    assert clerk.ask("POST", f"{clerk.here}/windows/w1/rate", body).code == "forbidden"
    guide = Guide(hub)
    assert guide.ask("POST", f"{guide.here}/windows/w1/rate", body).code == "forbidden"
    wall = Caller(hub, hub.token("display", device="wall-1"))
    assert wall.ask("POST", f"{wall.here}/windows/w1/rate", body).code == "wrong_window", "it stands at none"
    tablet = Caller(hub, hub.token("clerk", window="w1"))
    assert tablet.ask("POST", f"{tablet.here}/windows/w1/rate", body).status == 200, (
        "a device's token, nobody's own"
    )


# -- words to the clerk --------------------------------------------------------------------------------


def test_a_word_reaches_that_windows_screen_and_no_other(hub: HubProcess) -> None:
    screens = {w: Wall(hub, "window", window=w) for w in ("w1", "w2")}
    keypad = Keypad(hub, "w1", "w2")
    keypad.press("w1", "desk", code="transfer", facts={"number": "A001", "service": "register"})
    screens["w1"].until(lambda s: "desk" in s.said)
    assert screens["w1"].said["desk"] == {
        "code": "transfer",
        "facts": {"number": "A001", "service": "register"},
    }
    keypad.press("w2", "desk", code="nobody")
    screens["w2"].until(lambda s: "desk" in s.said)
    assert screens["w2"].said["desk"] == {"code": "nobody", "facts": {}}


@pytest.mark.parametrize(
    "facts", [{"name": "Li"}, {"number": "13800000000"}, {"typed": "17*a"}, {"error": "Wrong PIN 1234"}]
)
def test_no_text_and_nothing_personal_fits_into_a_word(hub: HubProcess, facts: dict[str, str]) -> None:
    assert Keypad(hub, "w1").try_("w1", "desk", code="refused", facts=facts).code == "invalid"


def test_a_keypad_that_falls_silent_is_missed_and_a_terminal_is_not(hub: HubProcess) -> None:
    agent, chief = Agent(hub, "keys"), Caller(hub, hub.token("manager"))
    for device, kind in (("keys-1", "keypad"), ("text-1", "terminal")):
        agent.must(
            "POST", f"{agent.here}/beat", {"device": device, "kind": kind, "state": "ok", "window": "w1"}
        )
    listed = {d["id"]: d["needed"] for d in chief.must("GET", f"{chief.here}/devices")["devices"]}
    assert listed == {"keys-1": True, "text-1": False}
