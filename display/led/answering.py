"""What a described card answers, held against its parts: found where it begins, believed if its checks hold. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from display.led.building import Facts, checked
from display.led.shape import Frame, Part
from display.led.talk import CardError


def heard(frames: Sequence[Frame], facts: Facts, data: bytes) -> str | None:
    """An answer that is one of these frames, wherever it begins in what was heard. Raises CardError for a refusal."""
    for frame in frames:
        for start in _starts(frame, data):
            # Escaped, no byte is longer than two or three; more of the line is not this answer's.
            if (said := match(frame, facts, data[start : start + 4 * frame.width])) is not None:
                return _judged(frame, said)
    return None


def _starts(frame: Frame, data: bytes) -> Iterator[int]:
    """Where the frame may begin: at its first mark, if it has one."""
    mark = bytes.fromhex(frame.parts[0].hex)
    at = data.find(mark)
    while 0 <= at < len(data):
        yield at
        at = data.find(mark, at + 1)


def match(frame: Frame, facts: Facts, data: bytes) -> dict[str, int] | None:
    """The fields of an answer that begins these bytes, its checks right; None when it is another."""
    plain = _unescaped(frame, data)
    found: dict[str, int] = {}
    starts, at = [], 0
    for part in frame.parts:
        starts.append(at)
        piece = plain[at : at + part.width]
        if len(piece) < part.width:
            return None
        if part.kind == "hex" and piece != bytes.fromhex(part.hex):
            return None
        if part.kind == "check":
            covered = plain[starts[part.first] : starts[part.last] + frame.parts[part.last].width]
            if checked(part, covered) != piece:
                return None
        if part.kind == "field":
            found[part.field] = read(part, piece)
            if part.same and part.field in facts and facts[part.field] != found[part.field]:
                return None
        at += part.width
    return found


def read(part: Part, piece: bytes) -> int:
    """A number as it stands in an answer; -1 where its digits are none."""
    if part.form == "binary":
        return int.from_bytes(piece, part.endian) - part.add
    digits = piece.hex() if part.form == "bcd" else piece.decode("ascii", "replace")
    return int(digits) - part.add if digits.isdecimal() and digits.isascii() else -1


def _unescaped(frame: Frame, data: bytes) -> bytes:
    """Escapes taken out from behind the first part on, so that a frame's own mark is left alone."""
    table = {bytes.fromhex(b): bytes.fromhex(a) for a, b in frame.escape.items()}
    if not table:
        return data
    begin = sum(part.width for part in frame.parts[: frame.first])
    out, at = data[:begin], begin
    while at < len(data):
        pair = next((pair for pair in table if data.startswith(pair, at)), b"")
        out += table[pair] if pair else data[at : at + 1]
        at += len(pair) or 1
    return out


def _judged(frame: Frame, said: dict[str, int]) -> str:
    code = said.get("code", frame.ok)
    if code == frame.ok:
        return "ok"
    words = frame.errors.get(str(code), f"error {code}")
    raise CardError("busy" if words == "busy" else "refused", f"the card says: {words}", certain=True)
