"""A hall for the kiosk's tests, and a kiosk in it: the real hub, a paired browser, the page as people use it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from tests.browser.realhub import Json, RealHub
from tests.hubprocess import zone_at

HALL, DEVICE = "kiosk", "kiosk-1"
PAPERLESS = "paperless"
"""A hall whose kiosk has a printer: once that has been heard of it falls silent, and every page there says so."""
MANY = 60
UPRIGHT = (1080, 1920)
SIZES = [UPRIGHT, (1920, 1080), (800, 1280), (1280, 800)]
Size = tuple[int, int]
OPEN = Callable[..., "Kiosk"]


def profile(id: str = HALL, more: str = "", cap: int = 0) -> str:
    """Two departments, one of them with 60 services; four frequent services, one to collect, a guide's desk."""
    service = '[[services]]\nid = "{}"\nname = "{}"\nname_en = "{}"\ndepartment = "{}"\nqueue = "{}"\n{}\n'
    named = [
        ("identity", "居民身份证办理", "Identity card", "police", "P", 'bring = "户口簿"\nsearch = "jmsfzbl"'),
        ("tax", "申报纳税", "Filing tax returns", "tax", "T", 'search = "sbns"\ncode = "44030100123"'),
        ("invoice", "发票代开", "Invoices issued on request", "tax", "T", 'search = "fpdk"'),
        ("collect", "领取身份证", "Collecting an identity card", "police", "P",
         'purpose = "collect"\nsearch = "lqsfz"'),
    ]  # fmt: skip
    rows = [service.format(*row) for row in named]
    rows += [service.format(f"s{n}", f"涉税事项{n}", f"Tax matter {n}", "tax", "T", "") for n in range(MANY)]
    ids = ", ".join(f'"{s}"' for s in ["tax", "invoice", *(f"s{n}" for n in range(MANY))])
    return (
        f'[hall]\nid = "{id}"\nname = "桥头政务大厅"\nname_en = "Qiaotou Service Hall"\n'
        f'timezone = "{zone_at(12)}"\n'
        '[[zones]]\nid = "z"\nname = "综合区"\nname_en = "Main area"\nfloor = "2"\n'
        '[[departments]]\nid = "police"\nname = "桥头公安局"\nshort_name = "公安局"\nname_en = "Police"\n'
        '[[departments]]\nid = "tax"\nname = "桥头税务局"\nshort_name = "税务局"\nname_en = "Tax Office"\n'
        f'[[queues]]\nid = "P"\nprefix = "P"\nname = "公安"\nname_en = "Police"\ncap = {cap}\n'
        '[[queues]]\nid = "T"\nprefix = "T"\nname = "税务"\nname_en = "Tax"\n'
        + "".join(rows)
        + '[[windows]]\nid = "w1"\nnumber = 1\nkind = "dedicated"\nservices = ["identity"]\n'
        f'[[windows]]\nid = "w2"\nnumber = 2\nkind = "dedicated"\nservices = [{ids}]\n'
        '[[windows]]\nid = "w3"\nnumber = 3\nkind = "issue"\nservices = ["collect"]\n'
        '[[windows]]\nid = "w4"\nnumber = 4\nkind = "guide"\nsign = "咨询台"\nsign_en = "Help desk"\n'
        'services = ["identity"]\n'
        f'{more}\n[reservations]\ncapacity = 2\n[screens]\nkiosk_frequent = ["identity", "tax", "invoice"]\n'
    )


class Kiosk:
    """The page, with words for what a test does and looks at."""

    def __init__(self, page: Page, hub: RealHub, hall: str, admin: str) -> None:
        self.page, self.hub, self.hall, self.admin = page, hub, hall, admin
        self.start = hub.ask("GET", f"/halls/{hall}/board", token=self.admin)["seq"]

    @property
    def taken(self) -> list[Json]:
        """What the journal says was taken since this kiosk was opened."""
        path = f"/halls/{self.hall}/journal?after={self.start}&limit=100"
        events = self.hub.ask("GET", path, token=self.admin)["events"]
        return [e["data"] for e in events if e["kind"] == "ticket.taken"]

    @property
    def number(self) -> Locator:
        return self.page.locator(".result .number")

    @property
    def take(self) -> Locator:
        return self.page.locator(".take")

    def bar(self, n: int) -> Locator:
        """Back, start again, large letters, language, guide: 0 to 4."""
        return self.page.locator(".bar button").nth(n)

    def choose(self, n: int = 0) -> Kiosk:
        """A frequent service."""
        self.page.locator(".often .row").nth(n).click()
        return self

    def lose_answers(self, times: int = 1000, reaching: bool = True) -> list[str]:
        """Let the next answers to taking be lost, after the hub acted if `reaching`. The keys sent, as they come."""
        keys: list[str] = []

        def lose(route: Route) -> None:
            keys.append(route.request.headers["idempotency-key"])
            if len(keys) > times:
                return route.continue_()
            if reaching:
                route.fetch()
            return route.abort()

        self.page.route("**/tickets", lose)
        return keys

    def wait_until_given_up(self) -> None:
        """Let the page's own time run until it stops asking."""
        news = self.page.locator(".news.warn")
        for _ in range(40):
            self.page.clock.run_for(1000)
            if news.is_visible():
                return
        expect(news).to_be_visible()


@pytest.fixture(scope="session")
def kiosk_hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealHub]:
    folder = tmp_path_factory.mktemp("kiosk")
    for id in (HALL, PAPERLESS):
        (folder / f"{id}.toml").write_text(profile(id))
    hub = RealHub(folder / "data", *(folder / f"{id}.toml" for id in (HALL, PAPERLESS)))
    hub.start()
    yield hub
    hub.kill()


class Paired:
    """Each hall's kiosk is paired once; its cookie then serves every test."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.known: dict[tuple[str, str], tuple[Any, str]] = {}

    def of(self, hub: RealHub, hall: str) -> tuple[Any, str]:
        """The cookie jar of a paired browser, and an admin's token."""
        if (hub.url, hall) not in self.known:
            link = hub.cli("token", "link", "kiosk", "--hall", hall, "--device", DEVICE, "--base", hub.url)
            with self.browser.new_context() as context:
                context.new_page().goto(link)
                self.known[hub.url, hall] = (
                    context.storage_state(),
                    hub.cli("token", "new", "admin", "--hall", hall),
                )
        return self.known[hub.url, hall]


@pytest.fixture(scope="session")
def paired(browser: Browser) -> Paired:
    return Paired(browser)


@pytest.fixture
def kiosk(kiosk_hub: RealHub, browser: Browser, paired: Paired) -> Iterator[OPEN]:
    """Open a kiosk: `kiosk()`, `kiosk(size=(1280, 800), clock=True, lang="en")`."""
    contexts: list[BrowserContext] = []

    def open_(hub: RealHub = kiosk_hub, hall: str = HALL, size: Size = UPRIGHT, clock: bool = False, lang: str = "zh",
              known: bool = True, kind: type[Kiosk] = Kiosk) -> Kiosk:  # fmt: skip
        jar, admin = paired.of(hub, hall)
        view = {"width": size[0], "height": size[1]}
        context = browser.new_context(viewport=view, storage_state=jar if known else None)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        if clock:
            page.clock.install()
        found = kind(page, hub, hall, admin)
        page.goto(f"{hub.url}/kiosk/{hall}?lang={lang}")
        expect(page.locator(".often .row" if known else ".notice")).not_to_have_count(0)
        return found

    yield open_
    for context in contexts:
        for page in context.pages:
            # What the hub does for an answer that is lost belongs to this test still.
            page.unroute_all(behavior="wait")
        context.close()


def strict(folder: Path, *files: Path) -> RealHub:
    """A hub that keeps hours and caps."""
    hub = RealHub(folder / "data", *files)
    plain = hub._paihao
    hub._paihao = lambda *words: plain(*(w for w in words if w != "--always-open"))  # type: ignore[method-assign]
    return hub
