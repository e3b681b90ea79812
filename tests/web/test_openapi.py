"""The API's description: valid, complete, nothing in it that is not there, and the hub keeps to it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import booleans
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from server.hub.hub import Hub
from server.journal.store import Store
from server.protocol import API
from server.settings import Settings
from server.web.app import ROUTES, create_app
from server.web.problems import STATUS
from tests.cast import SECONDS, Clerk, Kiosk
from tests.hubprocess import HubProcess, Json


def described(hub: HubProcess) -> Json:
    document: Json = requests.get(f"{hub.url}/api/openapi.json", timeout=30).json()
    return document


def test_every_route_is_described_and_nothing_else_is(hub: HubProcess, tmp_path: Path) -> None:
    store = Store(tmp_path, threading.RLock())
    app = create_app(Hub(store), Settings("threading")).app
    served = {
        (method, rule.rule.replace("<", "{").replace(">", "}"))
        for rule in app.url_map.iter_rules() if rule.rule.startswith(API)
        for method in rule.methods or () if method not in ("HEAD", "OPTIONS")
    }  # fmt: skip
    paths = described(hub)["paths"]
    told = {(method.upper(), path) for path, operations in paths.items() for method in operations}
    assert told == served == {(r.method, API + r.path) for r in ROUTES}
    store.close()


def test_the_description_is_valid_openapi_and_every_schema_valid_json_schema(hub: HubProcess) -> None:
    document = described(hub)
    assert document["openapi"] == "3.1.0"
    operations = [o for path in document["paths"].values() for o in path.values()]
    ids = [o["operationId"] for o in operations]
    assert len(ids) == len(set(ids)) == len(ROUTES)
    for name, schema in document["components"]["schemas"].items():
        jsonschema_rs.meta.validate({**schema, "components": document["components"]})
        assert name[0].isupper()
    for reference in references(document):
        assert reference.removeprefix("#/components/schemas/") in document["components"]["schemas"]


def references(value: Any) -> list[str]:
    if isinstance(value, dict):
        here = [value["$ref"]] if "$ref" in value else []
        return here + [r for v in value.values() for r in references(v)]
    return [r for v in value for r in references(v)] if isinstance(value, list) else []


def test_every_code_a_route_names_is_a_code_and_the_page_explains_it(hub: HubProcess) -> None:
    assert {code for r in ROUTES for code in r.errors} <= set(STATUS)
    page = requests.get(f"{hub.url}/api/", timeout=30).text
    assert [code for code in STATUS if f'id="{code}"' not in page] == []
    assert [r.path for r in ROUTES if f"<code>{API}{r.path}</code>" not in page] == []


CHECKED = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)
AGENTS = ("/jobs/", "/beat")


@schemathesis.serializer("audio/wav")
def as_bytes(_: Any, value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


@pytest.mark.parametrize("examples", [4, pytest.param(100, marks=pytest.mark.long)])
def test_whatever_the_description_allows_gets_a_described_answer(hub: HubProcess, examples: int) -> None:
    """Schemathesis makes requests from the description, with a token that may do the most."""
    Kiosk(hub).take("marriage")
    Clerk(hub, "w1").press("call-next")
    load_all_checks()
    schema = schemathesis.openapi.from_dict(described(hub))
    tokens = {role: hub.token(role) for role in ("admin", "agent")}
    faults = []
    for result in schema.get_all_operations():
        operation = result.ok()
        role = "agent" if any(part in operation.path for part in AGENTS) else "admin"
        try:
            # A file of a report is made by a process of its own, which takes its time to start.
            many = max(1, examples // 4) if "/reports/" in operation.path else examples
            asking(hub, tokens[role], operation, many)()
        except Exception as fault:
            faults.append(f"{operation.label}: {fault}")
    assert faults == [], "\n\n".join(faults)[:6000]


def asking(hub: HubProcess, token: str, operation: Any, examples: int) -> Callable[[], None]:
    """Good requests of one operation and bad ones; half of them about this hall, to get past the door."""
    here = {"hall": hub.hall, "window": "w1"}
    door = requests.Session()
    checks = CHECKS.get_by_names(list(CHECKED))

    good, bad = (operation.as_strategy(generation_mode=mode) for mode in GenerationMode)

    @given(case=good | bad, at_home=booleans())
    @settings(
        max_examples=examples, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def ask(case: Any, at_home: bool) -> None:
        if at_home:
            names = case.path_parameters or {}
            case.path_parameters = {**names, **{k: v for k, v in here.items() if k in names}}
        if isinstance(case.body, dict):
            case.body.pop("wait", None)
        case.call_and_validate(
            base_url=hub.url,
            session=door,
            headers={"Authorization": f"Bearer {token}"},
            checks=checks,
            timeout=SECONDS,
        )

    return ask
