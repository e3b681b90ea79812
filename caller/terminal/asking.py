"""Which sheet asks for what an act needs: made from the hall's profile and what is seen now. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from caller.desk.places import Places
from caller.terminal import say
from caller.terminal.keys import KEYS
from caller.terminal.sheets import Choose, Form, Minutes, Option, Page, Reasons, Sheet
from server.protocol import OUTCOMES

if TYPE_CHECKING:
    from caller.terminal.console import Console

READY = {
    "pause": ("lunch", "break", "meeting", "materials", "system"),
    "absent": ("no_answer", "left", "gave_up"),
    "chosen": ("missed", "unwell", "papers", "guide"),
}
"""The page's ready reasons; each travels as a code, which the journal keeps."""
HELP = (
    "recall",
    "start",
    "complete",
    "no_show",
    "hold",
    "resume",
    "transfer",
    "call",
    "undo",
    "pause",
    "close",
)


def sheet(name: str, at: Console, **facts: Any) -> Sheet:
    """The sheet of an act, or of a reason for one."""
    if name in READY:
        return _reasons(name, at, **facts)
    return {
        "person": _person, "complete": _outcome, "transfer": _transfer, "hold": _hold, "resume": _held,
        "call": _waiting, "help": _help,
    }[name](at)  # fmt: skip


def _number(at: Console) -> str:
    return str((at.seen.ticket or {}).get("number", ""))


def _person(at: Console) -> Sheet:
    t = at.words
    labels = t("terminal.number"), t("terminal.secret")
    return Form(t("signin.title"), labels, t("terminal.signin"), forced=at.person() is None)


def _outcome(at: Console) -> Sheet:
    t = at.words
    options = [Option(t(f"outcome.{code}"), {"outcome": code}) for code in OUTCOMES]
    return Reasons(t("finish.title", number=_number(at)), options, t("terminal.digit"))


def _reasons(name: str, at: Console, number: str = "") -> Sheet:
    t, must = at.words, name != "pause"
    more = {"number": number} if number else {}
    options = [Option(t.reason(code), {**more, "reason": code}) for code in READY[name]]
    verb = t({"pause": "verb.pause", "absent": "verb.no_show", "chosen": "verb.call"}[name])
    about = number or ("" if name == "pause" else _number(at))
    title = t("terminal.why", number=about, verb=verb).strip()
    return Reasons(title, options, t("terminal.digit.must" if must else "terminal.digit"), must)


def _choose(at: Console, title: str, options: list[Option]) -> Sheet:
    t = at.words
    return Choose(
        title, options, lambda typed: f"{t('terminal.filter', typed=typed)}  {t('terminal.choose')}", t("terminal.none")
    )  # fmt: skip


def _transfer(at: Console) -> Sheet:
    """Services by short code, windows by number, zones."""
    t, places = at.words, Places(at.hall)
    options = [
        Option(f"{t('transfer.service')} {t.of(s)}", {"service": id}, s.get("search", ""), s.get("short", ""))
        for id, s in places.services.items()
    ]
    options += [
        Option(f"{t('transfer.window')} {t.of(w, 'sign')}", {"window": id}, "", str(w["number"]))
        for id, w in places.windows.items()
        if id != at.window
    ]
    options += [Option(f"{t('transfer.zone')} {t.of(z)}", {"zone": id}) for id, z in places.zones.items()]
    return _choose(at, t("terminal.transfer", number=_number(at)), options)


def _hold(at: Console) -> Sheet:
    t, usual = at.words, at.hall["rules"]["hold"] // 60
    return Minutes(
        t("hold.title", number=_number(at)), lambda typed: t("terminal.minutes", n=usual, typed=typed)
    )


def _held(at: Console) -> Sheet:
    return _choose(at, at.words("terminal.resume"), _tickets(at, "held", "ticket", "id"))


def _waiting(at: Console) -> Sheet:
    return _choose(at, at.words("terminal.call"), _tickets(at, "waiting", "number", "number"))


def _tickets(at: Console, status: str, name: str, key: str) -> list[Option]:
    rows = sorted((t for t in at.seen.tickets if t["status"] == status), key=lambda t: str(t["clock"]))
    return [
        Option(f"{t['number']} {say.service(at.words, at.hall, t['service'])}", {name: t[key]}) for t in rows
    ]


def _help(at: Console) -> Sheet:
    t = at.words
    by_name = {name: key for key, name in KEYS.items()}
    rows = [f"{t('terminal.space')}  {t('help.primary')}"]
    rows += [
        f"  {key}  {t(f'help.{name}')}" for key, name in (("1", "first"), ("2", "second"), ("3", "third"))
    ]
    rows += [f"  {by_name[name]}  {t(f'verb.{name}')}" for name in HELP if name != "start"]
    rows += [f"  U  {t('person.title')}", f"  A  {t('verb.acknowledge')}", f"  Q  {t('terminal.quit')}"]
    return Page(t("terminal.help"), rows, t("terminal.any"))
