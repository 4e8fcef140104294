"""The customer confirms that an objective is attained: on their own page, or told to us, with who said so."""

from typing import Any

from django.db import transaction

from tenure.company.clock import today
from tenure.core.problems import NotAccepted
from tenure.customers.models import Contact
from tenure.planning.access import shared_goal_locked, writable_goal
from tenure.planning.models import Goal
from tenure.planning.plans.accepting import accepted
from tenure.planning.plans.progress import stood
from tenure.planning.plans.standing import keep, post_of, values_of
from tenure.planning.telling import tell


@transaction.atomic
def verify(
    user: Any, goal_id: str, *, said: str = "", by: Contact | None = None, contact: Contact | None = None
) -> Goal:
    """By the `contact` themselves, or by us for somebody of the customer: a contact (`by`) or a name (`said`)."""
    goal = shared_goal_locked(contact, goal_id) if contact else writable_goal(user, goal_id)
    who, name = contact or by, said or str(contact or by or "")
    kept = accepted({"verified_contact": who, "verified_said": name}, goal.plan.account)
    if not kept["verified_said"]:
        raise NotAccepted("Say who at the customer confirmed it.")
    if goal.customer_verified_on is not None:
        return goal
    if not is_attained(goal):
        raise NotAccepted("It is not attained yet, so there is nothing to confirm; what was measured stands below.")
    goal.customer_verified_on = today()
    goal.verified_contact, goal.verified_said = kept["verified_contact"], kept["verified_said"]
    goal.save()
    tell("objective.verified", goal, goal.plan.account_id, user, contact,
         after={"name": goal.name, "said": goal.verified_said})  # fmt: skip
    keep([goal.plan_id])
    return goal


@transaction.atomic
def unverify(user: Any, goal_id: str, reason: str = "") -> Goal:
    """Undo of confirming, for us alone; the journal keeps who had said it."""
    goal = writable_goal(user, goal_id)
    if goal.customer_verified_on is not None:
        before = {"on": goal.customer_verified_on, "said": goal.verified_said}
        goal.customer_verified_on, goal.verified_contact, goal.verified_said = None, None, ""
        goal.save()
        tell("objective.unverified", goal, goal.plan.account_id, user, before=before, after={"name": goal.name},
             reason=reason.strip())  # fmt: skip
        keep([goal.plan_id])
    return goal


def is_attained(goal: Goal) -> bool:
    day = today()
    return stood(post_of(goal), values_of([goal], day)[goal.pk] if goal.pk else (), day).attained_on is not None
