"""Tasks as a list, a new one, and one by one."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from tenure.company.clock import today
from tenure.company.models import settings_row
from tenure.company.roles import may, needs
from tenure.core.problems import NotAccepted
from tenure.customers.access import visible_accounts
from tenure.customers.models import Account, Contact
from tenure.timeline.telling import history
from tenure.web import format as words
from tenure.web.leading import own_page
from tenure.web.once import clicked_once, sent_once
from tenure.web.tasks.form import Form, account_of
from tenure.web.tasks.listing import SORTS, STATES, Asked, counts, page_of
from tenure.web.tasks.origins import came_from, origin_of
from tenure.web.whose import ALL, sides
from tenure.work import checklists, tasks
from tenure.work.access import may_change_task, task_or_404, workers
from tenure.work.models import Task
from tenure.work.recurring import repeat_of
from tenure.work.repeating import WEEKDAYS

_MOST_CONTACTS = 200


@require_safe
@needs("read_accounts")
def page(request: HttpRequest) -> HttpResponse:
    part = "tasks/page.html#list" if request.headers.get("HX-Target") == "tasks" else "tasks/page.html"
    return render(request, part, list_of(request))


def list_of(request: HttpRequest) -> dict[str, Any]:
    """What the list shows of the view that the address asks for."""
    company = settings_row()
    asked, now = Asked.read(request), today(company)
    counted = counts(request.user, asked, now)
    shown_page = page_of(request.user, asked, now, counted[asked.state])
    works = may(request.user, "write_own_accounts")
    return {
        "asked": asked, "page": shown_page, "today": now,
        "changeable": {task.pk for task in shown_page if may_change_task(request.user, task)},
        "currency": company.currency,
        "states": [(label, asked.address(state=name), name == asked.state, counted[name])
                   for name, label in STATES.items()],
        "sorts": [(label, asked.address(sort=name), name == asked.sort) for name, label in SORTS.items()],
        "whose": sides(asked.whose, asked.address), "everybodys": asked.address(whose=ALL), "here": asked.address(),
        "works": works, "checklists": checklists.counted(list(shown_page)), "total": counted[asked.state],
        "people": workers() if works else (), "priorities": Task.Priority.choices,
    }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@needs("write_own_accounts")
@sent_once()
def new(request: HttpRequest) -> HttpResponse:
    """The form of a new task; in a dialog when a page asks for it."""
    if request.method == "POST":
        return _add(request)
    account = request.GET.get("account", "")
    return _new(request, Form.empty(request.user, account, today()))


def _add(request: HttpRequest) -> HttpResponse:
    form = Form.sent(request.POST)
    try:
        origin = origin_of(request.user, request.POST)
        account = origin.account if origin else account_of(request.user, form.account)
        task = tasks.add_task(
            request.user, account=account, origin=origin.named if origin else ("", ""), checklist=form.items(),
            repeat=form.repeat(), **form.values(account),
        )  # fmt: skip
    except NotAccepted as error:
        return _new(request, form, str(error))
    if "HX-Request" not in request.headers:
        return redirect(own_page(request.POST.get("next", ""), "tasks:page"))
    answer = render(request, "tasks/_added.html", {"task": task})
    answer["HX-Trigger-After-Swap"] = "task-changed"
    return answer


def _new(request: HttpRequest, form: Form, problem: str = "") -> HttpResponse:
    in_page = "HX-Request" in request.headers
    account = visible_accounts(request.user).filter(pk=form.account).first() if form.account else None
    context = {"form": form, "problem": problem, "people": workers(), "priorities": Task.Priority.choices,
               "account_name": account.name if account else "", "contacts": contacts_of(account),
               "is_new": True, "weekdays": weekdays()}  # fmt: skip
    # What htmx asked for is swapped only when it was answered well; the sentence stands in it.
    return render(request, "tasks/_dialog.html" if in_page else "tasks/new.html", context,
                  status=422 if problem and not in_page else 200)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@needs("read_accounts")
@clicked_once()
def detail(request: HttpRequest, task_id: int) -> HttpResponse:
    task = task_or_404(request.user, task_id)
    if request.method != "POST":
        return shown(request, task)
    if not may_change_task(request.user, task):
        raise Http404
    form = Form.sent(request.POST)
    try:
        with transaction.atomic():
            tasks.edit_task(request.user, task_id, form.values(task.account), seen=request.POST.get("seen", ""))
            if task.is_open:
                tasks.repeat(request.user, task_id, form.repeat())
    except NotAccepted as error:
        return shown(request, task, str(error), form, 422)
    return redirect("tasks:detail", task_id)


def shown(request: HttpRequest, task: Task, problem: str = "", form: Form | None = None, status: int = 200,
          ) -> HttpResponse:  # fmt: skip
    """The page of one task, with a sentence about what could not be done."""
    state: Any = getattr(task.account, "state", None)
    company = settings_row()
    seen = tasks.version(task)
    context = {
        "task": task, "form": form or Form.of(task), "problem": problem, "seen": seen,
        "meanwhile": Form.of(task).beside(form) if form and request.POST.get("seen", seen) != seen else None,
        "people": workers(), "priorities": Task.Priority.choices, "history": history(task, 30),
        "may_change": may_change_task(request.user, task), "today": today(company),
        "value": words.money(state.arr_minor, company.currency) if state else "", "from": came_from(task),
        "contacts": contacts_of(task.account), "items": list(task.items.order_by("place", "pk")),
        "weekdays": weekdays(), "repeat": repeat_of(task),
    }  # fmt: skip
    return render(request, "tasks/detail.html", context, status=status)


def contacts_of(account: Account | None) -> list[Contact]:
    """Who at the customer may be asked to do something."""
    if account is None:
        return []
    there = Contact.objects.filter(account=account).exclude(left_on__lte=today())
    return list(there.order_by("name", "pk")[:_MOST_CONTACTS])


def weekdays() -> list[tuple[str, str]]:
    return [(str(number), name) for number, name in enumerate(WEEKDAYS)]
