"""A reader's table in kiosk.toml, and what a reader says it read."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import msgspec


class ReaderTable(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"for_": "for"}
):
    """`url` as `kiosk.reader.door` reads it. `for`: the kiosk whose page is told, this one unless it says another;
    `device`: the reader's name at the hub, `KIOSK.reader` unless said. `poll_seconds`: the pause between two looks
    for a card; `secret_file`: what programs show at the bridge."""

    url: str
    for_: str = ""
    device: str = ""
    poll_seconds: Annotated[float, msgspec.Meta(ge=0.01, le=10)] = 0.4
    secret_file: str = ""


class Said(NamedTuple):
    """One of: a card (`id_number`, perhaps `name`), something scanned (`text`), or why there is neither (`trouble`)."""

    kind: str
    id_number: str = ""
    name: str = ""
    text: str = ""
    trouble: str = ""

    def __repr__(self) -> str:
        """Whose card it was must not stand in a log."""
        return f"Said({self.kind}{f', {self.trouble}' if self.trouble else ''})"
