"""What an address of My day asks for, and the address that asks for something else."""

from dataclasses import dataclass, replace
from typing import Any, Final, Self
from urllib.parse import urlencode

from django.http import Http404, HttpRequest

from tenure.company.clock import today, zone
from tenure.company.models import User, settings_row
from tenure.company.roles import may, user_of
from tenure.core.whole import whole
from tenure.web.waiting import KINDS, Desk
from tenure.work.access import days_of

TABS: Final = {"today": "Today", "upcoming": "Upcoming", "past": "Past"}
SORTS: Final = {"value": "By value at stake", "due": "By due date"}
TEAM: Final = "team"


@dataclass(frozen=True, slots=True)
class Look:
    desk: Desk
    currency: str
    company: str
    tab: str = "today"
    kind: str = ""
    sort: str = "value"
    page: int = 1

    @classmethod
    def read(cls, request: HttpRequest) -> Self:
        company, given = settings_row(), request.GET
        desk = Desk(request.user, _whose(request), today(company), zone(company))
        page = given.get("page", "1")
        return cls(
            desk, company.currency, company.name, _known(given.get("tab"), TABS, "today"),
            _known(given.get("kind"), KINDS, ""),
            _known(given.get("sort"), SORTS, "value"), max(1, whole(page, 5)),
        )  # fmt: skip

    @property
    def who(self) -> str:
        """How an address says whose day it is; nothing for one's own."""
        whose = self.desk.whose
        return "" if self.desk.own else TEAM if whose is None else str(whose.pk)

    @property
    def query(self) -> str:
        """What follows the address of a part of this page."""
        usual = {"tab": "today", "sort": "value", "page": 1}
        said = {"who": self.who, "tab": self.tab, "kind": self.kind, "sort": self.sort, "page": self.page}
        kept = {name: value for name, value in said.items() if value and value != usual.get(name)}
        return f"?{urlencode(kept)}" if kept else "?"

    def address(self, **changes: Any) -> str:
        return replace(self, **{"page": 1, **changes}).query


def _known(sent: str | None, among: Any, usual: str) -> str:
    return sent if sent is not None and sent in among else usual


def _whose(request: HttpRequest) -> User | None:
    """One's own day; a lead may ask for another's, or the team's."""
    sent = request.GET.get("who", "")
    if not sent:
        return user_of(request)
    if sent == TEAM and may(request.user, "write_all_accounts"):
        return None
    found = days_of(request.user).filter(pk=int(sent)).first() if sent.isdecimal() and len(sent) < 18 else None
    if found is None:
        raise Http404
    return found
