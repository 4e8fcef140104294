"""An account's plan: its people and where nobody is, strategy, whitespace, the next two quarters; its versions."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenure.company.clock import today
from tenure.company.models import settings_row
from tenure.company.roles import needs
from tenure.core.problems import ChangedMeanwhile
from tenure.core.whole import whole
from tenure.customers.access import account_or_404, may_write
from tenure.customers.models import Account, Contact
from tenure.planning.models import AccountPlan, Goal
from tenure.planning.stakeholders import verbs
from tenure.planning.stakeholders.differences import differences
from tenure.planning.stakeholders.gaps import gaps
from tenure.planning.stakeholders.ground import anything_sold, open_risks, spaces
from tenure.planning.stakeholders.seeing import INFLUENCES, ROLES, STANCES, Person, people
from tenure.planning.stakeholders.verbs import SECTIONS
from tenure.planning.value.quarters import Quarter
from tenure.web.meanwhile import both
from tenure.web.once import clicked_once
from tenure.web.plans.acting import REFUSED, sentence
from tenure.web.plans.mapped import drawn
from tenure.work.access import visible_tasks

_MOST_VERSIONS: Final = 20
_KEPT: Final = "Somebody changed this in the meantime. What you wrote is kept; save again to put it in place of theirs."
_LABELS: Final = {"role": "Role", "influence": "Influence", "stance": "Stance", "reports_to": "Reports to",
                  "note": "What matters to them"}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@needs("read_accounts")
@clicked_once()
def page(request: HttpRequest, account_id: str) -> HttpResponse:
    account = account_or_404(request.user, account_id)
    if request.method != "POST":
        return _page(request, account)
    if not may_write(request.user, account):
        raise Http404
    given = request.POST
    seen = given.get("seen", "0")
    try:
        verbs.save(request.user, account, {name: given.get(name, "") for name in SECTIONS}, given.get("note", ""),
                   seen=whole(seen, 8),
                   spaces=spaces(account, today()) or [], risks=open_risks(account))  # fmt: skip
    except ChangedMeanwhile as error:
        return _page(request, account, typed=given, meanwhile=error.now, status=409)
    except REFUSED as error:
        return _page(request, account, typed=given, problem=sentence(error), status=422)
    return redirect("plans:account", account_id)


def _page(request: HttpRequest, account: Account, *, typed: Any = None, problem: str = "",
          meanwhile: AccountPlan | None = None, status: int = 200, known: dict[str, Any] | None = None,
          ) -> HttpResponse:  # fmt: skip
    day = today()
    versions = list(AccountPlan.objects.filter(account=account).select_related("author").order_by("-version")
                    [:_MOST_VERSIONS])  # fmt: skip
    shown = _asked(request, account, versions)
    written = may_write(request.user, account) and (shown is None or shown == versions[0])
    body = {name: typed.get(name, "") for name in SECTIONS} if typed is not None else shown.body if shown else {}
    context = {
        "account": account, "shown": shown, "versions": _changed(versions),
        "is_old": bool(shown and shown != versions[0]),
        "sections": [(name, title, hint, body.get(name, "")) for name, (title, hint) in SECTIONS.items()],
        "may_write": written, "problem": problem, "seen": versions[0].version if versions else 0,
        "note": (typed or {}).get("note", ""),
        "meanwhile": list(differences(body, meanwhile.body)) if meanwhile else None, "theirs": meanwhile,
        "today": day, "risks": account.risks.filter(closed_at=None).order_by("due_on")[:6],
        "quarters": _quarters(request, account, day), "currency": settings_row().currency,
        **(known or map_context(account, day, written)),
    }  # fmt: skip
    return render(request, "plans/account.html", context, status=status)


def map_context(account: Account, day: date, written: bool, problem: str = "", moved: str = "") -> dict[str, Any]:
    found = people(account, day)
    there = [one for one in found if one.there(day)]
    names = {one.id: one.name for one in found}
    return {
        "account": account, "map": drawn(there), "people": [(one, names.get(one.reports_to, "")) for one in there],
        "left": [one for one in found if not one.there(day)][:5], "gaps": gaps(found, day), "today": day,
        "influences": INFLUENCES.items(), "stances": sorted(STANCES.items()), "roles": ROLES.items(),
        "may_write": written, "map_problem": problem, "moved": moved,
    }  # fmt: skip


@require_POST
@needs("write_own_accounts")
@clicked_once()
def place(request: HttpRequest, account_id: str, contact_id: str) -> HttpResponse:
    """From the map, two numbers; from the table, everything."""
    account, given = account_or_404(request.user, account_id), request.POST
    if not may_write(request.user, account):
        raise Http404
    problem, typed = "", _placed(account, given)
    try:
        verbs.place(request.user, account, contact_id, typed, seen=given.get("seen", ""))
    except REFUSED as error:
        problem = _KEPT if isinstance(error, ChangedMeanwhile) and "role" in typed else sentence(error)
    if not problem and "HX-Request" not in request.headers:
        return redirect("plans:account", account_id)
    context = map_context(account, today(), True, problem, contact_id)
    if problem and "role" in typed:
        context |= _refused(context["people"], contact_id, typed)
    if "HX-Request" in request.headers:
        return render(request, "plans/_map.html", context)
    return _page(request, account, problem=problem, status=422, known=context)


def _refused(shown: list[tuple[Person, str]], contact_id: str, typed: dict[str, Any]) -> dict[str, Any]:
    """The form of one person as it was typed, and what stands there now beside it."""
    above = typed["reports_to"]
    mine = typed | {"reports_to": above.pk if above else ""}
    kept = [(replace(one, **mine) if one.id == contact_id else one, up) for one, up in shown]
    held = next((one for one, _ in shown if one.id == contact_id), None)
    names = {one.id: one.name for one, _ in shown}
    beside = both(_LABELS, _words(_held(held), names), _words(mine, names)) if held else []
    return {"people": kept, "opened": contact_id, "beside": beside}


def _held(held: Person) -> dict[str, Any]:
    return {name: getattr(held, name) for name in _LABELS}


def _words(values: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    return {
        "role": ROLES.get(values["role"], values["role"]), "influence": dict(INFLUENCES).get(values["influence"], ""),
        "stance": STANCES.get(values["stance"], ""), "reports_to": names.get(values["reports_to"], ""),
        "note": values["note"],
    }  # fmt: skip


def _placed(account: Account, given: Any) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name in ("influence", "stance"):
        if name in given:
            text = given[name].strip()
            values[name] = int(text) if text.lstrip("-").isdecimal() and len(text) < 4 else None
    if "role" in given:
        values |= {"role": given["role"], "note": given.get("note", "")}
        values["reports_to"] = Contact.objects.filter(account=account, pk=given.get("reports_to", "")).first()
    return values


@require_safe
@needs("read_accounts")
def whitespace(request: HttpRequest, account_id: str) -> HttpResponse:
    account = account_or_404(request.user, account_id)
    context = {"spaces": spaces(account, today()), "sold": anything_sold(account), "today": today()}
    return render(request, "plans/_whitespace.html", context)


def _asked(request: HttpRequest, account: Account, versions: Sequence[AccountPlan]) -> AccountPlan | None:
    """The newest version unless another is asked for."""
    asked = request.GET.get("version", "")
    if not asked:
        return versions[0] if versions else None
    number = whole(asked, 8)
    found = next((one for one in versions if one.version == number), None)
    found = found or AccountPlan.objects.filter(account=account, version=number).select_related("author").first()
    if found is None:
        raise Http404
    return found


def _changed(versions: Sequence[AccountPlan]) -> list[tuple[AccountPlan, list[Any]]]:
    """Each with what it changed against the one before."""
    pairs = zip(versions, [*versions[1:], None], strict=False)
    return [(one, list(differences(was.body, one.body)) if was else []) for one, was in pairs]


def _quarters(request: HttpRequest, account: Account, day: date) -> list[dict[str, Any]]:
    """This quarter and the next: tasks, and what falls due."""
    this = Quarter.of(day)
    tasks = list(visible_tasks(request.user).filter(account=account, state="open", due_on__lt=this.next.end)
                 .select_related("owner", "contact").order_by("due_on", "pk")[:60])  # fmt: skip
    goals = list(Goal.objects.filter(plan__account=account, status="open", due_on__gte=this.start,
                                     due_on__lt=this.next.end).order_by("due_on", "pk")[:20])  # fmt: skip
    renewal = account.state.renewal_on if getattr(account, "state", None) else None
    return [{
        "quarter": one,
        "tasks": [task for task in tasks if task.due_on < one.end and (task.due_on >= one.start or one == this)],
        "goals": [goal for goal in goals if goal.due_on and one.start <= goal.due_on < one.end],
        "renewal": renewal if renewal and one.start <= renewal < one.end else None,
    } for one in (this, this.next)]  # fmt: skip
