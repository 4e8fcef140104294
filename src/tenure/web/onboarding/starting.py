"""Starting an onboarding by hand, with what it would make before it is made; the rule that starts them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenure.company.clock import today
from tenure.company.models import User
from tenure.company.roles import needs
from tenure.core.problems import NotAccepted
from tenure.customers.access import account_or_404, may_write
from tenure.customers.models import Account
from tenure.onboarding import rule
from tenure.onboarding.choosing import Choice, choices
from tenure.onboarding.models import Onboarding
from tenure.onboarding.proposing import Proposal, propose
from tenure.onboarding.reading import plan_of
from tenure.onboarding.starting import start
from tenure.web.days import day_of
from tenure.web.onboarding import words
from tenure.web.once import sent_once
from tenure.web.tasks.form import person
from tenure.work.access import workers


@require_http_methods(["GET", "HEAD", "POST"])
@needs("read_accounts")
@sent_once()
def new(request: HttpRequest, account_id: str) -> HttpResponse:
    """Choose a template, a first day and who leads it; what it would make stands beside."""
    account = account_or_404(request.user, account_id)
    if not may_write(request.user, account):
        raise Http404
    given = request.POST if request.method == "POST" else request.GET
    found, typed, problem = choices(account), _typed(given, account, request.user), ""
    chosen = _chosen(found, typed["template"])
    if request.method == "POST" and chosen is not None:
        try:
            begins, lead = day_of(typed["begins"]), person(typed["lead"])
            plan = start(request.user, account, chosen.held, begins, lead=lead, name=typed["name"])
            return redirect("onboarding:page", plan.pk)
        except NotAccepted as error:
            problem = str(error)
    context = _context(account, found, chosen, typed) | {"problem": problem}
    template = "onboarding/start.html#proposal" if "HX-Request" in request.headers else "onboarding/start.html"
    return render(request, template, context, status=422 if problem else 200)


def _context(account: Account, found: list[Choice], chosen: Choice | None, typed: dict[str, str]) -> dict[str, Any]:
    running = Onboarding.objects.filter(account=account, completed_on=None, cancelled_on=None).first()
    proposal, unclear = (_proposal(account, chosen, typed, running)) if chosen else (None, "")
    return {
        "account": account, "choices": found, "chosen": chosen, "typed": typed, "people": workers(),
        "proposal": proposal, "unclear": unclear, "running": running, "kinds": words.KINDS,
        "planned": plan_of(running) if running else None,
        "roles": ", ".join(words.role(one) for one in proposal.missing) if proposal else "",
    }  # fmt: skip


def _proposal(
    account: Account, chosen: Choice, typed: dict[str, str], running: Onboarding | None
) -> tuple[Proposal | None, str]:
    """What would be made; one that runs without a plan keeps its first day."""
    try:
        begins = running.started_on if running else day_of(typed["begins"])
        return propose(account, chosen.held, begins, person(typed["lead"])), ""
    except NotAccepted as error:
        return None, str(error)


def _typed(given: Any, account: Account, user: Any) -> dict[str, str]:
    lead: User = account.owner or user
    return {
        "template": given.get("template", ""), "begins": given.get("begins") or today().isoformat(),
        "lead": given.get("lead") or str(lead.pk), "name": given.get("name", ""),
    }  # fmt: skip


def _chosen(found: list[Choice], key: str) -> Choice | None:
    """The one that is asked for; the one that the rule would take otherwise."""
    named = next((one for one in found if one.held.template.id == key), None)
    return named or next((one for one in found if one.is_first), found[0] if found else None)


@require_POST
@needs("edit_templates")
def switch(request: HttpRequest) -> HttpResponse:
    row = rule.switch(request.user, "on" in request.POST)
    since = f"{row.since.day} {row.since:%B %Y}" if row.since else ""
    said = f"Accounts that become customers from {since} on get an onboarding by themselves." if row.on \
        else "Onboardings start only by hand."  # fmt: skip
    messages.success(request, said)
    return redirect("onboarding:portfolio")


@require_safe
@needs("read_accounts")
def of_account(request: HttpRequest, account_id: str) -> HttpResponse:
    """The onboarding of an account, on its page: the one that runs, else the last one."""
    account = account_or_404(request.user, account_id)
    found = list(
        Onboarding.objects.filter(account=account, started_on__lte=today()).select_related("plan__lead")
        .order_by("-started_on", "-pk")[:10]
    )  # fmt: skip
    one = next((held for held in found if held.is_running), found[0] if found else None)
    band, word = words.standing(one) if one else ("", "")
    plan = plan_of(one) if one else None
    context = {
        "account": account, "onboarding": one, "plan": plan, "band": band, "word": word, "others": len(found) - 1,
        "may_start": may_write(request.user, account) and (one is None or plan is None or not one.is_running),
        "lateness": words.lateness(plan.late_days) if plan else "",
    }  # fmt: skip
    return render(request, "onboarding/_of_account.html", context)
