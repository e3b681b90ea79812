"""A day in sentences, in Chinese and English: each says only what was counted, and is left out where nothing was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from server.reports.daily import Day

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS_EN = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
MISSING = {
    "future": ("这一天还没有到。", "This day has not come yet."),
    "rehearsal": ("当日为演练，不计入统计。", "The day was a rehearsal; nothing of it is counted."),
    "closed": ("当日不办公，没有人取号。", "The hall was closed; nobody took a ticket."),
    "nobody": ("没有人取号。", "Nobody took a ticket."),
    "silent": ("没有当日的叫号记录。", "There is no record of this day."),
}
ALARMS: dict[str, tuple[str, str]] = {
    "overload": ("排队人数过多", "queue crowded"),
    "longest_wait": ("等候过久", "wait too long"),
    "nobody_serves": ("业务无窗口办理", "service without a window"),
    "hold_over": ("挂起超时", "hold too long"),
    "promise_missed": ("预约未按时叫到", "reservation not called in time"),
    "device_silent": ("设备无应答", "device silent"),
    "device_fault": ("设备故障", "device fault"),
    "voice_late": ("语音播报延迟", "voice late"),
    "wait_over": ("等候超时", "wait over the limit"),
    "service_over": ("办理超时", "service over the limit"),
    "unanswered": ("叫号无人应答", "call not answered"),
    "window_idle": ("有人等候而窗口空闲", "window idle while people wait"),
    "paused_long": ("暂停过久", "paused too long"),
    "exception": ("人员操作异常", "unusual work of a person"),
    "case_overdue": ("差评整改逾期", "case of a bad rating overdue"),
    "closing_soon": ("临近下班仍有人等候", "people waiting near closing time"),
}
OTHER = ("其他", "other")
SHOWN = 4
"""Kinds of alarms that are named; those beyond are told together."""


def said(day: Day, lang: str) -> str:
    """The message, a line a subject."""
    head, lines = (_head_en, ENGLISH) if lang == "en" else (_head, CHINESE)
    if day.missing:
        return f"{head(day)}\n{MISSING[day.missing][lang == 'en']}"
    return "\n".join([head(day), *(text for line in lines for text in line(day))])


# -- Chinese ------------------------------------------------------------------------------------------


def _head(day: Day) -> str:
    at = f"{day.day.month}月{day.day.day}日（{WEEKDAYS[day.day.weekday()]}）"
    return f"【{day.hall}】{at}日报" + (f"（截至{day.until:%H:%M}，当日尚未结束）" if day.until else "")


def _people(day: Day) -> Iterator[str]:
    f = day.figures
    going = f"，{f['waiting']} 人次还在等候或办理" if f["waiting"] else ""
    yield f"取号 {f['tickets']:,} 个，办结 {f['served']:,} 人次{going}。"
    if day.no_shows:
        yield f"过号 {day.no_shows} 人次" + (
            f"，其中 {day.let_back} 人次恢复排队。" if day.let_back else "。"
        )
    if f["further"]:
        yield f"续办 {f['further']:,} 人次（接着办下一项、转来、恢复排队或补正后再来）。"


def _waits(day: Day) -> Iterator[str]:
    f = day.figures
    if f["wait_mean"] is not None:
        yield f"平均等候{took(f['wait_mean'])}，九成办事人等候不超过{took(f['wait_p90'])}。"
    if f["within_target"] is not None:
        yield f"等候达标率 {percent(f['within_target'])}。"


def _peak(day: Day) -> Iterator[str]:
    if day.peak:
        yield f"取号最集中的时段是 {clock(day.peak[0])}–{clock(day.peak[0] + 30)}，取号 {day.peak[1]} 个。"


def _booked(day: Day) -> Iterator[str]:
    used, due = day.booked.get("used", 0), _due(day)
    if not due:
        return
    if day.until:
        yield f"预约 {due} 个，已到 {used} 个。"
    else:
        yield f"预约 {due} 个，到场 {used} 个，履约率 {percent(used / due)}。"


def _rated(day: Day) -> Iterator[str]:
    f = day.figures
    if f["rated"]:
        bad = f"，差评 {day.bad} 个" if day.bad else "，没有差评"
        yield f"收到评价 {f['rated']} 个，满意率 {percent(f['satisfied_share'])}{bad}。"


def _compared(day: Day) -> Iterator[str]:
    n, f, usual = len(day.compared), day.figures, day.usual
    if not n:
        return
    parts = [_more(f["tickets"], (usual["tickets"] or 0) / n)]
    if f["wait_mean"] is not None and usual["wait_mean"] is not None:
        gap = round(f["wait_mean"] - usual["wait_mean"])
        parts.append(f"平均等候{'长' if gap > 0 else '短'}{took(abs(gap))}" if gap else "平均等候相同")
    if f["within_target"] is not None and usual["within_target"] is not None:
        points = round(100 * (f["within_target"] - usual["within_target"]), 1)
        parts.append(
            f"达标率{'高' if points > 0 else '低'} {abs(points):g} 个百分点" if points else "达标率相同"
        )
    week = WEEKDAYS[day.day.weekday()]
    other = f"上一个有记录的{week}（{_short(day.compared[0])}）" if n == 1 else f"此前 {n} 个{week}的平均水平"
    yield f"与{other}相比：{'，'.join(parts)}。"


def _more(now: float | None, usual: float) -> str:
    """`usual` is never 0: days without tickets are left out."""
    change = round(100 * ((now or 0) - usual) / usual, 1)
    return f"取号{'多' if change > 0 else '少'} {abs(change):g}%" if change else "取号数相同"


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _alarms(day: Day) -> Iterator[str]:
    total = sum(day.alarms.values())
    if not total:
        yield "没有预警。" if not day.until else "到目前没有预警。"
        return
    yield f"预警 {total} 次：{'、'.join(f'{name} {n} 次' for name, n in _named(day, 0))}。"


def _unsure(day: Day) -> Iterator[str]:
    if day.unsure:
        yield f"注：{day.unsure} 项时长由系统推定，未计入平均值。"


CHINESE: tuple[Callable[[Day], Iterator[str]], ...] = (
    _people, _waits, _peak, _booked, _rated, _compared, _alarms, _unsure,
)  # fmt: skip


# -- English ------------------------------------------------------------------------------------------


def _head_en(day: Day) -> str:
    at = f"{WEEKDAYS_EN[day.day.weekday()]}, {day.day.day} {MONTHS_EN[day.day.month - 1]}"
    return f"{day.hall}: {at}" + (f" (until {day.until:%H:%M}; the day is not over)" if day.until else "")


def _people_en(day: Day) -> Iterator[str]:
    f = day.figures
    going = f"; {many(f['waiting'], 'is', 'are')} still waiting or being served" if f["waiting"] else ""
    taken = f"{many(f['tickets'], 'ticket was', 'tickets were')} taken"
    yield f"{taken} and {many(f['served'], 'service', 'services')} completed{going}."
    if day.no_shows:
        back = f", of which {many(day.let_back, 'was', 'were')} let back in" if day.let_back else ""
        yield f"No-shows: {day.no_shows:,}{back}."
    if f["further"]:
        of = "a next service, sent here, let back in, or returned with what was missing"
        yield f"Further legs: {f['further']:,} ({of})."


def _waits_en(day: Day) -> Iterator[str]:
    f = day.figures
    if f["wait_mean"] is not None:
        nine = f"nine in ten waited no longer than {took_en(f['wait_p90'])}"
        yield f"The mean wait was {took_en(f['wait_mean'])}; {nine}."
    if f["within_target"] is not None:
        yield f"Called within target: {percent(f['within_target'])}."


def _peak_en(day: Day) -> Iterator[str]:
    if day.peak:
        came = many(day.peak[1], "ticket", "tickets")
        yield f"Busiest half hour: {clock(day.peak[0])}–{clock(day.peak[0] + 30)}, {came}."


def _booked_en(day: Day) -> Iterator[str]:
    used, due = day.booked.get("used", 0), _due(day)
    if due:
        kept = "" if day.until else f" ({percent(used / due)})"
        yield f"Reservations: {due:,}, of which {many(used, 'has', 'have')} been kept{kept}."


def _rated_en(day: Day) -> Iterator[str]:
    f = day.figures
    if f["rated"]:
        bad = f"{day.bad:,} bad" if day.bad else "none bad"
        yield f"Ratings: {f['rated']:,}, {percent(f['satisfied_share'])} satisfied, {bad}."


def _compared_en(day: Day) -> Iterator[str]:
    n, f, usual = len(day.compared), day.figures, day.usual
    if not n:
        return
    change = round(100 * ((f["tickets"] or 0) * n / (usual["tickets"] or 1) - 1), 1)
    parts = [f"{abs(change):g}% {'more' if change > 0 else 'fewer'} tickets" if change else "as many tickets"]
    if f["wait_mean"] is not None and usual["wait_mean"] is not None:
        gap = round(f["wait_mean"] - usual["wait_mean"])
        longer = f"{took_en(abs(gap))} {'longer' if gap > 0 else 'shorter'}"
        parts.append(f"a mean wait {longer}" if gap else "the same mean wait")
    if f["within_target"] is not None and usual["within_target"] is not None:
        points = round(100 * (f["within_target"] - usual["within_target"]), 1)
        share = f"{abs(points):g} points {'more' if points > 0 else 'less'}"
        parts.append(f"{share} within target" if points else "the same share within target")
    week = WEEKDAYS_EN[day.day.weekday()]
    last = day.compared[0]
    other = f"{week}, {last.day} {MONTHS_EN[last.month - 1]}" if n == 1 else f"the {n} {week}s before"
    yield f"Against {other}: {', '.join(parts)}."


def _alarms_en(day: Day) -> Iterator[str]:
    total = sum(day.alarms.values())
    if not total:
        yield "No warnings." if not day.until else "No warnings so far."
        return
    kinds = ", ".join(f"{name} {n}" for name, n in _named(day, 1))
    yield f"{many(total, 'warning', 'warnings')}: {kinds}."


def _unsure_en(day: Day) -> Iterator[str]:
    if day.unsure:
        rest, counts = ("duration rests", "counts") if day.unsure == 1 else ("durations rest", "count")
        yield f"Note: {day.unsure:,} {rest} on a moment nobody pressed and {counts} in no mean."


ENGLISH: tuple[Callable[[Day], Iterator[str]], ...] = (
    _people_en, _waits_en, _peak_en, _booked_en, _rated_en, _compared_en, _alarms_en, _unsure_en,
)  # fmt: skip


# -- both ---------------------------------------------------------------------------------------------


def _due(day: Day) -> int:
    """Reservations that were to be kept: all but those cancelled."""
    return sum(n for status, n in day.booked.items() if status != "cancelled")


def _named(day: Day, lang: int) -> list[tuple[str, int]]:
    """Kinds of alarms in words with how often each was raised; those with the same words and those beyond together."""
    found: dict[str, int] = {}
    for place, (kind, n) in enumerate(day.alarms.items()):
        name = ALARMS.get(kind, OTHER)[lang] if place < SHOWN else OTHER[lang]
        found[name] = found.get(name, 0) + n
    return list(found.items())


def many(n: float | None, one: str, more: str) -> str:
    return f"{n or 0:,} {one if n == 1 else more}"


def percent(share: float | None) -> str:
    return f"{100 * (share or 0):.1f}%"


def clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def took(seconds: float | None) -> str:
    """` 12 分 30 秒`, with the space that stands before a digit."""
    all_ = round(seconds or 0)
    if all_ < 60:
        return f" {all_} 秒"
    if all_ < 3600:
        return f" {all_ // 60} 分钟" if all_ % 60 == 0 else f" {all_ // 60} 分 {all_ % 60} 秒"
    return f" {all_ // 3600} 小时" + (f" {all_ % 3600 // 60} 分" if all_ % 3600 >= 60 else "")


def took_en(seconds: float | None) -> str:
    all_ = round(seconds or 0)
    if all_ < 60:
        return f"{all_} s"
    if all_ < 3600:
        return f"{all_ // 60} min" + (f" {all_ % 60} s" if all_ % 60 else "")
    return f"{all_ // 3600} h" + (f" {all_ % 3600 // 60} min" if all_ % 3600 >= 60 else "")
