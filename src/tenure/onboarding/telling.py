"""Telling the customer that a shared step is due on another day than they know.

A day or two is not worth a mail, and a step that waits for others may move a little each morning, so it is told from
three days on. What somebody knows is what they read or were mailed: while a shift waits to be told, the next one is
held against the day before both, and one that is put right meanwhile is not told at all. Who was never told of the
step knows the day that is kept with it.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from tenure.customers.models import Contact
from tenure.onboarding.models import Step
from tenure.work.models import Task
from tenure.work.portal import news

LEAST: Final = timedelta(days=3)
_AT_ONCE: Final = 500


def tell_shifts() -> int:
    """How many steps were told about; a step that is shared anew is known as it is."""
    _shared().filter(told_due=None).update(told_due=_due())
    far = Q(task__due_on__gte=F("told_due") + LEAST) | Q(task__due_on__lte=F("told_due") - LEAST)
    waits = Q(task__in=news.waiting_for("task").values("subject_id")) & ~Q(task__due_on=F("told_due"))
    return sum(_tell(pk) for pk in list(_shared().filter(far | waits).values_list("pk", flat=True)[:_AT_ONCE]))


@transaction.atomic
def _tell(pk: int) -> bool:
    step = Step.objects.select_for_update(of=("self",)).select_related("task__account", "task__contact").get(pk=pk)
    was, task = step.told_due, step.task
    if was is None or task.account is None:
        return False
    contacts = [task.contact] if task.contact else list(news.with_a_link(task.account))
    was = _handed_over(step, contacts) or was
    known = {contact: news.knows(contact, _key(step)) or was for contact in contacts}
    far = [contact for contact in contacts if abs(task.due_on - known[contact]) >= LEAST]
    for contact in far:
        _say(contact, step, known[contact])
    back = [known[contact] for contact in contacts if contact not in far and news.take_back(contact, _key(step))]
    now = task.due_on if far or not contacts else (back or [was])[0]
    Step.objects.filter(pk=pk).update(told_due=now)
    return bool(far)


def _handed_over(step: Step, contacts: Sequence[Contact]) -> date | None:
    """What waits for people whose step it is no more is not told; the day they know, as everybody did before it."""
    before = None
    for other in news.untold_others(_key(step), contacts):
        before = news.knows(other, _key(step))
        news.take_back(other, _key(step))
    return before


def _say(contact: Contact, step: Step, before: date) -> None:
    task = step.task
    title, text = f"“{task.title}” is now due on {_day(task.due_on)}", f"Before, it was {_day(before)}."
    news.tell(contact, _key(step), title, text, account_id=str(task.account_id), page="task", subject_id=task.pk,
              day=task.due_on, day_before=before)  # fmt: skip


def _key(step: Step) -> str:
    return f"step:{step.pk}"


def _shared() -> QuerySet[Step]:
    """Open steps of running onboardings that the customer sees."""
    running = Step.objects.filter(plan__onboarding__completed_on=None, plan__onboarding__cancelled_on=None)
    return running.filter(removed_on=None, task__shared=True, task__state=Task.State.OPEN)


def _due() -> Subquery:
    return Subquery(Task.objects.filter(pk=OuterRef("task")).values("due_on")[:1])


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
