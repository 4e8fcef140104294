"""Values of objectives that are typed in, by us or by the customer; those of a measure come from the facts."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from tenure.company.clock import today
from tenure.core.problems import ChangedMeanwhile, NotAccepted
from tenure.customers.models import Contact
from tenure.planning.access import shared_goal_locked, writable_goal
from tenure.planning.models import Goal, GoalValue
from tenure.planning.plans.accepting import accepted
from tenure.planning.plans.standing import keep
from tenure.planning.plans.verbs import SOURCE
from tenure.planning.telling import tell, written
from tenure.planning.value import worth


@transaction.atomic
def write(
    user: Any, goal_id: str, value: Decimal, on: date | None = None, *, note: str = "", contact: Contact | None = None,
    seen: str = "",
) -> GoalValue:  # fmt: skip
    """The value of a day, today unless said otherwise.

    `seen` is the value that the person saw for that day, empty for none: if there is another by now, nothing is
    overwritten and ChangedMeanwhile has it.
    """
    goal = shared_goal_locked(contact, goal_id) if contact else writable_goal(user, goal_id)
    day, kept = on or today(), accepted({"value": value, "note": note}, goal.plan.account)
    _refuse(goal, day)
    held = GoalValue.objects.select_for_update().filter(goal=goal, value_on=day).first()
    if (shown(held.value) if held else "") != seen and not (held and held.value == value):
        raise ChangedMeanwhile(held)
    made = held or GoalValue(id=f"{goal.pk}|{day}", goal=goal, value_on=day)
    before = {"value": shown(held.value)} if held else {}
    made.value, made.note, made.source = value, kept["note"], SOURCE
    made.by, made.contact = (None, contact) if contact else (user, None)
    made.save()
    tell("objective.measured", goal, goal.plan.account_id, user, contact, before=before,
         after={"name": goal.name, "value": shown(value), "on": day}, reason=kept["note"])  # fmt: skip
    _follow(goal)
    return made


@transaction.atomic
def remove(user: Any, goal_id: str, on: date) -> None:
    """Take away a value that was typed in by mistake; the journal keeps it."""
    goal = writable_goal(user, goal_id)
    held = GoalValue.objects.filter(goal=goal, value_on=on).exclude(source__startswith="measure:").first()
    if held is None:
        raise NotAccepted("There is no typed value on that day any more.")
    held.delete()
    goal.save()  # a row that is gone tells no reader of facts that something changed
    tell("objective.value_removed", goal, goal.plan.account_id, user, before={"value": shown(held.value), "on": on},
         after={"name": goal.name})  # fmt: skip
    _follow(goal)


def _follow(goal: Goal) -> None:
    keep([goal.plan_id])
    if goal.rate_minor is not None:
        worth.keep([goal.pk])


def shown(value: Decimal) -> str:
    """A value as forms send it back to say what was seen."""
    return written(Decimal(value))


def _refuse(goal: Goal, day: date) -> None:
    if goal.measure:
        raise NotAccepted("This objective takes its values from the facts; nobody types them in.")
    if goal.status != "open":
        raise NotAccepted(f"This objective is {goal.status}; reopen it first.")
    if day > today():
        raise NotAccepted("The value is of a day that is yet to come; choose today or a day before.")
    begun = goal.baseline_on or goal.plan.started_on
    if begun is not None and day < begun:
        raise NotAccepted(f"The value is of a day before the baseline, {begun:%d %b %Y}; choose a later day.")
