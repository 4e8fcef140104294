"""Onboardings: the portfolio, a plan as of any day, starting one, moving and finishing its steps, ending it."""

from datetime import date
from typing import Annotated, Literal

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Schema
from pydantic import Field

from tenure.api.days import known
from tenure.api.kinds import Day, Key, Page, Paging, Person, Sent, cut, paged, person
from tenure.api.named import colleague_of
from tenure.api.operations import Area
from tenure.api.versions import IfMatch, give, hold
from tenure.company.clock import today
from tenure.company.roles import user_of
from tenure.customers.access import account_or_404
from tenure.onboarding import doing, ending, listing, moving
from tenure.onboarding.locking import version
from tenure.onboarding.models import Onboarding, Plan
from tenure.onboarding.reading import Opened, Placed, onboarding_or_404, opened, plan_of
from tenure.onboarding.starting import start, template_or_404

area = Area("Onboardings")
_Id = Annotated[str, Field(max_length=190)]
_State = Literal["running", "stuck", "behind", "on_track", "unplanned", "completed", "cancelled"]
_Reason = Annotated[str, Field(min_length=1, max_length=300)]


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


class StepOut(Schema):
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
    steps: list[StepOut]


class Asked(Paging):
    state: _State = "running"
    lead: Annotated[Key | None, Field(description="Id of the person")] = None
    segment: Annotated[str, Field(max_length=80)] = ""


class Start(Sent):
    template: Annotated[str, Field(max_length=60)]
    begins: Day
    lead: Annotated[Key | None, Field(description="Id of the person; the account's owner unless given")] = None
    name: Annotated[str, Field(max_length=120)] = ""


class Move(Sent):
    start: Day
    days: Annotated[int, Field(ge=1, le=250, description="Working days")]


class Stuck(Sent):
    reason: _Reason
    waits_for: Literal["customer", "us", "others"] = "customer"


class Because(Sent):
    reason: _Reason


class Complete(Sent):
    anyway: Annotated[bool, Field(description="Also with steps that are not done; they are cancelled")] = False


class HandOver(Sent):
    lead: Key


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


@area.change("/onboardings/{account_id:onboarding_id}/steps/{step}/finish", PlanOut, needs="write_own_accounts")
def finish_onboarding_step(request: HttpRequest, onboarding_id: str, step: str) -> PlanOut:
    """Finish the task of a step."""
    doing.finish_step(user_of(request), onboarding_id, step)
    return as_it_stands(request, onboarding_id)


@area.change("/onboardings/{account_id:onboarding_id}/steps/{step}/reopen", PlanOut, needs="write_own_accounts")
def reopen_onboarding_step(request: HttpRequest, onboarding_id: str, step: str) -> PlanOut:
    """Open the task of a step again."""
    doing.reopen_step(user_of(request), onboarding_id, step)
    return as_it_stands(request, onboarding_id)


@area.change("/onboardings/{account_id:onboarding_id}/steps/{step}/stuck", PlanOut, needs="write_own_accounts")
def stick_onboarding_step(request: HttpRequest, onboarding_id: str, step: str, sent: Stuck) -> PlanOut:
    """Say that a step cannot go on, and why."""
    doing.say_stuck(user_of(request), onboarding_id, step, sent.reason, sent.waits_for)
    return as_it_stands(request, onboarding_id)


@area.change("/onboardings/{account_id:onboarding_id}/steps/{step}/free", PlanOut, needs="write_own_accounts")
def free_onboarding_step(request: HttpRequest, onboarding_id: str, step: str) -> PlanOut:
    """Say that it goes on."""
    doing.free(user_of(request), onboarding_id, step)
    return as_it_stands(request, onboarding_id)


@area.replace("/onboardings/{account_id:onboarding_id}/steps/{step}/place", PlanOut, needs="write_own_accounts")
def move_onboarding_step(
    request: HttpRequest, onboarding_id: str, step: str, sent: Move, response: HttpResponse, if_match: IfMatch = None
) -> PlanOut:
    """Put a step off until a day, or take so many days for it; what waits for it moves along.

    `If-Match` is the `etag` of the plan that was read; if somebody changed it since, nothing is moved.
    """
    seen = held_at(request, onboarding_id, if_match)
    moving.move(user_of(request), onboarding_id, step, sent.start, sent.days, seen=seen)
    found = as_it_stands(request, onboarding_id)
    give(response, found.etag)
    return found


@area.change("/onboardings/{account_id:onboarding_id}/agree", PlanOut, needs="write_own_accounts")
def agree_onboarding_anew(request: HttpRequest, onboarding_id: str, sent: Because, if_match: IfMatch = None) -> PlanOut:
    """What is expected now becomes the plan, with a reason."""
    moving.agree_anew(user_of(request), onboarding_id, sent.reason, seen=held_at(request, onboarding_id, if_match))
    return as_it_stands(request, onboarding_id)


@area.change("/onboardings/{account_id:onboarding_id}/complete", PlanOut, needs="write_own_accounts")
def complete_onboarding(request: HttpRequest, onboarding_id: str, sent: Complete, if_match: IfMatch = None) -> PlanOut:
    """The customer works on their own."""
    seen = held_at(request, onboarding_id, if_match)
    ending.complete(user_of(request), onboarding_id, seen=seen, anyway=sent.anyway)
    return as_it_stands(request, onboarding_id)


@area.change("/onboardings/{account_id:onboarding_id}/cancel", PlanOut, needs="write_own_accounts")
def cancel_onboarding(request: HttpRequest, onboarding_id: str, sent: Because, if_match: IfMatch = None) -> PlanOut:
    """It ends without having got there, and why."""
    ending.cancel(user_of(request), onboarding_id, sent.reason, seen=held_at(request, onboarding_id, if_match))
    return as_it_stands(request, onboarding_id)


@area.change("/onboardings/{account_id:onboarding_id}/reopen", PlanOut, needs="write_own_accounts")
def reopen_onboarding(request: HttpRequest, onboarding_id: str) -> PlanOut:
    """Undo of completing and of cancelling."""
    ending.reopen(user_of(request), onboarding_id)
    return as_it_stands(request, onboarding_id)


@area.change("/onboardings/{account_id:onboarding_id}/hand-over", PlanOut, needs="write_own_accounts")
def hand_over_onboarding(request: HttpRequest, onboarding_id: str, sent: HandOver, if_match: IfMatch = None) -> PlanOut:
    """Give it to another lead, with the open tasks of the one before."""
    seen = held_at(request, onboarding_id, if_match)
    ending.hand_over(user_of(request), onboarding_id, colleague_of(sent.lead, "body.lead"), seen=seen)
    return as_it_stands(request, onboarding_id)


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


def _step(one: Placed) -> StepOut:
    held, task, step = one.standstill, one.task, one.step
    return StepOut(
        key=one.key, task=task.pk, title=task.title, phase=step.phase, kind=step.kind, state=one.state.value,
        days=one.node.days, after=list(one.node.after), milestone=step.milestone, shared=task.shared,
        owner=person(task.owner), contact=task.contact_id, due_on=task.due_on, start=one.bar.start,
        finish=one.bar.finish, planned_finish=step.planned_finish, late_days=one.bar.late, slack=one.bar.slack,
        stuck_because=held.reason if held else None,
    )  # fmt: skip
