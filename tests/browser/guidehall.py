"""A hall for the caller's and the guide's pages: windows of several kinds, one with a low counter, businesses that ask
for names or take reservations; and a hub with it, on which each person has a browser of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.realhub import Json, RealHub
from tests.browser.visithall import zone

HALL, PASSWORD = "bridge", "long-enough-secret"
CLERK, GUIDE, MANAGER = "陈小红", "李引导", "王主任"
PEOPLE = {CLERK: "clerk", GUIDE: "guide", MANAGER: "manager"}

SERVICES = [
    ("invoice", "发票代开", "Invoices on request", "tax", "T", 'search = "fpdk kfp"'),
    ("filing", "纳税申报", "Filing tax returns", "tax", "T", 'search = "nssb"'),
    ("identity", "居民身份证办理", "Identity cards", "police", "P", 'search = "sfz"\nreal_name = true'),
    ("household", "户口登记", "Household registration", "police", "P", 'search = "hkdj"\nslot_capacity = 5'),
    ("estate", "不动产转移登记", "Real estate transfer", "land", "B", 'search = "bdc"'),
    ("collect", "领取证照", "Collecting results", "", "C", 'search = "lz"\npurpose = "collect"'),
]


def profile(id: str = HALL, rules: str = "", more: str = "") -> str:
    """Windows 1 and 2 for taxes (2 has the low counter), 3 and 4 for police, 5 for estates, 6 for results."""
    row = '[[services]]\nid = "{}"\nname = "{}"\nname_en = "{}"\n{}queue = "{}"\n{}\n'
    windows = [
        (1, "dedicated", '["invoice", "filing"]', ""), (2, "dedicated", '["invoice", "filing"]', '["low_counter"]'),
        (3, "dedicated", '["identity", "household"]', ""), (4, "dedicated", '["household"]', ""),
        (5, "dedicated", '["estate"]', ""), (6, "issue", '["collect"]', ""),
    ]  # fmt: skip
    return (
        f'[hall]\nid = "{id}"\nname = "桥头政务大厅"\nname_en = "Qiaotou Service Hall"\n'
        f'timezone = "{zone()}"\n'
        '[[zones]]\nid = "a"\nname = "综合区"\nname_en = "Main area"\nfloor = "1"\n'
        '[[zones]]\nid = "b"\nname = "不动产区"\nname_en = "Real estate"\nfloor = "2"\n'
        '[[departments]]\nid = "tax"\nname = "桥头税务局"\nshort_name = "税务局"\nname_en = "Tax Office"\n'
        '[[departments]]\nid = "police"\nname = "桥头公安局"\nshort_name = "公安局"\nname_en = "Police"\n'
        '[[departments]]\nid = "land"\nname = "桥头不动产登记中心"\nshort_name = "不动产"\nname_en = "Land Registry"\n'
        '[[queues]]\nid = "T"\nprefix = "T"\nname = "税务"\nname_en = "Tax"\n'
        '[[queues]]\nid = "P"\nprefix = "P"\nname = "公安"\nname_en = "Police"\n'
        '[[queues]]\nid = "B"\nprefix = "B"\nname = "不动产"\nname_en = "Real estate"\n'
        '[[queues]]\nid = "C"\nprefix = "C"\nname = "领证"\nname_en = "Collecting"\n'
        + "".join(row.format(*s[:3], f'department = "{s[3]}"\n' if s[3] else "", *s[4:]) for s in SERVICES)
        + "".join(
            f'[[windows]]\nid = "w{n}"\nnumber = {n}\nkind = "{kind}"\nzone = "{"b" if n == 5 else "a"}"\n'
            f"services = {services}\n" + (f"features = {features}\n" if features else "")
            for n, kind, services, features in windows
        )
        + '[hours]\nworkdays = ["00:00-24:00"]\nweekend = ["00:00-24:00"]\n'
        + f'[rules]\nno_show_recalls = 0\n{rules}\n{more}\n[screens]\nkiosk_frequent = ["invoice", "household"]\n'
    )


class Scene:
    """A hub with this hall, and each person's own browser."""

    def __init__(self, hub: RealHub, browser: Browser, token: str, hall: str = HALL) -> None:
        self.hub, self.browser, self.token, self.hall = hub, browser, token, hall
        self.contexts: list[BrowserContext] = []

    def page(self, person: str, path: str, size: tuple[int, int], lang: str = "zh") -> Page:
        """Somebody signed in, looking at a page."""
        context = self.browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="zh-CN")
        context.set_default_timeout(30_000)
        self.contexts.append(context)
        signed = context.request.post(
            f"{self.hub.url}/api/v1/session", data={"name": person, "password": PASSWORD}
        )
        assert signed.ok, signed.text()
        page = context.new_page()
        page.goto(f"{self.hub.url}{path}?lang={lang}")
        return page

    def caller(self, n: int, lang: str = "zh", open_: bool = True) -> Page:
        page = self.page(CLERK, f"/caller/{self.hall}/w{n}", (420, 760), lang)
        expect(page.locator(".primary .main").first).to_be_enabled()
        if open_ and page.locator(".primary .main", has_text="开窗").count():
            page.locator(".primary .main").click()
            expect(page.locator(".head .state")).to_contain_text("已开窗")
            rested(page)
        return page

    def guide(self, lang: str = "zh", size: tuple[int, int] = (1366, 900), person: str = GUIDE) -> Page:
        page = self.page(person, f"/guide/{self.hall}", size, lang)
        expect(page.locator("#search")).to_be_visible()
        return page

    def ask(self, method: str, path: str, body: Json | None = None) -> Json:
        return self.hub.ask(method, f"/halls/{self.hall}{path}", body, self.token)

    def take(self, *services: str, **more: Any) -> Json:
        """A ticket, as the answer to taking has it."""
        ticket: Json = self.ask("POST", "/tickets", {"services": list(services), **more})["ticket"]
        return ticket

    def close(self) -> None:
        for context in self.contexts:
            context.close()


def rested(caller: Page) -> None:
    """The last press is over: what it did may be seen before its answer comes, and until then keys do nothing."""
    expect(caller.locator(".primary button").first).to_be_enabled()


def started(folder: Path, text: str) -> tuple[RealHub, str]:
    """A hub with this hall and its people, and an admin's token."""
    (folder / "hall.toml").write_text(text)
    hub = RealHub(folder / "data", folder / "hall.toml")
    hub.start()
    for name, role in PEOPLE.items():
        hub.cli("user", "add", name, "--role", role, "--password", PASSWORD, "--pin", "2468")
    return hub, hub.cli("token", "new", "admin", "--hall", HALL)
