"""The objectives of success plans, with their values and what was said of them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Query, Schema
from pydantic import Field

from tenure.api.kinds import Day, Page, Paging, Person, Sent, Short, Words, cut, paged, person
from tenure.api.named import contact_of
from tenure.api.plans import Reason, area
from tenure.api.versions import IfMatch, give, hold
from tenure.company.roles import user_of
from tenure.customers.models import Account
from tenure.planning.access import goal_or_404, plan_or_404
from tenure.planning.models import Goal, GoalComment, GoalValue
from tenure.planning.plans import comments, confirming, objectives, values, verbs

Number = Annotated[Decimal, Field(max_digits=19, decimal_places=6)]


class Rate(Sent):
    """What one unit better than the baseline is worth to the customer: each month that it lasts, or once."""

    minor: Annotated[int, Field(ge=1, lt=10**12)]
    currency: Annotated[str, Field(min_length=3, max_length=3)]
    per: Literal["month", "once"]


class ObjectiveOut(Schema):
    id: str
    plan: str
    account: str
    name: str
    why: str
    measure: Annotated[str, Field(description="Id of a measure; empty where the number is typed")]
    unit: str
    baseline: Decimal | None
    baseline_on: date | None
    target: Decimal | None
    due_on: date | None
    importance: int
    owner: Person | None
    contact: Annotated[str | None, Field(description="Id of the owner at the customer")]
    shared: bool
    rate: Rate | None
    status: str
    value: Decimal | None
    value_on: date | None
    progress: Annotated[float | None, Field(description="0 to 1; null without baseline, target or value")]
    standing: str
    verified_on: date | None
    verified_by: str
    etag: str


class ValueOut(Schema):
    on: date
    value: Decimal
    source: Annotated[str, Field(description="“measure:” and its id where the facts said it")]


class CommentOut(Schema):
    by: str
    contact: Annotated[str | None, Field(description="Id of the contact whose it is; null for ours")]
    at: datetime
    body: str
    shared: Annotated[bool, Field(description="The customer sees it")]


class ObjectiveIn(Sent):
    name: Annotated[str, Field(min_length=1, max_length=300)]
    why: Words = ""
    measure: Annotated[str, Field(max_length=60)] = ""
    unit: Annotated[str, Field(max_length=40)] = ""
    baseline: Number | None = None
    baseline_on: Day | None = None
    target: Number | None = None
    due_on: Day | None = None
    importance: Annotated[int, Field(ge=1, le=3, description="1 high, 2 normal, 3 low")] = 2
    contact: Annotated[str | None, Field(max_length=190)] = None
    shared: bool = False
    rate: Annotated[Rate | None, Field(description="Null takes it away; one that is not sent stays")] = None


class ValueIn(Sent):
    value: Number
    on: Day | None = None
    note: Short = ""
    seen: Annotated[str, Field(max_length=40, description="The value of that day that was read, empty for none")] = ""


class ObjectiveSaid(Sent):
    said: Annotated[str, Field(max_length=200, description="Who at the customer said so")]


class CommentIn(Sent):
    body: Annotated[str, Field(min_length=1, max_length=10_000)]
    shared: Annotated[bool, Field(description="The customer sees it")] = False


@area.get("/plans/{account_id:plan_id}/objectives", list[ObjectiveOut])
def plan_objectives(request: HttpRequest, plan_id: str) -> list[ObjectiveOut]:
    """List the objectives of a plan, with where each stands today."""
    rows = plan_or_404(request.user, plan_id).goals.select_related("plan", "owner", "state")
    return [_objective(one) for one in rows.order_by("position", "pk")]


@area.create("/plans/{account_id:plan_id}/objectives", ObjectiveOut, needs="write_own_accounts")
def add_objective(request: HttpRequest, plan_id: str, sent: ObjectiveIn) -> ObjectiveOut:
    """Add an objective. Of a measure, an empty baseline fills in by itself."""
    account = plan_or_404(request.user, plan_id).account
    return objective_of(request, objectives.add(user_of(request), plan_id, _values(sent, account)).pk)


@area.get("/objectives/{account_id:objective_id}", ObjectiveOut)
def objective(request: HttpRequest, objective_id: str, response: HttpResponse) -> ObjectiveOut:
    """Show one objective."""
    found = objective_of(request, objective_id)
    give(response, found.etag)
    return found


@area.replace("/objectives/{account_id:objective_id}", ObjectiveOut, needs="write_own_accounts")
def edit_objective(
    request: HttpRequest, objective_id: str, sent: ObjectiveIn, response: HttpResponse, if_match: IfMatch = None
) -> ObjectiveOut:
    """Write an objective anew.

    `If-Match` is the `etag` of the objective that was read; if somebody changed it since, nothing is overwritten.
    """
    with transaction.atomic():
        account = goal_or_404(request.user, objective_id).plan.account
        seen = verbs.version(Goal.objects.select_for_update().get(pk=objective_id))
        hold(if_match, seen)
        objectives.edit(user_of(request), objective_id, _values(sent, account), seen=seen)
    found = objective_of(request, objective_id)
    give(response, found.etag)
    return found


@area.get("/objectives/{account_id:objective_id}/values", Page[ValueOut])
def objective_values(request: HttpRequest, objective_id: str, asked: Query[Paging]) -> dict[str, object]:
    """List what was measured of an objective, the newest first."""
    goal_or_404(request.user, objective_id)
    rows = cut(GoalValue.objects.filter(goal=objective_id).order_by("-value_on"), asked)
    return paged(request, asked, [ValueOut(on=row.value_on, value=row.value, source=row.source) for row in rows])


@area.create("/objectives/{account_id:objective_id}/values", ValueOut, needs="write_own_accounts")
def write_value(request: HttpRequest, objective_id: str, sent: ValueIn) -> ValueOut:
    """Write the value of a day, of an objective whose number is typed."""
    made = values.write(user_of(request), objective_id, sent.value, sent.on, note=sent.note, seen=sent.seen)
    return ValueOut(on=made.value_on, value=made.value, source=made.source)


@area.change("/objectives/{account_id:objective_id}/verify", ObjectiveOut, needs="write_own_accounts")
def verify_objective(request: HttpRequest, objective_id: str, sent: ObjectiveSaid) -> ObjectiveOut:
    """Record that the customer confirmed it, and who said so."""
    confirming.verify(user_of(request), objective_id, said=sent.said)
    return objective_of(request, objective_id)


@area.change("/objectives/{account_id:objective_id}/unverify", ObjectiveOut, needs="write_own_accounts")
def unverify_objective(request: HttpRequest, objective_id: str, sent: Reason) -> ObjectiveOut:
    """Undo of confirming; the journal keeps who had said it."""
    confirming.unverify(user_of(request), objective_id, sent.reason)
    return objective_of(request, objective_id)


@area.delete("/objectives/{account_id:objective_id}/values/{day}", needs="write_own_accounts")
def remove_value(request: HttpRequest, objective_id: str, day: date) -> None:
    """Take away a value that was typed by mistake; the journal keeps it."""
    values.remove(user_of(request), objective_id, day)


@area.get("/objectives/{account_id:objective_id}/comments", Page[CommentOut])
def objective_comments(request: HttpRequest, objective_id: str, asked: Query[Paging]) -> dict[str, object]:
    """List what was said about an objective, the newest first."""
    rows = GoalComment.objects.filter(goal=goal_or_404(request.user, objective_id)).order_by("-at", "-pk")
    return paged(request, asked, [_comment(one) for one in cut(rows, asked)])


@area.change("/objectives/{account_id:objective_id}/close", ObjectiveOut, needs="write_own_accounts")
def close_objective(request: HttpRequest, objective_id: str, sent: Reason) -> ObjectiveOut:
    """It is over: attained or missed, as its value says."""
    objectives.close(user_of(request), objective_id, sent.reason)
    return objective_of(request, objective_id)


@area.change("/objectives/{account_id:objective_id}/cancel", ObjectiveOut, needs="write_own_accounts")
def cancel_objective(request: HttpRequest, objective_id: str, sent: Reason) -> ObjectiveOut:
    """The customer does not want it any more; it counts in no number."""
    objectives.close(user_of(request), objective_id, sent.reason, cancelled=True)
    return objective_of(request, objective_id)


@area.change("/objectives/{account_id:objective_id}/reopen", ObjectiveOut, needs="write_own_accounts")
def reopen_objective(request: HttpRequest, objective_id: str) -> ObjectiveOut:
    """Undo of closing and of cancelling."""
    objectives.reopen(user_of(request), objective_id)
    return objective_of(request, objective_id)


@area.change("/objectives/{account_id:objective_id}/comments", ObjectiveOut, needs="write_own_accounts")
def comment_objective(request: HttpRequest, objective_id: str, sent: CommentIn) -> ObjectiveOut:
    """Say something about it, among us or for the customer too."""
    comments.comment(user_of(request), objective_id, sent.body, shared=sent.shared)
    return objective_of(request, objective_id)


def _values(sent: ObjectiveIn, account: Account) -> dict[str, Any]:
    contact = contact_of(account.pk, sent.contact) if sent.contact else None
    said = sent.model_dump(exclude={"rate"}) | {"contact": contact}
    if "rate" in sent.model_fields_set:
        rate = sent.rate.model_dump() if sent.rate else {"minor": None, "currency": "", "per": ""}
        said |= {f"rate_{name}": value for name, value in rate.items()}
    return {name: value for name, value in said.items() if name != "baseline_on" or value is not None}


def objective_of(request: HttpRequest, goal_id: str) -> ObjectiveOut:
    return _objective(goal_or_404(request.user, goal_id))


def _objective(row: Goal) -> ObjectiveOut:
    state = getattr(row, "state", None)
    same = ("name", "why", "measure", "unit", "baseline", "baseline_on", "target", "due_on", "importance", "shared",
            "status")  # fmt: skip
    return ObjectiveOut(
        **{name: getattr(row, name) for name in same}, id=row.pk, plan=row.plan_id, account=row.plan.account_id,
        owner=person(row.owner), contact=row.contact_id, value=state.value if state else None,
        value_on=state.value_on if state else None,
        progress=state.progress / 1_000_000 if state and state.progress is not None else None,
        standing=state.standing if state else "unmeasured", rate=_rate(row), verified_on=row.customer_verified_on,
        verified_by=row.verified_said, etag=verbs.version(row),
    )  # fmt: skip


def _comment(row: GoalComment) -> CommentOut:
    return CommentOut(by=row.by_name, contact=row.contact_id, at=row.at, body=row.body, shared=row.shared)


def _rate(row: Goal) -> Rate | None:
    if row.rate_minor is None:
        return None
    return Rate.model_construct(minor=row.rate_minor, currency=row.rate_currency, per=row.rate_per)
