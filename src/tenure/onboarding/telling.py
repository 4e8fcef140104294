"""Telling the customer that a shared step is due on another day than they know.

What they know is kept with the step. A day or two is not worth a mail, and a step that waits for others may move a
little each morning, so it is told from three days on, against what was told last.
"""

from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from tenure.onboarding.models import Step
from tenure.work.models import Task
from tenure.work.portal import news

LEAST: Final = timedelta(days=3)
_AT_ONCE: Final = 500


def tell_shifts() -> int:
    """How many steps were told about; a step that is shared anew is known as it is."""
    _shared().filter(told_due=None).update(told_due=_due())
    moved = _shared().filter(Q(task__due_on__gte=F("told_due") + LEAST) | Q(task__due_on__lte=F("told_due") - LEAST))
    return sum(_tell(pk) for pk in list(moved.values_list("pk", flat=True)[:_AT_ONCE]))


@transaction.atomic
def _tell(pk: int) -> bool:
    step = Step.objects.select_for_update(of=("self",)).select_related("task__account", "task__contact").get(pk=pk)
    was, task = step.told_due, step.task
    if was is None or task.account is None or abs(task.due_on - was) < LEAST:
        return False
    Step.objects.filter(pk=pk).update(told_due=task.due_on)
    title = f"“{task.title}” is now due on {_day(task.due_on)}"
    for contact in [task.contact] if task.contact else news.with_a_link(task.account):
        news.tell(contact, f"step:{pk}", title, f"Before, it was {_day(was)}.", page="task", subject_id=task.pk)
    return True


def _shared() -> QuerySet[Step]:
    """Open steps of running onboardings that the customer sees."""
    running = Step.objects.filter(plan__onboarding__completed_on=None, plan__onboarding__cancelled_on=None)
    return running.filter(removed_on=None, task__shared=True, task__state=Task.State.OPEN)


def _due() -> Subquery:
    return Subquery(Task.objects.filter(pk=OuterRef("task")).values("due_on")[:1])


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
