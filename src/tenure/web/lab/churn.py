"""The card of the learned churn risk: from what it was learned, what it is worth, and how each measure counts."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tenure.company.roles import may, needs, user_of
from tenure.engine import publication
from tenure.engine.churn import training as trainings
from tenure.engine.churn.past import EVERY
from tenure.engine.models import ChurnTraining
from tenure.engine.publication import NothingPublished
from tenure.engine.tasks import learn_churn
from tenure.jobs.models import Job
from tenure.jobs.once import enqueue_once
from tenure.metrics.proof import Comparison
from tenure.web import charts
from tenure.web.lab import learned

_OLDER: Final = 24


@require_safe
@needs("read_accounts")
def newest(request: HttpRequest) -> HttpResponse:
    return _page(request, ChurnTraining.objects.select_related("by").first())


@require_safe
@needs("read_accounts")
def training(request: HttpRequest, pk: int) -> HttpResponse:
    """An older one stays readable."""
    return _page(request, get_object_or_404(ChurnTraining.objects.select_related("by"), pk=pk))


@require_safe
@needs("read_accounts")
def work(request: HttpRequest) -> HttpResponse:
    """How far the training is; when it has ended, the page is shown anew."""
    context = _work(request)
    response = render(request, "lab/_churn_work.html", context)
    if request.GET.get("waits") and not context["lives"]:
        response["HX-Redirect"] = reverse("lab:churn")
    return response


@require_POST
@needs("edit_scorecards")
def train(request: HttpRequest) -> HttpResponse:
    try:
        publication.current()
    except NothingPublished:
        return redirect("lab:churn")  # which says so
    by = user_of(request).pk
    enqueue_once(learn_churn.using(by=by), trainings.KEY, by=by)
    return redirect("lab:churn")


def _work(request: HttpRequest) -> dict[str, Any]:
    job = Job.objects.filter(key=trainings.KEY).newest().first()
    return {
        "job": job, "lives": job is not None and not job.finished,
        "share": job.percent / 100 if job and job.percent is not None else None,
        "may_train": may(request.user, "edit_scorecards"), "may_cancel": may(request.user, "manage_jobs"),
        "back": reverse("lab:churn"),
    }  # fmt: skip


def _page(request: HttpRequest, found: ChurnTraining | None) -> HttpResponse:
    older = ChurnTraining.objects.select_related("by")[:_OLDER]
    context: dict[str, Any] = {"found": found, "nothing": _nothing(), **_work(request)}
    context["older"] = [(one, one.read_card()) for one in older]
    context["is_newest"] = found is None or not older or older[0].pk == found.pk
    return render(request, "lab/churn.html", context | (_told(found) if found else {}))


def _nothing() -> str:
    try:
        publication.current()
    except NothingPublished as error:
        return str(error)
    return ""


def _told(found: ChurnTraining) -> dict[str, Any]:
    card = found.read_card()
    tested = card.tested if isinstance(card.tested, Comparison) else None
    return {
        "card": card, "tested": tested, "every": EVERY,
        "first": found.day(card.first_day), "last": found.day(card.last_day), "from": found.day(card.tested_from),
        "names": [measure.name for measure in found.declared().values()],
        "areas": learned.areas(tested) if tested else [], "words": learned.reliability(card, tested) if tested else [],
        "calibration": charts.calibration(card.deciles) if card.deciles else None,
        "shapes": learned.shapes(found) if found.shown else [],
    }  # fmt: skip
