"""Customer Value Realization: what was agreed, attained, verified, what it was worth and cost, and who waits for us."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.core.paginator import Page
from django.db.models import Count, F, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from tenure.company.clock import today
from tenure.company.models import settings_row
from tenure.company.roles import may, needs
from tenure.core import keyed
from tenure.core.whole import whole
from tenure.customers.access import account_or_404, may_write, visible_rows
from tenure.planning.checkins import verbs as cadence_verbs
from tenure.planning.checkins.cadence import DEFAULTS, MOTIONS, SOON, WAYS, Cadence
from tenure.planning.checkins.reading import check_in, in_view
from tenure.planning.models import CheckIn, CheckInCadence, CustomerValue, Goal, PlanState
from tenure.planning.value.book import totals
from tenure.planning.value.by_quarter import by_quarter
from tenure.web.counting import at_once, counted
from tenure.web.once import clicked_once
from tenure.web.plans.acting import REFUSED, sentence
from tenure.web.plans.told import tally, told
from tenure.web.whose import chosen, sides

PER_PAGE: Final = 50
VIEWS: Final = {"due": "Check-ins overdue", "soon": f"Due within {SOON.days} days", "all": "All customers"}


@dataclass(frozen=True, slots=True)
class Asked:
    view: str
    whose: str
    motion: str
    page: str

    @classmethod
    def read(cls, request: HttpRequest) -> "Asked":
        given = request.GET
        view, motion = given.get("view", "due"), given.get("motion", "")
        return cls(view if view in VIEWS else "due", chosen(request, "plans"),
                   motion if motion in MOTIONS else "", given.get("page", "1"))  # fmt: skip

    def address(self, **changes: str) -> str:
        wanted = {"view": self.view, "whose": self.whose, "motion": self.motion} | changes
        return "?" + urlencode({name: value for name, value in wanted.items() if value})

    def choices(self, address: Callable[..., str], counts: Mapping[str, int]) -> dict[str, Any]:
        """Views and motions: label, where it leads, and whether it is on; of a view, how many there are."""
        views = [(label, address(view=name), name == self.view, counts[name]) for name, label in VIEWS.items()]
        motions = [(label, address(motion="" if name == self.motion else name), name == self.motion)
                   for name, label in MOTIONS.items()]  # fmt: skip
        return {"views": views, "motions": motions}


def _customers(user: Any, asked: Asked) -> QuerySet[CheckIn]:
    found = visible_rows(user, CheckIn.objects.filter(due_on__isnull=False))
    if asked.whose == "mine":
        found = found.filter(account__owner=user)
    return found.filter(motion=asked.motion) if asked.motion else found


def _counts(user: Any, customers: QuerySet[CheckIn], day: date, mine: bool) -> Mapping[str, int]:
    """How many there are in each view; those of everybody each from an index, in one query."""
    if mine:  # rows that are found one by one are looked at once
        return customers.aggregate(**{name: Count("pk", filter=in_view(name, day)) for name in VIEWS})
    return at_once(user, {name: counted(customers.filter(in_view(name, day))) for name in VIEWS})


@require_safe
@needs("read_accounts")
def page(request: HttpRequest) -> HttpResponse:
    """The book: totals above, and customers by when they are to be checked in with."""
    asked, day = Asked.read(request), today()
    customers = _customers(request.user, asked)
    counts = _counts(request.user, customers, day, asked.whose == "mine")
    rows = customers.filter(in_view(asked.view, day)).order_by("due_on", "account")
    found = keyed.page_of(rows, PER_PAGE, asked.page, ("account__state", "account__owner"), counts[asked.view])
    context = {
        "asked": asked, "page": found, "rows": _rows(found, day), "today": day, "currency": settings_row().currency,
        **asked.choices(asked.address, counts), "whose": sides(asked.whose, asked.address), "here": asked.address(),
        "totals": totals(request.user, day, mine=asked.whose == "mine"), "cadences": _cadences(),
        "may_set": may(request.user, "write_all_accounts"),
    }  # fmt: skip
    return render(request, "plans/value.html", context)


def _rows(found: Page[CheckIn], day: date) -> list[dict[str, Any]]:
    """Of the accounts of one page: plans counted, value and cost of the last quarter, the next check-in."""
    ids = [one.account_id for one in found]
    plans = {row["account_id"]: row for row in PlanState.objects.filter(account_id__in=ids, is_open=True).order_by()
             .values("account_id").annotate(objectives=Sum("objectives"), attained=Sum("attained"),
                                            verified=Sum("verified"))}  # fmt: skip
    worth = _last_values(ids)
    return [{
        "account": one.account, "plan": plans.get(one.account_id), "value": worth.get(one.account_id), "due": one,
        "late": max(0, (day - one.due_on).days) if one.due_on else 0,
        "way": WAYS[one.due_by],
        "motion": MOTIONS.get(one.account.motion, "No motion"),
    } for one in found]  # fmt: skip


def _last_values(ids: Sequence[str]) -> Mapping[str, CustomerValue]:
    found: dict[str, CustomerValue] = {}
    for row in CustomerValue.objects.filter(account__in=ids).order_by("account", "period"):
        found[row.account_id] = row
    return found


def _cadences() -> list[dict[str, Any]]:
    """Defaults of each motion, and the rows that somebody set, which count instead."""
    rows = list(CheckInCadence.objects.order_by("motion", "tier", "segment"))
    whole = {row.motion for row in rows if not row.tier and not row.segment}
    default = [{"motion": label, "for": "any tier and segment", "cadence": DEFAULTS[name], "row": None}
               for name, label in MOTIONS.items() if name not in whole]  # fmt: skip
    made = [{"motion": MOTIONS.get(row.motion, row.motion), "row": row,
             "cadence": Cadence(row.people_days, row.digital_days),
             "for": " · ".join(filter(None, (row.tier, row.segment))) or "any tier and segment"}
            for row in rows]  # fmt: skip
    return [*default, *made]


@require_POST
@needs("write_all_accounts")
@clicked_once()
def cadences(request: HttpRequest) -> HttpResponse:
    given = request.POST
    try:
        if row := given.get("remove", ""):
            cadence_verbs.remove_cadence(request.user, whole(row, 17))
        else:
            cadence_verbs.set_cadence(
                request.user, given.get("motion", ""), _days(given.get("people", "")), _days(given.get("digital", "")),
                tier=given.get("tier", ""), segment=given.get("segment", ""),
            )  # fmt: skip
    except REFUSED as error:
        return render(request, "plans/cadence_refused.html", {"problem": sentence(error), "given": given}, status=422)
    return redirect("plans:value")


def _days(text: str) -> int | None:
    """0 for what is no number of days, which the verb refuses."""
    if not text.strip():
        return None
    return whole(text.strip(), 5)


@require_safe
@needs("read_accounts")
def account(request: HttpRequest, account_id: str) -> HttpResponse:
    """One customer, as of any day."""
    found = account_or_404(request.user, account_id)
    now = today()
    day = _day(request.GET.get("as_of", ""), now)
    begun = Q(plan__started_on=None) | Q(plan__started_on__lte=day)
    goals = list(Goal.objects.filter(begun, plan__account=found).select_related("plan", "owner", "contact")
                 .order_by("plan", "position", "pk"))  # fmt: skip
    rows = told(goals, day)
    context = {
        "account": found, "day": day, "today": now, "rows": rows, "tally": tally(rows),
        "quarters": by_quarter(found, day), "check_in": check_in(found, day),
        "may_write": may_write(request.user, found),
    }  # fmt: skip
    return render(request, "plans/value_account.html", context)


def _day(text: str, now: date) -> date:
    try:
        return min(date.fromisoformat(text), now) if text else now
    except ValueError:
        return now


@require_safe
@needs("read_accounts")
def of_account(request: HttpRequest, account_id: str) -> HttpResponse:
    """A panel of the account's page: plans, objectives in trouble first, proposals, the next check-in."""
    found = account_or_404(request.user, account_id)
    day = _day(request.GET.get("as_of", ""), today())
    goals = Goal.objects.filter(plan__account=found).exclude(status="cancelled")
    goals = goals.filter(Q(plan__closed_on=None) | Q(plan__closed_on__gt=day))
    goals = goals.filter(Q(plan__started_on=None) | Q(plan__started_on__lte=day))
    first = goals.select_related("plan", "owner", "contact").order_by("status", F("due_on").asc(nulls_last=True), "pk")
    rows = told(list(first[:8]), day)
    waiting = found.proposed_goals.filter(state="proposed").order_by("created_at", "pk")[:8]
    context = {"account": found, "rows": rows, "waiting": waiting, "check_in": check_in(found, day), "day": day,
               "may_write": may_write(request.user, found)}  # fmt: skip
    return render(request, "plans/_of_account.html", context)
