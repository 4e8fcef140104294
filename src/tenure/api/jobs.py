"""Background work: what waits, runs, or has ended."""

from datetime import datetime
from typing import Annotated, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Schema
from pydantic import Field

from tenure.api.kinds import Page, Paging, Person, cut, paged, person
from tenure.api.operations import Area
from tenure.jobs.models import Job

area = Area("Jobs")


class JobOut(Schema):
    id: str
    title: str
    state: Literal["queued", "running", "done", "failed", "cancelled"]
    percent: int | None
    sentence: str
    reason: Annotated[str, Field(description="Why it failed or waits to be tried again")]
    by: Person | None
    enqueued_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class Asked(Paging):
    state: Literal["", "queued", "running", "done", "failed", "cancelled"] = ""
    quiet: Annotated[bool, Field(description="Also scheduled runs that found nothing to do")] = False


@area.get("/jobs", Page[JobOut], needs="read_data")
def jobs(request: HttpRequest, asked: Query[Asked]) -> dict[str, object]:
    """List jobs, the newest first."""
    found = Job.objects.select_related("by").newest()
    found = found if asked.quiet else found.loud()
    found = found.filter(state=asked.state) if asked.state else found
    return paged(request, asked, [_told(job) for job in cut(found, asked)])


@area.get("/jobs/{job_id}", JobOut, needs="read_data")
def job(request: HttpRequest, job_id: str) -> JobOut:
    """Show how far a job is."""
    return _told(get_object_or_404(Job.objects.select_related("by"), pk=job_id))


def _told(row: Job) -> JobOut:
    names = ("id", "title", "state", "percent", "sentence", "reason", "enqueued_at", "started_at", "finished_at")
    return JobOut(by=person(row.by), **{name: getattr(row, name) for name in names})
