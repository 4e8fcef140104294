"""An onboarding as somebody opened it: the day it is looked at, and what they may do."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tenure.customers.access import may_write
from tenure.engine.publication import NothingPublished
from tenure.engine.reading import TooSlow
from tenure.onboarding.locking import version
from tenure.onboarding.models import Onboarding, Plan
from tenure.onboarding.reading import Opened, may_change, onboarding_or_404, plan_of
from tenure.onboarding.reading import opened as plan_opened
from tenure.web.account.moment import Moment, moment
from tenure.web.account.opened import reads


@dataclass(frozen=True)
class Looked:
    """`plan` is null for one that was imported; `may_change` says whether its plan may be changed now."""

    onboarding: Onboarding
    plan: Plan | None
    moment: Moment
    may_change: bool
    may_start: bool
    may_reopen: bool

    @property
    def seen(self) -> str:
        return version(self.plan) if self.plan else ""

    def opened(self) -> Opened:
        """With a plan; a 404 without."""
        if self.plan is None:
            raise Http404
        return plan_opened(self.plan, self.moment.as_of)

    def context(self) -> dict[str, Any]:
        return {
            "onboarding": self.onboarding, "plan": self.plan, "account": self.onboarding.account,
            "moment": self.moment, "may_change": self.may_change, "may_start": self.may_start,
            "may_reopen": self.may_reopen, "seen": self.seen,
        }  # fmt: skip


def looked(request: HttpRequest, onboarding_id: str) -> Looked:
    onboarding = onboarding_or_404(request.user, onboarding_id)
    plan, at = plan_of(onboarding), moment(request.GET)
    if at.as_of:
        _forget_later(onboarding, at.as_of)
    timezone.activate(at.zone)
    now = at.as_of is None and onboarding.is_running
    own = plan is not None and may_change(request.user, plan)
    changes, reopens = now and own, own and at.as_of is None and not onboarding.is_running
    starts = now and plan is None and may_write(request.user, onboarding.account)
    return Looked(onboarding, plan, at, changes, starts, reopens)


def _forget_later(onboarding: Onboarding, day: date) -> None:
    """On a past day it was still running if it ended later; the row is only shown."""
    for name in ("completed_on", "cancelled_on"):
        if (ended := getattr(onboarding, name)) and ended > day:
            setattr(onboarding, name, None)


Panel = Callable[[HttpRequest, Looked], HttpResponse]


def panel(view: Panel) -> Callable[[HttpRequest, str], HttpResponse]:
    """A part that asks the engine: says so when nothing is computed yet or the answer takes too long."""

    @reads
    @wraps(view)
    def guarded(request: HttpRequest, onboarding_id: str) -> HttpResponse:
        here = looked(request, onboarding_id)
        try:
            return view(request, here)
        except (NothingPublished, TooSlow) as error:
            context = {"late": isinstance(error, TooSlow), "sentence": str(error), "retry": request.get_full_path()}
            return render(request, "account/_cannot.html", context)

    return guarded
