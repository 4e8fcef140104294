"""How onboardings go on as a whole: agreed anew, handed over, completed, cancelled, opened again."""

from typing import Annotated

from django.http import HttpRequest
from pydantic import Field

from tenure.api.kinds import Key, Sent
from tenure.api.named import colleague_of
from tenure.api.onboardings import PlanOut, Reason, area, as_it_stands, held_at
from tenure.api.versions import IfMatch
from tenure.automation.completing import complete
from tenure.company.roles import user_of
from tenure.onboarding import ending, moving


class Because(Sent):
    reason: Reason


class Complete(Sent):
    anyway: Annotated[bool, Field(description="Also with steps that are not done; they are cancelled")] = False


class HandOver(Sent):
    lead: Key


@area.change("/onboardings/{account_id:onboarding_id}/agree", PlanOut, needs="write_own_accounts")
def agree_onboarding_anew(request: HttpRequest, onboarding_id: str, sent: Because, if_match: IfMatch = None) -> PlanOut:
    """What is expected now becomes the plan, with a reason."""
    moving.agree_anew(user_of(request), onboarding_id, sent.reason, seen=held_at(request, onboarding_id, if_match))
    return as_it_stands(request, onboarding_id)


@area.change("/onboardings/{account_id:onboarding_id}/complete", PlanOut, needs="write_own_accounts")
def complete_onboarding(request: HttpRequest, onboarding_id: str, sent: Complete, if_match: IfMatch = None) -> PlanOut:
    """The customer works on their own."""
    seen = held_at(request, onboarding_id, if_match)
    complete(user_of(request), onboarding_id, seen=seen, anyway=sent.anyway)
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
