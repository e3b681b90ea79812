"""The cast of the kiosk's tests: one citizen's ticket, its print job, a hub's desk that hands jobs out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kiosk import drawing, fonts, slip
from kiosk.printer.commands import slip_bytes
from server.client import HubUnreachable
from server.protocol import Json, instant

MADE_AT = "2026-11-22T06:30:00.000Z"
TRACK = "https://hall.example/track/K7X2MQ9R4T"

PAYLOAD: Json = {
    "hall": "普宁市政务服务中心",
    "hall_en": "Puning Government Service Centre",
    "number": "A001",
    "services": [{"name": "企业设立登记", "name_en": "Company registration"}],
    "ahead": 7,
    "wait": {"low": 900, "high": 1500},
    "where": [
        {
            "zone": "分类服务区",
            "zone_en": "Departments",
            "floor": "1",
            "windows": ["1号窗口", "2号窗口", "3号窗口"],
        }
    ],
    "taken_at": MADE_AT,
    "timezone": "Asia/Shanghai",
    "track_url": TRACK,
    "locale": "zh",
    "notes": [],
    "copy": False,
    "bring": "身份证原件",
}

B_SIGNS = [f"B{n:02}号窗口" for n in range(3, 19)]
LONG: Json = PAYLOAD | {
    "hall": "湘西土家族苗族自治州政务服务大厅(行政审批服务局)",
    "hall_en": "Government Service Hall of Xiangxi Tujia and Miao Autonomous Prefecture",
    "number": "W10240",
    "services": [
        {
            "name": "不动产首次登记、转移登记、变更登记及抵押权登记一件事一次办综合受理",
            "name_en": "First registration, transfer, change and mortgage of real estate",
        },
        {"name": "契税申报", "name_en": "Deed tax"},
    ],
    "where": [
        {"zone": "综合服务区", "floor": "1", "windows": ["综合受理1", "综合受理3", "投诉", "办不成事反映"]},
        {"zone": "自然资源与规划一体化办理专区", "floor": "二楼西侧", "windows": B_SIGNS},
    ],
    "notes": ["reservation", "elderly"],
    "bring": "不动产权属证书原件、申请人身份证原件及复印件、户口簿、婚姻状况证明、授权委托书",
    "track_url": "https://a-very-long-name-of-a-hall.gov.example/track/K7X2MQ9R4T0123456789",
}  # fmt: skip


def job(id: str = "p1", *, repeat: bool = False, **payload: Any) -> Json:
    """A print job as the hub leases it."""
    paper = PAYLOAD | payload
    return {
        "id": id, "kind": "print", "zone": None, "device": "kiosk-1", "ticket": "t1",
        "number": paper["number"], "seq": 1, "made_at": MADE_AT, "attempts": 1, "repeat": repeat,
        "payload": paper,
    }  # fmt: skip


def at(seconds: float) -> float:
    """The hub's time so many seconds after the jobs here were made."""
    return instant(MADE_AT) / 1000 + seconds


def paper_bytes(payload: Json = PAYLOAD, copy: bool = False, width: int = 384) -> bytes:
    """A slip as ESC/POS bytes."""
    return slip_bytes(drawing.draw(slip.blocks(payload, copy=copy), width, fonts.find()))


def pictures(folder: Path) -> list[Path]:
    """The slips a virtual printer has cut, oldest first."""
    return sorted(folder.glob("slip-*.png"))


class Desk:
    """The hub's side of jobs, kept in memory. While `deaf`, answers are lost on the way."""

    def __init__(self, *jobs: Json) -> None:
        self.jobs = list(jobs)
        self.heard: list[tuple[str, ...]] = []
        self.beats: list[tuple[str, str | None]] = []
        self.deaf = False

    def lease(self, kinds: list[str], *, wait: float, seconds: int, **filters: Any) -> list[Json]:
        assert kinds == ["print"] and filters["device"] == "kiosk-1"
        return [self.jobs.pop(0)] if self.jobs else []

    def done(self, job: str) -> Json:
        return self._hear("done", job)

    def failed(self, job: str, reason: str, permanent: bool) -> Json:
        return self._hear("failed", job, reason, "permanent" if permanent else "temporary")

    def dropped(self, job: str, reason: str) -> Json:
        return self._hear("dropped", job, reason)

    def beat(self, device: str, kind: str, state: str, detail: str | None = None, **_: Any) -> Json:
        if self.deaf:
            raise HubUnreachable("cut off")
        assert (device, kind) == ("kiosk-1", "printer")
        self.beats.append((state, detail))
        return {"seq": 0, "at": MADE_AT, "wire": 1}

    def _hear(self, *words: str) -> Json:
        if self.deaf:
            raise HubUnreachable("cut off")
        self.heard.append(words)
        return {}
