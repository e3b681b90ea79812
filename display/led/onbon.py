"""What both Onbon generations share: A5…5A frames, their escapes and their CRC. Pure.

Source: the maker's «BX-5K/6K protocol, user version» 1.4 (doc.onbonbx.com/zh/k/potocol), whose printed frames are the
golden vectors of the tests. Lengths and CRC are of the bytes before escaping.
"""

from __future__ import annotations

from collections.abc import Iterator

from display.led.checks import CHECKS
from display.led.talk import CardError

HEAD, TAIL = 0xA5, 0x5A
HEADS = 8
"""One is enough for the card; eight so that a few may be lost."""
ESCAPES = {0xA5: b"\xa6\x02", 0xA6: b"\xa6\x01", 0x5A: b"\x5b\x02", 0x5B: b"\x5b\x01"}
PLAIN = {pair: byte for byte, pair in ESCAPES.items()}
TCP_PORT = 5005

ERRORS = (
    "ok", "unknown command group", "unknown command", "busy", "out of memory", "checksum wrong", "no such file",
    "flash failed", "download failed", "file name wrong", "file type wrong", "file checksum wrong",
    "font not on the card", "firmware is of another card", "time wrong", "file exists", "file block number wrong",
)  # fmt: skip
"""CmdError by number. 3 and 5 are worth trying again."""
BUSY, BAD_CHECK = 3, 5


def crc(data: bytes) -> int:
    return CHECKS["crc16-arc"](data)


def wrap(packet: bytes) -> bytes:
    """A packet with its check, escaped, between heads and tail."""
    body = b"".join(ESCAPES.get(byte) or bytes([byte]) for byte in packet)
    return bytes([HEAD]) * HEADS + body + bytes([TAIL])


def checked(packet: bytes) -> bytes:
    """The packet with its CRC, low byte first."""
    return packet + crc(packet).to_bytes(2, "little")


def packets(heard: bytes) -> Iterator[bytes]:
    """The whole packets in what was heard, unescaped, with their check; what is broken is passed over.

    A head in the middle begins anew: the frame before it was cut.
    """
    for part in heard.split(bytes([HEAD]))[1:]:
        body, tail, _ = part.partition(bytes([TAIL]))
        if tail and (packet := unescaped(body)) is not None:
            yield packet


def unescaped(body: bytes) -> bytes | None:
    """The bytes before escaping; None when an escape is none."""
    out = bytearray()
    bytes_left = iter(body)
    for byte in bytes_left:
        if byte in (0xA6, 0x5B):
            pair = bytes([byte, next(bytes_left, 0)])
            if pair not in PLAIN:
                return None
            out.append(PLAIN[pair])
        else:
            out.append(byte)
    return bytes(out)


def sound(packet: bytes) -> bytes | None:
    """The packet without its CRC, if that is right.

    The maker's analyser takes FFFF for «not checked»; a card's answer is never believed unchecked here.
    """
    if len(packet) < 2 or crc(packet[:-2]) != int.from_bytes(packet[-2:], "little"):
        return None
    return packet[:-2]


def judged(error: int, nack: bool) -> str:
    """Words for an ACK; raises CardError for what is none. An error in an ACK counts too."""
    if error == 0 and not nack:
        return "ok"
    words = ERRORS[error] if error < len(ERRORS) else f"error {error}"
    reason = {BUSY: "busy", BAD_CHECK: "checksum"}.get(error, "refused")
    raise CardError(reason, f"the card says: {words}", certain=True)
