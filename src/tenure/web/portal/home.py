"""The first page: what needs them now, their tasks, guides, meetings, people, and how it is going."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from tenure.company.clock import zone
from tenure.feedback.asking import EASE, last_of
from tenure.web.portal import seen
from tenure.web.portal.here import Here
from tenure.web.portal.objectives import told
from tenure.web.portal.stages import stages_of
from tenure.work.messages.values import first_name
from tenure.work.models import Task
from tenure.work.portal.news import saw
from tenure.work.portal.resources import introduce

_SOON: Final = timedelta(days=7)
_MOST: Final = 8
_LATELY: Final = timedelta(days=14)
_ALL: Final = 100
_OPEN_FIRST: Final = (F("finished_at").asc(nulls_first=True), "due_on", "priority", "pk")


@dataclass(slots=True)
class Work:
    """Shared tasks, by whose they are; done ones as far as they were done lately."""

    own: list[Task] = field(default_factory=list)
    others: list[Task] = field(default_factory=list)
    ours: list[Task] = field(default_factory=list)
    done: list[Task] = field(default_factory=list)

    @property
    def first(self) -> Task | None:
        return self.own[0] if self.own else None

    def soon(self, day: date) -> int:
        return sum(1 for task in self.own if task.due_on <= day + _SOON)


@require_safe
def page(request: HttpRequest, here: Here) -> HttpResponse:
    if request.GET.get("part") != "news":
        return shown(request, here, {})
    told_lately = seen.news(here.contact)
    if not here.preview:
        saw(told_lately)
    if "HX-Request" in request.headers:
        return here.show(request, "portal/_news.html", {"news": told_lately})
    return shown(request, here, {"news": told_lately})


def shown(request: HttpRequest, here: Here, more: dict[str, Any], status: int = 200) -> HttpResponse:
    """The page, with what a form on it was refused for."""
    work, contact = work_of(here), here.contact
    stages = stages_of(seen.onboarding(contact, here.day), here.day, zone(here.company), contact.pk)
    guides = seen.resources(here.contact, here.company.currency)
    if not here.preview:
        introduce(contact, guides)
    here.note("home")
    context = {
        "stages": stages, "objectives": told(seen.goals(contact)[:_MOST]), "reviews": seen.reviews(contact)[:3],
        "work": work, "soon": work.soon(here.day), "guides": guides[:_MOST], "more_guides": len(guides) > _MOST,
        "meetings": seen.meetings(here.contact)[:5], "ease": EASE.items(), "said": last_of(here.contact),
        "just_done": _just_done(request, work), "first_name": first_name(here.contact.name), **more,
    }  # fmt: skip
    return here.show(request, "portal/home.html", context, status)


def work_of(here: Here) -> Work:
    """What is open, and what was done lately, in one query."""
    since = timezone.now() - _LATELY
    lately = Q(state=Task.State.OPEN) | Q(state=Task.State.DONE, finished_at__gte=since)
    work = Work()
    for task in seen.tasks(here.contact).filter(lately).order_by(*_OPEN_FIRST)[:_ALL]:
        if not task.is_open:
            work.done.insert(0, task)
        elif task.contact_id == here.contact.pk:
            work.own.append(task)
        else:
            (work.others if task.contact_id else work.ours).append(task)
    work.done = work.done[:_MOST]
    return work


def _just_done(request: HttpRequest, work: Work) -> Task | None:
    given = request.GET.get("done", "")
    return next((task for task in work.done if str(task.pk) == given), None)
