"""Checksums of cheap displays, by the names a frame template may use. Pure.

Each takes the bytes covered and answers a number; `SIZES` says how many bytes it fills on the wire.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import xor


def reflected(data: bytes, start: int) -> int:
    """CRC-16 with the reflected polynomial 0xA001: ARC begins with 0, Modbus with 0xFFFF."""
    crc = start
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc


def forward(data: bytes, start: int) -> int:
    """CRC-16 with the polynomial 0x1021, highest bit first: CCITT begins with 0xFFFF, XMODEM with 0."""
    crc = start
    for byte in data:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ (0x1021 if crc & 0x8000 else 0)) & 0xFFFF
    return crc


CHECKS: dict[str, Callable[[bytes], int]] = {
    "sum8": lambda data: sum(data) & 0xFF,
    "sum16": lambda data: sum(data) & 0xFFFF,
    "xor8": lambda data: reduce(xor, data, 0),
    "crc16-arc": lambda data: reflected(data, 0),
    "crc16-modbus": lambda data: reflected(data, 0xFFFF),
    "crc16-ccitt": lambda data: forward(data, 0xFFFF),
    "crc16-xmodem": lambda data: forward(data, 0),
}
SIZES = {name: 1 if name.endswith("8") else 2 for name in CHECKS}
