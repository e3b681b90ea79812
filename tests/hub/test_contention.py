"""Many at once: one hub, and two hub processes on one data directory."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cast import Wall
from tests.hub.storm import HELPING, WIDE, MixedStorm, Storm, sound
from tests.hubprocess import HubProcess
from tests.reserving import at_noon

NewHub = Callable[..., HubProcess]


def hubs_of(new_hub: NewHub, processes: int, directory: Path) -> list[HubProcess]:
    first = new_hub(profile=at_noon(directory, WIDE)).start()
    return [first, *(new_hub(profile=None).start() for _ in range(processes - 1))]


@pytest.mark.parametrize("processes", [1, 2])
def test_eight_kiosks_and_sixteen_clerks_lose_nothing_and_call_nobody_twice(
    new_hub: NewHub, tmp_path: Path, processes: int
) -> None:
    contend(hubs_of(new_hub, processes, tmp_path), each=6, seconds=120)


@pytest.mark.long
@pytest.mark.parametrize("processes", [1, 2, 3])
def test_a_long_storm_loses_nothing_and_calls_nobody_twice(
    new_hub: NewHub, tmp_path: Path, processes: int
) -> None:
    contend(hubs_of(new_hub, processes, tmp_path), each=150, seconds=900)


def contend(hubs: list[HubProcess], each: int, seconds: float) -> None:
    for hub in hubs:
        hub.hall = hubs[0].hall
    storm = Storm(hubs, kiosks=8, clerks=16, each=each)
    walls = [Wall(hub) for hub in hubs]
    offices = [Wall(hub, "manage", "manager") for hub in hubs]
    begin = hubs[0].seq()
    storm.start()
    storm.finish(seconds)
    assert storm.heard.refused == []
    assert (len(storm.heard.taken), len(storm.heard.called)) == (8 * each, 8 * each)
    sound(hubs[0], storm.heard)
    # An alarm that the hub raises or clears by itself is no event of any view.
    done = [e for e in hubs[0].journal(begin) if not e["kind"].startswith("alarm.")]
    seqs = [e["seq"] for e in done]
    calls = [e["seq"] for e in done if e["kind"] == "ticket.called"]
    for office in offices:
        office.reaches(seqs[-1])
        assert [e["seq"] for e in office.events] == seqs, "every event once and in order"
        assert office.wrong == [] and office.tickets == {}
    for wall in walls:
        wall.until(lambda s: len([e for e in s.events if e["kind"] == "ticket.called"]) == len(calls))
        assert [e["seq"] for e in wall.events if e["kind"] == "ticket.called"] == calls
        assert wall.wrong == []
    for hub in hubs:
        assert "Traceback" not in hub.log and "locked" not in hub.log


@pytest.mark.parametrize("processes", [1, 2])
def test_with_reservations_helping_windows_and_transfers_too(
    new_hub: NewHub, tmp_path: Path, processes: int
) -> None:
    first = new_hub(profile=at_noon(tmp_path, HELPING)).start()
    hubs = [first, *(new_hub(profile=None).start() for _ in range(processes - 1))]
    for hub in hubs:
        hub.hall = first.hall
    storm = MixedStorm(hubs, kiosks=6, clerks=8, each=8)
    storm.start()
    storm.finish(120)
    heard = storm.heard
    assert set(heard.refused) <= {"409 reservation_used"}
    assert len(heard.refused) == len(storm.codes), "each code was shown at two kiosks, and is good for one"
    assert len(heard.taken) == 6 * 8 + len(storm.codes)
    assert len(heard.called) == len(heard.taken) + len(heard.sent_on) and heard.sent_on
    sound(first, heard)
    used = first.rows("select count(*), count(distinct ticket) from reservation where status = 'used'")
    assert used == [(len(storm.codes), len(storm.codes))]
    helped = [e for e in first.journal() if e["kind"] == "ticket.called" and e["data"]["why"].get("help")]
    assert helped, "windows helped one another"
    assert all("Traceback" not in hub.log for hub in hubs)
