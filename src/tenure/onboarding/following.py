"""A step is done when what it is for has happened: its message went out, its meeting was held.

Once: a step that somebody opens again stays open.
"""

from datetime import datetime
from typing import Any, cast

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from tenure.journal.write import record
from tenure.onboarding.models import Plan, Step
from tenure.work.models import Meeting, Message, Task

_HAPPENED = Q(message__state=Message.State.SENT) | Q(meeting__state=Meeting.State.HELD)
_ORIGIN = "onboarding"


def to_follow() -> QuerySet[Step]:
    """Open steps whose message went out or whose meeting was held."""
    return Step.objects.filter(_HAPPENED, removed_on=None, followed=False, task__state=Task.State.OPEN)


def follow(plan: Plan) -> int:
    """Finish the tasks of such steps, as of when it happened, in the name of who wrote or held it."""
    steps = list(to_follow().filter(plan=plan).select_related("task", "message__author", "meeting__organiser"))
    for step in steps:
        who, when = _by(step)
        task, step.followed = step.task, True
        task.state, task.finished_by, task.finished_at = Task.State.DONE, who, min(when, timezone.now())
        task.save()
        step.save(update_fields=["followed"])
        record("task.done", task, actor=who, account_id=task.account_id or "", origin=_ORIGIN,
               after={"title": task.title})  # fmt: skip
    return len(steps)


def _by(step: Step) -> tuple[Any, datetime]:
    if step.meeting and step.meeting.state == Meeting.State.HELD:
        return step.meeting.organiser, step.meeting.ends_at
    message = cast(Message, step.message)  # one of the two: it is of `to_follow`
    return message.author, message.mails.aggregate(last=Max("sent_at"))["last"] or message.changed_at
