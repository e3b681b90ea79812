"""The hub's settings from its environment. The only reader of os.environ."""

from __future__ import annotations

import os
from dataclasses import dataclass

ASYNC_MODES = ("eventlet", "gevent", "threading")


class SettingsProblem(Exception):
    """A setting has a value it cannot have; the message says which and what it can be."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`synchronous` is SQLite's; `proxies` counts the trusted ones before the hub."""

    async_mode: str = "eventlet"
    synchronous: str = "FULL"
    origins: tuple[str, ...] = ()
    proxies: int = 0


def async_mode() -> str:
    """PAIHAO_ASYNC: eventlet (default), gevent or threading. Raises SettingsProblem."""
    mode = os.environ.get("PAIHAO_ASYNC", "eventlet")
    if mode not in ASYNC_MODES:
        raise SettingsProblem(f"PAIHAO_ASYNC is {mode!r}; it can be {', '.join(ASYNC_MODES)}.")
    return mode


def from_environment() -> Settings:
    """PAIHAO_ASYNC, PAIHAO_SYNCHRONOUS (FULL, NORMAL, EXTRA, OFF), PAIHAO_ORIGINS (allowed besides the hub's own),
    PAIHAO_PROXIES (how many proxies of ours stand before the hub, whose X-Forwarded-* are believed).

    Raises SettingsProblem.
    """
    origins = tuple(
        o.strip().rstrip("/") for o in os.environ.get("PAIHAO_ORIGINS", "").split(",") if o.strip()
    )
    proxies = os.environ.get("PAIHAO_PROXIES", "0")
    if not proxies.isdecimal() or int(proxies) > 5:
        raise SettingsProblem(f"PAIHAO_PROXIES is {proxies!r}; it is a number from 0 to 5.")
    return Settings(async_mode(), os.environ.get("PAIHAO_SYNCHRONOUS", "FULL").upper(), origins, int(proxies))
