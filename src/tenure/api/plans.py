"""Success plans: objectives and their values, and the people of an account."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Schema
from pydantic import Field

from tenure.api.kinds import Day, Page, Paging, Person, Sent, Short, Words, cut, paged, person
from tenure.api.named import contact_of
from tenure.api.operations import Area
from tenure.api.problems import Refusal
from tenure.api.versions import IfMatch, give, hold
from tenure.company.clock import today
from tenure.company.roles import user_of
from tenure.customers import addresses  # noqa: F401  registers account_id
from tenure.customers.access import account_or_404
from tenure.customers.models import Account, Contact
from tenure.library.reading import published_measures, published_success_templates
from tenure.planning.access import goal_or_404, plan_or_404, visible_plans
from tenure.planning.models import Goal, GoalComment, GoalValue, SuccessPlan
from tenure.planning.plans import comments, confirming, objectives, starting, values, verbs
from tenure.planning.stakeholders import verbs as stakeholders
from tenure.planning.stakeholders.seeing import people

area = Area("Success plans")
Id = Annotated[str, Field(min_length=1, max_length=190)]
Number = Annotated[Decimal, Field(max_digits=19, decimal_places=6)]


class PlanOut(Schema):
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


class StakeholderOut(Schema):
    contact: str
    name: str
    role: str
    influence: int | None
    stance: int | None
    reports_to: str
    note: str
    last_spoken_to: date | None
    left_on: date | None
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


class Said(Sent):
    said: Annotated[str, Field(max_length=200, description="Who at the customer said so")]


class CommentIn(Sent):
    body: Annotated[str, Field(min_length=1, max_length=10_000)]
    shared: Annotated[bool, Field(description="The customer sees it")] = False


class StakeholderIn(Sent):
    role: Annotated[str, Field(max_length=60)] = ""
    influence: Annotated[int | None, Field(ge=1, le=5)] = None
    stance: Annotated[int | None, Field(ge=-2, le=2)] = None
    reports_to: Annotated[str | None, Field(max_length=190)] = None
    note: Words = ""


@area.get("/plans", Page[PlanOut])
def plans(request: HttpRequest, asked: Query[AskedPlans]) -> dict[str, object]:
    """List success plans; those in force as their objectives fall due."""
    found = visible_plans(request.user).filter(state__is_open=asked.state == "open").select_related("owner", "state")
    found = found.filter(owner=user_of(request)) if asked.mine else found
    found = found.filter(account=asked.account) if asked.account else found
    return paged(request, asked, [_plan(one) for one in cut(found.order_by("state__next_due_on", "pk"), asked)],
                 as_of=today())  # fmt: skip


@area.get("/plans/{account_id:plan_id}", PlanOut)
def plan(request: HttpRequest, plan_id: str, response: HttpResponse) -> PlanOut:
    """Show one plan."""
    found = _plan(plan_or_404(request.user, plan_id))
    give(response, found.etag)
    return found


@area.replace("/plans/{account_id:plan_id}", PlanOut, needs="write_own_accounts")
def edit_plan(
    request: HttpRequest, plan_id: str, sent: PlanIn, response: HttpResponse, if_match: IfMatch = None
) -> PlanOut:
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


@area.get("/plans/{account_id:plan_id}/objectives", list[ObjectiveOut])
def plan_objectives(request: HttpRequest, plan_id: str) -> list[ObjectiveOut]:
    """List the objectives of a plan, with where each stands today."""
    rows = plan_or_404(request.user, plan_id).goals.select_related("plan", "owner", "state")
    return [_objective(one) for one in rows.order_by("position", "pk")]


@area.create("/accounts/{account_id:account_id}/plans", PlanOut, needs="write_own_accounts")
def begin_plan(request: HttpRequest, account_id: str, sent: Begin) -> PlanOut:
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


@area.change("/plans/{account_id:plan_id}/close", PlanOut, needs="write_own_accounts")
def close_plan(request: HttpRequest, plan_id: str, sent: Reason) -> PlanOut:
    """Say that a plan is over, and why."""
    verbs.close(user_of(request), plan_id, sent.reason)
    return _plan(plan_or_404(request.user, plan_id))


@area.change("/plans/{account_id:plan_id}/reopen", PlanOut, needs="write_own_accounts")
def reopen_plan(request: HttpRequest, plan_id: str) -> PlanOut:
    """Undo of closing."""
    verbs.reopen(user_of(request), plan_id)
    return _plan(plan_or_404(request.user, plan_id))


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
def verify_objective(request: HttpRequest, objective_id: str, sent: Said) -> ObjectiveOut:
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


@area.get("/accounts/{account_id:account_id}/stakeholders", list[StakeholderOut])
def account_stakeholders(request: HttpRequest, account_id: str) -> list[StakeholderOut]:
    """List the people of an account as we see them, the most influential first."""
    return _people(account_or_404(request.user, account_id))


@area.replace(
    "/accounts/{account_id:account_id}/stakeholders/{account_id:contact_id}", StakeholderOut, needs="write_own_accounts"
)
def place_stakeholder(
    request: HttpRequest, account_id: str, contact_id: str, sent: StakeholderIn, response: HttpResponse,
    if_match: IfMatch = None,
) -> StakeholderOut:  # fmt: skip
    """Write what is known of a contact.

    `If-Match` is the `etag` that was read; an empty one, `""`, for a contact of whom nothing was written yet.
    """
    account = account_or_404(request.user, account_id)
    held = _one(account, contact_id)
    hold(if_match, held.etag)
    said = sent.model_dump() | {"reports_to": _contact(account, sent.reports_to, "body.reports_to")}
    stakeholders.place(user_of(request), account, contact_id, said, seen=held.etag)
    found = _one(account, contact_id)
    give(response, found.etag)
    return found


def _one(account: Account, contact_id: str) -> StakeholderOut:
    found = next((one for one in _people(account) if one.contact == contact_id), None)
    if found is None:
        raise Http404
    return found


def _people(account: Account) -> list[StakeholderOut]:
    return [
        StakeholderOut(contact=one.id, name=one.name, role=one.role, influence=one.influence, stance=one.stance,
                       reports_to=one.reports_to, note=one.note, last_spoken_to=one.spoken_on, left_on=one.left_on,
                       etag=one.version)
        for one in people(account, today())
    ]  # fmt: skip


def _contact(account: Account, key: str | None, where: str) -> Contact | None:
    return contact_of(account.pk, key, where) if key else None


def _values(sent: ObjectiveIn, account: Account) -> dict[str, Any]:
    said = sent.model_dump(exclude={"rate"}) | {"contact": _contact(account, sent.contact, "body.contact")}
    if "rate" in sent.model_fields_set:
        rate = sent.rate.model_dump() if sent.rate else {"minor": None, "currency": "", "per": ""}
        said |= {f"rate_{name}": value for name, value in rate.items()}
    return {name: value for name, value in said.items() if name != "baseline_on" or value is not None}


def _plan(row: SuccessPlan) -> PlanOut:
    counts = ("objectives", "attained", "verified", "at_risk", "overdue", "next_due_on")
    state = getattr(row, "state", None)
    return PlanOut(
        id=row.pk, account=row.account_id, name=row.name, owner=person(row.owner), started_on=row.started_on,
        closed_on=row.closed_on, shared=row.shared, summary=row.summary,
        etag=verbs.version(row), **{name: getattr(state, name, None) for name in counts},
    )  # fmt: skip


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
