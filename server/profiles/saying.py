"""Faults and warnings in Chinese: each English sentence by its form, its facts put into the Chinese one.

The English sentence is made where the fault is found, and stays the one that logs, terminals and tests know; a sentence
without a form here is shown as it is, and a test provokes every fault to find such ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from server.profiles.faults import Fault

FORMS: tuple[tuple[str, str], ...] = (
    # what would be right
    (r'did you mean "(.+?)"\? (.+)', "是不是“{0}”？{1}"),
    (r"add (\w+) = …, (.+)", "请补上{1}"),
    (r'a text in "quotes" of at most (\d+) Hanzi or (\d+) letters', "最多 {0} 个汉字（或 {1} 个字母）"),
    (r"a whole number from (-?\d+) to (\d+)", "{0} 到 {1} 的整数"),
    (r"a number from (\S+) to (\S+)", "{0} 到 {1} 的数"),
    (r"true or false, without quotes", "是或否"),
    (r"one of (.+)", "其中之一：{0}"),
    (r"a list in \[brackets\], each entry (.+?)(?: \((\d+) to (\d+)\))?", "{0}，一行一个"),
    (r"1 to 40 of a–z.*", "英文字母、数字、_ 或 -，最多 40 个，以字母或数字开头"),
    (r"a text of 1 to 6 digits.*", "1 到 6 位数字，不以 0 开头"),
    (r"one capital letter A–Z, but not I or O.*", "一个大写字母，不用 I 和 O"),
    (r'a file of the media folder such as "opening.mp4".*', "素材里的文件名"),
    (r'numbers such as "4-12".*', "像 4-12 或 4-12, 15 这样的窗口号，最多 300 个"),
    (r'a time zone such as "Asia/Shanghai"', "像 Asia/Shanghai 这样的时区"),
    (r'an address such as "https://hall.example.cn", or nothing', "像 https://hall.example.cn 这样的网址，或留空"),
    (r'a time such as "08:30"', "像 08:30 这样的时间"),
    (r'a span such as "08:30-12:00"', "像 08:30-12:00 这样的时段"),
    (r'a list such as \["08:30-10:00=20".*', "像 08:30-10:00=20 这样的时段和张数"),
    (r'a date such as "2026-10-01"', "像 2026-10-01 这样的日期"),
    (r'a date such as "2026-10-01" or a run of dates such as.*', "日期，或 2026-10-01..2026-10-07 这样的一段"),
    (r'a language code such as "zh".*', "像 zh、en、yue 这样的语言代码"),
    (r"rows with from, to and what is otherwise then(?:, at most 24)?", "每个时段的起止时间和不同之处，最多 24 段"),
    (r'lines such as teo = .*', "每种语言一句话，最多 12 种"),
    (r'lines such as "重庆路".*', "词语和带声调数字的拼音，最多 200 个"),
    (r"a table \{ … \} with the keys (.+)", "这些内容：{0}"),
    (r"write it on one line without it", "请写成一行，去掉这个字符"),
    (r"name each once", "每个只写一次"),
    (r"the only placeholder is \{number\}", "只能用 {{number}} 代表窗口号"),
    (r"the fields are (.+)", "可以用：{0}"),
    (r"the keys here are (.+)", "这里可以有：{0}"),
    (r"the tables are (.+)", "可以有：{0}"),
    (r"give each (?:row )?its own(?: digits)?", "请各用各的"),
    (r"name ids of \[\[(\w+)\]\]", "请从「{0}」中选"),
    (r"there are several (\w+): name one", "「{0}」不止一个，请选定"),
    (r"name services = .*", "请选择办理的业务或单位"),
    (r"name it, or its department, at a window", "请在某个窗口加上这项业务或它的单位"),
    (r"make it at most kiosk_idle_seconds", "不要超过返回时间"),
    (r"give a date on or after valid_from", "请填不早于启用日期的日期"),
    (r"add \[voice.templates\] with (\S+) = .*", "请在播报用语里写上 {0} 的说法"),
    (r"a day is in one of the two lists", "一天只能在其中一边"),
    (r"let each begin when the one before has ended", "后一段应在前一段结束后开始"),
    (r"(?:a span lies|hours lie) within one day.*", "时段在一天之内，结束晚于开始"),
    (r"(.+), its end after its start", "{0}，结束不早于开始"),
    (r"state workdays = .*", "请填周一至周五的时间"),
    (r"leave it out or (.+)", "请留空或填 {0}"),
    (r"leave it at (\S+)", "请保持 {0}"),
    (r"add min_age = 60", "请填最小年龄"),
    (r"add volume = …, or another key", "请填音量或其他不同之处"),
    (r"a call says who is called and where to", "播报要说出号码和窗口"),
    (r'add number = 3, or numbers = "4-12" for a run', "请填窗口号"),
    (r"state one of them", "只填其中一个"),
    (r"leave it out: they become w4, w5, …", "请留空，编号为 w4、w5……"),
    (r"begin (?:each row |it )?with .*", "请按格式填写"),
    (r"add a row \[\[(\w+)\]\]", "请在「{0}」里加一个"),
    (r"take the headings of the template", "请用模板里的表头"),
    (r"start from config/village.toml", "请从导出的设置文件改起"),
    (r"save the file with the encoding UTF-8.*", "请把文件另存为 UTF-8 编码（不用 GBK、UTF-16）"),
    (r"something before the end is not closed", "末尾之前有引号或括号没有闭合"),
    (r"type (.+) with the English keyboard: .*", "请用英文输入法改写 {0}"),
    (r"a line is a heading such as .*", "每行是 [hall]、[[windows]] 这样的标题，或“键 = 值”；注释以 # 开头"),
    (r'texts stand in "quotes", lists in .*', "文字加英文引号，多项放在 [ ] 里，一行一个键，每个键只写一次"),
    (r"a list holds texts or rows", "一组内容里只放文字或行"),
    (r"a profile has at most (\d+)", "最多 {0} 字节"),
    (r"keep one of them|keep one of the rows", "请只留一个"),
    (r"give at most (\d+) rows", "最多 {0} 行"),
    (r"give at most (\d+) windows", "最多 {0} 个窗口"),
    (r"put these right first", "请先改正以上各项"),
    (r"name one of the (\w+)", "请填「{0}」里有的名称"),
    (r"give the numbers of windows", "请填窗口号"),
    (r'the id of this hall is "(.+)", and a hall keeps it', "本大厅的编号是 {0}，不能更改"),
    # what is wrong
    (r"the profile is empty", "文件是空的"),
    (r"the text is not UTF-8 \((.+)\)", "文件不是 UTF-8 编码（{0}）"),
    (r"not TOML: (.+) \(column (\d+)\)", "不合 TOML 格式（第 {1} 列）：{0}"),
    (r"not TOML: (.+)", "不合 TOML 格式：{0}"),
    (r"lists are nested too deeply", "嵌套层数太多"),
    (r"the file has (\d+) bytes", "文件有 {0} 字节"),
    (r"this is another hall's profile", "这是另一个大厅的设置"),
    (r"this column is unknown", "没有这一列"),
    (r"this column stands twice", "这一列有两个"),
    (r"the first row holds no headings", "第一行不是表头"),
    (r"the table is too long", "表格太长"),
    (r"(\d+) (?:rows|windows) are too many", "{0} 个太多了"),
    (r"and more is wrong", "还有更多问题"),
    (r"(.+) stands in row (\d+) already", "{0} 在第 {1} 行已经有了"),
    (r"(.+) is not allowed", "{0} 不在范围内"),
    (r"(.+) is not a text", "{0} 不是文字"),
    (r"holds a character no screen can show \((U\+\w+)\)", "有屏幕显示不了的字符（{0}）"),
    (r"is empty", "没有填"),
    (r"(.+) is (\S+) Hanzi wide, too long for the displays", "{0} 有 {1} 个汉字宽，屏幕上放不下"),
    (r"(.+) is neither true nor false", "{0} 不是「是」或「否」"),
    (r"(.+) is not known here", "{0} 不能用在这里"),
    (r"(.+) has (\d+) entries", "有 {1} 项"),
    (r"(.+) is not a list", "{0} 不是一组内容"),
    (r"an entry stands twice", "有一项写了两次"),
    (r"(.+) is no id", "{0} 不能作编号"),
    (r"(.+) is no (?:code|column)", "{0} 不合格式"),
    (r"(.+) cannot be typed", "{0} 在键盘上打不出来"),
    (r"(.+) cannot be a prefix", "{0} 不能作号码前的字母"),
    (r"(.+) holds braces", "{0} 里有大括号"),
    (r"(.+) cannot be shown or played", "{0} 不能显示或播放"),
    (r"(.+) is not a run of (?:numbers|dates)", "{0} 不合格式"),
    (r"(.+) names too many numbers or one twice", "{0} 里窗口太多，或有重复"),
    (r"the time zone (.+) is unknown", "没有时区 {0}"),
    (r"(.+) is not an address", "{0} 不是网址"),
    (r"(.+) is not a (?:time of day|span of hours|date|list of caps|span with a number of tickets)", "{0} 不合格式"),
    (r"(?:(.+) )?ends before (?:it starts|valid_from)", "结束早于开始"),
    (r"the (?:spans|hours) overlap", "时段有重叠"),
    (r"(.+) is no language code", "{0} 不是语言代码"),
    (r"(.+) is no (?:list of hours|table of templates|table of words|pinyin)", "{0} 不合格式"),
    (r"(.+) is no syllable with its tone", "{0} 不是带声调数字的拼音"),
    (r"nothing is otherwise then", "这个时段没有写不同之处"),
    (r"(.+): (?:expected|unexpected|Single|unmatched|unterminated).*", "{0} 的大括号不成对"),
    (r"\{(.*)\} is no field of a call", "播报里没有 {{{0}}}"),
    (r"does not say (.+)", "没有说 {0}"),
    (r"this is (?:not a table|a list of rows)", "格式不对"),
    (r"(.+) is not a table", "{0} 不合格式"),
    (r"this (?:key|table) is unknown(?: here)?", "没有这一项"),
    (r"this key is missing", "没有填"),
    (r"a hall needs at least (\d+) of the (\w+)", "「{1}」至少要有 {0} 个"),
    (r"a profile is a table of tables", "格式不对"),
    (r"the (\w+) (.+?) is used twice(?:, first on line (\d+))?", "{1} 用了两次"),
    (r"there is no (.+) among the (\w+)", "「{1}」里没有 {0}"),
    (r"this window has no services", "这个窗口没有业务"),
    (r"no window serves this service", "没有窗口办理这项业务"),
    (r"the warning is longer than the idle time", "提醒时间比返回时间还长"),
    (r"there are no words for (.+)", "没有 {0} 的播报用语"),
    (r"(.+) is the number of a window", "{0} 已经是窗口号"),
    (r"(.+) is the short code of (.+)", "{0} 已经是 {1} 的短码"),
    (r"(.+) is also in closed_on", "{0} 也在放假的日子里"),
    (r"no day of the week has open hours", "一周没有一天开放"),
    (r"nobody can claim the class (.+)", "「{0}」这个类别不能由人认定"),
    (r"only a reservation has a slot", "只有预约有时段"),
    (r"an ID number proves an age, and none is stated", "凭身份证认定要有最小年龄"),
    (r"ordinary is the measure of all other classes", "普通类别是其他类别的基准"),
    (r"number and numbers are both stated", "窗口号和一组窗口号都填了"),
    (r"a run of windows cannot share one id", "一组窗口不能共用一个编号"),
    (r"the minutes do not rise", "分钟数没有逐级增加"),
    (r"minutes such as .*", "逐级增加的分钟数，如提醒 15、黄色 25、红色 40"),
    (r"a list|a table", "这里"),
    (r"(?:give|use|name) (.+)", "请填：{0}"),
    # warnings
    (r'"(.+)" is also at (.+): people cannot tell these windows apart', "“{0}”也是 {1} 的，群众分不清"),
    (r'"(.+?)" sounds like (.+): give one another spoken form', "“{0}”听起来像 {1}，请改一个读法"),
    (r"(\w) sounds like (\w) \(queues\.(.+)\): take another letter", "{0} 听起来像 {1}（{2}），请换一个字母"),
    (r"no service uses this queue", "没有业务用这个队列"),
    (r"it has no services, so the kiosk will not show it", "它没有业务，取号机上不会显示"),
    (r"no English name here(?: and (\d+) more)?: English pages will.*", "没有英文名称，英文页面上显示中文"),
    (r'no languages = \[…\] names "(.+)", so it is never said', "播报语言里没有“{0}”，不会播"),
    (r"no window, service, zone or template holds this word", "没有窗口、业务、区域或用语用到这个词"),
)  # fmt: skip
_FORMS = [(re.compile(form, re.DOTALL), says) for form, says in FORMS]


def entries(faults: Iterable[Fault]) -> list[dict[str, str]]:
    """What `errors` of a refusal says of a document: `at` its own place, in both languages what is wrong and right."""
    return [
        {
            "at": f.key,
            "wrong": f"{f.wrong}; {f.right}",
            "wrong_zh": f"{in_chinese(f.wrong)}；{in_chinese(f.right)}",
        }
        for f in faults
    ]


def in_chinese(says: str) -> str:
    """The sentence in Chinese; one that nobody has put into Chinese stays as it is."""
    for form, chinese in _FORMS:
        if found := form.fullmatch(says):
            facts = [in_chinese(fact) if fact else "" for fact in found.groups()]
            return chinese.format(*map(_named, facts))
    pieces = says.split(", ")
    return "，".join(map(in_chinese, pieces)) if len(pieces) > 1 and "(" not in says else says


def _named(fact: str) -> str:
    """A part's own name where the sentence holds a table's."""
    from server.profiles.schema import words

    return words("zh").get(fact, fact)
