"""Where somebody can be sent, by the digits a clerk types: a service's short code, or a window's number. Pure."""

from __future__ import annotations

from server.protocol import Json

Target = dict[str, str]
"""`{"service": id}`, `{"window": id}` or `{"zone": id}`, as a transfer's body has it."""


class Places:
    """The places of a hall's public profile; `learn` when that has changed."""

    def __init__(self, hall: Json) -> None:
        self.learn(hall)

    def learn(self, hall: Json) -> None:
        self.services: dict[str, Json] = {s["id"]: s for s in hall["services"]}
        self.windows: dict[str, Json] = {w["id"]: w for w in hall["windows"]}
        self.zones: dict[str, Json] = {z["id"]: z for z in hall["zones"]}
        typed: dict[str, list[Target]] = {}
        for window in self.windows.values():
            typed.setdefault(str(window["number"]), []).append({"window": window["id"]})
        for service in self.services.values():
            if service.get("short"):
                typed.setdefault(service["short"], []).append({"service": service["id"]})
        self._typed = typed

    def typed(self, code: str) -> Target | None:
        """The place of these digits; None when there is none, or two windows share the number."""
        found = self._typed.get(code.lstrip("0"), [])
        return found[0] if len(found) == 1 else None

    def known(self, target: Target) -> bool:
        """Whether the hall has everything a target names, and it names something."""
        there = {"service": self.services, "window": self.windows, "zone": self.zones}
        return bool(target) and all(id in there[kind] for kind, id in target.items())

    def name(self, target: Target) -> str:
        """The target in the hall's own words."""
        if "service" in target:
            return str(self.services[target["service"]]["name"])
        if "window" in target:
            return str(self.windows[target["window"]]["sign"])
        return str(self.zones[target["zone"]]["name"])
