"""The words of the file and messages for rating platforms: headings, levels and channels in both languages."""

from __future__ import annotations

HEADINGS = {
    "hall": ("大厅", "Hall"), "code": ("事项编码", "Service code"), "service": ("事项名称", "Service"),
    "matter": ("办件编号", "Matter"), "ticket": ("号码", "Ticket"), "level": ("评价等级", "Level"),
    "level_name": ("满意度", "Satisfaction"), "time": ("评价时间", "Time"), "date": ("评价日期", "Date"),
    "channel": ("评价渠道", "Channel"), "window": ("评价窗口", "Window"), "reasons": ("评价原因", "Reasons"),
    "rating": ("评价流水", "Rating"),
}  # fmt: skip
LEVELS = {
    5: ("非常满意", "Very satisfied"), 4: ("满意", "Satisfied"), 3: ("基本满意", "Fairly satisfied"),
    2: ("不满意", "Dissatisfied"), 1: ("非常不满意", "Very dissatisfied"),
}  # fmt: skip
CHANNELS = {
    "phone": ("手机扫码", "Phone"), "screen": ("窗口屏", "Window screen"), "rater": ("评价器", "Rating pad"),
    "keypad": ("评价器", "Rating pad"),
}  # fmt: skip


def said(words: tuple[str, str], lang: str) -> str:
    return words[lang == "en"]
