"""The Jobs page: what runs in the background, what ran, and why something failed."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from tenure.company.models import Role
from tenure.company.roles import may, needs
from tenure.jobs import verbs
from tenure.jobs.alive import workers_alive
from tenure.jobs.models import Job
from tenure.journal.write import record
from tenure.web.jobs.history import Asked, History
from tenure.web.jobs.shown import ShownJob, company_zone
from tenure.web.leading import own_page


@require_safe
@needs("read_data")
def page(request: HttpRequest) -> HttpResponse:
    history = History(Asked.of(request.GET), company_zone())
    context = {
        "history": history,
        "workers": workers_alive(),
        "may_manage": may(request.user, "manage_jobs"),
        "here": request.get_full_path(),
    }
    return render(request, "jobs/page.html#history" if _is_poll(request) else "jobs/page.html", context)


@require_safe
@needs("read_data")
def detail(request: HttpRequest, job_id: str) -> HttpResponse:
    job = get_object_or_404(Job.objects.select_related("by"), id=job_id)
    sees_inside = request.user.is_authenticated and request.user.role == Role.ADMINISTRATOR
    attempts = list(job.attempts.order_by("-number"))
    context = {
        "shown": ShownJob(job, attempts, company_zone()),
        "may_manage": may(request.user, "manage_jobs"),
        "sees_inside": sees_inside,
        "here": request.path,
    }
    return render(request, "jobs/detail.html#job" if _is_poll(request) else "jobs/detail.html", context)


@require_POST
@needs("manage_jobs")
def cancel(request: HttpRequest, job_id: str) -> HttpResponse:
    return _change(request, job_id, verbs.cancel, "job.cancelled")


@require_POST
@needs("manage_jobs")
def retry(request: HttpRequest, job_id: str) -> HttpResponse:
    return _change(request, job_id, verbs.retry, "job.retried")


def _change(request: HttpRequest, job_id: str, verb: Callable[[Job], str], name: str) -> HttpResponse:
    job = get_object_or_404(Job, id=job_id)
    try:
        sentence = verb(job)
    except verbs.Refused as refused:
        messages.error(request, str(refused))
    else:
        after = Job.objects.only("state").get(id=job.id).state
        record(name, job, actor=request.user, before={"state": job.state}, after={"state": after})
        messages.success(request, sentence)
    return redirect(own_page(request.POST.get("back", ""), "jobs:page"))


def _is_poll(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))
