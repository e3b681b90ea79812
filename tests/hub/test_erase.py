"""After a visit's private data is erased, everything that must stay stays and verifies; the rest is gone."""

from __future__ import annotations

from server.journal import private
from tests.cast import Clerk, Guide, Phone
from tests.hubprocess import HubProcess


def test_a_visit_is_erased_and_journal_chain_and_tables_still_stand(hub: HubProcess) -> None:
    guide, clerk = Guide(hub), Clerk(hub, "w1")
    taken = guide.take("marriage", phone="13700001111", key="the-taking")
    phone = Phone(hub, taken)
    clerk.press("call-next")
    clerk.press("complete")
    journal, visits = hub.journal(), hub.rows("select * from visit where hall = :h", h=hub.hall)
    store = hub.store()
    with store.writing() as conn:
        assert private.erase(conn, taken["ticket"]["id"]) == 2
    store.close()
    answer = phone.ask("GET", f"/track/{phone.code}")
    assert (answer.status, answer.code) == (404, "unknown_ticket")
    assert hub.journal() == journal
    assert f"{hub.hall}: {len(journal)} entries verify." in hub.cli("verify")
    hub.cli("rebuild")
    assert hub.rows("select * from visit where hall = :h", h=hub.hall) == visits
    again = guide.take("marriage", phone="13700001111", key="the-taking")
    assert again["ticket"] == taken["ticket"]
    assert phone.code not in again["track_url"], "a replay does not bring the code back"
    assert hub.rows("select count(*) from private where ref = :id", id=taken["ticket"]["id"]) == [(0,)]
