"""What the voice owes the hall: each call once, in order, by one announcer; repeated only after a crash, and marked."""

from __future__ import annotations

from tests.cast import Agent, Clerk, Kiosk, at_once
from tests.hubprocess import HubProcess, until


def called(hub: HubProcess, *windows: str) -> list[Clerk]:
    """One person taken and called at each of these windows of zone 1."""
    kiosk, clerks = Kiosk(hub), [Clerk(hub, w) for w in windows]
    for clerk in clerks:
        kiosk.take("marriage")
        clerk.press("call-next")
    return clerks


def test_calls_are_leased_in_order_and_only_for_their_zone(hub: HubProcess) -> None:
    called(hub, "w1", "w2", "w3")
    voice = Agent(hub)
    assert voice.lease(zone="z2") == []
    jobs = voice.lease(zone="z1", limit=3)
    assert [j["number"] for j in jobs] == ["A001", "A002", "A003"]
    assert [j["seq"] for j in jobs] == sorted(j["seq"] for j in jobs)
    assert (
        voice.ask("POST", f"{voice.here}/jobs/lease", {"kinds": ["speech"], "zone": "z9"}).code
        == "unknown_zone"
    )


def test_two_announcers_of_one_zone_never_speak_at_once(hub: HubProcess) -> None:
    called(hub, "w1", "w2", "w3")
    voices = [Agent(hub) for _ in range(4)]
    leased = at_once(*(lambda v=v: v.lease(zone="z1") for v in voices))
    (speaking,) = [n for n, jobs in enumerate(leased) if jobs]
    assert leased[speaking][0]["number"] == "A001"
    voices[speaking].end(leased[speaking][0])
    assert [j["number"] for j in voices[speaking - 1].lease(zone="z1")] == ["A002"]


def test_a_waiting_announcer_hears_of_a_call_at_once(hub: HubProcess) -> None:
    voice = Agent(hub)
    answers = at_once(lambda: voice.lease(zone="z1", wait=20), lambda: called(hub, "w1"))
    assert [j["number"] for j in answers[0]] == ["A001"]


def test_a_call_whose_announcer_crashed_comes_again_marked_as_repeated(hub: HubProcess) -> None:
    called(hub, "w1")
    slow = Agent(hub)
    (first,) = slow.lease(zone="z1", seconds=5)
    assert not first["repeat"]
    (again,) = Agent(hub).lease(zone="z1", wait=20)
    assert (again["id"], again["repeat"], again["attempts"]) == (first["id"], True, 2)
    # It was not dead, only slow: what it says of its failure now is no reason to have the call said a third time.
    assert slow.end(first, "failed", reason="speaker", permanent=False)["job"]["state"] == "leased"
    assert slow.lease(zone="z1") == []


def test_an_announcer_that_begins_anew_does_not_wait_for_its_own_old_lease(hub: HubProcess) -> None:
    called(hub, "w1", "w2")
    voice = Agent(hub)
    (first,) = voice.lease(zone="z1")
    (again,) = voice.lease(zone="z1", anew=True)
    assert (again["id"], again["repeat"], again["payload"]["times"]) == (first["id"], True, 1)
    heard = {"detail": "请A零零一号", "spoken_at": "2026-11-23T01:00:00Z", "seconds": 4.5}
    voice.end(again, **heard)
    (kept,) = hub.rows("select detail from job where id = :id", id=first["id"])
    assert '"seconds":4.5' in kept[0] and '"spoken_at":' in kept[0]
    bad = voice.ask("POST", f"{voice.here}/jobs/{first['id']}/done", {"spoken_at": "half past nine"})
    assert bad.code == "invalid"


def test_a_voice_that_failed_for_now_tries_again_and_one_that_failed_for_good_does_not(
    hub: HubProcess,
) -> None:
    called(hub, "w1")
    voice = Agent(hub)
    (job,) = voice.lease(zone="z1")
    assert voice.end(job, "failed", reason="engine", permanent=False)["job"]["state"] == "ready"
    (again,) = voice.lease(zone="z1")
    assert again["repeat"] is False and again["attempts"] == 2
    assert voice.end(again, "failed", reason="no_device", permanent=True)["job"]["state"] == "failed"
    assert voice.lease(zone="z1") == []


def test_an_ended_call_answers_the_same_word_again_and_refuses_another(hub: HubProcess) -> None:
    called(hub, "w1")
    voice = Agent(hub)
    (job,) = voice.lease(zone="z1")
    assert voice.end(job) == voice.end(job)
    other = voice.ask("POST", f"{voice.here}/jobs/{job['id']}/dropped", {"reason": "late"})
    assert (other.status, other.code) == (409, "job_ended")


def test_what_nobody_needs_to_hear_any_more_is_dropped_with_the_reason(hub: HubProcess) -> None:
    one, two, three = called(hub, "w1", "w2", "w3")
    one.press("start")
    two.press("complete")
    three.press("no-show")
    assert Agent(hub).lease(zone="z1") == []
    rows = hub.rows("select number, state, reason from job where hall = :h and kind = 'speech'", h=hub.hall)
    assert sorted(rows) == [
        ("A001", "dropped", "started"), ("A002", "dropped", "completed"), ("A003", "dropped", "passed"),
    ]  # fmt: skip


def test_a_recall_is_said_anew_and_the_last_one_says_so(hub: HubProcess) -> None:
    (clerk,) = called(hub, "w1")
    voice = Agent(hub)
    voice.end(voice.lease(zone="z1")[0])
    for recall, last in ((1, False), (2, True)):
        clerk.press("recall")
        (job,) = voice.lease(zone="z1")
        assert (job["payload"]["recall"], job["payload"]["last"]) == (recall, last)
        voice.end(job)


def test_a_beat_is_seen_by_those_who_run_the_hall(hub: HubProcess) -> None:
    from tests.cast import Wall

    office, voice = Wall(hub, "manage", "manager"), Agent(hub, "voice-1")
    beat = {"device": "voice-1", "kind": "voice", "state": "fault", "detail": "no card", "wire": 1}
    voice.must("POST", f"{voice.here}/beat", beat)
    office.until(lambda s: s.said.get("device:voice-1", {}).get("state") == "fault")
    assert office.said["device:voice-1"]["detail"] == "no card"
    assert voice.ask("POST", f"{voice.here}/beat", beat | {"wire": 9}).code == "wire_version"
    until(lambda: hub.journal() and all(e["kind"] != "beat" for e in hub.journal()))
