"""Tasks on other pages: of an account, of a risk; and accounts to choose from."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenure.company.clock import today
from tenure.company.roles import may, needs
from tenure.core.problems import NotAccepted
from tenure.customers.access import account_or_404, visible_accounts
from tenure.customers.filters import search
from tenure.health.verbs import may_work_on, risk_or_404
from tenure.web.tasks.form import Form, account_of
from tenure.web.tasks.views import contacts_of
from tenure.work.access import may_change_task, visible_tasks, workers

_MOST_SHOWN, _MOST_DONE, _OFFERED = 20, 5, 12


@require_safe
@needs("read_accounts")
def of_account(request: HttpRequest, account_id: str) -> HttpResponse:
    """What is open, the next first."""
    account = account_or_404(request.user, account_id)
    open_ = (
        visible_tasks(request.user).filter(account=account, state="open").select_related("owner", "account", "contact")
    )
    found = list(open_.order_by("due_on", "priority", "pk")[: _MOST_SHOWN + 1])
    context = {"tasks": found[:_MOST_SHOWN], "more": len(found) > _MOST_SHOWN, "today": today(),
               "changeable": {task.pk for task in found if may_change_task(request.user, task)}}  # fmt: skip
    return render(request, "tasks/_of_account.html", context)


@require_safe
@needs("read_accounts")
def of_risk(request: HttpRequest, risk_id: int) -> HttpResponse:
    """The next steps of a risk, what was done below them, and a form for another."""
    risk = risk_or_404(request.user, risk_id)
    tasks = visible_tasks(request.user).filter(origin_kind="risk", origin_id=str(risk.pk))
    tasks = tasks.select_related("owner", "account", "contact")
    found = [*tasks.filter(state="open").order_by("due_on", "pk")[:_MOST_SHOWN],
             *tasks.exclude(state="open").order_by("-finished_at")[:_MOST_DONE]]  # fmt: skip
    now = today()
    adds = risk.is_open and may_work_on(request.user, risk) and may(request.user, "write_own_accounts")
    context = {"risk": risk, "tasks": found, "today": now, "adds": adds, "people": workers() if adds else (),
               "form": Form.empty(request.user, risk.account_id, max(risk.due_on, now)),
               "changeable": {task.pk for task in found if may_change_task(request.user, task)}}  # fmt: skip
    return render(request, "tasks/_of_risk.html", context)


@require_safe
@needs("write_own_accounts")
def contacts(request: HttpRequest) -> HttpResponse:
    """Who at the customer may do it: the field of a form in which the account changed."""
    try:
        account = account_of(request.user, request.GET.get("account", ""))
    except NotAccepted:
        account = None
    context = {"contacts": contacts_of(account), "form": Form(contact=request.GET.get("contact", ""))}
    return render(request, "tasks/_contact.html", context)


@require_safe
@needs("read_accounts")
def accounts(request: HttpRequest) -> HttpResponse:
    """Some accounts with these letters, for the field of an account."""
    text = request.GET.get("account", "").strip()
    found = search(visible_accounts(request.user), text).order_by("name")[:_OFFERED] if len(text) > 1 else []
    return render(request, "tasks/_accounts.html", {"accounts": found})
