"""What is said about an objective: nothing is taken back, what is ours alone the customer never sees."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tenure.core.problems import NotAccepted
from tenure.customers.models import Contact
from tenure.planning.access import shared_goal_locked, writable_goal
from tenure.planning.models import Goal, GoalComment
from tenure.planning.plans.accepting import accepted
from tenure.planning.telling import tell


@transaction.atomic
def comment(user: Any, goal_id: str, body: str, *, shared: bool = False, contact: Contact | None = None) -> GoalComment:
    """Ours, for the customer too when it is `shared`; or a contact's, which everybody sees."""
    goal = shared_goal_locked(contact, goal_id) if contact else writable_goal(user, goal_id)
    text = accepted({"body": body}, goal.plan.account)["body"]
    if not text:
        raise NotAccepted("Write something first.")
    if shared and not (goal.shared and goal.plan.shared):
        raise NotAccepted("The customer does not see this objective; share it first, or keep the comment among us.")
    made = GoalComment.objects.create(
        goal=goal, body=text, author=None if contact else user, contact=contact, by_name=str(contact or user)[:200],
        shared=shared or contact is not None, at=timezone.now(),
    )  # fmt: skip
    tell("objective.commented", goal, goal.plan.account_id, user, contact,
         after={"name": goal.name, "body": text, "shared": made.shared})  # fmt: skip
    return made


def seen_by_customer(goal: Goal) -> QuerySet[GoalComment]:
    return goal.comments.filter(shared=True).order_by("at", "pk")
