"""An account as somebody opened it: who looks, at which day, and whether they may write."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tenure.company.roles import needs
from tenure.customers.access import account_or_404, may_write
from tenure.customers.models import Account, AccountState
from tenure.engine.publication import NothingPublished
from tenure.engine.reading import TooSlow
from tenure.web.account.moment import Moment, moment

TABS: Final = (("overview", "page"), ("timeline", "timeline"), ("usage", "usage"), ("people", "people"),
               ("contracts", "contracts"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Opened:
    account: Account
    moment: Moment
    may_write: bool

    @property
    def state(self) -> AccountState | None:
        return getattr(self.account, "state", None)

    def context(self, tab: str = "") -> dict[str, Any]:
        facts = (self.account.segment, self.account.region, self.account.country, self.account.industry)
        line = [part for part in (*facts, self.account.domain) if part]
        tabs = [(name.capitalize(), f"account:{view}", name == tab) for name, view in TABS]
        return {
            "account": self.account,
            "moment": self.moment,
            "may_write": self.may_write,
            "tab": tab,
            "tabs": tabs,
            "account_line": line,
        }


def opened(request: HttpRequest, account_id: str) -> Opened:
    """The account for this person, or a 404. In the past nobody writes."""
    account = account_or_404(request.user, account_id)
    at = moment(request.GET)
    return Opened(account, at, at.as_of is None and may_write(request.user, account))


def from_htmx(request: HttpRequest) -> bool:
    """Whether a part of the page is asked for, not the page."""
    return bool(getattr(request, "htmx", False))


Panel = Callable[[HttpRequest, Opened], HttpResponse]


def panel(view: Panel) -> Callable[[HttpRequest, str], HttpResponse]:
    """A part of the page that asks the engine: says so when nothing is computed yet or the answer takes too long."""

    @needs("read_accounts")
    @wraps(view)
    def guarded(request: HttpRequest, account_id: str) -> HttpResponse:
        account = opened(request, account_id)
        try:
            return view(request, account)
        except (NothingPublished, TooSlow) as error:
            return _cannot(request, error)

    return guarded


def _cannot(request: HttpRequest, error: Exception) -> HttpResponse:
    late = isinstance(error, TooSlow)
    if "application/json" in request.headers.get("Accept", "") or request.path.endswith(".json"):
        return HttpResponse(str(error), content_type="text/plain", status=503)
    context = {"late": late, "sentence": str(error), "retry": request.get_full_path()}
    return render(request, "account/_cannot.html", context)
