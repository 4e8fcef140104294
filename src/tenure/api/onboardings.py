"""Onboardings: the portfolio, a plan as of any day, starting one."""

from datetime import date
from typing import Annotated, Literal

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Schema
from pydantic import Field

from tenure.api.days import known
from tenure.api.kinds import Day, Key, Page, Paging, Person, Sent, cut, paged, person
from tenure.api.named import colleague_of
from tenure.api.operations import Area
from tenure.api.versions import give, hold
from tenure.company.clock import today
from tenure.company.roles import user_of
from tenure.customers.access import account_or_404
from tenure.onboarding import listing
from tenure.onboarding.locking import version
from tenure.onboarding.models import Onboarding, Plan
from tenure.onboarding.reading import Opened, Placed, onboarding_or_404, opened, plan_of
from tenure.onboarding.starting import start, template_or_404

area = Area("Onboardings")
_State = Literal["running", "stuck", "behind", "on_track", "unplanned", "completed", "cancelled"]
Reason = Annotated[str, Field(min_length=1, max_length=300)]


class OnboardingOut(Schema):
    """Values of the plan are null for one that was imported without a plan."""

    id: str
    account: str
    account_name: str
    state: Annotated[str, Field(description="stuck, behind, on_track, unplanned, completed or cancelled")]
    started_on: date
    completed_on: date | None
    cancelled_on: date | None
    name: str | None
    template: str | None
    template_version: int | None
    lead: Person | None
    phase: str | None
    planned_on: date | None
    forecast_on: date | None
    late_days: Annotated[int | None, Field(description="Working days after the plan; negative before it")]
    done_share: Annotated[float | None, Field(description="Of the days of its steps")]
    steps_done: int | None
    steps_all: int | None
    steps_stuck: int | None


class PlanStepOut(Schema):
    key: str
    task: Annotated[int, Field(description="Id of the task, which says who does it and by when")]
    title: str
    phase: str
    kind: str
    state: Literal["done", "dropped", "stuck", "behind", "on_track", "planned"]
    days: int
    after: list[str]
    milestone: str
    shared: bool
    owner: Person | None
    contact: Annotated[str | None, Field(description="Id of the contact who is to do it")]
    due_on: date
    start: date
    finish: date
    planned_finish: date
    late_days: int
    slack: Annotated[int | None, Field(description="Working days; null once it is over")]
    stuck_because: str | None


class PlanOut(OnboardingOut):
    """As of a day; `etag` names the version of the plan that a change has to hold."""

    as_of: date
    etag: str
    steps: list[PlanStepOut]


class Asked(Paging):
    state: _State = "running"
    lead: Annotated[Key | None, Field(description="Id of the person")] = None
    segment: Annotated[str, Field(max_length=80)] = ""


class Start(Sent):
    template: Annotated[str, Field(max_length=60)]
    begins: Day
    lead: Annotated[Key | None, Field(description="Id of the person; the account's owner unless given")] = None
    name: Annotated[str, Field(max_length=120)] = ""


@area.get("/onboardings", Page[OnboardingOut])
def onboardings(request: HttpRequest, asked: Query[Asked]) -> dict[str, object]:
    """List onboardings: the latest against their plan first, those that are over the newest first."""
    wanted = listing.Wanted(asked.state, lead=str(asked.lead or ""), segment=asked.segment)
    rows = listing.portfolio(request.user, wanted).select_related("account__state", "plan__lead")
    return paged(request, asked, [_row(one) for one in cut(rows, asked)])


@area.get("/onboardings/{account_id:onboarding_id}", PlanOut)
def onboarding(request: HttpRequest, onboarding_id: str, response: HttpResponse, as_of: Day | None = None) -> PlanOut:
    """Show one with its plan, as it stands or as it stood at the end of a day."""
    found, day = onboarding_or_404(request.user, onboarding_id), known(as_of, today())
    plan = plan_of(found)
    if plan is None:
        return PlanOut(**_row(found).dict(), as_of=found.started_on, etag="", steps=[])
    give(response, version(plan))
    return _told(found, plan, opened(plan, day))


@area.create("/accounts/{account_id:account_id}/onboardings", PlanOut, needs="write_own_accounts")
def start_onboarding(request: HttpRequest, account_id: str, sent: Start) -> PlanOut:
    """Start one from a template. One that runs without a plan, because it was imported, gets the plan."""
    account = account_or_404(request.user, account_id)
    lead = colleague_of(sent.lead, "body.lead") if sent.lead else None
    made = start(user_of(request), account, template_or_404(sent.template), sent.begins, lead=lead, name=sent.name)
    return as_it_stands(request, made.pk)


def held_at(request: HttpRequest, onboarding_id: str, if_match: str | None) -> str:
    plan = plan_of(onboarding_or_404(request.user, onboarding_id))
    if plan is None:
        raise Http404
    hold(if_match, version(plan))
    return version(plan)


def as_it_stands(request: HttpRequest, onboarding_id: str) -> PlanOut:
    found = onboarding_or_404(request.user, onboarding_id)
    plan = plan_of(found)
    if plan is None:
        raise Http404
    return _told(found, plan, opened(plan))


def _told(found: Onboarding, plan: Plan, here: Opened) -> PlanOut:
    return PlanOut(**_row(found).dict(), as_of=here.day, etag=version(plan), steps=[_step(one) for one in here.steps])


def _row(found: Onboarding) -> OnboardingOut:
    plan = plan_of(found)
    names = ("name", "template", "template_version", "phase", "planned_on", "forecast_on", "late_days", "done_share",
             "steps_done", "steps_all", "steps_stuck")  # fmt: skip
    over = "completed" if found.completed_on else "cancelled" if found.cancelled_on else ""
    return OnboardingOut(
        id=found.pk, account=found.account_id, account_name=found.account.name, started_on=found.started_on,
        completed_on=found.completed_on, cancelled_on=found.cancelled_on, lead=person(plan.lead) if plan else None,
        state=over or (plan.standing if plan else "unplanned"),
        **{name: getattr(plan, name) if plan else None for name in names},
    )  # fmt: skip


def _step(one: Placed) -> PlanStepOut:
    held, task, step = one.standstill, one.task, one.step
    return PlanStepOut(
        key=one.key, task=task.pk, title=task.title, phase=step.phase, kind=step.kind, state=one.state.value,
        days=one.node.days, after=list(one.node.after), milestone=step.milestone, shared=task.shared,
        owner=person(task.owner), contact=task.contact_id, due_on=task.due_on, start=one.bar.start,
        finish=one.bar.finish, planned_finish=step.planned_finish, late_days=one.bar.late, slack=one.bar.slack,
        stuck_because=held.reason if held else None,
    )  # fmt: skip
