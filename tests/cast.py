"""The people and devices of a hall, speaking the real wire: every answer they get is held to the API's description."""

from __future__ import annotations

import json
import re
import threading
import uuid
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import requests

from server.protocol import API
from server.web import openapi
from server.web.app import ROUTES
from server.web.route import Route
from tests.hubprocess import HubProcess, Json
from tests.screen import Screen

SECONDS = 60.0
I18N = Path(__file__).resolve().parents[1] / "static/i18n"


@dataclass(frozen=True)
class Answer:
    """What the hub said to one request."""

    status: int
    body: Json
    headers: Any = field(repr=False)

    @property
    def code(self) -> str | None:
        return self.body.get("code")


@cache
def routes() -> list[tuple[str, re.Pattern[str], Route, Json]]:
    """Method, path, route and its documented responses."""
    described = openapi.document(ROUTES)["paths"]
    return [
        (r.method, re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(r.path))), r,
         described[API + r.path][r.method.lower()]["responses"])
        for r in ROUTES
    ]  # fmt: skip


def as_described(method: str, path: str, answer: Answer) -> None:
    """The answer has the declared shape without a field more, or is a documented problem."""
    for m, pattern, route, responses in routes():
        if m == method and pattern.fullmatch(path.partition("?")[0]):
            assert str(answer.status) in responses, f"{method} {path}: undocumented {answer}"
            if answer.status < 300 and route.gives:
                assert answer.headers["Content-Type"].startswith(route.gives), (
                    f"{method} {path}: another kind of file"
                )
            elif answer.status < 300:
                shaped = msgspec.convert(answer.body, route.answer, strict=True)
                assert msgspec.to_builtins(shaped) == answer.body, f"{method} {path}: fields not declared"
            else:
                named = responses[str(answer.status)]["description"].split(", ")
                assert answer.code in named, f"{method} {path}: undocumented code {answer.code}"
    if answer.code == "invalid":
        as_pages_say(answer.body)


@cache
def sentences() -> list[dict[str, str]]:
    """The words that all pages share, in each language."""
    return [json.loads((I18N / f"{lang}.json").read_text()) for lang in ("zh", "en")]


def as_pages_say(problem: Json) -> None:
    """Every wrong entry can be told in each language: by its form and the facts that fill it, or by itself."""
    assert problem["errors"], problem
    for one in problem["errors"]:
        for words in sentences() if "wrong_zh" not in one else ():
            assert set(re.findall(r"\{(\w+)\}", words[f"form.{one['form']}"])) <= set(one), one


class Caller:
    """Anyone who speaks HTTP with the hub, with a token or without. Its connection is its own."""

    def __init__(self, hub: HubProcess, token: str | None = None) -> None:
        self.hub, self.token = hub, token
        self.http = requests.Session()
        self.http.trust_env = False

    def ask(self, method: str, path: str, body: Any = None, key: str | None = None, **headers: str) -> Answer:
        """One request below /api/v1; header names are written with _ for -."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token:
            named.setdefault("Authorization", f"Bearer {self.token}")
        if key:
            named["Idempotency-Key"] = key
        url = f"{self.hub.url}{API}{path}"
        said = self.http.request(method, url, json=body, headers=named, timeout=SECONDS)
        told = said.json() if "json" in said.headers["Content-Type"] else {}
        answer = Answer(said.status_code, told, said.headers)
        as_described(method, path, answer)
        return answer

    def must(self, method: str, path: str, body: Any = None, key: str | None = None) -> Json:
        """The body of an answer that must be a success."""
        answer = self.ask(method, path, body, key)
        assert answer.status < 300, f"{method} {path}: {answer}"
        return answer.body

    @property
    def here(self) -> str:
        return f"/halls/{self.hub.hall}"

    def look(self, ticket: str) -> Json:
        """A ticket as staff see it."""
        found: Json = self.must("GET", f"{self.here}/tickets/{ticket}")["ticket"]
        return found


class Kiosk(Caller):
    """The machine at the entrance, or a guide with a tablet."""

    def __init__(self, hub: HubProcess, device: str | None = "kiosk-1", role: str = "kiosk") -> None:
        super().__init__(hub, hub.token(role, device=device))

    def take(self, *services: str, key: str | None = None, **more: Any) -> Json:
        """The answer to a taking that must succeed: {seq, ticket, track_url}."""
        body = {"services": list(services), **more}
        return self.must("POST", f"{self.here}/tickets", body, key or str(uuid.uuid4()))


class Guide(Kiosk):
    """Staff at the entrance who may grant priority and let people back in."""

    def __init__(self, hub: HubProcess) -> None:
        super().__init__(hub, None, "guide")

    def ticket(self, ticket: str, verb: str, **body: Any) -> Json:
        return self.must("POST", f"{self.here}/tickets/{ticket}/{verb}", body)


class Clerk(Caller):
    """Somebody at a window. `press` must succeed; `try_` answers whatever the hub says."""

    def __init__(self, hub: HubProcess, window: str, *, opened: bool = True, bound: bool = True) -> None:
        super().__init__(hub, hub.token("clerk", window=window if bound else None))
        self.window = window
        if opened:
            self.press("open")

    def try_(self, verb: str, key: str | None = None, **body: Any) -> Answer:
        path = f"{self.here}/windows/{self.window}/{verb}"
        return self.ask("POST", path, body, key or str(uuid.uuid4()))

    def press(self, verb: str, key: str | None = None, **body: Any) -> Json:
        answer = self.try_(verb, key, **body)
        assert answer.status == 200, f"{verb}: {answer}"
        return answer.body

    def next(self, **body: Any) -> str | None:
        """Call the next one; its number, or None when nobody waits."""
        ticket = self.press("call-next", **body)["ticket"]
        return ticket and str(ticket["number"])


class Agent(Caller):
    """An announcer or a printer's agent: leases work and answers."""

    def __init__(self, hub: HubProcess, device: str | None = None) -> None:
        super().__init__(hub, hub.token("agent", device=device))

    def lease(self, kind: str = "speech", **more: Any) -> list[Json]:
        jobs: list[Json] = self.must("POST", f"{self.here}/jobs/lease", {"kinds": [kind], **more})["jobs"]
        return jobs

    def end(self, job: Json, word: str = "done", **more: Any) -> Json:
        return self.must("POST", f"{self.here}/jobs/{job['id']}/{word}", more)


class Phone(Caller):
    """A citizen with the slip's code."""

    def __init__(self, hub: HubProcess, taken: Json) -> None:
        super().__init__(hub)
        self.code = taken["track_url"].rpartition("/")[2]

    def see(self) -> Json:
        return self.must("GET", f"/track/{self.code}")

    def watch(self) -> Screen:
        return Screen(self.hub.url, {"hall": self.hub.hall, "view": "ticket", "code": self.code, "wire": 1})


class Wall(Screen):
    """A display on the wall; other views by name."""

    def __init__(
        self,
        hub: HubProcess,
        view: str = "board",
        role: str = "display",
        device: str | None = None,
        **where: str,
    ) -> None:
        token = hub.token(role, device=device)
        super().__init__(hub.url, {"token": token, "hall": hub.hall, "view": view, "wire": 1, **where})


def at_once(*works: Any) -> list[Any]:
    """Run every work in a thread of its own at the same moment; their answers, or the first fault."""
    gate = threading.Barrier(len(works))
    answers: list[Any] = [None] * len(works)
    faults: list[BaseException] = []

    def one(n: int) -> None:
        try:
            gate.wait(SECONDS)
            answers[n] = works[n]()
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=one, args=(n,)) for n in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return answers
