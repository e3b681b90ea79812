"""What reports call things, in Chinese and English: headings, columns, values, sentences around tables.

`word` picks one; a key that is not here is a mistake of ours and raises KeyError.
"""

from __future__ import annotations

LANGUAGES = ("zh", "en")
WORDS: dict[str, tuple[str, str]] = {
    "figures": ("统计报表", "Figures"),
    "tickets": ("号票明细", "Tickets in detail"),
    "exceptions": ("异常情况", "Exceptions"),
    "exception.count": ("{name} 次数", "{name}: times"),
    "exception.most": ("{name} 单日最多", "{name}: most on a day"),
    "exception.days": ("{name} 超限天数", "{name}: days over the limit"),
    "exception.limit": ("每日限 {limit} 次。", " The limit of a day is {limit}."),
    "exception.no_limit": ("未设每日限次。", " There is no limit of a day."),
    "exception.calls": ("叫号量", "Called"),
    "exception.calls.says": ("叫到的人次，重呼不重复计。", "Legs that were called, each counted once."),
    "exception.served": ("办结量", "Served"),
    "exception.served.says": ("办理结束的人次。", "Legs whose service was completed."),
    "exception.chosen_calls": ("选呼", "Chosen calls"),
    "exception.early_no_shows": ("过早过号", "Early no-shows"),
    "exception.short_services": ("过短办理", "Short services"),
    "exception.long_holds": ("长时间挂起", "Long holds"),
    "exception.granted_classes": ("给予优先", "Granted classes"),
    "exception.chosen_calls.says": ("不按顺序、选定号码的叫号。", "Calls of a chosen number, out of turn."),
    "exception.early_no_shows.says": (
        "末次叫号后不到 {early} 秒即按过号。",
        "No-shows within {early} seconds of the last call.",
    ),
    "exception.short_services.says": ("办理不足 {short} 秒即办结。", "Completed in under {short} seconds."),
    "exception.long_holds.says": ("挂起 {long} 分钟及以上。", "Put aside for {long} minutes or more."),
    "exception.granted_classes.says": (
        "由人员给予优先的号，每个号计一次。",
        "Tickets whose class was granted by staff, each counted once.",
    ),
    "note.exceptions": (
        "次数只供查看原因，不是结论；限次和时长按大厅现在的设置计算。",
        "Counts to be looked into, not verdicts; limits and measures are those the hall has now.",
    ),
    "bulletin": ("每月通报", "Monthly bulletin"),
    "daily": ("日报", "Daily report"),
    "hall": ("大厅", "Hall"),
    "period": ("统计期间", "Period"),
    "against": ("对比期间", "Against"),
    "before.year": ("{name}（去年同期）", "{name} (a year before)"),
    "before.period": ("{name}（上期）", "{name} (period before)"),
    "cut": ("统计口径", "Cut by"),
    "only": ("筛选条件", "Only"),
    "made_at": ("生成时间", "Made at"),
    "to": ("至", "to"),
    "total": ("合计", "Total"),
    "all": ("全部", "all"),
    "sheet.data": ("数据", "Data"),
    "sheet.definitions": ("说明", "Definitions"),
    "sheet.notes": ("备注", "Notes"),
    "definition.name": ("名称", "Name"),
    "definition.unit": ("单位", "Unit"),
    "definition.says": ("含义", "What it means"),
    "nothing": ("所选期间没有记录。", "There is nothing in this period."),
    "unit.count": ("个", "count"),
    "unit.seconds": ("时:分:秒", "h:mm:ss"),
    "unit.share": ("百分比", "per cent"),
    "unit.number": ("数值", "number"),
    "unit.text": ("文字", "text"),
    "unit.flag": ("是/否", "yes/no"),
    "unit.date": ("日期", "date"),
    "unit.moment": ("时间", "time"),
    "csv.seconds": ("秒", "seconds"),
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    "unsure_wait": ("未计入的等候", "Waits left out"),
    "unsure_spent": ("未计入的办理时长", "Service times left out"),
    "unsure_wait.says": (
        "因起止时刻由系统推定而未计入等候时间的人次。",
        "Legs whose wait was left out because it rests on a moment nobody pressed.",
    ),
    "unsure_spent.says": (
        "因起止时刻由系统推定而未计入办理时长的人次。",
        "Legs whose service time was left out because it rests on a moment nobody pressed.",
    ),
    "note.unsure": (
        "有 {wait} 人次的等候时间、{spent} 人次的办理时长由系统推定，未计入平均值、中位数和九成值；件数照计。",
        "{wait} waits and {spent} service times rest on a moment nobody pressed: left out of means, medians and "
        "P90, but counted.",
    ),
    "note.going_on": (
        "有 {open} 人次仍在等候或办理，其时长尚未产生。",
        "{open} legs still wait or are being served; their times are not known yet.",
    ),
    "note.sums": (
        "每一行都满足：取号量＋续办人次＝业务人次＝办结量＋弃号量＋过号恢复量＋转出量＋未结束人次。",
        "In every row: tickets + further legs = legs = served + abandoned + let back in + sent elsewhere + going on.",
    ),
    "note.blank": (
        "空白表示无法计算（如没有人办结，或该口径没有窗口时间），不是零。",
        "A blank means that it cannot be told (nobody served; a cut that windows have no time of), not zero.",
    ),
    "note.source": (
        "全部数字由叫号流水计算，没有人工填报。",
        "Every number is counted from the hall's own journal; nothing was filled in by hand.",
    ),
    "note.private": (
        "本表不含姓名、证件号码和电话。",
        "No names, ID numbers or telephone numbers of visitors are in this table.",
    ),
    "note.sheets": (
        "行数超过一个工作表的上限，续在后面的工作表中。",
        "There are more rows than one sheet holds; they go on in the next sheets.",
    ),
    "cut.hall": ("大厅", "Hall"),
    "cut.zone": ("区域", "Zone"),
    "cut.department": ("单位", "Department"),
    "cut.service": ("业务", "Service"),
    "cut.window": ("窗口", "Window"),
    "cut.person": ("人员", "Person"),
    "cut.class": ("优先类别", "Class"),
    "cut.channel": ("取号渠道", "Channel"),
    "cut.hour": ("时段", "Hour"),
    "cut.weekday": ("星期", "Weekday"),
    "cut.day": ("日期", "Day"),
    "cut.month": ("月份", "Month"),
    "id": ("{cut}编号", "{cut} id"),
    "ordinary": ("普通", "Ordinary"),
    "none": ("（无）", "(none)"),
    "weekday.1": ("周一", "Monday"),
    "weekday.2": ("周二", "Tuesday"),
    "weekday.3": ("周三", "Wednesday"),
    "weekday.4": ("周四", "Thursday"),
    "weekday.5": ("周五", "Friday"),
    "weekday.6": ("周六", "Saturday"),
    "weekday.7": ("周日", "Sunday"),
    "channel.kiosk": ("取号机", "Kiosk"),
    "channel.clerk": ("窗口", "Window clerk"),
    "channel.guide": ("引导员", "Guide"),
    "channel.lead": ("单位负责人", "Lead"),
    "channel.manager": ("管理人员", "Manager"),
    "channel.admin": ("管理员", "Administrator"),
    "channel.partner": ("预约平台", "Booking platform"),
    "channel.holder": ("手机", "Phone"),
    "channel.agent": ("设备", "Device"),
    "channel.system": ("系统", "System"),
}


def word(key: str, lang: str, **values: object) -> str:
    """The words of a key. Raises KeyError."""
    return WORDS[key][lang == "en"].format(**values)


def known(key: str, lang: str, otherwise: str) -> str:
    """The words of a key that may have none, such as a channel somebody else named."""
    return word(key, lang) if key in WORDS else otherwise
