"""What the loudspeaker says, in words. Pure: a speech job's payload in, sentences out.

This is a wording file, so Chinese lives here. How an engine must be fed so that it pronounces these
sentences rightly is the business of `display.voice.feed`; a hall's own pronunciations are noted in them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from display.voice import feed

DIGITS = "零一二三四五六七八九"
HANZI = re.compile(r"[\u3400-\u9fff]")
TEST = {"zh": "播报测试,一二三四五", "en": "This is a test of the loudspeaker"}
"""Nothing that anybody waiting could take for a call."""

FLOOR = re.compile(r"(?P<below>[Bb负地下-]*)(?P<level>\d{1,2})(?:[FfLl楼层]|)$")
LATIN_SIGN = re.compile(r"[A-Za-z]{0,3}[- ]?\d+[A-Za-z]?|[A-Za-z]+(?: [A-Za-z0-9]+)*")


def spell(number: str, one: str = "一") -> str:
    """A ticket number sign by sign: A001 → A零零一; `one` is 一 or 幺. Letters stay letters."""
    return "".join(digit(sign, one) for sign in number if not sign.isspace() and sign != "-")


def digit(sign: str, one: str = "一") -> str:
    if not (sign.isascii() and sign.isdigit()):
        return sign
    return one if sign == "1" else DIGITS[int(sign)]


def counted(number: int) -> str:
    """0–99 as one counts: 12 → 十二, 20 → 二十."""
    tens, ones = divmod(number, 10)
    if not tens:
        return DIGITS[ones]
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")


def worded(text: str, one: str = "一") -> str:
    """Digits inside a name as one says them: 12号窗口 → 十二号窗口, 102号窗口 → 一零二号窗口."""

    def say(found: re.Match[str]) -> str:
        run = found.group()
        return spell(run, one) if len(run) > 2 or run.startswith("0") else counted(int(run))

    return re.sub(r"[0-9]+", say, text)


def floor(text: str) -> str:
    """A floor as it is said: 2, 2F, 2楼 → 二楼; B1 → 负一楼; words stay as they are."""
    found = FLOOR.fullmatch(text.strip())
    if not found:
        return worded(text.strip())
    return ("负" if found["below"] else "") + counted(int(found["level"])) + "楼"


def place(payload: Mapping[str, Any], one: str = "一", with_floor: bool = True) -> str:
    """The window as it is said, with its floor when the job names one."""
    spoken = worded((payload.get("spoken") or "").strip(), one)
    if not spoken:
        sign = worded((payload.get("sign") or "").strip(), one)
        spoken = sign if not sign or sign.endswith(("窗口", "窗", "台", "室", "区")) else f"{sign}号窗口"
    level = floor(payload.get("floor") or "") if with_floor else ""
    return spoken if spoken.startswith(level) else level + spoken


def chinese(payload: Mapping[str, Any]) -> str:
    """请A零零一号到三号窗口办理; 最后一次呼叫 before it when it is the last."""
    call = templated(own(payload, "zh") or "请{number}号到{window}办理", payload)
    return f"最后一次呼叫,{call}" if payload.get("last") else call


def english(payload: Mapping[str, Any]) -> str:
    """Ticket A 0 0 1, please go to window 3; Last call before it when it is the last."""
    if template := own(payload, "en"):
        call = templated(template, payload)
        return f"Last call. {call}" if payload.get("last") else call
    call = f"icket {separate(payload)}, please go to {english_place(payload)}"
    return f"Last call, t{call}" if payload.get("last") else f"T{call}"


def own(payload: Mapping[str, Any], language: str) -> str | None:
    """The hall's own words for a call in this language."""
    template: str | None = (payload.get("templates") or {}).get(language)
    return template


def templated(template: str, payload: Mapping[str, Any]) -> str:
    """A call in a hall's own words: with Hanzi as one says it in Mandarin, else number and window as they are read."""
    one = payload.get("one") or "一"
    if HANZI.search(template):
        return template.format(
            number=spell(payload["number"], one), floor=floor(payload.get("floor") or ""),
            window=place(payload, one, with_floor="{floor}" not in template),
        )  # fmt: skip
    found = LATIN_SIGN.search(payload.get("sign") or "")
    window = found.group() if found else payload.get("sign_en") or payload.get("sign") or ""
    said = template.format(number=separate(payload), window=window, floor=payload.get("floor") or "")
    return " ".join(said.split())


def separate(payload: Mapping[str, Any]) -> str:
    """A001 → A 0 0 1: an engine would read it as a word or as a number."""
    return " ".join(sign for sign in payload["number"] if sign.isalnum())


def english_place(payload: Mapping[str, Any]) -> str:
    """`sign_en`, else what of the sign is not Chinese. A bare number or code is a window's."""
    sign = (payload.get("sign_en") or "").strip()
    if not sign and (found := LATIN_SIGN.search(payload.get("sign") or "")):
        sign = found.group()
    if not sign:
        return "the window shown on the screen"
    if not re.search(r"[A-Za-z]{4,}", sign):
        return f"window {sign}"
    return sign if re.match(r"[A-Z]{2}", sign) else sign[0].lower() + sign[1:]


def time_of_day(text: str, one: str = "一") -> str:
    """13:30 → 十三点三十分, 14:00 → 十四点, 09:05 → 九点零五分."""
    hour, minute = int(text[:2]), int(text[3:])
    said = counted(minute) if minute >= 10 else f"零{digit(str(minute), one)}"
    return f"{counted(hour)}点" + (f"{said}分" if minute else "")


def chinese_notice(payload: Mapping[str, Any]) -> str:
    """What everybody is told at once: lunch, or what becomes of those who wait for a business."""
    name, to = worded(payload.get("service_name") or ""), worded(payload.get("to_name") or "")
    if payload["notice"] == "lunch":
        return f"现在是午休时间,{time_of_day(payload['resumes_at'])}继续办理,您的号码保留"
    return {
        "keep": f"{name}的窗口暂时没有开,您的号码保留,请继续等候",
        "transfer": f"办理{name}的,您的号码已转到{to},不用重新取号",
        "cancel": f"{name}今天不再办理,请到咨询台询问",
    }[payload["notice"]]


def english_notice(payload: Mapping[str, Any]) -> str:
    name = payload.get("service_name_en") or "this service"
    to = payload.get("to_name_en") or "another service"
    if payload["notice"] == "lunch":
        hour, minute = payload["resumes_at"].split(":")
        return f"It is the lunch break. We go on at {int(hour)} {minute}. Your number stays valid"
    return {
        "keep": f"No window is open for {name} now. Your number stays valid, please wait",
        "transfer": f"If you wait for {name}, your number has moved to {to}. No new number is needed",
        "cancel": f"{name} is not available any more today. Please ask at the information desk",
    }[payload["notice"]]


def sentences(payload: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(language, sentence) in the hall's order; a language without words for this is left out, never all."""
    languages = list(dict.fromkeys(payload.get("languages") or ("zh",)))
    said = [(language, text) for language in languages if (text := sentence(language, payload))]
    return said or [("zh", sentence("zh", payload) or "")]


def sentence(language: str, payload: Mapping[str, Any]) -> str | None:
    """What is said in one language, for an engine's `render`; None where there are no words for it."""
    if language == "zh":
        text = chinese_notice(payload) if "notice" in payload else chinese(payload)
        return feed.settled(text, payload.get("pronounce") or {})
    if "notice" in payload:
        return english_notice(payload) if language == "en" else None
    if language == "en":
        return english(payload)
    template = own(payload, language)
    return template and templated(template, payload)
