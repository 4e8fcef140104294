"""Closed months: which are frozen, by whom and in which edition; leads freeze and restate them here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tenure.company.roles import may, needs
from tenure.core.periods import DAY, add_months
from tenure.engine import publication
from tenure.engine.models import FrozenMonth
from tenure.engine.publication import NothingPublished
from tenure.jobs.models import Job
from tenure.jobs.once import enqueue_once
from tenure.web.kpis.question import Question
from tenure.web.kpis.tasks import freeze_month, job_key
from tenure.web.kpis.views import asking

SHOWN: Final = 24
_SHORTEST_REASON: Final = 5


@dataclass(frozen=True, slots=True)
class Month:
    first: date
    editions: Sequence[FrozenMonth]  # the latest first
    is_busy: bool

    @property
    def name(self) -> str:
        return f"{self.first:%B %Y}"

    @property
    def key(self) -> str:
        return self.first.isoformat()


@asking
def page(request: HttpRequest, asked: Question) -> HttpResponse:
    months = closed_months(asked.publication.as_of)
    context = {"months": months, "may_freeze": may(request.user, "freeze"), "busy": any(m.is_busy for m in months)}
    return render(request, "kpis/closed.html", context)


def closed_months(as_of: date) -> list[Month]:
    """The last two years of closed months, the latest first."""
    after = (as_of + DAY).replace(day=1)
    firsts = [add_months(after, -back) for back in range(1, SHOWN + 1)]
    found: dict[date, list[FrozenMonth]] = {}
    for frozen in FrozenMonth.objects.filter(month__in=firsts).select_related("frozen_by").order_by("-edition"):
        found.setdefault(frozen.month, []).append(frozen)
    busy = set(Job.objects.unfinished().filter(key__in=map(job_key, firsts)).values_list("key", flat=True))
    return [Month(first, found.get(first, []), job_key(first) in busy) for first in firsts]


@needs("freeze")
@require_POST
def freeze(request: HttpRequest) -> HttpResponse:
    """Freeze a month, or restate it with a reason; the worker computes every number of it."""
    month = _month(request.POST.get("month", ""))
    reason = " ".join(request.POST.get("reason", "").split())[:500]
    if month.editions and len(reason) < _SHORTEST_REASON:
        messages.error(request, f"Say why {month.name} is restated; the reason is shown beside the figures.")
    else:
        task = freeze_month.using(by=request.user.pk)
        enqueue_once(task, job_key(month.first), month.key, len(month.editions) + 1, request.user.pk or 0, reason)
        messages.success(
            request, f"{month.name} is being frozen. It takes about a minute; the Jobs page shows how far."
        )
    return redirect("kpis:closed")


def _month(given: str) -> Month:
    try:
        months = closed_months(publication.current().as_of)
    except NothingPublished:
        raise Http404 from None
    found = next((month for month in months if month.key == given), None)
    if found is None:
        raise Http404
    return found
