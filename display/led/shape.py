"""A frame template's file: its words, read and checked, and refused in words that name the place. Pure but for reading.

What the parts become stands in `template.py`; how to write a file in README.md.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import msgspec

from display.led.checks import CHECKS, SIZES
from display.led.letters import ENCODINGS

HERE = Path(__file__).with_name("templates")
KINDS = ("hex", "field", "text", "length", "check")
FACTS = (
    "address", "area", "x", "y", "width", "height", "colour", "digits", "count", "percent",
    "year", "month", "day", "hour", "minute", "second", "weekday", "code", "any",
)  # fmt: skip
"""What a field may be named beside the template's own settings. In answers, `code` is judged by `ok` and `errors`, and
`any` is passed over."""


class ShapeError(ValueError):
    """The template cannot be used; the text says where and why."""


class Written(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One part as it stands in the file: exactly one of hex, field, text, length and check, and what belongs to it."""

    hex: str | None = None
    field: str | None = None
    text: bool = False
    length: bool = False
    check: str | None = None
    name: str = ""
    start: str = msgspec.field(default="", name="from")
    end: str = msgspec.field(default="", name="to")
    size: int = 0
    endian: Literal["little", "big"] = "little"
    form: Literal["binary", "bcd", "ascii"] = msgspec.field(default="binary", name="as")
    values: dict[str, int] = {}
    default: int | None = None
    add: int = 0
    unit: int = 1
    most: int = 0
    pad: str = "20"
    between: str = ""
    same: bool = False


class WrittenFrame(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    parts: list[Written]
    escape: dict[str, str] = {}
    escape_from: str = ""
    escape_to: str = ""
    ok: int = 0
    errors: dict[str, str] = {}


class File(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    name: str
    about: str
    encoding: str = "gb2312"
    pace: float = 0.0
    seconds: float = 0.5
    settings: dict[str, int] = {}
    frames: dict[Literal["show", "flash", "blank", "ping", "bright", "clock"], WrittenFrame]
    answers: list[WrittenFrame] = []


@dataclass(frozen=True, slots=True)
class Part:
    """A part with what it covers found: the parts from `first` to `last` of its frame."""

    kind: str
    hex: str
    field: str
    check: str
    size: int
    endian: Literal["little", "big"]
    form: str
    values: dict[str, int]
    default: int | None
    add: int
    unit: int
    most: int
    pad: str
    between: str
    same: bool
    first: int
    last: int

    @property
    def width(self) -> int:
        """Bytes it takes in an answer."""
        return len(bytes.fromhex(self.hex)) if self.kind == "hex" else self.size


@dataclass(frozen=True, slots=True)
class Frame:
    parts: tuple[Part, ...]
    escape: dict[str, str]
    first: int
    last: int
    ok: int
    errors: dict[str, str]

    @property
    def width(self) -> int:
        return sum(part.width for part in self.parts)


@dataclass(frozen=True, slots=True)
class Shape:
    """A whole template. `settings` are its own fields and their usual values; a board may give others."""

    name: str
    about: str
    encoding: str
    pace: float
    seconds: float
    settings: dict[str, int]
    frames: dict[str, Frame]
    answers: tuple[Frame, ...]


def names() -> list[str]:
    """The templates that come with Paihao."""
    return sorted(file.stem for file in HERE.glob("*.toml"))


def read(name: str, beside: Path | None = None) -> Shape:
    """A template by the name of one of ours, or by a path ending in .toml, seen from the folder `beside`."""
    path = (beside or Path()) / name if name.endswith(".toml") else HERE / f"{name}.toml"
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ShapeError(
            f"there is no frame template {name!r}; known: {', '.join(names())}, or a path ending in .toml"
        ) from error
    try:
        return shape(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, ShapeError) as error:
        raise ShapeError(f"{path}: {error}") from error


def shape(given: Any) -> Shape:
    """Raises ShapeError."""
    try:
        file = msgspec.convert(given, File)
    except msgspec.ValidationError as error:
        raise ShapeError(str(error)) from error
    if "show" not in file.frames:
        raise ShapeError("frames: there is no [frames.show]")
    if file.encoding not in ENCODINGS:
        raise ShapeError(f"encoding: one of {', '.join(ENCODINGS)}, not {file.encoding!r}")
    frames: dict[str, Frame] = {
        name: _frame(f"frames.{name}", frame, file.settings, False) for name, frame in file.frames.items()
    }
    answers = [_frame(f"answers[{n}]", frame, file.settings, True) for n, frame in enumerate(file.answers)]
    return Shape(
        file.name, file.about, file.encoding, file.pace, file.seconds, file.settings, frames, tuple(answers)
    )


def _frame(where: str, frame: WrittenFrame, settings: Iterable[str], answer: bool) -> Frame:
    if not frame.parts:
        raise ShapeError(f"{where}: a frame has parts")
    parts = tuple(
        _part(f"{where}.parts[{n}]", n, part, frame.parts, settings, answer)
        for n, part in enumerate(frame.parts)
    )
    for plain, instead in frame.escape.items():
        if len(_bytes(where, plain)) != 1 or len(_bytes(where, instead)) < 2:
            raise ShapeError(f"{where}.escape: one byte becomes two or more, not {plain!r} = {instead!r}")
    span = _span(where, frame.parts, frame.escape_from, frame.escape_to, (0, len(parts) - 1))
    return Frame(parts, frame.escape, *span, frame.ok, frame.errors)


def _part(
    where: str, at: int, part: Written, parts: Sequence[Written], settings: Iterable[str], answer: bool
) -> Part:
    kind = _kind(where, part)
    if kind in ("field", "length", "check") and (kind != "check" or part.form == "ascii") and part.size < 1:
        raise ShapeError(f"{where}: a {kind} needs its size in bytes")
    if kind == "hex":
        _bytes(where, part.hex or "")
    if part.field and part.field not in (*FACTS, *settings):
        known = ", ".join((*FACTS, *settings))
        raise ShapeError(f"{where}: there is no field {part.field!r}; known: {known}")
    if part.check and part.check not in CHECKS:
        raise ShapeError(f"{where}: there is no check {part.check!r}; known: {', '.join(CHECKS)}")
    if answer and kind in ("text", "length"):
        raise ShapeError(f"{where}: an answer is read by hex, field and check only")
    if len(_bytes(where, part.pad)) != 1 or part.unit < 1:
        raise ShapeError(f"{where}: pad is one byte, unit at least 1")
    covers = kind in ("length", "check")
    span = _span(where, parts, part.start, part.end, (0, at - 1)) if covers else (0, 0)
    if covers and (span[0] > span[1] or (kind == "check" and span[0] <= at <= span[1])):
        raise ShapeError(
            f"{where}: what a {kind} covers runs from a part to one after it, without a check itself"
        )
    size = part.size or (SIZES[part.check] if part.check else 0)
    return Part(
        kind, part.hex or "", part.field or "", part.check or "", size, part.endian, part.form, part.values,
        part.default, part.add, part.unit, part.most or part.size, part.pad, part.between, part.same, *span,
    )  # fmt: skip


def _kind(where: str, part: Written) -> str:
    given = [kind for kind in KINDS if getattr(part, kind) not in (None, False)]
    if len(given) != 1:
        raise ShapeError(f"{where}: a part is exactly one of {', '.join(KINDS)}")
    return given[0]


def _span(
    where: str, parts: Sequence[Written], start: str, end: str, usual: tuple[int, int]
) -> tuple[int, int]:
    """Places of the named parts; the usual ones where nothing is named."""
    known = {part.name: n for n, part in enumerate(parts) if part.name}
    for name in (start, end):
        if name and name not in known:
            raise ShapeError(f"{where}: no part is named {name!r}; named: {', '.join(known) or 'none'}")
    return known.get(start, usual[0]), known.get(end, usual[1])


def _bytes(where: str, text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError as error:
        raise ShapeError(f"{where}: {text!r} is not hex") from error
