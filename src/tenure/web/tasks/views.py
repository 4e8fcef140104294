"""Tasks as a list, a new one, and one by one."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from tenure.company.clock import today
from tenure.company.models import settings_row
from tenure.company.roles import may, needs
from tenure.customers.access import visible_accounts
from tenure.journal.models import Change
from tenure.web import format as words
from tenure.web.tasks.form import Form, account_of
from tenure.web.tasks.listing import SORTS, STATES, Asked, counts, page_of
from tenure.web.tasks.origins import origin_of
from tenure.work import tasks
from tenure.work.access import may_change_task, task_or_404, workers
from tenure.work.models import Task
from tenure.work.verbs import NotAccepted


@require_safe
@needs("read_accounts")
def page(request: HttpRequest) -> HttpResponse:
    company = settings_row()
    asked, now = Asked.read(request.GET), today(company)
    counted, shown_page = counts(request.user, asked, now), page_of(request.user, asked, now)
    context = {
        "asked": asked, "page": shown_page, "today": now,
        "changeable": {task.pk for task in shown_page if may_change_task(request.user, task)},
        "currency": company.currency,
        "states": [(label, asked.address(state=name), name == asked.state, counted[f"n_{name}"])
                   for name, label in STATES.items()],
        "sorts": [(label, asked.address(sort=name), name == asked.sort) for name, label in SORTS.items()],
        "other_owners": asked.address(all=not asked.everybody), "here": asked.address(),
        "works": may(request.user, "write_own_accounts"),
    }  # fmt: skip
    part = "tasks/page.html#list" if request.headers.get("HX-Target") == "tasks" else "tasks/page.html"
    return render(request, part, context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("write_own_accounts")
def new(request: HttpRequest) -> HttpResponse:
    """The form of a new task; in a dialog when a page asks for it."""
    if request.method == "POST":
        return _add(request)
    account = request.GET.get("account", "")
    return _new(request, Form.empty(request.user, account, today()))


def _add(request: HttpRequest) -> HttpResponse:
    form = Form.sent(request.POST)
    try:
        values = form.values()
        origin = origin_of(request.user, request.POST)
        account = origin.account if origin else account_of(request.user, form.account)
        task = tasks.add_task(request.user, account=account, origin=origin.named if origin else ("", ""), **values)
    except NotAccepted as error:
        return _new(request, form, str(error))
    if "HX-Request" not in request.headers:
        back = request.POST.get("next", "")
        return redirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "tasks:page")
    answer = render(request, "tasks/_added.html", {"task": task})
    answer["HX-Trigger-After-Swap"] = "task-changed"
    return answer


def _new(request: HttpRequest, form: Form, problem: str = "") -> HttpResponse:
    in_page = "HX-Request" in request.headers
    account = visible_accounts(request.user).filter(pk=form.account).first() if form.account else None
    context = {"form": form, "problem": problem, "people": workers(), "priorities": Task.Priority.choices,
               "account_name": account.name if account else ""}  # fmt: skip
    # What htmx asked for is swapped only when it was answered well; the sentence stands in it.
    return render(request, "tasks/_dialog.html" if in_page else "tasks/new.html", context,
                  status=422 if problem and not in_page else 200)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@needs("read_accounts")
def detail(request: HttpRequest, task_id: int) -> HttpResponse:
    task = task_or_404(request.user, task_id)
    if request.method != "POST":
        return shown(request, task)
    if not may_change_task(request.user, task):
        raise Http404
    form = Form.sent(request.POST)
    try:
        tasks.edit_task(request.user, task_id, form.values(), seen=request.POST.get("seen", ""))
    except NotAccepted as error:
        return shown(request, task, str(error), form, 422)
    return redirect("tasks:detail", task_id)


def shown(request: HttpRequest, task: Task, problem: str = "", form: Form | None = None, status: int = 200,
          ) -> HttpResponse:  # fmt: skip
    """The page of one task, with a sentence about what could not be done."""
    said = Change.objects.filter(subject_type="work.task", subject_id=str(task.pk)).select_related("actor")
    state: Any = getattr(task.account, "state", None)
    company = settings_row()
    context = {
        "task": task, "form": form or Form.of(task), "problem": problem, "seen": tasks.version(task),
        "people": workers(), "priorities": Task.Priority.choices, "changes": said.order_by("-at")[:30],
        "may_change": may_change_task(request.user, task), "today": today(company),
        "value": words.money(state.arr_minor, company.currency) if state else "",
    }  # fmt: skip
    return render(request, "tasks/detail.html", context, status=status)
