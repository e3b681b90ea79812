"""The agents of a demo: their files, written anew at each start, and the words that start them.

Every device is virtual and keeps what it did in the demo's folder. The hub knows no device's package, so the files are
text, as somebody in a hall would write them.
"""

from __future__ import annotations

from pathlib import Path

from server.domain.profile import Hall
from server.web.demo import links

KIOSK = "demo-kiosk"
STRIPS = 4
"""Windows with a strip: the one the start page leads to, and its neighbours."""


def agents(address: str, hall: Hall, data: Path, speaker: str | None) -> dict[str, list[str]]:
    """name → what follows `paihao`; each still needs its token."""
    head = f'hub = "{address}"\nhall = "{hall.id}"\n'
    files = {
        "kiosk": head + _kiosk(data),
        "led": head + _strips(hall, data),
    }
    for name, text in files.items():
        (data / f"{name}.toml").write_text(text, "utf-8")
    where = ["--hub", address, "--hall", hall.id]
    voice = ["--speaker", speaker or f"virtual://{data}/speech", "--data", str(data / "voice")]
    return {
        "announce": ["announce", *where, *voice],
        **{name: [name, "--config", str(data / f"{name}.toml")] for name in files},
    }


def _kiosk(data: Path) -> str:
    return f"""device = "{KIOSK}"

[printer]
url = "virtual://{data}/slips"

[reader]
url = "virtual://{data}/reader"
"""


def _strips(hall: Hall, data: Path) -> str:
    """Small strips above the first windows, each a card of its own."""
    yours = links(hall)["caller"].rpartition("/")[2]
    others = [w.id for w in hall.windows if w.zone == hall.window[yours].zone and w.id != yours]
    board = 'device = "demo-led"\n\n[boards.strip]\ncard = "huidu"\nwidth = 192\n'
    return board + "".join(
        f'\n[[strips]]\nwindow = "{window}"\nboard = "strip"\n'
        f'url = "virtual://{data}/strips?card=huidu&name=strip-{window}"\n'
        for window in (yours, *others[: STRIPS - 1])
    )
