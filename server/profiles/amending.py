"""A profile changed while the hall runs: the file stays as it was brought in, the changes lie over it.

Changes are `{"windows": {id: {key: value}}, "calendar": {"closed_on": […], "open_on": […]}}`, in the words of a
profile's file. Giving `services` or `departments` states the first line anew, giving `backup` or
`backup_departments` the backup: what the file says of the other one no longer counts.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from server.domain.profile import Hall, Window
from server.profiles.faults import Wrong
from server.profiles.marks import Numbers
from server.profiles.plates import filled

Changes = dict[str, Any]
TOGETHER = (("services", "departments"), ("backup", "backup_departments"))
SHOWN = ("services", "backup", "kind", "features", "help_after", "valid_from", "valid_to")


def amended(raw: dict[str, Any], changes: Changes) -> dict[str, Any]:
    """The document with the changes in it; a run of windows is written out where one of them differs."""
    windows, calendar = changes.get("windows") or {}, changes.get("calendar") or {}
    if not windows and not calendar:
        return raw
    new = deepcopy(dict(raw))
    if windows:
        new["windows"] = [_with(one, windows) for row in new["windows"] for one in _written_out(row, windows)]
    if calendar:
        new["hours"] = {**new.get("hours", {}), **calendar}
    return new


def merged(changes: Changes, edit: Changes) -> Changes:
    """The changes with an edit over them; a key that is None is as in the file again."""
    windows = {id: dict(keys) for id, keys in (changes.get("windows") or {}).items()}
    for id, keys in (edit.get("windows") or {}).items():
        anew = {key for pair in TOGETHER if any(key in keys for key in pair) for key in pair}
        before = {key: value for key, value in windows.get(id, {}).items() if key not in anew}
        windows[id] = _without_none({**before, **keys})
    calendar = _without_none({**(changes.get("calendar") or {}), **(edit.get("calendar") or {})})
    kept = {"windows": {id: keys for id, keys in windows.items() if keys}, "calendar": calendar}
    return {name: part for name, part in kept.items() if part}


def differing(old: Hall, new: Hall) -> dict[str, Any]:
    """What changed between two halls of one file: `{"windows.w3.services": {"from": […], "to": […]}, …}`."""
    found: dict[str, Any] = {}
    for w in old.windows:
        now = new.window.get(w.id)
        for key in SHOWN if now else ():
            if getattr(w, key) != getattr(now, key):
                found[f"windows.{w.id}.{key}"] = {"from": _plain(w, key), "to": _plain(now, key)}
    for key in ("closed_on", "open_on"):
        before, after = getattr(old.hours, key), getattr(new.hours, key)
        if before != after:
            found[f"hours.{key}"] = {
                "added": sorted(d.isoformat() for d in after - before),
                "removed": sorted(d.isoformat() for d in before - after),
            }
    return found


def named(changes: Changes) -> list[str]:
    """The keys that differ from the file: `windows.w3.services`, `hours.closed_on`."""
    windows = changes.get("windows") or {}
    return [
        *(f"windows.{id}.{key}" for id, keys in windows.items() for key in keys),
        *(f"hours.{key}" for key in changes.get("calendar") or {}),
    ]


def _without_none(keys: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in keys.items() if value is not None}


def _plain(window: Window | None, key: str) -> Any:
    value = getattr(window, key)
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _written_out(row: dict[str, Any], windows: dict[str, Any]) -> list[dict[str, Any]]:
    """The row itself, or one row a window when it is a run with a window that was changed."""
    if "numbers" not in row:
        return [row]
    try:
        numbers = Numbers().reads(row["numbers"])
    except Wrong:
        return [row]
    one_by_one = [filled(row, n) for n in numbers]
    return one_by_one if any(one["id"] in windows for one in one_by_one) else [row]


def _with(row: dict[str, Any], windows: dict[str, Any]) -> dict[str, Any]:
    keys: dict[str, Any] | None = windows.get(row.get("id") or f"w{row.get('number')}")
    if not keys:
        return row
    dropped = {key for pair in TOGETHER if any(key in keys for key in pair) for key in pair}
    return {key: value for key, value in row.items() if key not in dropped} | keys
