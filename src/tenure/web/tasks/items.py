"""The checklist of a task: added to, ticked, reworded, moved."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tenure.company.roles import needs
from tenure.core.problems import NotAccepted
from tenure.core.whole import whole
from tenure.web.once import sent_once
from tenure.web.tasks.views import shown
from tenure.work import checklists
from tenure.work.access import may_change_task, task_or_404

_Act = Callable[[Any, int, QueryDict], Any]
_ACTS: Final[Mapping[str, _Act]] = {
    "done": lambda user, item, given: checklists.tick(user, item, True),
    "open": lambda user, item, given: checklists.tick(user, item, False),
    "reword": lambda user, item, given: checklists.reword(user, item, given.get("text", "")),
    "remove": lambda user, item, given: checklists.remove_item(user, item),
    "move": lambda user, item, given: checklists.move_item(user, item, _place(given)),
}


@require_POST
@needs("read_accounts")
@sent_once()
def add(request: HttpRequest, task_id: int) -> HttpResponse:
    return _done(request, task_id, lambda: checklists.add_item(request.user, task_id, request.POST.get("text", "")))


@require_POST
@needs("read_accounts")
def act(request: HttpRequest, task_id: int, item_id: int, verb: str) -> HttpResponse:
    if verb not in _ACTS or not task_or_404(request.user, task_id).items.filter(pk=item_id).exists():
        raise Http404
    return _done(request, task_id, lambda: _ACTS[verb](request.user, item_id, request.POST))


def _done(request: HttpRequest, task_id: int, do: Callable[[], Any]) -> HttpResponse:
    problem = ""
    try:
        do()
    except NotAccepted as error:
        problem = str(error)
    task = task_or_404(request.user, task_id)
    if "HX-Request" not in request.headers:
        return shown(request, task, problem, status=422) if problem else redirect("tasks:detail", task_id)
    context = {"task": task, "items": list(task.items.order_by("place", "pk")), "item_problem": problem,
               "typed": request.POST.get("text", "") if problem else "",
               "may_change": may_change_task(request.user, task)}  # fmt: skip
    return render(request, "tasks/_checklist.html", context)


def _place(given: QueryDict) -> int:
    text = given.get("place", "")
    return whole(text, 3)
