"""What a hall wants written by itself: kinds of report, their formats, when they are made and where they go."""

from __future__ import annotations

from dataclasses import dataclass

FORMATS: dict[str, tuple[str, ...]] = {
    "figures": ("xlsx", "csv"),
    "tickets": ("xlsx", "csv"),
    "exceptions": ("xlsx", "csv"),
    "bulletin": ("pdf",),
    "daily": ("txt",),
}
"""Kind of report → its formats, the usual one first."""
EVERY = ("day", "week", "month")
CUTS = (
    "hall", "zone", "department", "service", "window", "person", "class", "channel", "hour", "weekday", "day", "month",
)  # fmt: skip
"""What figures may be cut by."""


@dataclass(frozen=True, slots=True)
class Scheduled:
    """Made each day, Monday or first of a month `at` a minute of the hall's clock; `by` is how figures are cut.

    `to`: into `folder` below the reports folder, or to the addresses that are told of reports (webhook).
    """

    kind: str
    format: str
    every: str = "day"
    at: int = 480
    by: tuple[str, ...] = ("hall",)
    lang: str = "zh"
    to: str = "folder"
    folder: str = ""

    @property
    def key(self) -> str:
        """What makes it the same report, whenever it is made."""
        where = f"folder {self.folder}".strip() if self.to == "folder" else self.to
        return f"{self.kind} {self.format} {self.every} {'+'.join(self.by)} {self.lang} {where}"
