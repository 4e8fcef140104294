"""Steps of an onboarding's plan: added, written anew, taken out and brought back."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from pydantic import Field

from tenure.api.kinds import Key, Sent, Words
from tenure.api.named import colleague_of, contact_of
from tenure.api.onboardings import PlanOut, area, as_it_stands, held_at
from tenure.api.versions import IfMatch, give
from tenure.company.roles import user_of
from tenure.onboarding import verbs
from tenure.onboarding.reading import onboarding_or_404

_STEPS = "/onboardings/{account_id:onboarding_id}/steps"
_Key = Annotated[str, Field(max_length=60)]


class StepIn(Sent):
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


@area.create(_STEPS, PlanOut, needs="write_own_accounts")
def add_onboarding_step(
    request: HttpRequest, onboarding_id: str, sent: StepIn, if_match: IfMatch = None
) -> PlanOut:  # fmt: skip
    """Add a step. It is planned for when the schedule expects it, so it is not late by being added."""
    seen = held_at(request, onboarding_id, if_match)
    verbs.add_step(user_of(request), onboarding_id, _agreed(request, onboarding_id, sent), seen=seen)
    return as_it_stands(request, onboarding_id)


@area.replace(_STEPS + "/{step}", PlanOut, needs="write_own_accounts")
def edit_onboarding_step(
    request: HttpRequest, onboarding_id: str, step: str, sent: StepIn, response: HttpResponse, if_match: IfMatch = None
) -> PlanOut:
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


def _agreed(request: HttpRequest, onboarding_id: str, sent: StepIn) -> verbs.Agreed:
    account = onboarding_or_404(request.user, onboarding_id).account_id
    contact = contact_of(account, sent.contact) if sent.contact else None
    owner = colleague_of(sent.owner) if sent.owner else None
    return verbs.Agreed(sent.title, sent.phase, sent.days, owner, contact, sent.after, sent.note, sent.milestone,
                        sent.shared)  # fmt: skip
