"""A route is one row: method, path, who may, what it takes and answers. The table makes Flask's rules, the gate's
checks and the API's description, so they cannot disagree."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import msgspec
from flask import Flask, Request, Response, request

from server.domain.errors import HallError, unfit
from server.domain.events import Command
from server.domain.profile import Hall
from server.hub import own
from server.hub.hub import Hub
from server.hub.replay import Replay, asked
from server.journal.access import Credential
from server.journal.store import Busy, Full
from server.protocol import API
from server.web import filters, forms, problems, shapes
from server.web.gate import Gate

ANYONE: tuple[str, ...] = ()
RAW = "$raw"
"""In a handler's answer: bytes to be sent as they are: what the route gives, or its JSON encoded already."""
STREAM = "$stream"
"""In a handler's answer: an iterator of bytes, sent as they come."""
LONGEST_KEY = 200
_encode = msgspec.json.Encoder().encode


@dataclass(slots=True)
class Ask:
    """One request, parsed and let in. `body` and `query` are of the route's shapes."""

    hub: Hub
    gate: Gate
    request: Request
    who: Credential | None
    path: dict[str, str]
    body: Any
    query: Any
    key: str | None
    status: int

    @property
    def actor(self) -> str:
        return self.who.actor if self.who else "anyone"

    @property
    def by(self) -> str:
        """The person, or what acts without one: how it is written down who wanted something."""
        return (self.who.person or self.who.actor) if self.who else "anyone"

    @property
    def department(self) -> str | None:
        """The department that whoever asks may look into; None is the whole hall. Raises HallError(no_department)."""
        return self.gate.check_department(self.who)

    @property
    def reader(self) -> str | None:
        """The lead who asks: they may serve people too, and how they were rated is kept from them (`theirs`)."""
        return self.who.person if self.who and self.who.role == "lead" else None

    def check_own(self, hall: Hall, services: Iterable[str]) -> None:
        """Whether these may be looked into. Raises HallError(no_department, wrong_department)."""
        if not own.serves(hall, self.department, services):
            raise HallError(
                "wrong_department", "This is another department's; an account of a lead sees its own."
            )

    @property
    def bears(self) -> bool:
        """Whether it came with a token of its own rather than a browser's cookie."""
        return "Authorization" in self.request.headers

    @property
    def own_device(self) -> str | None:
        """The device a kiosk's credential names: it may use what is that device's, and no other's."""
        return self.who.device if self.who and self.who.role == "kiosk" else None

    def act(self, verb: str, **more: Any) -> dict[str, Any]:
        """Carry the verb out in the path's hall with what the request says."""
        command = Command(
            verb, more.pop("actor", self.actor), more.pop("args", None) or arguments(self.body),
            window=self.path.get("window"), ticket=more.pop("ticket", self.path.get("ticket")),
            person=self.who.person if self.who else None, device=self.who.device if self.who else None,
            channel=more.pop("channel", self.who.role if self.who else "holder"), lax=self.hub.lax,
        )  # fmt: skip
        return self.hub.act(more.pop("hall", self.path.get("hall", "")), command, self.replay())

    def replay(self) -> Replay | None:
        if self.key is None:
            return None
        body = msgspec.to_builtins(self.body)
        query = self.request.query_string.decode("latin-1")
        return asked(self.key, self.request.method, self.request.path, body, self.status, query)


Handler = Callable[[Ask], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Route:
    """`answer` names a schema of `server.web.answers_shape`; `errors` are the codes beyond the usual ones.

    `takes` and `gives` are media types of bodies that are not JSON: `takes` of at most `most` bytes, which a handler
    that `streams` reads itself. A JSON body may have `most` bytes where that is stated.
    A `slow` one reads beside everything else: it is not called with the floor held still.
    """

    method: str
    path: str
    says: str
    handler: Handler
    answer: type
    roles: tuple[str, ...] = ANYONE
    body: type = shapes.Nothing
    query: type = shapes.Nothing
    status: int = 200
    errors: tuple[str, ...] = ()
    takes: str = ""
    most: int = 0
    gives: str = ""
    slow: bool = False
    streams: bool = False

    @property
    def rule(self) -> str:
        return API + self.path.replace("{", "<").replace("}", ">")

    @property
    def writes(self) -> bool:
        return self.method != "GET"


def arguments(body: Any) -> dict[str, Any]:
    """A body's fields as a command's arguments; what was absent stays absent."""
    given = msgspec.to_builtins(body)
    return {k: v for k, v in given.items() if v is not None or k == "ticket"}


def register(app: Flask, hub: Hub, gate: Gate, routes: list[Route]) -> None:
    for route in routes:
        app.add_url_rule(
            route.rule, f"{route.method} {route.path}", _view(hub, gate, route),
            methods=[route.method], provide_automatic_options=False, strict_slashes=True,
        )  # fmt: skip


def _view(hub: Hub, gate: Gate, route: Route) -> Callable[..., Response]:
    decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(route.body)

    def view(**path: str) -> Response:
        if route.writes:
            gate.check_origin(request)
        who = gate.of(request)
        if route.roles:
            gate.check(who, route.roles, None, None)
        if "hall" in path:
            hub.room(path["hall"])
        if route.roles:
            gate.check(who, route.roles, path.get("hall"), path.get("window"))
            gate.check_acting(who, path.get("window"))
        query = _query(route)
        if "hall" in path and (wrong := filters.unknown(hub, path["hall"], query, route.errors)):
            raise unfit("query", **wrong)
        body = _bytes(route) if route.takes else _body(decoder, route) if route.writes else None
        key = _key() if route.writes else None
        ask = Ask(hub, gate, request, who, path, body, query, key, route.status)
        with nullcontext() if route.writes or route.slow else hub.reading():
            answer = route.handler(ask)
        headers = answer.pop("$headers", None) or problems.HEADERS
        if STREAM in answer:
            return Response(answer[STREAM], route.status, headers, content_type=route.gives)
        if RAW in answer:
            media = route.gives or "application/json"
            response = Response(answer[RAW], route.status, headers, content_type=media)
            return response.make_conditional(request)  # type: ignore[return-value]
        return Response(_encode(answer), route.status, headers, content_type="application/json")

    return view


def _query(route: Route) -> Any:
    given: dict[str, Any] = {}
    if request.query_string:  # Werkzeug parses even an empty one, and most are.
        given = request.args.to_dict()
        repeated = [k for k, values in request.args.lists() if len(values) > 1]
        if repeated:
            raise unfit("query", f"$.{repeated[0]}", "once", "this is given more than once", key=repeated[0])
    try:
        query: Any = msgspec.convert(given, route.query, strict=False)
    except msgspec.ValidationError as error:
        raise unfit("query", **forms.told(str(error), route.query)) from None
    for wrong in forms.off_the_calendar(query):
        raise unfit("query", **wrong)
    return query


def _body(decoder: msgspec.json.Decoder[Any], route: Route) -> Any:
    if route.most:
        request.max_content_length = route.most
    raw = request.get_data(cache=False)
    if raw and request.mimetype != "application/json":
        raise HallError(
            "not_json", f"The body is {request.mimetype or 'of no stated type'}; send application/json."
        )
    try:
        body = decoder.decode(raw or b"{}")
    except msgspec.ValidationError as error:
        raise unfit("body", **forms.told(str(error), route.body)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise HallError("malformed_json", f"The body cannot be read as JSON: {error}") from None
    for wrong in forms.off_the_calendar(body):
        raise unfit("body", **wrong)
    return body


def _bytes(route: Route) -> bytes:
    """A body that is no JSON, as it came; nothing where the handler reads it piece by piece."""
    request.max_content_length = route.most
    if request.mimetype != route.takes:
        code = "not_wav" if route.takes == "audio/wav" else "wrong_type"
        raise HallError(code, f"The body is {request.mimetype or 'of no stated type'}; send {route.takes}.")
    if route.streams:
        return b""
    return request.get_data(cache=False)


def _key() -> str | None:
    key = request.headers.get("Idempotency-Key")
    if key is not None and not (0 < len(key) <= LONGEST_KEY and key.isprintable()):
        wrong = f"an Idempotency-Key has 1 to {LONGEST_KEY} printable characters"
        raise unfit("Idempotency-Key", "$", "key", wrong, n=LONGEST_KEY)
    return key


def handle_errors(app: Flask) -> None:
    """A database that cannot be written is told in words, too."""
    app.register_error_handler(Busy, problems.busy)
    app.register_error_handler(Full, problems.full)
