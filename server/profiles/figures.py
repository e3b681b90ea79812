"""What each figure means: its unit, its names and one sentence, in Chinese and English.

Reports, pages and exports print these sentences; `server.domain.counting.figures` does what they say.
"""

from __future__ import annotations

from typing import Any

COUNT, SECONDS, SHARE, NUMBER = "count", "seconds", "share", "number"
_SURE = "不计由系统推定时刻的记录"
_SURE_EN = "those resting on a moment nobody pressed are left out"


def _of_seconds(id: str, zh: str, en: str, of: str, of_en: str) -> list[tuple[str, ...]]:
    return [
        (
            f"{id}_mean",
            SECONDS,
            f"平均{zh}",
            f"Mean {en}",
            f"{of}的平均值，{_SURE}。",
            f"Mean of {of_en}; {_SURE_EN}.",
        ),
        (
            f"{id}_p50",
            SECONDS,
            f"{zh}中位数",
            f"Median {en}",
            f"半数的{of}不超过此值，{_SURE}。",
            f"Half are no longer: {of_en}; {_SURE_EN}.",
        ),
        (
            f"{id}_p90",
            SECONDS,
            f"{zh}九成值",
            f"P90 {en}",
            f"九成的{of}不超过此值，{_SURE}。",
            f"Nine in ten are no longer: {of_en}; {_SURE_EN}.",
        ),
        (
            f"{id}_max",
            SECONDS,
            f"最长{zh}",
            f"Longest {en}",
            f"{of}的最大值，{_SURE}。",
            f"The longest of {of_en}; {_SURE_EN}.",
        ),
    ]


ROWS: list[tuple[str, ...]] = [
    (
        "tickets",
        COUNT,
        "取号量",
        "Tickets",
        "取出的号数，计在最先等候的业务下。取号量＝业务人次－续办人次"
        "＝办结量＋弃号量＋过号恢复量＋转出量＋未结束人次－续办人次。",
        "Tickets taken, counted where the visit began to wait. Tickets = legs − further legs = served + abandoned + "
        "let back in + sent elsewhere + going on − further legs.",
    ),
    (
        "legs",
        COUNT,
        "业务人次",
        "Legs",
        "每个号每等候一次一项业务计一次。业务人次＝办结量＋弃号量＋过号恢复量＋转出量＋未结束人次。",
        "Each wait of a visit for one service. Legs = served + abandoned + let back in + sent elsewhere + "
        "going on.",
    ),
    (
        "further",
        COUNT,
        "续办人次",
        "Further legs",
        "业务人次中不是由取号开始的：同一号接着办下一项、转来、过号恢复排队或补正后再来。",
        "Legs that did not begin with taking a ticket: a visit's next service, sent here, let back in after a "
        "no-show, or returned with what was missing.",
    ),
    (
        "waiting",
        COUNT,
        "未结束人次",
        "Going on",
        "仍在等候或办理的人次。",
        "Legs that still wait or are being served.",
    ),
    (
        "called",
        COUNT,
        "叫号量",
        "Called",
        "至少被叫到一次且未撤销的人次。",
        "Legs called at least once, calls undone left out.",
    ),
    ("served", COUNT, "办结量", "Served", "在窗口办理结束的人次。", "Legs completed at a window."),
    (
        "abandoned",
        COUNT,
        "弃号量",
        "Abandoned",
        "过号未再回队、取消或当日作废的人次。",
        "Legs ended as a no-show not let back in, cancelled, or expired with the day.",
    ),
    (
        "no_shows",
        COUNT,
        "过号量",
        "No-shows",
        "叫到未到的人次，包括后来恢复排队的。",
        "Legs called whose visitor did not come, those let back in later included.",
    ),
    (
        "let_back",
        COUNT,
        "过号恢复量",
        "Let back in",
        "过号后恢复排队的人次，不计为弃号；计在过号处，恢复后的等候与办理另计为续办人次。",
        "No-shows that were let back into line and so are not abandoned, counted where they were passed; what came of "
        "it is counted as a further leg.",
    ),
    (
        "transferred",
        COUNT,
        "转出量",
        "Transferred",
        "叫到后转往别处的人次。",
        "Legs sent elsewhere after their call.",
    ),
    (
        "reserved",
        COUNT,
        "预约取号量",
        "With a reservation",
        "凭预约取出的号数。",
        "Tickets taken with a reservation.",
    ),
    ("items", COUNT, "办件量", "Matters", "办结时登记的件数。", "Matters written down at completion."),
    *_of_seconds(
        "wait",
        "等候时间",
        "wait",
        "办结人次从开始等候（预约者不早于预约时段）到首次叫号的时间",
        "the time from beginning to wait (with a reservation not before its slot) to the first call, of those served",
    ),
    *_of_seconds(
        "net_wait",
        "净等候时间",
        "net wait",
        "办结人次的等候时间扣除无法叫号的时间（可办该业务的窗口全部关闭或暂停，或大厅尚未开始、正在午休）",
        "the wait of those served without the time nobody could be called: every window that may serve it closed or "
        "paused, or the hall not open yet or at lunch",
    ),
    *_of_seconds(
        "reserved_wait",
        "预约等候时间",
        "wait with a reservation",
        "凭预约取号并办结者从签到或预约时段开始（以较晚者为准）到首次叫号的时间",
        "the time from the check-in or the slot's start, whichever was later, to the first call, of those served",
    ),
    *_of_seconds(
        "lost_wait",
        "弃号等候时间",
        "wait of the abandoned",
        "弃号人次从开始等候到首次叫号或离开的时间",
        "the time from beginning to wait to the first call or the leaving, of those abandoned",
    ),
    (
        "within_target",
        SHARE,
        "等候达标率",
        "Within target",
        "办结人次中等候不超过该业务目标的比例，未设目标的不计。",
        "Share of those served who waited no longer than their service's target; services without one are left out.",
    ),
    *_of_seconds(
        "reach",
        "到窗时间",
        "time to the window",
        "办结人次从首次叫号到开始办理的时间",
        "the time from the first call to the start, of those served",
    ),
    *_of_seconds(
        "service",
        "办理时长",
        "service time",
        "办结人次从开始到结束的办理时间（不含挂起）",
        "the time from start to end of those served, holds out",
    ),
    (
        "no_show_rate",
        SHARE,
        "过号率（叫号）",
        "No-show rate (of those called)",
        "过号量占叫号量的比例。",
        "No-shows, those let back in later included, among the legs called.",
    ),
    (
        "unserved_rate",
        SHARE,
        "弃号率（全部）",
        "No-show rate (of all who waited)",
        "弃号量占办结量与弃号量之和的比例。",
        "The abandoned among the served and the abandoned together.",
    ),
    (
        "requeue_rate",
        SHARE,
        "过号激活率",
        "Requeue rate",
        "过号恢复量占过号量的比例。",
        "No-shows let back in, among all no-shows.",
    ),
    (
        "booked",
        COUNT,
        "预约量",
        "Reservations",
        "预约在所选日期的数量，已取消的不计。",
        "Reservations for these days, those cancelled left out.",
    ),
    (
        "kept_share",
        SHARE,
        "履约率",
        "Reservations kept",
        "已到期的预约中签到取号的比例。",
        "Those that checked in, among the reservations that were kept or missed.",
    ),
    (
        "missed_share",
        SHARE,
        "爽约率",
        "Reservations missed",
        "已到期的预约中未到的比例。",
        "Those that never came, among the reservations that were kept or missed.",
    ),
    (
        "promise_kept",
        SHARE,
        "准点率",
        "Called on time",
        "按时到达的预约者中，在签到或预约时段开始后约定分钟数内叫到的比例；约定分钟数为大厅的 promise_minutes。",
        "Of those on time with a reservation, the share called within the hall's promise_minutes of the check-in or "
        "the slot's start, whichever was later.",
    ),
    (
        "open_seconds",
        SECONDS,
        "开窗时间",
        "Open time",
        "窗口开启的时间，含暂停，不含日终无人操作的部分。只看一个单位时，只计专办该单位业务的窗口。",
        "Time windows were open, pauses included, without what only the day's end closed. Of one department: of the "
        "windows that serve no other.",
    ),
    (
        "serving_seconds",
        SECONDS,
        "办理占用时间",
        "Serving time",
        "窗口正在办理的时间。",
        "Time windows were serving.",
    ),
    (
        "utilisation",
        SHARE,
        "窗口利用率",
        "Utilisation",
        "办理占用时间占开窗时间的比例。",
        "Serving time ÷ open time.",
    ),
    (
        "idle_waited_share",
        SHARE,
        "有人等候时空闲率",
        "Idle while others wait",
        "开窗时间中，窗口空闲而本窗口业务有人等候的比例。",
        "Share of open time a window had nobody while somebody waited for its services.",
    ),
    (
        "paused_share",
        SHARE,
        "暂停率",
        "Paused",
        "开窗时间中暂停服务的比例。",
        "Share of open time spent paused with nobody there.",
    ),
    (
        "imbalance",
        NUMBER,
        "忙闲不均系数",
        "Imbalance",
        "各窗口利用率的标准差除以平均值。",
        "Standard deviation ÷ mean of the windows' utilisation.",
    ),
    (
        "windows_per_visit",
        NUMBER,
        "平均跑窗数",
        "Windows per visit",
        "叫到过的号平均到过的不同窗口数，各窗口计在首次到达处。",
        "Different windows a called visit was called to; each counts where it was first reached.",
    ),
    (
        "priority_share",
        SHARE,
        "优先占比",
        "Priority share",
        "按优先类别叫到的人次占叫号量的比例，预约不计。",
        "Legs called by a priority class among those called; reservations are none.",
    ),
    (
        "share",
        SHARE,
        "占比",
        "Share",
        "本行叫号量占全部叫号量的比例，如各类别、各来源的占比。",
        "The row's calls among all: of a class, a source, a service.",
    ),
    (
        "overtaken_share",
        SHARE,
        "被优先超过的比例",
        "Overtaken by priority",
        "非优先叫到的人次中，等候时同队列有更晚开始等候的优先者先被叫到的比例。",
        "Of those not called by priority, the share that saw somebody who began to wait later in the same line called "
        "first by priority.",
    ),
    (
        "overtaken_cost",
        SECONDS,
        "优先使他人多等",
        "Cost of priority to others",
        "非优先叫到者平均因优先多等的时间：被超过几次，就按同队列早几次叫号的时刻计算差值，叫号时刻不变。",
        "Mean extra wait of those not called by priority: who was overtaken n times would, had the line's calls come "
        "at the same moments, have been called n calls sooner.",
    ),
    ("rated", COUNT, "评价量", "Rated", "收到评价的号数。", "Visits that were rated."),
    (
        "rating_mean",
        NUMBER,
        "平均评分",
        "Mean rating",
        "已评价者评分（1至5）的平均值。",
        "Mean of the ratings given, 1 to 5.",
    ),
    (
        "satisfied_share",
        SHARE,
        "满意率",
        "Satisfied",
        "评价为三级及以上的占已评价的比例。",
        "Ratings of 3 and above among those given.",
    ),
    (
        "one_visit_share",
        SHARE,
        "一次办成率",
        "Done in one visit",
        "办结、收件或咨询完毕且不是补正后再来的人次占办结量的比例。",
        "Served legs that ended done, accepted or advised and were no return with what was missing, among the served.",
    ),
]
IDS = tuple(row[0] for row in ROWS)


def definitions() -> list[dict[str, Any]]:
    names = ("id", "unit", "name", "name_en", "says", "says_en")
    return [dict(zip(names, row, strict=True)) for row in ROWS]
