"""The browser's voice says word for word what the announcer says, whatever the hall has written down."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page

from display.voice import phrase

BASE = {"number": "A001", "sign": "3号窗口", "sign_en": "Window 3", "spoken": "", "window": "w3", "floor": None,
        "last": False, "languages": ["zh", "en"], "one": "一", "templates": {}}  # fmt: skip
CALLS: list[dict[str, Any]] = [
    {}, {"last": True}, {"one": "幺", "number": "B110"}, {"number": "TX-012"},
    {"sign": "12", "sign_en": ""}, {"sign": "102号窗口", "sign_en": ""}, {"sign": "咨询台", "sign_en": ""},
    {"sign": "B12", "sign_en": ""}, {"sign": "", "sign_en": "", "spoken": "二楼8号窗口", "floor": "2"},
    {"floor": "3F"}, {"floor": "B1"}, {"floor": "负2楼"}, {"floor": "夹层"}, {"floor": "12楼", "sign": "20"},
    {"sign_en": "VIP desk"}, {"sign_en": "Help desk"}, {"sign_en": "A3"}, {"languages": []}, {"languages": ["fr"]},
    {"languages": ["teo", "zh"], "templates": {"teo": "请{number}号到{window}办理"}},
    {"languages": ["vi"], "templates": {"vi": "Mời số {number} đến quầy {window}"}, "last": True},
    {"templates": {"zh": "{number}号,请上{floor}到{window}", "en": "Number {number} to {window}"}, "floor": "2"},
    {"templates": {"zh": "{number}号请到{window}", "en": "Now {number}: {window} {floor}"}, "last": True, "floor": "2"},
]  # fmt: skip
NOTICES: list[dict[str, Any]] = [
    {"notice": "lunch", "resumes_at": "13:30"}, {"notice": "lunch", "resumes_at": "14:00"},
    {"notice": "lunch", "resumes_at": "09:05"},
    {"notice": "keep", "service_name": "车管12项", "service_name_en": "Vehicles"},
    {"notice": "transfer", "service_name": "社保", "to_name": "综合窗口", "service_name_en": "", "to_name_en": ""},
    {"notice": "cancel", "service_name": "户口登记", "service_name_en": "Household"},
]  # fmt: skip
SAY = """async (payloads) => {
  const { sentences } = await import('/display/web/voice/wording.js');
  const { words } = await import('/static/js/i18n.js');
  const read = async (lang) => words(lang, await (await fetch(`/display/web/voice/i18n/${lang}.json`)).json());
  const spoken = { zh: await read('zh'), en: await read('en') };
  return payloads.map((payload) => sentences(payload, spoken));
}"""


def plain(said: list[Any]) -> list[tuple[str, str]]:
    """Pauses are written with a comma of either width; a pause is a pause."""
    return [(language, re.sub(r"[,，] ?", ",", text)) for language, text in said]


def test_the_browser_and_the_announcer_say_the_same(bench: Page) -> None:
    payloads = [BASE | change for change in CALLS] + [
        {"languages": ["zh", "en"], "one": "一"} | n for n in NOTICES
    ]
    found = bench.evaluate(SAY, payloads)
    for payload, said in zip(payloads, found, strict=True):
        assert plain(said) == plain(phrase.sentences(payload)), payload


def test_mandarin_is_never_spoken_by_a_cantonese_voice(bench: Page) -> None:
    script = """async (voices) => {
      const { voiceFor } = await import('/display/web/voice/speech.js');
      const name = (voice) => (voice ? voice.name : null);
      const all = voices.map(([name, lang, localService]) => ({ name, lang, localService }));
      return [[all, 'zh'], [all, 'en'], [all.slice(0, 1), 'zh'], [[], 'en']].map((asked) => name(voiceFor(...asked)));
    }"""
    voices = [["Sin-Ji", "zh-HK", True], ["Cloud", "zh-CN", False], ["Tingting", "zh_CN", True],
              ["Meijia", "zh-TW", True], ["Daniel", "en-GB", True]]  # fmt: skip
    assert bench.evaluate(script, voices) == ["Tingting", "Daniel", None, None]
