"""Who is asking, and whether they may: tokens, cookies, origins, roles, halls and windows."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Request

from server.domain.errors import HallError
from server.hub.hub import Hub
from server.journal import access
from server.journal.access import Credential

COOKIES = {"staff": "paihao_staff", "kiosk": "paihao_kiosk", "display": "paihao_display"}
SURFACE = {"kiosk": "kiosk", "display": "display"}
"""Role → the cookie of a browser that plays it; every other role is staff."""
STAFF = ("clerk", "guide", "lead", "manager", "auditor", "admin")


class Gate:
    """Credentials by secret, remembered until another process commits (a revocation is a commit)."""

    def __init__(self, hub: Hub, origins: Iterable[str]) -> None:
        self.hub = hub
        self.origins = frozenset(origins)
        self._known: dict[str, Credential] = {}
        self._version = -1

    def credential(self, secret: str) -> Credential | None:
        """The valid credential of a secret, or None."""
        store = self.hub.store
        with store.lock:
            version = store.version()
            if version != self._version or len(self._known) > 5000:
                self._known, self._version = {}, version
            # Whoever signs out in another thread puts a new one in its place: what is found here must not get in there.
            known = self._known
            found = known.get(secret) or access.by_secret(store.conn, secret)
            if found is None or not found.valid(self.now()):
                return None
            known[secret] = found
            return found

    def by_id(self, id: str) -> Credential | None:
        with self.hub.store.lock:
            return access.by_id(self.hub.store.conn, id)

    def forget(self) -> None:
        """After this process itself revoked something."""
        self._known = {}

    def now(self) -> int:
        return self.hub.wall()

    def of(self, request: Request) -> Credential | None:
        """The credential of a request: its bearer token, else the cookie it means. Raises for a bad token."""
        header = request.headers.get("Authorization")
        if header is not None:
            kind, _, secret = header.partition(" ")
            found = self.credential(secret.strip()) if kind.lower() == "bearer" else None
            if found is None or found.kind == "pairing":
                raise HallError("unauthenticated", "The token is unknown or was revoked; ask for a new one.")
            return found
        return self.by_cookie(request.cookies, request.headers.get("Paihao-As"))

    def by_cookie(self, cookies: object, surface: str | None) -> Credential | None:
        names = [COOKIES[surface]] if surface in COOKIES else list(COOKIES.values())
        for name in names:
            secret = cookies.get(name) if hasattr(cookies, "get") else None
            if secret and (found := self.credential(secret)):
                return found
        return None

    def check_origin(self, request: Request) -> None:
        """Other sites may not act through somebody's browser. Raises HallError(foreign_origin)."""
        origin = request.headers.get("Origin")
        if origin is None:
            foreign = request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site")
        else:
            foreign = origin.partition("://")[2] != request.host and origin not in self.origins
        if foreign:
            raise HallError("foreign_origin", "This request came from a page of another site.")

    def check(
        self, who: Credential | None, roles: tuple[str, ...], hall: str | None, window: str | None
    ) -> None:
        """Raises HallError(unauthenticated | forbidden | wrong_hall | wrong_window)."""
        if who is None:
            raise HallError("unauthenticated", "Sign in, or send Authorization: Bearer with a token.")
        if who.role not in roles:
            raise HallError("forbidden", f"The role {who.role} may not do this.", role=who.role)
        if hall is not None and who.hall not in (None, hall):
            raise HallError("wrong_hall", f"This credential is for the hall {who.hall}.")
        if window is not None and who.windows and window not in who.windows:
            raise HallError("wrong_window", f"This credential is for the window {who.window}.")

    def check_department(self, who: Credential | None, department: str | None = None) -> str | None:
        """What somebody may look into: a lead's own department, of everybody else None, the whole hall.

        `department` is the one that was asked for. Raises HallError(no_department, wrong_department).
        """
        if who is None or who.role != "lead":
            return department
        if who.department is None:
            raise HallError("no_department", "A lead sees one department; this account has none yet.")
        if department not in (None, who.department):
            raise HallError("wrong_department", f"This account sees the department {who.department}.")
        return who.department

    def check_acting(self, who: Credential | None, window: str | None) -> None:
        """An announcer's token must not call: an agent acts, and sees what a clerk sees, only at windows it names.

        Raises HallError(wrong_window).
        """
        if window is not None and who is not None and who.role == "agent" and not who.windows:
            raise HallError("wrong_window", "This agent's token names no window; make one with --window.")
