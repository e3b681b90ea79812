"""What a hall's pages are told: the notice line, sizes, seconds, media."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Screens:
    """What the pages are told: the notice line, sizes in millimetres, seconds of idling and of showing, media files."""

    notice: str = ""
    notice_en: str = ""
    board_width_mm: int = 1218
    board_distance_m: float = 10.0
    board_show_seconds: int = 4
    kiosk_width_mm: int = 268
    kiosk_idle_seconds: int = 45
    kiosk_warn_seconds: int = 20
    kiosk_frequent: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
