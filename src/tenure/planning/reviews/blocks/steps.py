"""What was agreed to be done, by whom, and what became of it."""

from django.db.models import Q

from tenure.core import words
from tenure.planning.reviews.exhibits import Facts, Table
from tenure.planning.reviews.ground import Ground, count
from tenure.work.models import Task

_MOST = 8


def facts(ground: Ground) -> Facts:
    """Steps of reviews and what is shared with the customer: open ones, and those that ended within the period."""
    agreed = Task.objects.filter(Q(shared=True) | Q(step__isnull=False), account=ground.account)
    known = agreed.filter(created_at__lt=ground.ends).exclude(state=Task.State.CANCELLED)
    recent = known.filter(Q(finished_at=None) | Q(finished_at__gte=ground.begins)).select_related("owner", "contact")
    rows = sorted(recent, key=lambda one: (_done(one, ground), one.due_on, one.pk))
    if not rows:
        return ground.facts(missing=("No step is agreed yet.",), sources=("tasks that are shared",))
    finished = sum(_done(one, ground) for one in rows)
    return ground.facts(
        lead=f"{finished} of {count(len(rows), 'step')} {'is' if finished == 1 else 'are'} done.",
        table=Table(columns=("Step", "Who", "Due", ""), rows=tuple(_row(one, ground) for one in rows[:_MOST]),
                    numeric=(False, False, True, False), left_out=max(0, len(rows) - _MOST)),
        sources=("steps of reviews and tasks that are shared",),
    )  # fmt: skip


def _done(task: Task, ground: Ground) -> bool:
    return task.finished_at is not None and task.finished_at < ground.ends


def _row(task: Task, ground: Ground) -> tuple[str, ...]:
    late = task.due_on < ground.as_of and not _done(task, ground)
    who = str(task.contact or task.owner or words.EMPTY)
    return task.title, who, words.day(task.due_on), "done" if _done(task, ground) else "late" if late else "open"
