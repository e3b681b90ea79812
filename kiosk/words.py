"""The words on a slip, in Chinese and English, and the names of the notes it may carry.

Wording only: what is said and in which order is decided by slip.py.
"""

from __future__ import annotations

from typing import Any

ZH: dict[str, str] = {
    "your_number": "您的号码",
    "copy": "补打",
    "windows": "窗口",
    "ahead": "前面",
    "people": "{n} 人",
    "nobody": "没有人",
    "wait": "等候",
    "break": "中间有午休，{clock} 继续办理",
    "minutes": "约 {low}–{high} 分钟",
    "minutes_one": "约 {high} 分钟",
    "taken": "取号",
    "moment": "{month}月{day}日 {weekday} {clock}",
    "bring": "请备好",
    "floor": "{floor}楼",
    "anywhere": "请看大屏，听叫号",
    "scan": "手机扫码",
    "scan_why": "看前面还有几人",
    "advice": "请在附近等候，留意屏幕和广播；过号请到咨询台。",
    "advice_window": "请在附近等候，留意屏幕和广播；过号请告诉窗口工作人员。",
    "slot": "预约",
    "slot_early": "{clock}，来早了，请先休息",
    "slot_on_time": "{clock}，准时，优先叫号",
    "slot_late": "{clock}，稍晚，仍有照顾",
    "slot_too_late": "{clock}，已过，按现场号排队",
    "cases": "件数",
    "cases_n": "{n} 件",
    "rehearsal": "演练用号，不作数。",
    "may_not_be_served": "离下班不远，今天可能办不上。可改天再来，或问工作人员。",
    "mixed": "不同业务分别排队，预约和优先人员穿插叫号，前方人数可能变化",
    "test": "打印测试",
    "no_ticket": "这不是号票",
}

EN: dict[str, str] = {
    "your_number": "Your number",
    "copy": "Copy",
    "windows": "Window",
    "ahead": "Ahead",
    "people": "{n} people",
    "person": "1 person",
    "nobody": "Nobody",
    "wait": "Wait",
    "break": "There is a break; work goes on at {clock}",
    "minutes": "About {low}–{high} minutes",
    "minutes_one": "About {high} min",
    "taken": "Taken",
    "moment": "{weekday} {day} {month} {clock}",
    "bring": "Bring",
    "floor": "Floor {floor}",
    "anywhere": "Watch the screens",
    "scan": "Scan with your phone",
    "scan_why": "to follow your place",
    "advice": "Please wait nearby and watch the screens. If you miss your call, go to the help desk.",
    "advice_window": "Please wait nearby and watch the screens. If you miss your call, tell the staff at a window.",
    "slot": "Booked",
    "slot_early": "{clock}, early: please take a seat",
    "slot_on_time": "{clock}, on time: called first",
    "slot_late": "{clock}, a little late: still counted",
    "slot_too_late": "{clock}, passed: ordinary line",
    "cases": "Cases",
    "cases_n": "{n}",
    "rehearsal": "A rehearsal: this number is not a real one.",
    "may_not_be_served": "The hall closes soon: you may not be served today. Come another day, or ask the staff.",
    "mixed": "Each service has its own line. Bookings and priority visitors are called in between, "
    "so the number ahead can change.",
    "test": "Printer test",
    "no_ticket": "This is not a ticket",
}

NOTES_ZH: dict[str, str] = {
    "reservation": "预约",
    "elderly": "老年人优先",
    "disabled": "残疾人优先",
    "pregnant": "孕产妇优先",
    "military": "军人优先",
    "returning": "补正再来",
    "requeued": "过号恢复",
}

NOTES_EN: dict[str, str] = {
    "reservation": "Reservation",
    "elderly": "Priority: older person",
    "disabled": "Priority: disabled person",
    "pregnant": "Priority: expecting or with infant",
    "military": "Priority: armed forces",
    "returning": "Returning with papers",
    "requeued": "Back in line",
}

WEEKDAYS_ZH = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

SAMPLE: dict[str, Any] = {
    "hall": "普宁市政务服务中心", "hall_en": "Puning Government Service Centre", "number": "A001",
    "timezone": "Asia/Shanghai", "services": [{"name": "企业设立登记", "name_en": "Company registration"}],
    "ahead": 7, "wait": {"low": 900, "high": 1500}, "cases": 2, "bring": "身份证原件",
    "where": [{"zone": "综合服务区", "zone_en": "General services", "floor": "1",
               "windows": ["1号窗口", "2号窗口", "3号窗口"]}],
    "taken_at": "2026-11-22T06:30:00.000Z", "slot": "2026-11-22T06:30:00.000Z", "arrival": "on_time",
    "track_url": "https://hall.example/track/K7X2MQ9R4T", "notes": ["elderly"], "warnings": ["may_not_be_served"],
}  # fmt: skip
"""A ticket that has every line a slip can have, for test slips and previews."""
