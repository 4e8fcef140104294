"""Verbs on tasks, by forms and keys."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tenure.company.clock import today
from tenure.company.models import settings_row
from tenure.company.roles import may, needs
from tenure.core.problems import NotAccepted
from tenure.web.days import day_of
from tenure.web.tasks.form import person
from tenure.web.tasks.views import shown
from tenure.work import tasks
from tenure.work.access import may_change_task, task_or_404
from tenure.work.checklists import counted
from tenure.work.models import Task

_Act = Callable[[Any, int, QueryDict], Task]
_ACTS: Final[Mapping[str, _Act]] = {
    "done": lambda user, task, given: tasks.finish(user, task),
    "cancel": lambda user, task, given: tasks.cancel(user, task),
    "reopen": lambda user, task, given: tasks.reopen(user, task),
    "later": lambda user, task, given: tasks.reschedule(
        user, task, day_of(given.get("until", "")), given.get("reason", "")
    ),
    "hand-over": lambda user, task, given: tasks.hand_over(user, task, person(given.get("owner", ""))),
}


@require_POST
@needs("read_accounts")
def act(request: HttpRequest, task_id: int, verb: str) -> HttpResponse:
    """From a list the row comes back as it is now, with the sentence when it could not be done."""
    if verb not in _ACTS:
        raise Http404
    task, problem = task_or_404(request.user, task_id), ""
    try:
        _ACTS[verb](request.user, task_id, request.POST)
    except NotAccepted as error:
        problem = str(error)
    if "HX-Request" in request.headers:
        return _row(request, task_id, problem)
    return shown(request, task, problem, status=422) if problem else redirect("tasks:detail", task_id)


def _row(request: HttpRequest, task_id: int, problem: str) -> HttpResponse:
    task, company = task_or_404(request.user, task_id), settings_row()
    context = {"task": task, "problem": problem, "today": today(company), "currency": company.currency,
               "may_change": may_change_task(request.user, task), "acted": True,
               "works": may(request.user, "write_own_accounts"), "checklists": counted([task])}  # fmt: skip
    return render(request, "tasks/_line.html" if "line" in request.POST else "tasks/_row.html", context)
