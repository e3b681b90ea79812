"""What a monthly bulletin says: headings, labels of charts, columns of its tables, and how values are written."""

from __future__ import annotations

from datetime import date

from server.reports.words_daily import MONTHS_EN, percent, took, took_en

WORDS: dict[str, tuple[str, str]] = {
    "title": ("每月通报", "Monthly bulletin"),
    "page": ("第 {n} 页，共 {all} 页", "Page {n} of {all}"),
    "made": ("生成于 {at}", "Made {at}"),
    "partial": ("本月尚未结束，数字截至 {at}", "The month is not over; numbers are as of {at}"),
    "nothing": ("本月没有记录。", "There is nothing in this month."),
    "key": ("主要指标", "Key figures"),
    "month_before": ("较上月 {moved}", "vs last month: {moved}"),
    "year_before": ("较去年同月 {moved}", "vs a year ago: {moved}"),
    "no_data": ("无数据", "no data"),
    "same": ("持平", "the same"),
    "points": ("个百分点", "points"),
    "by_day": ("每日取号量", "Tickets a day"),
    "by_hour": ("各时段等候时间（分钟）", "Waits by hour of taking (minutes)"),
    "median": ("中位数", "median"),
    "nine": ("九成值", "P90"),
    "heat": ("各时段平均取号量（星期 × 小时）", "Mean tickets by weekday and hour"),
    "target_by_day": ("每日等候达标率", "Share within target by day"),
    "departments": ("各单位", "Departments"),
    "services": ("各业务（按人次排序）", "Services, by number of legs"),
    "services_rest": ("另有 {n} 项业务共 {legs} 人次，见统计报表。", "{n} more with {legs} legs: see the figures."),
    "windows": ("各窗口忙闲", "Windows: busy and idle"),
    "imbalance": (
        "忙闲不均系数 {value}：各窗口利用率的标准差除以平均值，0 表示完全一样忙。",
        "Imbalance {value}: standard deviation ÷ mean of the windows' use; 0 would be equally busy.",
    ),
    "no_windows": ("本月没有窗口时间的记录。", "No window was open this month."),
    "exceptions": ("需要留意", "Worth a look"),
    "col.what": ("事项", "What"),
    "col.times": ("次数", "Times"),
    "exceptions_says": ("次数只供查看原因，不是结论。", "Counts to be looked into; they prove nothing by themselves."),
    "recalled": ("重呼 3 次及以上。", "Three recalls and more."),
    "expired": ("到日终仍未办理而作废。", "Expired with the day."),
    "bad": ("差评（1、2 级）。", "Bad ratings (1 and 2)."),
    "definitions": ("指标含义", "What the figures mean"),
    "notes": ("说明", "Notes"),
    "unset": ("（未设单位）", "(no department)"),
    "serving": ("办理", "serving"),
    "called": ("叫号待到", "called"),
    "idle_waited": ("空闲（有人等）", "idle, people waiting"),
    "idle": ("空闲", "idle"),
    "paused": ("暂停", "paused"),
    "col.name": ("名称", "Name"),
    "col.tickets": ("取号", "Tickets"),
    "col.legs": ("人次", "Legs"),
    "col.called": ("叫号", "Called"),
    "col.served": ("办结", "Served"),
    "col.wait_mean": ("平均等候", "Mean wait"),
    "col.wait_p90": ("九成等候", "P90 wait"),
    "col.within_target": ("达标率", "In target"),
    "col.service_mean": ("平均办理", "Serving"),
    "col.unserved_rate": ("弃号率", "Unserved"),
    "col.satisfied_share": ("满意率", "Satisfied"),
    "col.utilisation": ("利用率", "Use"),
    "col.open_seconds": ("开窗(时)", "Open (h)"),
    "col.use": ("时间构成", "How its time was spent"),
}  # fmt: skip


def word(key: str, lang: str, **values: object) -> str:
    return WORDS[key][lang == "en"].format(**values)


def month(day: date, lang: str) -> str:
    return f"{MONTHS_EN[day.month - 1]} {day.year}" if lang == "en" else f"{day.year}年{day.month}月"


def value(unit: str, number: float | None, lang: str) -> str:
    """A figure as people read it; – where there is none."""
    if number is None:
        return "–"
    if unit == "seconds":
        return took_en(number) if lang == "en" else took(number).strip()
    if unit == "share":
        return percent(number)
    return f"{number:,.2f}" if unit == "number" else f"{number:,.0f}"


def change(unit: str, now: float | None, before: float | None, lang: str) -> str:
    """How a figure moved: counts by per cent, times by time, shares by points."""
    if now is None or before is None or (unit == "count" and not before):
        return word("no_data", lang)
    if unit == "share":
        gap = round(100 * (now - before), 1)
        return f"{_sign(gap)}{abs(gap):g} {word('points', lang)}" if gap else word("same", lang)
    if unit == "seconds":
        gap = round(now - before)
        said = took_en(abs(gap)) if lang == "en" else took(abs(gap)).strip()
        return f"{_sign(gap)}{said}" if gap else word("same", lang)
    gap = round(100 * (now - before) / before, 1) if before else 0
    return f"{_sign(gap)}{abs(gap):g}%" if gap else word("same", lang)


def _sign(gap: float) -> str:
    return "+" if gap > 0 else "−"
