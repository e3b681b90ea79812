"""People of the hall over HTTP: who may change whom, a first password, no secret on any way out; and media."""

from __future__ import annotations

from typing import Any

import requests

from server.journal import access
from server.protocol import API
from tests.cast import Answer, Caller
from tests.hubprocess import HubProcess
from tests.web.test_setup import Admin

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
SECRETS = ("first-one-time", "chosen-by-me", "another-given")


def sign_in(hub: HubProcess, name: str, password: str, **more: Any) -> Answer:
    return Caller(hub).ask("POST", "/session", {"name": name, "password": password, **more})


def test_a_password_that_was_given_is_good_once_for_choosing_ones_own(hub: HubProcess) -> None:
    admin, name = Admin(hub), f"li of {hub.hall}"
    people = f"{admin.setup}/people"
    body = {"name": name, "role": "clerk", "password": SECRETS[0], "number": "71", "skills": ["marriage"]}
    added = admin.ask("POST", people, body, key="p1")
    assert (added.status, added.body["person"]["given"]) == (201, True)
    assert admin.ask("POST", people, body, key="p1").status == 201, "the same key adds once"
    for bad in ("a/b", "a\\b", "..", "a\n", "a\x00b"):
        assert admin.ask("POST", people, {**body, "name": bad}).code == "invalid", (
            "it could not be changed later"
        )
    assert sign_in(hub, name, SECRETS[0]).code == "password_change"
    assert sign_in(hub, name, SECRETS[0], new_password=SECRETS[0]).code == "invalid"
    assert sign_in(hub, name, SECRETS[0], new_password=SECRETS[1], new_pin="8246").status == 200
    assert sign_in(hub, name, SECRETS[1]).status == 200
    assert sign_in(hub, name, SECRETS[0]).code == "wrong_password"
    guide, keypad = f"guide of {hub.hall}", Caller(hub, hub.token("agent", window="w1"))
    admin.must("POST", people, {"name": guide, "role": "guide", "password": SECRETS[0]})
    chosen = {"name": guide, "password": SECRETS[0], "new_password": SECRETS[1]}
    assert keypad.ask("POST", "/session", chosen).code == "forbidden"
    assert sign_in(hub, guide, SECRETS[0]).code == "password_change", "it was refused, so nothing was chosen"
    shown = admin.must("GET", people)
    mine = next(p for p in shown["people"] if p["name"] == name)
    assert (mine["given"], mine["has_pin"], mine["number"], mine["skills"]) == (
        False,
        True,
        "71",
        ["marriage"],
    )
    again = admin.must(
        "PATCH", f"{people}/{name}", {"password": SECRETS[2], "forget_pin": True, "skills": None}
    )
    assert (again["person"]["given"], again["person"]["has_pin"], again["person"]["skills"]) == (
        True,
        False,
        None,
    )
    assert sign_in(hub, name, SECRETS[1]).code == "wrong_password"
    said = str([shown, added.body, again, hub.journal()]).encode()
    answers = str(hub.rows("select answer from command where hall = :hall", hall=hub.hall)).encode()
    assert not any(secret.encode() in said + answers or b"argon2" in said + answers for secret in SECRETS)
    assert not any(secret.encode() in hub.bytes() for secret in SECRETS)


def test_who_may_change_whom(hub: HubProcess) -> None:
    admin, manager, name = Admin(hub), Admin(hub, "manager"), f"wang of {hub.hall}"
    people = f"{admin.setup}/people"
    new = {"name": name, "role": "clerk", "password": SECRETS[0]}
    assert manager.ask("POST", people, new).code == "forbidden"
    admin.must("POST", people, new)
    assert admin.ask("POST", people, new).code == "name_taken"
    assert admin.ask("PATCH", f"{people}/nobody", {"role": "guide"}).code == "unknown_person"
    assert admin.ask("PATCH", f"{people}/{name}", {"role": "king"}).code == "invalid"
    assert [p["name"] for p in manager.must("GET", people)["people"]] == [name]
    store = hub.store()
    with store.writing() as conn:
        access.save_person(conn, access.Person(f"all of {hub.hall}", None, None, "admin", None), 0)
    store.close()
    assert admin.ask("PATCH", f"{people}/all of {hub.hall}", {"role": "clerk"}).code == "forbidden"
    twin = hub.with_hall(f"{hub.hall}b")
    assert Admin(twin).ask("DELETE", f"/halls/{twin.hall}/setup/people/{name}").code == "unknown_person"
    assert admin.must("DELETE", f"{people}/{name}")["person"] is None
    assert sign_in(hub, name, SECRETS[0]).code == "wrong_password"
    told = [e["data"] for e in hub.journal() if e["kind"] == "person.changed"]
    assert [t["changed"] for t in told] == [["new", "role", "password"], ["ended"]]


def test_media_is_what_its_first_bytes_say_and_is_seen_where_the_wall_looks(hub: HubProcess) -> None:
    admin = Admin(hub)
    path = f"{hub.url}{API}{admin.setup}/media"
    headers = {"Authorization": f"Bearer {admin.token}", "Content-Type": "application/octet-stream"}

    def upload(name: str, content: bytes) -> str:
        said = requests.put(f"{path}/{name}", data=content, headers=headers, timeout=60)
        return str(said.json().get("code") or said.json()["media"]["entry"])

    assert upload("spring.jpg", PNG) == "wrong_type"
    assert upload("page.html", b"<script>") == "wrong_type"
    assert upload("..%2Fx.png", PNG) in ("wrong_type", "not_found")
    assert upload("春" * 70 + ".png", PNG) == "wrong_type", "longer than a file's name may be"
    assert upload("big.png", PNG + bytes(13 * 2**20)) == "too_large"
    entry = upload("春天.png", PNG)
    assert entry == f"{hub.hall}/春天.png"
    assert requests.get(f"{hub.url}/media/{entry}", timeout=60).content == PNG
    admin.put(1, screens={"media": [entry]})
    listed = admin.must("GET", f"{admin.setup}/media")["media"]
    assert [(m["name"], m["size"], m["used"]) for m in listed] == [("春天.png", len(PNG), True)]
    assert admin.ask("DELETE", f"{admin.setup}/media/春天.png").code == "media_in_use"
    admin.put(2, screens=None)
    assert admin.must("DELETE", f"{admin.setup}/media/春天.png")["name"] == "春天.png"
    assert admin.ask("DELETE", f"{admin.setup}/media/春天.png").code == "unknown_media"
    assert not list((hub.data / "media").rglob("*.part"))
