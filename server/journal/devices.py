"""The registry of devices: one row each, kept until the device is retired or, where nobody needs it, forgotten."""

from __future__ import annotations

import sqlite3
from typing import Any

import msgspec

from server.domain.alarms.devices import Device

KEEP = """insert into device (hall, id, beat, known) values (:hall, :id, :beat, :known)
    on conflict (hall, id) do update set beat = excluded.beat, known = excluded.known"""
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Device).decode


def found(conn: sqlite3.Connection, hall: str, id: str) -> Device | None:
    row = conn.execute(
        "select known from device where hall = :hall and id = :id", {"hall": hall, "id": id}
    ).fetchone()
    return _decode(row[0]) if row else None


def of(conn: sqlite3.Connection, hall: str) -> list[Device]:
    rows = conn.execute("select known from device where hall = :hall order by id", {"hall": hall})
    return [_decode(known) for (known,) in rows]


def keep(conn: sqlite3.Connection, hall: str, device: Device) -> None:
    values = {"hall": hall, "id": device.id, "beat": device.beat, "known": _encode(device).decode()}
    conn.execute(KEEP, values)


def forget(conn: sqlite3.Connection, hall: str, id: str) -> None:
    conn.execute("delete from device where hall = :hall and id = :id", {"hall": hall, "id": id})


def written(device: Device) -> dict[str, Any]:
    """As the news between processes carries it."""
    return msgspec.to_builtins(device)  # type: ignore[no-any-return]


def read(value: dict[str, Any]) -> Device | None:
    """From the news; None for what is no device of this version."""
    try:
        return msgspec.convert(value, Device)
    except msgspec.ValidationError:
        return None
