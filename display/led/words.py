"""What strips say where a hall's file does not say it otherwise: the one place of the LED agent with Chinese in it."""

from __future__ import annotations

CALL = "{number}"
SERVING = "{number}"
IDLE = "{sign}"
PAUSED = "暂停服务"
CLOSED = "{sign}"
LUNCH = "午间休息"
CUT = "{sign}"
TEST = "测试 0123456789"
SPEAK = "请{number}到{sign}"

STATES = {
    "call": "请到窗口", "serving": "正在办理", "idle": "", "paused": "暂停服务", "closed": "未开", "lunch": "午休",
    "cut": "",
}  # fmt: skip
"""What `{state}` stands for."""
