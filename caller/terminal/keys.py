"""Which key means which act: those of the page, where it has one. Data only."""

from __future__ import annotations

KEYS = {
    " ": "primary", "enter": "primary", "1": "start", "2": "absent_next", "3": "finish_next", "R": "recall",
    "S": "start", "E": "complete", "X": "no_show", "H": "hold", "B": "resume", "T": "transfer", "C": "call",
    "Z": "undo", "P": "pause", "L": "close", "A": "acknowledge", "U": "person", "?": "help", "Q": "quit",
}  # fmt: skip
"""The keys of the page, where it has one; `resume` and `quit` are the terminal's own."""
CALLED_ONLY = ("1", "2", "3")
