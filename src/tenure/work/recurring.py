"""Tasks that come again: the next one is made when one is finished, or when its day has come; once in either case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from tenure.company.clock import today
from tenure.core.periods import DAY
from tenure.core.problems import NotAccepted
from tenure.journal.models import Change
from tenure.journal.write import record
from tenure.work.checklists import copy_items
from tenure.work.models import Task, TaskSeries
from tenure.work.repeating import Rule

_CARRIED: Final = ("title", "note", "account_id", "owner_id", "contact_id", "shared", "priority", "origin_kind",
                   "origin_id", "created_by_id")  # fmt: skip
_A_TIME: Final = 500


@dataclass(frozen=True, slots=True)
class Repeat:
    """How a task is to come again; the last one not after `until`, when that is given."""

    rule: Rule
    counted: str = TaskSeries.Counted.FROM_DUE
    until: date | None = None

    def problem(self, due_on: date) -> str:
        if self.counted not in TaskSeries.Counted.values:
            return "Say whether it comes on its days or is counted from when it is done."
        late = self.until is not None and self.until < due_on
        return self.rule.problem() or ("The series would end before its first task is due." if late else "")


def begin(task: Task, repeat: Repeat) -> None:
    """Make the task, which is locked, the first of a series from its due day on; a series that it is of ends."""
    if problem := repeat.problem(task.due_on):
        raise NotAccepted(problem)
    if task.series:
        end(task.series)
    rule, on_days = repeat.rule, repeat.counted == TaskSeries.Counted.FROM_DUE
    task.series = TaskSeries.objects.create(
        every=rule.every, unit=rule.unit, weekdays=list(rule.weekdays), counted=repeat.counted, starts_on=task.due_on,
        ends_on=repeat.until, next_on=rule.after(task.due_on, task.due_on) if on_days else None,
    )  # fmt: skip
    task.occurs_on = task.due_on
    task.save()


def repeat_of(task: Task) -> Repeat | None:
    """How it comes again; None when it does not, or does not any more."""
    series = task.series
    return None if series is None or series.ended_at else Repeat(series.rule, series.counted, series.ends_on)


def end(series: TaskSeries) -> None:
    """None follows any more; what was made stays."""
    if series.ended_at is None:
        series.ended_at = timezone.now()
        series.save(update_fields=["ended_at"])


def follow(task: Task, finished_on: date) -> Task | None:
    """Make the one after a task of a series that was finished; None when none follows."""
    series = _locked(task.series_id)
    if series is None or task.occurs_on is None:
        return None
    if series.counted == TaskSeries.Counted.FROM_FINISH:
        day = series.rule.after(finished_on, finished_on)
    else:
        day = series.rule.after(max(task.occurs_on, finished_on - DAY), series.starts_on)
    later = series.tasks.filter(occurs_on__gt=task.occurs_on).exists()
    return None if later else _make(series, task, day)


def take_back(task: Task) -> None:
    """A task was reopened: the one that followed goes again, unless somebody did something with it."""
    following = Task.objects.filter(series=task.series_id, occurs_on__gt=task.occurs_on or task.due_on)
    for one in following.select_for_update().filter(state=Task.State.OPEN) if task.series_id else ():
        done = Change.objects.filter(subject_type="work.task", subject_id=str(one.pk)).exclude(verb="task.repeated")
        if not done.exists():
            one.delete()


def make_due(now: date | None = None) -> int:
    """Of every series whose next day has come, the one of that day; how many were made."""
    day = now or today()
    due = TaskSeries.objects.filter(ended_at=None, next_on__lte=day).order_by("next_on").values_list("pk", flat=True)
    return sum(_make_next(series_id, day) for series_id in list(due[:_A_TIME]))


@transaction.atomic
def _make_next(series_id: int, day: date) -> int:
    series = _locked(series_id)
    if series is None or series.next_on is None or series.next_on > day:
        return 0  # another worker made it
    newest = series.tasks.order_by("-occurs_on").first()
    # Of days that passed while nobody was there the last one counts, not each.
    occurs = series.rule.last(day, series.starts_on) or series.next_on
    if newest is None:  # every task of it was deleted
        end(series)
        return 0
    if newest.occurs_on and newest.occurs_on >= occurs:
        _expect(series, newest.occurs_on)
        return 0
    return 1 if _make(series, newest, occurs) else 0


def _make(series: TaskSeries, like: Task, day: date) -> Task | None:
    if series.ends_on and day > series.ends_on:
        end(series)
        return None
    carried: Mapping[str, Any] = {name: getattr(like, name) for name in _CARRIED}
    task, made = Task.objects.get_or_create(series=series, occurs_on=day, defaults={**carried, "due_on": day})
    if made:
        copy_items(like, task)
        record("task.repeated", task, account_id=task.account_id or "", origin="repeating",
               after={"due_on": str(day), "title": task.title})  # fmt: skip
    _expect(series, day)
    return task if made else None


def _expect(series: TaskSeries, after: date) -> None:
    """Which day the schedule waits for; none where days are counted from finishing."""
    if series.counted == TaskSeries.Counted.FROM_DUE:
        series.next_on = series.rule.after(after, series.starts_on)
        series.save(update_fields=["next_on"])


def _locked(series_id: int | None) -> TaskSeries | None:
    return TaskSeries.objects.select_for_update().filter(pk=series_id, ended_at=None).first() if series_id else None
