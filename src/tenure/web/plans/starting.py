"""Beginning a plan: from a template, whose objectives are looked at before, or empty."""

from datetime import date
from typing import Any

from django.db.models import Case, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from tenure.company.clock import today
from tenure.company.roles import needs
from tenure.core.periods import DAY
from tenure.core.problems import NotAccepted
from tenure.customers.access import account_or_404, may_write
from tenure.customers.filters import where
from tenure.customers.models import Account, Contact
from tenure.library.reading import HeldSuccessTemplate, published_measures, published_success_templates
from tenure.library.success.template import OUTCOMES
from tenure.planning.plans import verbs
from tenure.planning.plans.starting import Start, start
from tenure.web.once import sent_once
from tenure.web.tasks.form import person
from tenure.work.access import workers

_WEEK = 7 * DAY


@require_http_methods(["GET", "HEAD", "POST"])
@needs("write_own_accounts")
@sent_once()
def new(request: HttpRequest, account_id: str) -> HttpResponse:
    """First the template, then what of it and whose."""
    account = account_or_404(request.user, account_id)
    if not may_write(request.user, account):
        raise Http404
    templates = published_success_templates(published_measures())
    if request.method == "POST":
        return _begin(request, templates, account)
    return _page(request, templates, account)


def _begin(request: HttpRequest, templates: dict[str, HeldSuccessTemplate], account: Account) -> HttpResponse:
    given = request.POST
    held = templates.get(given.get("template", ""))
    try:
        how = _start(request, account, held)
        if held is None:
            plan = verbs.begin(request.user, account, how.name, started_on=how.started_on, owner=how.owner,
                               shared=how.shared)  # fmt: skip
        else:
            plan = start(request.user, account, held, how)
    except NotAccepted as error:
        return _page(request, templates, account, str(error), 422)
    return redirect("plans:plan", plan.pk)


def _start(request: HttpRequest, account: Account, held: HeldSuccessTemplate | None) -> Start:
    given = request.POST
    try:
        begun = date.fromisoformat(given.get("started_on", ""))
    except ValueError:
        raise NotAccepted("Give the first day as in 2026-03-31.") from None
    count = len(held.template.objectives) if held else 0
    chosen = {number for number in range(count) if f"objective-{number}" in given}
    return Start(
        given.get("name", "").strip(), begun, person(given.get("owner", "")),
        Contact.objects.filter(account=account, pk=given.get("contact", "")).first(),
        set(range(count)) - chosen, "shared" in given,
    )  # fmt: skip


def _page(
    request: HttpRequest, templates: dict[str, HeldSuccessTemplate], account: Account, problem: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    given, day = request.POST if request.method == "POST" else request.GET, today()
    suggested = _suggested(templates, account)
    key = given.get("template", suggested)
    held = templates.get(key)
    context: dict[str, Any] = {
        "account": account, "problem": problem, "given": given, "suggested": suggested, "held": held,
        "owner": given.get("owner", str(request.user.pk)), "begins": given.get("started_on", day.isoformat()),
        "key": key if held or key == "none" else suggested,
        "templates": [(one.template, OUTCOMES[one.template.outcome]) for one in templates.values()],
        "measures": published_measures(), "people": workers(),
        "contacts": Contact.objects.filter(account=account, left_on=None).order_by("name")[:200],
        "objectives": [(number, one, day + one.weeks * _WEEK, not problem or f"objective-{number}" in given)
                       for number, one in enumerate(held.template.objectives)] if held else (),
    }  # fmt: skip
    return render(request, "plans/new.html", context, status=status)


def _suggested(templates: dict[str, HeldSuccessTemplate], account: Account) -> str:
    """The first template that is meant for an account like this."""
    meant = {key: held.template.fits() for key, held in templates.items() if held.template.condition}
    asked = {key: Case(When(where(one, ""), then=True), default=False) for key, one in meant.items()}
    found = Account.objects.filter(pk=account.pk).values(**asked).first() or {}
    return next((key for key in meant if found.get(key)), next(iter(templates), ""))
