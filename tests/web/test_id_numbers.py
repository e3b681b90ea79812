"""ID numbers over the wire: what they prove, one live ticket each, and that they are written nowhere."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from server.domain.identity import check
from server.web import shapes
from tests.cast import Answer, Caller, Clerk, Guide, Kiosk, at_once
from tests.hubprocess import HALLS, SMALL, HubProcess, Json

OLD, YOUNG = "11010519491231002X", "110105199003070214"
YOUNG = YOUNG[:17] + check(YOUNG[:17])


@pytest.fixture
def hub(tmp_path: Path, new_hub: Callable[..., HubProcess]) -> HubProcess:
    """A hall that never closes, where marriages need a name and the elderly are known by their cards."""
    text = SMALL.read_text("utf-8").partition("[hours]")[0]
    text = text.replace('name = "结婚登记"', 'name = "结婚登记"\nreal_name = true\ncases = 3')
    text = text.replace('rate = 1.5\nevidence = "staff"', 'rate = 1.5\nevidence = "id"\nmin_age = 60')
    profile = tmp_path / "named.toml"
    profile.write_text(text + "[rules]\nanonymous_a_minute = 2\n", "utf-8")
    return new_hub(profile=profile, options=()).start()


def asked(kiosk: Kiosk, *services: str, **more: object) -> tuple[int, str | None, Json]:
    answer = kiosk.ask("POST", f"{kiosk.here}/tickets", {"services": list(services), **more})
    return answer.status, answer.code, answer.body


def test_an_elderly_visitor_is_known_by_the_card_and_called_first(hub: HubProcess) -> None:
    kiosk, clerk = Kiosk(hub), Clerk(hub, "w1")
    kiosk.take("pension")
    old = kiosk.take("marriage", id_number="110105-19491231-002x")["ticket"]
    assert (old["classes"], old["age_band"]) == (["elderly"], "60+")
    assert old["granted"] == [{"class": "elderly", "by": "id"}]
    young = kiosk.take("marriage", id_number=YOUNG)["ticket"]
    assert (young["classes"], young["age_band"], young["granted"]) == ([], "", [])
    assert clerk.next() == old["number"]
    taken = [e["data"] for e in hub.journal() if e["kind"] == "ticket.taken"]
    assert [(d["granted"], d["age_band"]) for d in taken][1] == ([{"class": "elderly", "by": "id"}], "60+")


@pytest.mark.parametrize(
    ("number", "wrong"),
    [("1101051949", "length"), ("110105194912310021", "checksum"), ("11010519491331002X", "date"),
     ("ABCDEFGHIJKLMNOPQR", "characters"), ("010105194912310026", "region")],
)  # fmt: skip
def test_a_wrong_number_is_refused_with_what_to_do_and_not_repeated(
    hub: HubProcess, number: str, wrong: str
) -> None:
    status, code, body = asked(Kiosk(hub), "marriage", id_number=number)
    assert (status, code, body["wrong"]) == (422, "invalid_id", wrong)
    assert number not in str(body)


def test_a_real_name_business_needs_a_number_or_a_guide_with_a_reason(hub: HubProcess) -> None:
    kiosk, guide = Kiosk(hub), Guide(hub)
    status, code, body = asked(kiosk, "marriage")
    assert (status, code, body["service"]) == (409, "id_required", "marriage")
    assert asked(guide, "marriage")[1] == "id_required"
    assert asked(kiosk, "marriage", reason="no_card")[1] == "id_required"
    exempt = guide.take("marriage", reason="no_card")["ticket"]
    assert exempt["status"] == "waiting"
    assert hub.last("ticket.taken")["data"]["reason"] == "no_card"


def test_a_person_holds_one_live_ticket_whichever_way_the_number_is_written(hub: HubProcess) -> None:
    kiosk, clerk = Kiosk(hub), Clerk(hub, "w1")
    first = kiosk.take("marriage", id_number=OLD)["ticket"]
    for same in (OLD, OLD.lower(), "110105491231002"):
        status, code, body = asked(kiosk, "pension", "marriage", id_number=same)
        assert (status, code) == (409, "already_waiting")
        assert (body["number"], body["ticket"]) == (first["number"], first["id"])
    clerk.press("call-next")
    clerk.press("no-show", reason="gone")
    second = kiosk.take("marriage", id_number=OLD)["ticket"]
    back = Guide(hub).ask("POST", f"{kiosk.here}/tickets/{first['id']}/requeue", {})
    assert (back.code, back.body["number"]) == ("already_waiting", second["number"])


def test_two_takings_at_once_give_one_ticket(hub: HubProcess) -> None:
    kiosks = [Kiosk(hub, f"k{n}") for n in range(6)]
    answers = at_once(*(lambda k=k: asked(k, "marriage", id_number=OLD) for k in kiosks))
    assert sorted(status for status, _, _ in answers) == [201, 409, 409, 409, 409, 409]
    assert {code for _, code, _ in answers} == {None, "already_waiting"}
    assert len({body["ticket"] for _, code, body in answers if code}) == 1


def test_a_kiosk_gives_two_nameless_numbers_a_minute_and_says_when_it_goes_on(hub: HubProcess) -> None:
    kiosk = Kiosk(hub)
    kiosk.take("pension")
    kiosk.take("pension")
    answer = kiosk.ask("POST", f"{kiosk.here}/tickets", {"services": ["pension"]})
    assert (answer.status, answer.code) == (429, "too_many_tickets")
    assert 1 <= answer.body["retry_after"] <= 60
    assert answer.headers["Retry-After"] == str(answer.body["retry_after"])
    kiosk.take("pension", id_number=OLD)
    Kiosk(hub, "kiosk-2").take("pension")
    Guide(hub).take("pension")


def test_one_number_stands_for_several_cases_up_to_what_the_business_allows(hub: HubProcess) -> None:
    guide, clerk = Guide(hub), Clerk(hub, "w1")
    status, code, body = asked(guide, "marriage", cases=4, reason="agent")
    assert (status, code, body["most"]) == (409, "too_many_cases", 3)
    taken = guide.take("marriage", cases=3, reason="agent")["ticket"]
    clerk.press("call-next")
    assert clerk.press("complete")["ticket"]["cases"] == 3
    assert hub.rows("select items from visit where id = :id", id=taken["id"]) == [(3,)]


def test_staff_see_who_granted_what_and_take_it_away(hub: HubProcess) -> None:
    guide = Guide(hub)
    taken = guide.take("pension", classes=[{"class": "military", "reason": "certificate_seen"}])["ticket"]
    (grant,) = taken["granted"]
    assert (grant["class"], grant["reason"]) == ("military", "certificate_seen")
    assert re.fullmatch(r"guide:token:\w+", grant["by"])
    unsaid = guide.take("pension", classes=[{"class": "military"}])["ticket"]
    assert unsaid["granted"][0]["reason"] == "unstated"
    path = f"{guide.here}/tickets/{taken['id']}/classes"
    assert guide.ask("POST", path, {"remove": ["military"]}).code == "invalid"
    assert guide.ask("POST", path, {}).code == "invalid"
    assert (
        guide.ticket(taken["id"], "classes", remove=["military"], reason="mistake")["ticket"]["granted"] == []
    )
    granted = guide.ticket(taken["id"], "classes", classes=[{"class": "elderly", "reason": "看上去八十多岁"}])
    assert granted["ticket"]["granted"][0]["reason"] == "text"
    assert "八十" not in str(hub.journal())
    assert "八十" in str(hub.rows("select value from private"))
    assert "granted" not in hub.cli("erase", taken["number"], "--hall", hub.hall, "--day", day(hub))
    assert "八十" not in str(hub.rows("select value from private"))


def day(hub: HubProcess) -> str:
    return str(hub.rows("select max(day) from visit")[0][0])


def everywhere(hub: HubProcess) -> bytes:
    """Every file of the data directory and all that was logged."""
    return hub.bytes() + hub.log.encode()


def test_a_number_is_written_nowhere_and_no_hash_can_be_guessed_from(hub: HubProcess) -> None:
    kiosk, body = Kiosk(hub), {"services": ["marriage"], "id_number": OLD, "phone": "13912345678"}
    taken = kiosk.must("POST", f"{kiosk.here}/tickets", body, "the-key")
    assert kiosk.must("POST", f"{kiosk.here}/tickets", body, "the-key") == taken
    other = kiosk.ask("POST", f"{kiosk.here}/tickets", {**body, "id_number": YOUNG}, "the-key")
    assert other.code == "key_reused", "another person's number is another request"
    asked(kiosk, "marriage", id_number=OLD)
    asked(kiosk, "marriage", id_number=OLD[:-1] + "1")
    kiosk.ask("POST", f"{kiosk.here}/tickets", {"services": "marriage", "id_number": OLD})
    running = everywhere(hub)
    hub.stop()
    for number in (OLD, OLD.lower(), OLD[:17], YOUNG, "19491231"):
        assert number.encode() not in running + everywhere(hub), number
    (stored,) = hub.rows("select body_hash from command where key = 'the-key'")[0]
    path = f"POST /api/v1{kiosk.here}/tickets\n"
    texts = [OLD, OLD.lower(), path + str(body), *guesses(path, body)]
    for text in texts:
        for make in (hashlib.sha256, hashlib.md5, hashlib.sha1):
            digest = make(text.encode())
            assert digest.hexdigest().encode() not in running and digest.digest() not in running
            assert digest.hexdigest() != stored


def guesses(path: str, body: Json) -> list[str]:
    """What the hub would hash if it hashed what was asked without a key."""
    full = msgspec.to_builtins(msgspec.convert(body, shapes.Take))
    return [path + msgspec.json.encode(full, order="sorted").decode()]


def test_erasing_a_visit_forgets_whose_it_was(hub: HubProcess) -> None:
    kiosk = Kiosk(hub)
    first = kiosk.take("marriage", id_number=OLD)["ticket"]
    assert len(hub.rows("select * from identity")) == 1
    hub.cli("erase", first["number"], "--hall", hub.hall, "--day", day(hub))
    assert hub.rows("select * from identity") == []
    kiosk.take("marriage", id_number=OLD)


def test_the_hash_of_today_s_visit_and_its_key_end_with_the_business_day(hub: HubProcess) -> None:
    Kiosk(hub).take("marriage", id_number=OLD)
    (row,) = hub.rows("select purpose, at, expires_at from identity")
    (key,) = hub.rows("select expires_at from secret where purpose = :purpose", purpose=row[0])
    assert row[0] == f"ticket {day(hub)}"
    assert key[0] == row[2] and 0 < row[2] - row[1] <= 24 * 3600 * 1000


def test_a_reservation_and_the_person_s_other_ticket_are_one_person_s(
    tmp_path: Path, new_hub: Callable[..., HubProcess]
) -> None:
    profile = tmp_path / "both.toml"
    text = (HALLS / "reserving.toml").read_text("utf-8")
    profile.write_text(text.replace('name = "办证"', 'name = "办证"\nreal_name = true'), "utf-8")
    hub = new_hub(profile=profile).start()
    partner, kiosk, here = Caller(hub, hub.token("partner")), Kiosk(hub), f"/halls/{hub.hall}"

    def booked(number: str) -> str:
        slots = partner.must("GET", f"{here}/slots?service=permit")["slots"]
        start = next(s["start"] for s in slots if s["free"])
        body = {"service": "permit", "start": start, "id_number": number}
        return str(partner.must("POST", f"{here}/reservations", body)["reservation"]["code"])

    def came(code: str) -> Answer:
        return kiosk.ask("POST", f"{here}/reservations/{code}/check-in", {})

    old, young = booked(OLD), booked(YOUNG)
    first = came(old).body["ticket"]
    assert asked(kiosk, "permit", id_number=OLD)[1] == "already_waiting"
    assert came(booked(OLD)).code == "already_waiting"
    kiosk.take("permit", id_number=YOUNG)
    assert came(young).code == "already_waiting"
    assert first["reservation"] == old
