"""Steps of an onboarding's plan: added, written anew, taken out and brought back; finished, stuck and moved."""

from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from pydantic import Field

from tenure.api.kinds import Day, Key, Sent, Words
from tenure.api.named import colleague_of, contact_of
from tenure.api.onboardings import PlanOut, Reason, area, as_it_stands, held_at
from tenure.api.versions import IfMatch, give
from tenure.company.roles import user_of
from tenure.onboarding import doing, moving, verbs
from tenure.onboarding.reading import onboarding_or_404

_STEPS = "/onboardings/{account_id:onboarding_id}/steps"
_Key = Annotated[str, Field(max_length=60)]


class PlanStepIn(Sent):
    title: Annotated[str, Field(min_length=1, max_length=200)]
    phase: Annotated[str, Field(min_length=1, max_length=120)]
    days: Annotated[int, Field(ge=1, le=250, description="Working days")]
    owner: Annotated[Key | None, Field(description="Id of the person; the lead unless given")] = None
    contact: Annotated[str | None, Field(max_length=190, description="Who at the customer is to do it")] = None
    after: Annotated[list[_Key], Field(max_length=50, description="Keys of the steps that it waits for")] = []
    note: Words = ""
    milestone: Annotated[str, Field(max_length=60, description="What is reached with it")] = ""
    shared: Annotated[bool, Field(description="Whether the customer sees it on their page")] = False


class Back(Sent):
    waited: Annotated[list[_Key], Field(max_length=50, description="Keys of the steps that waited for it")] = []


class MoveStep(Sent):
    start: Day
    days: Annotated[int, Field(ge=1, le=250, description="Working days")]


class Stuck(Sent):
    reason: Reason
    waits_for: Literal["customer", "us", "others"] = "customer"


@area.create(_STEPS, PlanOut, needs="write_own_accounts")
def add_onboarding_step(
    request: HttpRequest, onboarding_id: str, sent: PlanStepIn, if_match: IfMatch = None
) -> PlanOut:  # fmt: skip
    """Add a step. It is planned for when the schedule expects it, so it is not late by being added."""
    seen = held_at(request, onboarding_id, if_match)
    verbs.add_step(user_of(request), onboarding_id, _agreed(request, onboarding_id, sent), seen=seen)
    return as_it_stands(request, onboarding_id)


@area.replace(_STEPS + "/{step}", PlanOut, needs="write_own_accounts")
def edit_onboarding_step(
    request: HttpRequest, onboarding_id: str, step: str, sent: PlanStepIn, response: HttpResponse,
    if_match: IfMatch = None,
) -> PlanOut:  # fmt: skip
    """Write a step anew; its days and what it waits for move the forecast, what was planned for it stays."""
    seen = held_at(request, onboarding_id, if_match)
    verbs.edit_step(user_of(request), onboarding_id, step, _agreed(request, onboarding_id, sent), seen=seen)
    found = as_it_stands(request, onboarding_id)
    give(response, found.etag)
    return found


@area.delete(_STEPS + "/{step}", needs="write_own_accounts")
def remove_onboarding_step(
    request: HttpRequest, onboarding_id: str, step: str, if_match: IfMatch = None
) -> None:  # fmt: skip
    """Take a step out; its task is cancelled, and who waited for it waits for what it waited for."""
    seen = held_at(request, onboarding_id, if_match)
    verbs.remove_step(user_of(request), onboarding_id, step, seen=seen)


@area.change(_STEPS + "/{step}/restore", PlanOut, needs="write_own_accounts")
def restore_onboarding_step(request: HttpRequest, onboarding_id: str, step: str, sent: Back) -> PlanOut:
    """Undo of taking out."""
    onboarding_or_404(request.user, onboarding_id)
    verbs.restore_step(user_of(request), onboarding_id, step, sent.waited)
    return as_it_stands(request, onboarding_id)


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
    request: HttpRequest, onboarding_id: str, step: str, sent: MoveStep, response: HttpResponse,
    if_match: IfMatch = None,
) -> PlanOut:  # fmt: skip
    """Put a step off until a day, or take so many days for it; what waits for it moves along.

    `If-Match` is the `etag` of the plan that was read; if somebody changed it since, nothing is moved.
    """
    seen = held_at(request, onboarding_id, if_match)
    moving.move(user_of(request), onboarding_id, step, sent.start, sent.days, seen=seen)
    found = as_it_stands(request, onboarding_id)
    give(response, found.etag)
    return found


def _agreed(request: HttpRequest, onboarding_id: str, sent: PlanStepIn) -> verbs.Agreed:
    account = onboarding_or_404(request.user, onboarding_id).account_id
    contact = contact_of(account, sent.contact) if sent.contact else None
    owner = colleague_of(sent.owner) if sent.owner else None
    return verbs.Agreed(sent.title, sent.phase, sent.days, owner, contact, sent.after, sent.note, sent.milestone,
                        sent.shared)  # fmt: skip
