"""A described frame becomes bytes: literals and fields first, then lengths, then checks, then escapes. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from display.led.checks import CHECKS, SIZES
from display.led.letters import fit
from display.led.shape import Frame, Part
from display.led.talk import CardError

Facts = Mapping[str, Any]


class Piece(NamedTuple):
    """A part made: its bytes, and which part it is."""

    part: Part
    data: bytes


def build(frame: Frame, facts: Facts, encoding: str) -> bytes:
    """The frame's bytes. Raises CardError when a fact does not fit where it belongs."""
    made = [Piece(part, b"") for part in frame.parts]
    # Lengths know sizes, checks know bytes: what they cover is made before them.
    for kinds in (("hex", "field", "text"), ("length",), ("check",)):
        for n, (part, _) in enumerate(made):
            if part.kind in kinds:
                made[n] = Piece(part, _MAKERS[part.kind](part, made, facts, encoding))
    return _escaped(frame, made)


def _hex(part: Part, made: Sequence[Piece], facts: Facts, encoding: str) -> bytes:
    return bytes.fromhex(part.hex)


def _field(part: Part, made: Sequence[Piece], facts: Facts, encoding: str) -> bytes:
    value = facts.get(part.field)
    value = part.values.get(str(value), part.default if part.values else value)
    if value is None:
        value = part.default
    if value is None:
        raise CardError("unfit", f"the frame needs {part.field}, and nothing says it", certain=True)
    return written(part, value)


def written(part: Part, value: Any) -> bytes:
    """A number as the part wants it. Raises CardError when it does not fit."""
    try:
        number = int(value) + part.add
    except (TypeError, ValueError) as error:
        raise CardError("unfit", f"{part.field} is no number: {value!r}", certain=True) from error
    try:
        if number < 0:
            raise OverflowError
        if part.form == "binary":
            return number.to_bytes(part.size, part.endian)
        digits = f"{number:0{part.size * (2 if part.form == 'bcd' else 1)}d}"
        data = bytes.fromhex(digits) if part.form == "bcd" else digits.encode("ascii")
        if len(data) != part.size:
            raise OverflowError
    except (OverflowError, ValueError) as error:
        words = f"{part.field or part.kind} {number} does not go into {part.size} bytes"
        shorter = "; give the board shorter texts" if part.field == "digits" else ""
        raise CardError("unfit", words + shorter, True) from error
    return data[::-1] if part.endian == "little" and part.form == "bcd" else data


def _text(part: Part, made: Sequence[Piece], facts: Facts, encoding: str) -> bytes:
    """The text in its encoding; cut between characters where the part holds only so many bytes, and filled up."""
    between = bytes.fromhex(part.between)
    data = between.join(fit(line, encoding).data for line in facts["lines"])
    if part.most and len(data) > part.most:
        data = _cut("".join(facts["lines"]), encoding, part.most)
    return data.ljust(part.size, bytes.fromhex(part.pad))


def _cut(text: str, encoding: str, most: int) -> bytes:
    data = b""
    for sign in text:
        more = fit(sign, encoding).data
        if len(data) + len(more) > most:
            break
        data += more
    return data


def _length(part: Part, made: Sequence[Piece], facts: Facts, encoding: str) -> bytes:
    # A length may cover itself and the checks after it: their sizes are known beforehand.
    covered = made[part.first : part.last + 1]
    total = sum(p.part.size if p.part.kind in ("length", "check") else len(p.data) for p in covered)
    return written(part, total // part.unit)


def _check(part: Part, made: Sequence[Piece], facts: Facts, encoding: str) -> bytes:
    return checked(part, b"".join(piece.data for piece in made[part.first : part.last + 1]))


def checked(part: Part, covered: bytes) -> bytes:
    """The check over what it covers, as it stands on the wire."""
    bits = 8 * SIZES[part.check]
    value = (CHECKS[part.check](covered) + part.add) % (1 << bits)
    if part.form == "ascii":
        return f"{value:0{part.size}X}".encode("ascii")[-part.size :]
    return value.to_bytes(part.size, part.endian)


Maker = Callable[[Part, Sequence[Piece], Facts, str], bytes]
_MAKERS: dict[str, Maker] = {"hex": _hex, "field": _field, "text": _text, "length": _length, "check": _check}


def _escaped(frame: Frame, made: Sequence[Piece]) -> bytes:
    table = {bytes.fromhex(a): bytes.fromhex(b) for a, b in frame.escape.items()}
    first, last = frame.first, frame.last
    out = b""
    for n, piece in enumerate(made):
        inside = table and first <= n <= last
        out += b"".join(table.get(bytes([b]), bytes([b])) for b in piece.data) if inside else piece.data
    return out
