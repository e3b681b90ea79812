"""The API's description, made from the route table: OpenAPI 3.1 and a page to read."""

from __future__ import annotations

import re
from html import escape
from typing import Any

import msgspec

from server.protocol import API, VERSION
from server.web.problems import STATUS
from server.web.route import ANYONE, Route
from server.web.shapes import Nothing

REF = "#/components/schemas/{name}"
PATH_PARAMETER = re.compile(r"\{(\w+)\}")


def document(routes: list[Route]) -> dict[str, Any]:
    """The whole description as plain JSON."""
    types = {t for r in routes for t in (r.answer, r.body, r.query)}
    _, schemas = msgspec.json.schema_components(sorted(types, key=lambda t: t.__name__), ref_template=REF)
    schemas["Problem"] = {
        "type": "object",
        "required": ["type", "title", "status", "code", "detail"],
        "properties": {
            "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"},
            "code": {"type": "string", "enum": sorted(STATUS)}, "detail": {"type": "string"},
        },
    }  # fmt: skip
    paths: dict[str, Any] = {}
    for route in routes:
        paths.setdefault(API + route.path, {})[route.method.lower()] = _operation(route, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Paihao", "version": VERSION,
            "description": "Queue calling for a government service hall. Live updates: docs/WIRE.md.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "staff": {"type": "apiKey", "in": "cookie", "name": "paihao_staff"},
            },
        },
    }  # fmt: skip


def _operation(route: Route, schemas: dict[str, Any]) -> dict[str, Any]:
    roles = f" Roles: {', '.join(route.roles)}." if route.roles else ""
    operation: dict[str, Any] = {
        "operationId": re.sub(r"\W+", "_", f"{route.method.lower()}{route.path}").strip("_"),
        "summary": route.says,
        "description": f"{(route.body.__doc__ or '').strip()}{roles}".strip(),
        "parameters": _parameters(route, schemas),
        "responses": _responses(route),
        "security": [{"bearer": []}, {"staff": []}]
        if route.roles != ANYONE
        else [{}, {"bearer": []}, {"staff": []}],
    }
    if route.method in ("POST", "PUT", "PATCH"):
        operation["requestBody"] = {
            "required": bool(route.takes or schemas[route.body.__name__].get("required")),
            "content": _content(route.takes, route.body),
        }
    return operation


def _parameters(route: Route, schemas: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in PATH_PARAMETER.findall(route.path)
    ]
    if route.query is not Nothing:
        shape = schemas[route.query.__name__]
        for name, schema in shape["properties"].items():
            needed = name in shape.get("required", ())
            found.append({"name": name, "in": "query", "required": needed, "schema": schema})
    if route.writes:
        found.append(
            {
                "name": "Idempotency-Key", "in": "header", "required": False,
                "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
                "description": "The same key and request answer the same again, for 7 days.",
            }
        )  # fmt: skip
    return found


def _responses(route: Route) -> dict[str, Any]:
    codes = {*route.errors, "invalid", "internal", "busy", "storage_full"}
    if route.writes:
        codes |= {"foreign_origin", "key_reused"}
    if route.method in ("POST", "PUT", "PATCH"):
        codes |= {"too_large"} if route.takes else {"malformed_json", "not_json", "too_large"}
    codes.add("unauthenticated")
    if route.roles:
        codes |= {"forbidden", "wrong_hall"} | ({"wrong_window"} if "{window}" in route.path else set())
    if "lead" in route.roles and not route.writes:
        codes |= {"no_department", "wrong_department"}
    if "{hall}" in route.path:
        codes.add("unknown_hall")
    if PATH_PARAMETER.search(route.path):
        codes.add("not_found")
    by_status: dict[int, list[str]] = {}
    for code in sorted(codes):
        by_status.setdefault(STATUS[code][0], []).append(code)
    answers: dict[str, Any] = {
        str(route.status): {
            "description": "Done" if route.writes else "As asked",
            "content": _content(route.gives, route.answer),
        }
    }
    for status, names in sorted(by_status.items()):
        answers[str(status)] = {
            "description": ", ".join(names),
            "content": {"application/problem+json": {"schema": {"$ref": REF.format(name="Problem")}}},
        }
    return answers


def _content(media: str, shape: type) -> dict[str, Any]:
    """JSON of a shape, or bytes of a media type."""
    if media:
        return {media: {"schema": {"type": "string", "format": "binary"}}}
    return {"application/json": {"schema": {"$ref": REF.format(name=shape.__name__)}}}


def readable(routes: list[Route]) -> str:
    """One page a person can read."""
    rows = "".join(
        f"<tr><td><b>{r.method}</b></td><td><code>{escape(API + r.path)}</code></td><td>{escape(r.says)}"
        f"{_fields(r)}</td><td>{escape(', '.join(r.roles) or 'anyone')}</td></tr>"
        for r in routes
    )
    codes = "".join(
        f'<tr id="{c}"><td><code>{c}</code></td><td>{s}</td><td>{escape(t)}</td></tr>'
        for c, (s, t) in sorted(STATUS.items())
    )
    return PAGE.format(version=VERSION, rows=rows, codes=codes)


def _fields(route: Route) -> str:
    if route.takes:
        return f"<br><small>{escape(route.takes)}, at most {route.most} bytes</small>"
    shape = route.body if route.writes else route.query
    fields = [f"{f.encode_name}{'' if f.required else '?'}" for f in msgspec.structs.fields(shape)]
    return f"<br><small>{escape(', '.join(fields))}</small>" if fields else ""


PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Paihao API {version}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/static/css/api.css">
<main><h1>Paihao API {version}</h1><p>HTTP for verbs, Socket.IO (<code>/hall</code>) for news.
The machine-readable form is <a href="/api/openapi.json">openapi.json</a>.
Send <code>Authorization: Bearer …</code>; a POST may carry <code>Idempotency-Key</code>.
Errors are <code>application/problem+json</code> with a stable <code>code</code>.</p>
<table><thead><tr><th>Method</th><th>Path</th><th>What, and its fields</th><th>Who</th></tr></thead>
<tbody>{rows}</tbody></table>
<h2>Codes</h2><table><thead><tr><th>Code</th><th>Status</th><th>Meaning</th></tr></thead><tbody>{codes}</tbody></table>
</main></html>"""
