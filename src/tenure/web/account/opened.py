"""An account as somebody opened it: who looks, at which day, and whether they may write."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any, Final, cast

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from tenure.company.roles import View, needs
from tenure.customers.access import account_or_404, may_write
from tenure.customers.models import Account, AccountState
from tenure.engine.publication import NothingPublished
from tenure.engine.reading import TooSlow
from tenure.journal.models import Change
from tenure.web.account.moment import Moment, moment
from tenure.web.account.past import account_then, later, tags_then

TABS: Final = (("overview", "page"), ("timeline", "timeline"), ("usage", "usage"), ("people", "people"),
               ("contracts", "contracts"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Opened:
    account: Account
    moment: Moment
    may_write: bool
    later: Sequence[Change] = ()  # what was changed after the day of the page

    @property
    def state(self) -> AccountState | None:
        return getattr(self.account, "state", None)

    @property
    def known_day(self) -> date:
        """The day the page tells of: the asked one, or the newest that is computed."""
        newest = self.state.as_of if self.state else self.moment.today
        return self.moment.as_of or min(newest, self.moment.today)

    @property
    def tags(self) -> list[str]:
        return tags_then(self.account, self.later)

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
            "known_day": self.known_day,
        }


def reads(view: View) -> View:
    """Decorator of what shows an account. The reporting time zone, which `opened` activates, ends with the request."""

    @needs("read_accounts")
    @wraps(view)
    def zoned(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with timezone.override(timezone.get_current_timezone()):
            return view(request, *args, **kwargs)

    return cast(View, zoned)


def opened(request: HttpRequest, account_id: str) -> Opened:
    """The account for this person, or a 404. In the past nobody writes."""
    account = account_or_404(request.user, account_id)
    at = moment(request.GET)
    timezone.activate(at.zone)
    changes = later(account, at)
    return Opened(account_then(account, changes), at, at.as_of is None and may_write(request.user, account), changes)


def from_htmx(request: HttpRequest) -> bool:
    """Whether a part of the page is asked for, not the page."""
    return bool(getattr(request, "htmx", False))


Panel = Callable[[HttpRequest, Opened], HttpResponse]


def panel(view: Panel) -> Callable[[HttpRequest, str], HttpResponse]:
    """A part of the page that asks the engine: says so when nothing is computed yet or the answer takes too long."""

    @reads
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
