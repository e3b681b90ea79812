"""Setting up the hall in the browser, over HTTP: look, preview, put into effect, go back, carry away, bring in."""

from __future__ import annotations

import threading
from typing import Any

import requests

from server import profiles
from server.protocol import API
from tests.cast import Answer, Caller, Clerk, Guide, Kiosk
from tests.hubprocess import HubProcess, Json

BYTES = "application/octet-stream"


class Admin(Caller):
    """Who sets the hall up."""

    def __init__(self, hub: HubProcess, role: str = "admin") -> None:
        super().__init__(hub, hub.token(role))

    @property
    def setup(self) -> str:
        return f"{self.here}/setup"

    def now(self) -> Json:
        return self.must("GET", self.setup)

    def put(self, version: int, key: str | None = None, **parts: Any) -> Answer:
        return self.ask("PUT", self.setup, {"version": version, "document": parts}, key)

    def preview(self, **parts: Any) -> Json:
        return self.must("POST", f"{self.setup}/preview", {"document": parts})

    def file(self) -> bytes:
        headers = {"Authorization": f"Bearer {self.token}"}
        said = requests.get(f"{self.hub.url}{API}{self.setup}/export.toml", headers=headers, timeout=60)
        assert said.headers["Content-Type"] == "application/toml", said.text
        return said.content

    def send(self, path: str, content: bytes, media: str) -> Answer:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": media}
        said = self.http.post(
            f"{self.hub.url}{API}{self.setup}{path}", data=content, headers=headers, timeout=60
        )
        return Answer(said.status_code, said.json(), said.headers)


def with_more(document: Json) -> dict[str, Any]:
    """A business of its own, served at the first window."""
    windows = [dict(row) for row in document["windows"]]
    windows[0]["services"] = [*windows[0].get("services", []), "notary"]
    new = {"id": "notary", "name": "公证", "name_en": "Notary", "queue": document["services"][0]["queue"]}
    return {"services": [*document["services"], new], "windows": windows}


def test_a_new_business_is_previewed_put_into_effect_and_called_without_a_restart(hub: HubProcess) -> None:
    admin, clerk, guide = Admin(hub), Clerk(hub, "w1"), Guide(hub)
    document = admin.now()["document"]
    parts = with_more(document)
    told = admin.preview(**parts)
    assert (told["faults"], told["strands"], told["version"]) == ([], [], 1)
    assert {(d["what"], d["part"], d["row"]) for d in told["differences"]} == {
        ("added", "services", "notary"), ("changed", "windows", "w1"),
    }  # fmt: skip
    assert admin.now()["version"] == 1, "a preview changes nothing"
    assert guide.ask("POST", f"{guide.here}/tickets", {"services": ["notary"]}).code == "unknown_service"
    assert admin.put(1, **parts).body["version"] == 2
    number = guide.take("notary")["ticket"]["number"]
    assert clerk.next() == number
    entry = hub.last("profile.changed")
    assert (entry["data"]["how"], entry["data"]["changed"]["services.notary"]["what"]) == ("setup", "added")
    assert entry["data"]["by"] == entry["actor"]


def test_faults_are_told_at_their_field_in_both_languages_and_nothing_is_written(hub: HubProcess) -> None:
    admin = Admin(hub)
    document = admin.now()["document"]
    services = [
        {**document["services"][0], "target_wait": 900, "queue": "nowhere"},
        *document["services"][1:],
    ]
    told = admin.preview(services=services)
    found = {(f["part"], f["row"], f["key"]): f for f in told["faults"]}
    id = document["services"][0]["id"]
    assert found["services", id, "target_wait"]["right"] == "give a whole number from 0 to 480"
    assert found["services", id, "target_wait"]["right_zh"] == "请填：0 到 480 的整数"
    assert "queues" in found["services", id, "queue"]["wrong"]
    refused = admin.put(1, services=services)
    assert (refused.code, admin.now()["version"]) == ("invalid", 1)
    assert admin.preview(hall={**document["hall"], "id": "other"})["faults"][0]["at"] == "hall.id"
    told = Admin(hub, "auditor").preview(services=[{"x": 1}] * 2001)
    assert [f["wrong_zh"] for f in told["faults"]] == ["2001 个太多了"] and told["differences"] == []
    assert admin.preview(zones=[{"id": None, "name": {}}])["faults"], "whatever JSON can say is judged"


def test_of_two_admins_at_once_one_is_told_that_the_other_was_first_and_nothing_is_lost(
    hub: HubProcess,
) -> None:
    admins, answers = [Admin(hub) for _ in range(4)], []
    gate = threading.Barrier(len(admins))

    def set_undo(n: int) -> None:
        gate.wait()
        answers.append(admins[n].put(1, rules={"undo_minutes": n + 1}))

    threads = [threading.Thread(target=set_undo, args=(n,)) for n in range(len(admins))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(a.status for a in answers) == [200, 409, 409, 409]
    late = next(a for a in answers if a.status == 409)
    assert (late.code, late.body["version"], late.body["by"]) == (
        "setup_changed",
        2,
        hub.last("profile.changed")["data"]["by"],
    )
    versions = admins[0].must("GET", f"{admins[0].setup}/history")["versions"]
    assert [v["version"] for v in versions] == [2, 1]


def test_an_earlier_version_is_returned_to_as_a_new_one(hub: HubProcess) -> None:
    admin = Admin(hub)
    before = admin.now()["document"]
    admin.put(1, **with_more(before))
    admin.put(2, screens={"notice": "今天下午停电"})
    assert admin.ask("POST", f"{admin.setup}/restore", {"version": 1, "over": 2}).code == "setup_changed"
    looked = admin.must("GET", f"{admin.setup}/history/1")
    assert {d["part"] for d in looked["returning"]} == {"services", "windows", "screens"}
    assert admin.must("POST", f"{admin.setup}/restore", {"version": 1})["version"] == 4
    assert admin.now()["document"] == before
    past = f"{admin.here}/stats?service="
    assert admin.ask("GET", f"{past}notary").status == 200, "the past goes by names of former profiles"
    assert admin.ask("GET", f"{past}notari").body["errors"][0]["at"] == "$.service"
    versions = admin.must("GET", f"{admin.setup}/history?limit=3")
    assert [(v["version"], v["how"], v["of"]) for v in versions["versions"]] == [
        (4, "restore", 1), (3, "setup", None), (2, "setup", None),
    ]  # fmt: skip
    rest = admin.must("GET", f"{admin.setup}/history?limit=3&next={versions['next']}")
    assert ([v["version"] for v in rest["versions"]], rest["next"]) == ([1], None)
    assert admin.ask("GET", f"{admin.setup}/history/99").code == "unknown_version"
    assert admin.ask("POST", f"{admin.setup}/restore", {"version": 10**30}).code == "invalid"


def test_the_same_key_puts_once_also_after_others_have_changed_the_hall(hub: HubProcess) -> None:
    admin = Admin(hub)
    first = admin.put(1, key="k1", rules={"recalls": 1})
    admin.put(2, rules={"recalls": 3})
    assert admin.put(1, key="k1", rules={"recalls": 1}).body == first.body
    assert admin.now()["document"]["rules"] == {"recalls": 3}


def test_people_who_wait_are_told_of_and_not_left_behind(hub: HubProcess) -> None:
    admin, clerk, kiosk = Admin(hub), Clerk(hub, "w1"), Kiosk(hub)
    document = admin.now()["document"]
    admin.put(1, **with_more(document))
    waiting = kiosk.take("notary")["ticket"]
    told = admin.preview(services=document["services"], windows=document["windows"])["strands"]
    assert [(s["kind"], s["id"], s["people"], s["blocks"]) for s in told] == [("gone", "notary", 1, True)]
    assert (told[0]["name"], told[0]["name_en"]) == ("公证", "Notary")
    for more in ({}, {"waiting": "keep"}):
        body = {"version": 2, "document": {k: document[k] for k in ("services", "windows")}, **more}
        assert admin.ask("PUT", admin.setup, body).code == "would_strand"
    assert clerk.next() == waiting["number"]
    first, second, *others = admin.now()["document"]["windows"]
    second["services"] = [*dict.fromkeys([*second.get("services", []), *first["services"]])]
    told = admin.preview(windows=[second, *others])
    assert [(s["kind"], s["id"], s["number"]) for s in told["strands"] if s["blocks"]] == [
        ("window", "w1", waiting["number"])
    ]
    clerk.press("start")
    clerk.press("complete")
    assert admin.put(2, services=document["services"], windows=document["windows"]).status == 200


def test_the_file_that_is_carried_away_is_the_hall_and_comes_back_as_the_same(hub: HubProcess) -> None:
    admin = Admin(hub)
    admin.put(1, **with_more(admin.now()["document"]))
    content = admin.file()
    carried = profiles.parse(content.decode())
    assert profiles.build(carried) == profiles.build(admin.now()["document"])
    told = admin.send("/import?preview=1", content, BYTES).body
    assert (told["faults"], told["differences"], told["applied"]) == ([], [], False)
    changed = content.replace("公证".encode(), "公证服务".encode())
    assert admin.send("/import", changed, BYTES).code == "invalid", "it must say which version it follows"
    admin.http.headers["Idempotency-Key"] = "brought"
    brought = admin.send("/import?version=2", changed, BYTES).body
    assert (brought["applied"], brought["version"]) == (True, 3)
    other = admin.send("/import?version=2&waiting=keep", changed, BYTES)
    assert other.code == "key_reused", "the same key with another query is another request"
    del admin.http.headers["Idempotency-Key"]
    assert admin.now()["document"]["services"][-1]["name"] == "公证服务"
    broken = admin.send("/import?preview=1", b'[hall]\nid = "x"\nname = \xb4\xf3', BYTES).body
    assert "UTF-8" in broken["faults"][0]["wrong"]
    elsewhere = admin.send("/import?version=3", content.replace(hub.hall.encode(), b"other"), BYTES).body
    assert (elsewhere["applied"], elsewhere["faults"][0]["at"]) == (False, "hall.id")
    assert admin.send("/import", content, "application/json").code == "wrong_type"


def test_only_admins_set_up_and_managers_may_look(hub: HubProcess) -> None:
    manager = Admin(hub, "manager")
    document = manager.now()["document"]
    assert manager.preview(rules={"recalls": 1})["differences"]
    assert manager.put(1, rules={"recalls": 1}).code == "forbidden"
    assert manager.ask("POST", f"{manager.setup}/restore", {"version": 1}).code == "forbidden"
    assert Admin(hub, "clerk").ask("GET", manager.setup).code == "forbidden"
    assert {p["name"] for p in manager.must("GET", f"{manager.setup}/schema")["parts"]} >= set(document)
