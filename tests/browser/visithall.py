"""Halls for what people say of their visit: reservations, cards, several services, lunch. It is always noon there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from server.domain.identity import check
from tests.browser.kioskhall import Kiosk, strict
from tests.browser.realhub import Json, RealHub
from tests.hubprocess import zone_at

HALL = "visit"
EVERY_DAY = '[hours]\nworkdays = "{0}"\nsat = "{0}"\nsun = "{0}"\n'
SLOT_MINUTES = 5
SCAN = """(text) => {
  for (const key of [...text, 'Enter']) {
    for (const kind of ['keydown', 'keyup']) {
      document.activeElement.dispatchEvent(new KeyboardEvent(kind, { key, bubbles: true, cancelable: true }));
    }
  }
}"""


def zone() -> str:
    """A time zone in which it was past twelve, and not yet one, when this run first asked: one for halls and tests."""
    return zone_at(12)


def profile(id: str = HALL, more: str = "", hours: str = "", service: str = "", rules: str = "") -> str:
    """Ten services of two departments: `card` asks for a name, two are collected, one is a complaint."""
    row = '[[services]]\nid = "{}"\nname = "{}"\nname_en = "{}"\ndepartment = "{}"\nqueue = "{}"\n{}\n'
    rows = [
        row.format("card", "居民身份证办理", "Identity card", "police", "P", "real_name = true"),
        row.format("tax", "申报纳税", "Filing tax returns", "tax", "T", f'bring = "营业执照"\n{service}'),
        row.format("invoice", "发票代开", "Invoices", "tax", "T", 'bring = "合同"'),
        row.format("collect", "领取身份证", "Collecting identity cards", "police", "C", 'purpose = "collect"'),
        row.format("permit", "领取执照", "Collecting licences", "tax", "C", 'purpose = "collect"'),
        row.format("wrong", "投诉", "Complaints", "tax", "W", 'purpose = "complain"'),
        *(row.format(f"s{n}", f"事项{n}", f"Matter {n}", "tax", "T", "") for n in range(4)),
    ]  # fmt: skip
    queues = "".join(f'[[queues]]\nid = "{q}"\nprefix = "{q}"\nname = "{q}"\n' for q in "PTCWG")
    every = ", ".join(f'"s{n}"' for n in range(4))
    return (
        f'[hall]\nid = "{id}"\nname = "河口政务大厅"\nname_en = "Hekou Service Hall"\ntimezone = "{zone()}"\n'
        '[[zones]]\nid = "z"\nname = "综合区"\nname_en = "Main area"\n'
        '[[departments]]\nid = "police"\nname = "公安局"\nshort_name = "公安局"\nname_en = "Police"\n'
        '[[departments]]\nid = "tax"\nname = "税务局"\nshort_name = "税务局"\nname_en = "Tax Office"\n'
        + queues
        + "".join(rows)
        + '[[windows]]\nid = "w1"\nnumber = 1\nkind = "dedicated"\nservices = ["card"]\nworks_lunch = true\n'
        f'[[windows]]\nid = "w2"\nnumber = 2\nkind = "dedicated"\nservices = ["tax", "invoice", {every}]\n'
        '[[windows]]\nid = "w3"\nnumber = 3\nkind = "issue"\nservices = ["collect", "permit"]\n'
        '[[windows]]\nid = "w4"\nnumber = 4\nkind = "complaint"\nservices = ["wrong"]\n'
        f'{more}\n{hours}\n[rules]\nagent_cases = 5\nagent_queue = "G"\n{rules}\n'
        f"[reservations]\ncapacity = 9\nslot_minutes = {SLOT_MINUTES}\n"
        '[screens]\nkiosk_frequent = ["tax", "card", "invoice", "wrong"]\n'
    )


def id_number(born: date, n: int = 1) -> str:
    """An ID number that nobody has."""
    body = f"440582{born:%Y%m%d}{n:03d}"
    return body + check(body)


def aged(years: int, n: int = 1) -> str:
    """The number of somebody of so many years."""
    return id_number(date.today() - timedelta(days=years * 366), n)


class Visit(Kiosk):
    """The kiosk page with the words of these tests."""

    def way(self, name: str) -> Visit:
        """One of the ways in on the first screen, by its icon: search, booking, collect, slip."""
        self.page.locator(f".way.to-{name}").click()
        return self

    def answer(self, n: int) -> Visit:
        """How to check in: card, phone, code."""
        self.page.locator(".answer").nth(n).click()
        return self

    def press(self, text: str) -> Visit:
        """Type on the screen's own keys."""
        for letter in text:
            self.page.locator(".pad").get_by_role("button", name=letter, exact=True).click()
        return self

    def go(self) -> Visit:
        """The big button."""
        self.page.locator("main .primary").click()
        return self

    def scan(self, text: str) -> Visit:
        """A scanner or card reader types it at once and ends with Enter.

        Key by key from here, a busy computer would type no faster than a person.
        """
        self.page.evaluate(SCAN, text)
        return self

    def book(self, minutes: int, service: str = "tax", **who: str) -> str:
        """Reserve a slot that begins so many minutes from now, or just before. Its code."""
        now = datetime.now(UTC) + timedelta(minutes=minutes)
        start = now - timedelta(minutes=now.minute % SLOT_MINUTES, seconds=now.second)
        body: Json = {"service": service, "start": f"{start:%Y-%m-%dT%H:%M:00.000Z}", **who}
        made = self.hub.ask("POST", f"/halls/{self.hall}/reservations", body, self.admin)
        return str(made["reservation"]["code"])

    def at(self, window: str, verb: str, **body: object) -> Json:
        """A clerk's press."""
        return self.hub.ask("POST", f"/halls/{self.hall}/windows/{window}/{verb}", body, self.admin)

    def clock(self, minutes: int) -> str:
        """The time in the hall, so many minutes from now."""
        return f"{datetime.now(ZoneInfo(zone())) + timedelta(minutes=minutes):%H:%M}"


@pytest.fixture(scope="session")
def visit_hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealHub]:
    """Halls in which hours do not count; a passed number is void in one, only one has a reader of cards."""
    folder = tmp_path_factory.mktemp("visit")
    halls = {name: profile(name) for name in (HALL, "other", "reader")}
    halls["void"] = profile("void", rules='passed = "void"')
    yield from running(RealHub(folder / "data", *written(folder, halls)))


@pytest.fixture(scope="session")
def noon_hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealHub]:
    """Halls that keep their hours: at lunch; near closing; with little to give."""
    folder = tmp_path_factory.mktemp("noon")
    lunch = EVERY_DAY.format("08:00-18:00") + 'lunch = "11:30-14:00"\n'
    closing = datetime.now(ZoneInfo(zone())) + timedelta(minutes=61)
    soon = EVERY_DAY.format(f"00:00-{closing:%H:%M}")
    halls = {
        "lunch": profile("lunch", hours=lunch),
        "soon": profile("soon", hours=soon, service="typical_service = 90"),
        "few": profile("few", hours=EVERY_DAY.format("00:00-23:00"), service="cap = 1", rules="anonymous_a_minute = 2"),
        "late": profile("late", hours=EVERY_DAY.format("00:00-23:00"), service='hours = "15:00-16:00"'),
    }  # fmt: skip
    yield from running(strict(folder, *written(folder, halls)))


def written(folder: Path, halls: dict[str, str]) -> list[Path]:
    for name, text in halls.items():
        (folder / f"{name}.toml").write_text(text)
    return [folder / f"{name}.toml" for name in halls]


def running(hub: RealHub) -> Iterator[RealHub]:
    hub.start()
    yield hub
    hub.kill()
