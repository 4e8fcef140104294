"""Reviews held: who came, what was decided, the steps they ended in, what was thought of them; and shared."""

from typing import Annotated

from django.http import HttpRequest
from pydantic import Field

from tenure.api.kinds import Day, Key, Sent
from tenure.api.named import colleague_of, contact_of
from tenure.api.problems import Refusal
from tenure.api.reviews import ReviewOut, Text, WholeOut, area, changeable, told, whole
from tenure.company.clock import today
from tenure.company.roles import user_of
from tenure.planning.models import Goal, Review
from tenure.planning.reviews import holding, sharing
from tenure.planning.reviews.access import review_or_404
from tenure.planning.reviews.holding import Held, Step


class ReviewStepIn(Sent):
    title: Annotated[str, Field(min_length=1, max_length=200)]
    due_on: Day
    owner: Annotated[Key | None, Field(description="Id of the person; who holds the review unless given")] = None
    contact: Annotated[Text | None, Field(description="Id of the contact who is to do it; it is shared then")] = None
    goal: Annotated[Text | None, Field(description="Id of the objective that it serves")] = None


class HoldReview(Sent):
    held_on: Day
    contacts: Annotated[list[Text], Field(max_length=100, description="Ids of the contacts who came")] = []
    decisions: Annotated[list[Annotated[str, Field(max_length=500)]], Field(max_length=50)] = []
    notes: Annotated[str, Field(max_length=20_000)] = ""
    steps: Annotated[list[ReviewStepIn], Field(max_length=20)] = []


class Feedback(Sent):
    contact: Text
    rating: Annotated[int, Field(ge=1, le=5)]
    words: Annotated[str, Field(max_length=5_000)] = ""


@area.change("/reviews/{review_id}/hold", WholeOut, needs="write_own_accounts")
def hold_review(request: HttpRequest, review_id: str, sent: HoldReview) -> WholeOut:
    """Write down that it was held: who came, what was decided, and the steps it ended in."""
    found = changeable(request, review_id)
    contacts = [contact_of(found.account_id, key, "body.contacts").pk for key in sent.contacts]
    steps = [_step(found, one) for one in sent.steps]
    held = Held(sent.held_on, (), sent.notes, sent.decisions, steps, contacts)
    holding.hold(user_of(request), review_id, held, today(), seen=holding.version(found))
    return whole(review_or_404(request.user, review_id))


@area.change("/reviews/{review_id}/steps", WholeOut, needs="write_own_accounts")
def add_review_step(request: HttpRequest, review_id: str, sent: ReviewStepIn) -> WholeOut:
    """Add a step that came of it, which is a task."""
    found = changeable(request, review_id)
    holding.add_step(user_of(request), found, _step(found, sent))
    return whole(found)


@area.change("/reviews/{review_id}/feedback", WholeOut, needs="write_own_accounts")
def review_feedback(request: HttpRequest, review_id: str, sent: Feedback) -> WholeOut:
    """Write down what a contact thought of it."""
    found = changeable(request, review_id)
    contact = contact_of(found.account_id, sent.contact)
    sharing.give_feedback(review_id, sent.rating, sent.words, contact=contact, user=user_of(request))
    return whole(found)


@area.change("/reviews/{review_id}/share", ReviewOut, needs="write_own_accounts")
def share_review(request: HttpRequest, review_id: str) -> ReviewOut:
    """Show it on the customer's page, without what is internal or hidden."""
    return told(sharing.share(user_of(request), review_id))


@area.change("/reviews/{review_id}/unshare", ReviewOut, needs="write_own_accounts")
def unshare_review(request: HttpRequest, review_id: str) -> ReviewOut:
    """Take it off the customer's page."""
    return told(sharing.share(user_of(request), review_id, False))


def _step(review: Review, sent: ReviewStepIn) -> Step:
    goal = Goal.objects.filter(pk=sent.goal, plan__account=review.account_id).first() if sent.goal else None
    if sent.goal and goal is None:
        raise Refusal(422, f"There is no objective {sent.goal[:60]!r} of this account.", "body.goal")
    contact = contact_of(review.account_id, sent.contact) if sent.contact else None
    owner = colleague_of(sent.owner) if sent.owner else None
    return Step(sent.title, sent.due_on, owner, contact, goal)
