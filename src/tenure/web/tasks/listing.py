"""Which tasks are asked, and the page of them; sorted and counted by the database."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet
from django.http import QueryDict

from tenure.work.access import visible_tasks
from tenure.work.models import Task

PER_PAGE: Final = 50
STATES: Final = {"open": "Open", "overdue": "Overdue", "done": "Done", "cancelled": "Cancelled"}
SORTS: Final = {"due": "By due date", "value": "By value at stake", "priority": "By priority"}
_FINISHED: Final = ("done", "cancelled")


@dataclass(frozen=True, slots=True)
class Asked:
    state: str
    everybody: bool
    sort: str
    page: str

    @classmethod
    def read(cls, given: QueryDict) -> "Asked":
        state, sort = given.get("state", "open"), given.get("sort", "due")
        return cls(state if state in STATES else "open", "all" in given, sort if sort in SORTS else "due",
                   given.get("page", "1"))  # fmt: skip

    def address(self, **changes: Any) -> str:
        """The query of this view with some of it changed."""
        wanted = {"state": self.state, "all": self.everybody, "sort": self.sort} | changes
        return "?" + urlencode({name: "1" if value is True else value for name, value in wanted.items() if value})


def in_state(state: str, today: date) -> Q:
    if state == "overdue":
        return Q(state="open", due_on__lt=today)
    return Q(state=state)


def page_of(user: Any, asked: Asked, today: date) -> Page[Task]:
    tasks = _asked(user, asked).filter(in_state(asked.state, today))
    return Paginator(tasks.order_by(*_order(asked), "pk"), PER_PAGE).get_page(asked.page)


def counts(user: Any, asked: Asked, today: date) -> dict[str, int]:
    return _asked(user, asked).aggregate(
        **{f"n_{state}": Count("pk", filter=in_state(state, today)) for state in STATES}
    )


def _asked(user: Any, asked: Asked) -> QuerySet[Task]:
    tasks = visible_tasks(user).select_related("account__state", "owner", "finished_by")
    return tasks if asked.everybody else tasks.filter(owner=user)


def _order(asked: Asked) -> list[Any]:
    if asked.sort == "value":
        return [F("account__state__arr_minor").desc(nulls_last=True), "due_on"]
    if asked.sort == "priority":
        return ["priority", "due_on"]
    return ["-finished_at"] if asked.state in _FINISHED else ["due_on", "priority"]
