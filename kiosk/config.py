"""What one kiosk's agent is told: `kiosk.toml`, and the command line over it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec

from kiosk.reader.table import ReaderTable
from server.agent import config
from server.agent.config import Place


class PrinterTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`url` as `kiosk.printer.door` reads it; `width` is the paper's in dots: 576 is 80 mm, 384 is 58 mm."""

    url: str = ""
    width: Literal[576, 384] = 576


class SlipTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How slips are made.

    `mode`: drawn, or in the printer's own letters. `letters`: what that printer's font holds; other characters are
    drawn. `code`: whose QR codes `text` uses. `follow`: when the QR code is on the slip: where the public address
    answers this machine, always, or never. `template`, `font` and `font_bold` are files; relative ones lie beside
    the TOML file.
    """

    mode: Literal["raster", "text"] = "raster"
    template: str = ""
    letters: Literal["gb2312", "gbk", "gb18030"] = "gb2312"
    code: Literal["printer", "drawn"] = "printer"
    follow: Literal["answering", "always", "never"] = "answering"
    font: str = ""
    font_bold: str = ""


class KioskFile(Place, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`device` is the kiosk whose slips are printed here; `reader` and `readers` are its card readers and scanners."""

    printer: PrinterTable = PrinterTable()
    slip: SlipTable = SlipTable()
    reader: ReaderTable | None = None
    readers: tuple[ReaderTable, ...] = ()

    @property
    def all_readers(self) -> tuple[ReaderTable, ...]:
        return (*((self.reader,) if self.reader else ()), *self.readers)


Table = TypeVar("Table", SlipTable, ReaderTable)
FILES = ("template", "font", "font_bold")


def read(path: Path) -> KioskFile:
    """Raises server.agent.config.ConfigError in words."""
    given = config.read(path, KioskFile)
    secret = ("secret_file",)
    return msgspec.structs.replace(
        given,
        slip=_beside(path, given.slip, FILES),
        reader=given.reader and _beside(path, given.reader, secret),
        readers=tuple(_beside(path, table, secret) for table in given.readers),
    )


def _beside(path: Path, table: Table, names: Iterable[str]) -> Table:
    """Files that a table names lie beside the TOML file, unless their path is whole."""
    files = {name: str(path.parent / value) for name in names if (value := getattr(table, name))}
    return msgspec.structs.replace(table, **files)


def over(given: KioskFile, printer: dict[str, Any], slip: dict[str, Any], **place: Any) -> KioskFile:
    """With what the command line said; what it left out stays the file's."""
    return config.over(
        given,
        printer=msgspec.structs.replace(given.printer, **_said(printer)),
        slip=msgspec.structs.replace(given.slip, **_said(slip)),
        **place,
    )


def _said(options: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in options.items() if value}
