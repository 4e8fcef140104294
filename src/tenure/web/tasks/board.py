"""Tasks as a board: by when they are due, or by who does them. Moving a card does what the column says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from tenure.company.clock import today
from tenure.company.models import User
from tenure.company.roles import needs, user_of
from tenure.core.periods import DAY
from tenure.core.problems import NotAccepted
from tenure.web.tasks.form import person
from tenure.web.tasks.listing import SHOWN
from tenure.web.whose import ALL, chosen, sides
from tenure.work import tasks
from tenure.work.access import may_change_task, visible_tasks, workers
from tenure.work.checklists import counted
from tenure.work.models import Task

MOST: Final = 20
_PEOPLE: Final = 5
_WEEK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Column:
    """`key` is what a card that is dropped here is told; nothing can be dropped where it is empty."""

    key: str
    title: str
    rows: QuerySet[Task]
    order: Sequence[str] = ("due_on", "priority", "pk")


@require_safe
@needs("read_accounts")
def board(request: HttpRequest) -> HttpResponse:
    return _shown(request)


@require_POST
@needs("read_accounts")
def move(request: HttpRequest, task_id: int) -> HttpResponse:
    """Put a card into a column; the board comes back as it is now, with the sentence when it could not be moved."""
    problem = ""
    try:
        _moved(request.user, task_id, request.POST.get("to", ""))
    except NotAccepted as error:
        problem = str(error)
    if "HX-Request" not in request.headers:
        return redirect("tasks:board")
    return _shown(request, problem, task_id)


def _shown(request: HttpRequest, problem: str = "", moved: int | None = None) -> HttpResponse:
    by, whose, now = request.GET.get("by", "due"), chosen(request, "tasks"), today()
    open_ = visible_tasks(request.user).filter(state=Task.State.OPEN)
    page = None
    if by == "owner":
        page = Paginator(workers(), _PEOPLE).get_page(request.GET.get("page"))
        columns = [_of_person(open_, one) for one in page]
    else:
        mine = {} if whose == ALL else {"owner": user_of(request)}
        columns = list(_by_day(visible_tasks(request.user).filter(**mine), now))
    found = [(column, *_cut(column)) for column in columns]
    shown = [task for _, rows, _ in found for task in rows]
    context = {
        "columns": found, "by": by, "everybody": whose == ALL,
        "whose": sides(whose, "?by=due&whose={whose}".format), "today": now, "problem": problem, "moved": moved,
        "page": page, "here": request.GET.urlencode(), "checklists": counted(shown),
        "changeable": {task.pk for task in shown if may_change_task(request.user, task)},
    }  # fmt: skip
    part = "tasks/board.html#board" if request.headers.get("HX-Target") == "board" else "tasks/board.html"
    return render(request, part, context)


def _cut(column: Column) -> tuple[list[Task], bool]:
    rows = list(column.rows.select_related(*SHOWN).order_by(*column.order)[: MOST + 1])
    return rows[:MOST], len(rows) > MOST


def _by_day(rows: QuerySet[Task], now: date) -> Sequence[Column]:
    open_, sunday = rows.filter(state=Task.State.OPEN), now + (6 - now.weekday()) * DAY
    return (
        Column("", "Overdue", open_.filter(due_on__lt=now)),
        Column("today", "Today", open_.filter(due_on=now)),
        Column("week", "This week", open_.filter(due_on__gt=now, due_on__lte=sunday)),
        Column("next", "Next week", open_.filter(due_on__gt=sunday, due_on__lte=sunday + _WEEK)),
        Column("later", "Later", open_.filter(due_on__gt=sunday + _WEEK)),
        Column("done", "Done", rows.filter(state=Task.State.DONE), ("-finished_at", "pk")),
    )


def _of_person(open_: QuerySet[Task], owner: User) -> Column:
    return Column(f"person-{owner.pk}", str(owner), open_.filter(owner=owner))


def _moved(user: Any, task_id: int, to: str) -> Task:
    kind, _, key = to.partition("-")
    if kind == "person":
        return tasks.hand_over(user, task_id, person(key))
    if to == "done":
        return tasks.finish(user, task_id)
    day = _day_of(to, today())
    tasks.reopen(user, task_id)  # a card that comes out of the column of what is done
    return tasks.reschedule(user, task_id, day)


def _day_of(to: str, now: date) -> date:
    """The day that a column stands for: of a week that runs its Friday, else Sunday; of others their Monday."""
    monday = now + (7 - now.weekday()) * DAY
    friday = monday - 3 * DAY
    days = {"today": now, "week": friday if friday > now else monday - DAY, "next": monday, "later": monday + _WEEK}
    if to not in days:
        raise Http404
    return days[to]
