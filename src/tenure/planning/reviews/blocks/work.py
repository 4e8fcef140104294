"""What we did with them: contacts by kind, meetings, and what was finished."""

from collections import Counter

from tenure.core import words
from tenure.core.periods import local_date
from tenure.planning.reviews.exhibits import Facts, Figure, Table, Value
from tenure.planning.reviews.ground import Ground, count
from tenure.work.models import Meeting, Task, Touchpoint

_KINDS = {"meeting": "Meetings", "call": "Calls", "email": "Mails"}
_MOST = 8


def facts(ground: Ground) -> Facts:
    within = {"account": ground.account, "occurred_at__gte": ground.begins, "occurred_at__lt": ground.ends}
    kinds = Counter(Touchpoint.objects.filter(**within, kind__in=_KINDS).values_list("kind", flat=True))
    meetings, done = _meetings(ground), _done(ground)
    if not kinds and not done:
        return ground.facts(missing=("We were not in touch in this period.",), sources=("touchpoints",))
    talked = kinds["meeting"] + kinds["call"]
    return ground.facts(
        lead=f"We talked {count(talked, 'time')} and finished {count(len(done), 'step')} together.",
        figures=tuple(Figure(label=label, value=Value(amount=kinds[kind])) for kind, label in _KINDS.items()),
        table=_table(meetings, done, ground) if meetings or done else None,
        sources=("touchpoints", "meetings", "tasks that are shared"),
    )


def _meetings(ground: Ground) -> list[Meeting]:
    held = Meeting.objects.filter(account=ground.account, state=Meeting.State.HELD)
    return list(held.filter(starts_at__gte=ground.begins, starts_at__lt=ground.ends).order_by("-starts_at")[:_MOST])


def _done(ground: Ground) -> list[Task]:
    """Only what the customer knows of."""
    done = Task.objects.filter(account=ground.account, shared=True, state=Task.State.DONE)
    return list(done.filter(finished_at__gte=ground.begins, finished_at__lt=ground.ends).order_by("-finished_at"))


def _table(meetings: list[Meeting], done: list[Task], ground: Ground) -> Table:
    rows = [(local_date(one.starts_at, ground.zone), "Meeting", one.title) for one in meetings]
    rows += [(local_date(one.finished_at, ground.zone), "Done", one.title) for one in done if one.finished_at]
    rows.sort(key=lambda row: row[0], reverse=True)
    return Table(columns=("Day", "", ""), rows=tuple((words.day(day), *rest) for day, *rest in rows[:_MOST]),
                 left_out=max(0, len(rows) - _MOST))  # fmt: skip
