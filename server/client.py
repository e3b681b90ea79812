"""HubClient: the one door of devices to the hub. Verbs, jobs, and live views.

Plain threads, stdlib, requests and the python-socketio client; no Flask. A verb whose answer was lost is
repeated with the same Idempotency-Key, so it never acts twice. Live views are in `server.live`.
"""

from __future__ import annotations

import random
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote, urlsplit

import requests

from server.live import Live, Watch
from server.protocol import API, VERSION, WIRE, Json, iso
from server.view import ViewCopy as ViewCopy

CONNECT_SECONDS = 4.0
ANSWER_SECONDS = 10.0
PATIENCE = 20.0
PASSING = (502, 503, 504)
"""Answers of a hub that is starting, busy or behind a proxy without it: worth asking again."""

PLAIN_HTTP = ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "HTTP_REQUEST")
"""How OpenSSL's versions say that what answered is no TLS."""


class HubRefusal(Exception):
    """The hub said no. `code` is stable, `detail` a sentence, `facts` the rest of the problem."""

    def __init__(self, code: str, status: int = 0, detail: str = "", facts: Json | None = None) -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code, self.status, self.detail, self.facts = code, status, detail, facts or {}


class HubUnreachable(Exception):
    """No answer from the hub. Whether a verb acted is unknown; the same key may be sent again."""


def pauses(first: float = 0.25, longest: float = 5.0) -> Iterator[float]:
    """Seconds between attempts for ever: doubling, with jitter so that a hundred devices spread out."""
    pause = first
    while True:
        yield pause * random.uniform(0.5, 1.5)
        pause = min(pause * 2, longest)


def _is_address(base: str) -> bool:
    """Also the port is one: a wrong one would be asked for ever, like a hub that is off."""
    try:
        parts = urlsplit(base)
        return (
            parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0 and " " not in base
        )
    except ValueError:
        return False


class HubClient:
    """One hall's hub at `base` (http://host:port), as the holder of `token` ("": of none). Safe for several threads.

    `stop` ends every wait between attempts; `patience` is how long, in seconds, a lost answer is asked
    for again; `ca` is a file of certificates to trust instead of the usual ones.
    """

    def __init__(
        self,
        base: str,
        token: str,
        hall: str,
        *,
        stop: threading.Event | None = None,
        patience: float = PATIENCE,
        ca: str | None = None,
    ) -> None:
        if not _is_address(base):
            raise ValueError(f"the hub's address looks like http://10.0.0.2:8080, not {base!r}")
        self.base, self.token, self.hall = base.rstrip("/"), token, hall
        self.stop = stop or threading.Event()
        self.patience = patience
        self.ca = ca
        self._mine = threading.local()

    @property
    def path(self) -> str:
        """Where this hall lives below /api/v1."""
        return f"/halls/{quote(self.hall, safe='')}"

    def get(self, path: str, *, patience: float | None = None) -> Json:
        """GET below /api/v1. Raises HubRefusal or HubUnreachable."""
        return self._ask("GET", path, None, {}, ANSWER_SECONDS, patience)

    def fetch(self, path: str) -> bytes:
        """GET below /api/v1 of what is no JSON, such as a recording; tried once. Raises HubRefusal, HubUnreachable."""
        try:
            answer = self._session().get(
                self.base + API + path, timeout=(CONNECT_SECONDS, ANSWER_SECONDS), allow_redirects=False
            )
        except requests.RequestException as error:
            raise HubUnreachable(f"no answer from {self.base}: {reason(error)}") from error
        if answer.status_code != 200:
            raise refusal(answer)
        return answer.content

    def post(
        self,
        path: str,
        body: Json | None = None,
        key: str | None = None,
        *,
        patience: float | None = None,
        seconds: float = ANSWER_SECONDS,
    ) -> Json:
        """POST below /api/v1, exactly once by its key. `seconds`: how long one answer may take."""
        headers = {"Idempotency-Key": key or str(uuid.uuid4())}
        return self._ask("POST", path, body or {}, headers, seconds, patience)

    def delete(self, path: str, *, patience: float | None = None) -> Json:
        """DELETE below /api/v1. Raises HubRefusal or HubUnreachable."""
        return self._ask("DELETE", path, {}, {}, ANSWER_SECONDS, patience)

    def me(self, *, patience: float | None = None) -> Json:
        """Who I am to the hub. A hub of another wire version is refused here, in words."""
        me = self.get("/me", patience=patience)
        if (wire := me.get("wire", WIRE)) != WIRE:
            raise HubRefusal(
                "wire_version",
                detail=f"the hub speaks wire {wire} (Paihao {me.get('version')}), "
                f"this device wire {WIRE} (Paihao {VERSION}): update the older one",
            )
        return me

    def lease(self, kinds: list[str], *, wait: float = 0, seconds: int = 30, **filters: Any) -> list[Json]:
        """Jobs to do now, each for `seconds`; `wait` (0–25 s) holds the answer until there is one. Tried once.

        `filters`: zone, device, limit, anew. A None filter is left out. A lost answer may have held a job: whoever asks
        again says `anew`, else it comes only when its lease has run out.
        """
        body = {"kinds": kinds, "wait": wait, "seconds": seconds}
        body |= {name: value for name, value in filters.items() if value is not None}
        answer = self.post(f"{self.path}/jobs/lease", body, patience=0, seconds=wait + ANSWER_SECONDS)
        jobs: list[Json] = answer["jobs"]
        return jobs

    def done(
        self, job: str, detail: str | None = None, *, spoken_at: float | None = None, seconds: float | None = None
    ) -> Json:  # fmt: skip
        """`spoken_at`: when it began to be heard, in seconds since 1970; `seconds`: for how long."""
        heard = None if spoken_at is None else iso(round(spoken_at * 1000))
        facts = {"detail": detail or None, "spoken_at": heard, "seconds": seconds}
        return self._end(job, "done", {name: value for name, value in facts.items() if value is not None})

    def failed(self, job: str, reason: str, permanent: bool = False) -> Json:
        """A temporary failure comes again as a job; a permanent one does not."""
        return self._end(job, "failed", {"reason": reason, "permanent": permanent})

    def dropped(self, job: str, reason: str) -> Json:
        return self._end(job, "dropped", {"reason": reason})

    def _end(self, job: str, word: str, body: Json) -> Json:
        return self.post(f"{self.path}/jobs/{quote(str(job), safe='')}/{word}", body)

    def beat(self, device: str, kind: str, state: str, detail: str | None = None, **more: Any) -> Json:
        """Say how the device is. Tried once: the next beat is never far.

        `more`: drives, zone, window, shown (the last seq it showed), did (orders carried out).
        """
        body: Json = {
            "device": device,
            "kind": kind,
            "state": state,
            "version": VERSION,
            "wire": WIRE,
            **more,
        }
        if detail:
            body["detail"] = detail
        return self.post(f"{self.path}/beat", body, patience=0)

    def follow(
        self,
        view: str,
        *,
        zone: str | None = None,
        window: str | None = None,
        on_change: Callable[[ViewCopy, Json | None], None] | None = None,
        on_state: Callable[[str, Any, str], None] | None = None,
        on_link: Callable[[bool, HubRefusal | None], None] | None = None,
    ) -> Live:
        """A live copy of a view, kept for ever; `close()` ends it. See `server.live.Live`."""

        def link(connected: bool, refused: Json | None) -> None:
            if on_link:
                on_link(connected, HubRefusal(refused["code"], 0, refused["detail"]) if refused else None)

        auth = {"token": self.token, "hall": self.hall, "view": view, "wire": WIRE}
        auth |= {name: value for name, value in (("zone", zone), ("window", window)) if value}
        return Live(self.base, auth, Watch(on_change, on_state, link), ca=self.ca)

    def _ask(
        self, method: str, path: str, body: Json | None, headers: dict[str, str], seconds: float,
        patience: float | None,
    ) -> Json:  # fmt: skip
        end = time.monotonic() + (self.patience if patience is None else patience)
        problem: Exception
        for pause in pauses():
            try:
                answer = self._session().request(
                    method, self.base + API + path, json=body, headers=headers,
                    timeout=(CONNECT_SECONDS, seconds), allow_redirects=False,
                )  # fmt: skip
            except requests.RequestException as error:
                problem = HubUnreachable(f"no answer from {self.base}: {reason(error)}")
            else:
                if answer.status_code not in PASSING:
                    return read(answer)
                problem = refusal(answer)
                pause = max(pause, retry_after(answer))
            if time.monotonic() + pause > end or self.stop.wait(pause):
                raise problem
        raise AssertionError("pauses never end")

    def _session(self) -> requests.Session:
        """This thread's session: requests does not promise that one may be shared."""
        session: requests.Session | None = getattr(self._mine, "session", None)
        if session is None:
            session = requests.Session()
            # A hub is reached directly: a proxy of the environment would hide it, and ~/.netrc would
            # replace the token.
            session.trust_env = False
            session.verify = self.ca or True
            if self.token:
                session.headers["Authorization"] = f"Bearer {self.token}"
            self._mine.session = session
        return session


def read(answer: requests.Response) -> Json:
    """The JSON of a good answer. Raises HubRefusal for a problem, HubUnreachable for what is no hub."""
    if answer.status_code >= 300:
        raise refusal(answer)
    try:
        body = answer.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise HubUnreachable(f"what answers at {answer.url} is not a Paihao hub")
    return body


def refusal(answer: requests.Response) -> HubRefusal:
    """The problem an answer tells; an answer without one gets the code `http_…`."""
    try:
        body = answer.json()
    except ValueError:
        body = None
    facts = body if isinstance(body, dict) else {}
    code = facts.get("code") or f"http_{answer.status_code}"
    detail = facts.get("detail") or facts.get("title") or answer.reason or ""
    known = ("type", "title", "status", "code", "detail")
    return HubRefusal(
        code, answer.status_code, detail, {name: v for name, v in facts.items() if name not in known}
    )


def retry_after(answer: requests.Response) -> float:
    """Seconds the hub asks us to wait; 0 when it does not say."""
    text = answer.headers.get("Retry-After", "")
    return min(float(text), 10.0) if text.isdigit() else 0.0


def reason(error: Exception) -> str:
    """The innermost cause in words: requests wraps «connection refused» in three layers of its own."""
    seen: BaseException = error
    while (inner := seen.__cause__ or seen.__context__) is not None:
        seen = inner
    if isinstance(error, requests.Timeout):
        return "it took too long"
    if getattr(seen, "reason", None) in PLAIN_HTTP:
        return "what answers there speaks http, without encryption; write http:// for https://"
    return getattr(seen, "strerror", None) or str(seen) or type(seen).__name__
