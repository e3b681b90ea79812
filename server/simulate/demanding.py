"""A demand file's tables, judged and laid over the usual demand. Reading the file is the command's business."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from server.domain.profile import Hall
from server.simulate.demand import HALF_HOUR, Booked, Demand
from server.simulate.laws import LAWS, Law

Path = tuple[str, ...]
LAW_KEYS = ("law", "mean", "cv")
TOP = ("visitors", "rates", "service", "services", "classes", "reservations", "absent", "patience", "windows")


class DemandFault(Exception):
    """One thing that is wrong in a demand file, at a path of keys."""

    def __init__(self, path: Path, says: str) -> None:
        super().__init__(path, says)
        self.path, self.says = path, says


@dataclass(frozen=True, slots=True)
class Asked:
    """What the file says: the demand, and the windows that are open (None: all)."""

    demand: Demand
    windows: tuple[str, ...] | None


def demanded(raw: Mapping[str, Any], hall: Hall, usual: Demand) -> Asked:
    """Raises DemandFault."""
    _known(raw, TOP, ())
    demand = usual
    if "rates" in raw:
        rates = _rates(raw["rates"])
        demand = replace(demand, rates=rates, visitors=round(sum(weight for _, _, weight in rates)))
    if "visitors" in raw:
        demand = replace(demand, visitors=int(_number(raw["visitors"], ("visitors",), 1, 1_000_000)))
    demand = replace(
        demand,
        laws=_laws(raw, demand.laws),
        services=_services(raw.get("services", {}), hall, demand.services),
        classes=_shares(
            raw.get("classes", demand.classes), ("classes",), [c for c in hall.klass if c != "ordinary"]
        ),
        booked=_booked(_table(raw.get("reservations", {}), ("reservations",)), demand.booked),
        absent=_number(raw.get("absent", demand.absent), ("absent",), 0, 1),
        patience=_law(_table(raw["patience"], ("patience",)), ("patience",), Law("lognormal", 3600.0, 0.5))
        if "patience" in raw
        else demand.patience,
    )
    return Asked(demand, _windows(raw.get("windows"), hall))


def _rates(raw: Any) -> list[tuple[float, float, float]]:
    """`"08:30" = 40`: so many come in the half hour from then on."""
    found = []
    for clock, count in _table(raw, ("rates",)).items():
        hour, _, minute = clock.partition(":")
        if not (hour.isdigit() and minute.isdigit() and int(hour) < 30 and int(minute) < 60):
            raise DemandFault(("rates", clock), f'«{clock}» is no time of day; write "08:30" = 40')
        start = int(hour) * 3600.0 + int(minute) * 60.0
        found.append((start, start + HALF_HOUR, _number(count, ("rates", clock), 0, 100_000)))
    if not any(weight for _, _, weight in found):
        raise DemandFault(("rates",), 'nobody comes; write "08:30" = 40')
    return sorted(found)


def _laws(raw: Mapping[str, Any], usual: Mapping[str, Law]) -> dict[str, Law]:
    """`[service]` for all, `[services.ID]` for one; what is not said stays as it was."""
    every = _table(raw.get("service", {}), ("service",))
    _known(every, LAW_KEYS, ("service",))
    each = _table(raw.get("services", {}), ("services",))
    laws = {}
    for id, law in usual.items():
        law = _law(every, ("service",), law)
        own = _table(each.get(id, {}), ("services", id))
        laws[id] = _law({k: v for k, v in own.items() if k in LAW_KEYS}, ("services", id), law)
    return laws


def _law(raw: Mapping[str, Any], path: Path, usual: Law) -> Law:
    """`mean` is in minutes here."""
    _known(raw, LAW_KEYS, path)
    law = raw.get("law", usual.law)
    if law not in LAWS:
        raise DemandFault((*path, "law"), f"there is no law «{law}»; there are: {', '.join(LAWS)}")
    mean = _number(raw.get("mean", usual.mean / 60), (*path, "mean"), 0.001, 1440) * 60
    return Law(law, mean, _number(raw.get("cv", usual.cv), (*path, "cv"), 0, 20))


def _services(raw: Any, hall: Hall, usual: Mapping[str, float]) -> dict[str, float]:
    shares = dict(usual)
    for id, row in _table(raw, ("services",)).items():
        if id not in hall.service:
            raise DemandFault(("services", id), f"the hall has no service «{id}»")
        table = _table(row, ("services", id))
        _known(table, (*LAW_KEYS, "share"), ("services", id))
        if "share" in table:
            shares[id] = _number(table["share"], ("services", id, "share"), 0, 1_000_000)
    if not any(shares.values()):
        raise DemandFault(("services",), "no service has a share; give one a share above 0")
    return shares


def _shares(raw: Any, path: Path, known: Iterable[str]) -> dict[str, float]:
    table = _table(raw, path)
    _known(table, tuple(known), path)
    shares = {name: _number(share, (*path, name), 0, 1) for name, share in table.items()}
    if sum(shares.values()) > 1:
        raise DemandFault(path, "the shares are more than 1 together; the rest of 1 is ordinary")
    return shares


def _booked(raw: Mapping[str, Any], usual: Booked) -> Booked:
    _known(raw, ("share", "early", "deviation", "missing"), ("reservations",))
    limits = {"share": (0, 1), "early": (-240, 480), "deviation": (0, 480), "missing": (0, 1)}
    return replace(usual, **{k: _number(v, ("reservations", k), *limits[k]) for k, v in raw.items()})


def _windows(raw: Any, hall: Hall) -> tuple[str, ...] | None:
    if raw is None:
        return None
    if not isinstance(raw, list):
        raise DemandFault(("windows",), 'write the ids of the open windows: windows = ["w1", "w2"]')
    for id in raw:
        if id not in hall.window:
            raise DemandFault(("windows",), f"the hall has no window «{id}»")
    return tuple(raw)


def _table(raw: Any, path: Path) -> Mapping[str, Any]:
    if not isinstance(raw, Mapping):
        raise DemandFault(path, f"this is a table; write [{'.'.join(path)}] and keys below it")
    return raw


def _known(raw: Mapping[str, Any], keys: Iterable[str], path: Path) -> None:
    for key in raw:
        if key not in keys:
            raise DemandFault((*path, key), f"there is no such key; there are: {', '.join(keys)}")


def _number(value: Any, path: Path, least: float, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise DemandFault(path, f"«{value}» does not fit; write a number from {least:g} to {most:g}")
    return float(value)
