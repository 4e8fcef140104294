"""Success plans: begun, edited, closed, opened again."""

from datetime import date
from typing import Annotated, Literal

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Query, Schema
from pydantic import Field

from tenure.api.kinds import Day, Page, Paging, Person, Sent, Short, Words, cut, paged, person
from tenure.api.operations import Area
from tenure.api.problems import Refusal
from tenure.api.versions import IfMatch, give, hold
from tenure.company.clock import today
from tenure.company.roles import user_of
from tenure.customers.access import account_or_404
from tenure.library.reading import published_measures, published_success_templates
from tenure.planning.access import plan_or_404, visible_plans
from tenure.planning.models import SuccessPlan
from tenure.planning.plans import starting, verbs

area = Area("Success plans")
Id = Annotated[str, Field(min_length=1, max_length=190)]


class SuccessPlanOut(Schema):
    id: str
    account: str
    name: str
    owner: Person | None
    started_on: date | None
    closed_on: date | None
    shared: bool
    objectives: Annotated[int | None, Field(description="Without cancelled ones; null until they were counted")]
    attained: int | None
    verified: int | None
    at_risk: Annotated[int | None, Field(description="Slow or behind")]
    overdue: int | None
    next_due_on: date | None
    summary: str
    etag: str


class AskedPlans(Paging):
    state: Literal["open", "closed"] = "open"
    account: Annotated[str, Field(max_length=190)] = ""
    mine: Annotated[bool, Field(description="Only those the person owns")] = False


class Begin(Sent):
    name: Annotated[str, Field(max_length=200)] = ""
    template: Annotated[str, Field(max_length=60, description="Id of a template; an empty plan without one")] = ""
    started_on: Day | None = None
    shared: bool = False


class PlanIn(Sent):
    name: Annotated[str, Field(min_length=1, max_length=200)]
    summary: Words = ""
    started_on: Day | None = None
    shared: bool = False


class Reason(Sent):
    reason: Short = ""


@area.get("/plans", Page[SuccessPlanOut])
def plans(request: HttpRequest, asked: Query[AskedPlans]) -> dict[str, object]:
    """List success plans; those in force as their objectives fall due."""
    found = visible_plans(request.user).filter(state__is_open=asked.state == "open").select_related("owner", "state")
    found = found.filter(owner=user_of(request)) if asked.mine else found
    found = found.filter(account=asked.account) if asked.account else found
    return paged(request, asked, [_plan(one) for one in cut(found.order_by("state__next_due_on", "pk"), asked)],
                 as_of=today())  # fmt: skip


@area.get("/plans/{account_id:plan_id}", SuccessPlanOut)
def plan(request: HttpRequest, plan_id: str, response: HttpResponse) -> SuccessPlanOut:
    """Show one plan."""
    found = _plan(plan_or_404(request.user, plan_id))
    give(response, found.etag)
    return found


@area.replace("/plans/{account_id:plan_id}", SuccessPlanOut, needs="write_own_accounts")
def edit_plan(
    request: HttpRequest, plan_id: str, sent: PlanIn, response: HttpResponse, if_match: IfMatch = None
) -> SuccessPlanOut:
    """Write name, summary and first day anew, and whether the customer sees it; a first day that is not sent stays."""
    with transaction.atomic():
        held = plan_or_404(request.user, plan_id)
        hold(if_match, verbs.version(held))
        values = {"name": sent.name, "summary": sent.summary} | (
            {"started_on": sent.started_on} if sent.started_on else {}
        )
        verbs.edit(user_of(request), plan_id, values, seen=verbs.version(held))
        verbs.share(user_of(request), plan_id, sent.shared)
    found = _plan(plan_or_404(request.user, plan_id))
    give(response, found.etag)
    return found


@area.create("/accounts/{account_id:account_id}/plans", SuccessPlanOut, needs="write_own_accounts")
def begin_plan(request: HttpRequest, account_id: str, sent: Begin) -> SuccessPlanOut:
    """Begin a plan, from a template or empty."""
    who, account = user_of(request), account_or_404(request.user, account_id)
    if not sent.template:
        made = verbs.begin(who, account, sent.name, started_on=sent.started_on, shared=sent.shared)
        return _plan(plan_or_404(who, made.pk))
    held = published_success_templates(published_measures()).get(sent.template)
    if held is None:
        raise Refusal(422, f"There is no success plan template “{sent.template}”.", "body.template")
    how = starting.Start(sent.name, sent.started_on, shared=sent.shared)
    return _plan(plan_or_404(who, starting.start(who, account, held, how).pk))


@area.change("/plans/{account_id:plan_id}/close", SuccessPlanOut, needs="write_own_accounts")
def close_plan(request: HttpRequest, plan_id: str, sent: Reason) -> SuccessPlanOut:
    """Say that a plan is over, and why."""
    verbs.close(user_of(request), plan_id, sent.reason)
    return _plan(plan_or_404(request.user, plan_id))


@area.change("/plans/{account_id:plan_id}/reopen", SuccessPlanOut, needs="write_own_accounts")
def reopen_plan(request: HttpRequest, plan_id: str) -> SuccessPlanOut:
    """Undo of closing."""
    verbs.reopen(user_of(request), plan_id)
    return _plan(plan_or_404(request.user, plan_id))


def _plan(row: SuccessPlan) -> SuccessPlanOut:
    counts = ("objectives", "attained", "verified", "at_risk", "overdue", "next_due_on")
    state = getattr(row, "state", None)
    return SuccessPlanOut(
        id=row.pk, account=row.account_id, name=row.name, owner=person(row.owner), started_on=row.started_on,
        closed_on=row.closed_on, shared=row.shared, summary=row.summary,
        etag=verbs.version(row), **{name: getattr(state, name, None) for name in counts},
    )  # fmt: skip
