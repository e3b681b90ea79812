"""What must never be written where many may read: journal, stored answers, projections, logs."""

from __future__ import annotations

from collections.abc import Callable

import requests

from tests.cast import Caller, Clerk, Guide, Kiosk, Phone
from tests.hubprocess import SMALL, HubProcess

PHONE, REASON, WORDS, PASSWORD, PIN = "13912345678", "轮椅家属陪同", "窗口很耐心", "tell nobody 77", "735190"
PUBLIC = ("journal", "command", "visit", "step", "job", "news", "person", "credential", "profile")


def test_secrets_and_personal_words_stand_only_where_they_can_be_erased(
    new_hub: Callable[..., HubProcess],
) -> None:
    hub = new_hub(profile=SMALL).start()
    hub.cli(
        "user", "add", "wang", "--role", "clerk", "--hall", hub.hall, "--password", PASSWORD, "--pin", PIN
    )
    guide, clerk, browser = Guide(hub), Clerk(hub, "w1"), Caller(hub)
    browser.must("POST", "/session", {"name": "wang", "password": PASSWORD})
    taken = guide.take("marriage", phone=PHONE, classes=[{"class": "elderly", "reason": REASON}])
    phone = Phone(hub, taken)
    requests.get(f"{hub.url}/track/{phone.code}", timeout=30)
    requests.get(f"{hub.url}/track/wrong-{phone.code}", timeout=30)
    clerk.press("call-next")
    clerk.press("hold", reason=REASON)
    clerk.press("resume", ticket=taken["ticket"]["id"])
    clerk.press("complete")
    clerk.press("pause", reason=WORDS)
    phone.must("POST", f"/track/{phone.code}/rate", {"level": 5, "words": WORDS}, "rate-key")
    Kiosk(hub).ask("POST", f"/halls/{hub.hall}/tickets", {"services": ["none"], "phone": PHONE})
    session = browser.http.cookies["paihao_staff"]
    secrets = [PHONE, REASON, WORDS, PASSWORD, PIN, phone.code, session, guide.token, clerk.token]
    for table in PUBLIC:
        text = str(hub.rows(f"select * from {table}"))
        assert [s for s in secrets if s and s in text] == [], table
    kept = str(hub.rows("select value from private"))
    assert all(s in kept for s in (PHONE, REASON, WORDS, phone.code))
    assert hub.stop() == 0
    assert [s for s in secrets if s and s in hub.log] == []
    assert "Traceback" not in hub.log
