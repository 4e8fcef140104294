"""Which tasks are asked, and the page of them; sorted and counted by the database."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.core.paginator import Page
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest

from tenure.core import keyed
from tenure.customers.access import sees_every_account
from tenure.customers.scanned import SCANNED
from tenure.web.counting import at_once, counted
from tenure.web.valued import MANY, Valued
from tenure.web.whose import ALL, chosen
from tenure.work.access import hidden_tasks, visible_tasks
from tenure.work.models import Task

PER_PAGE: Final = 50
STATES: Final = {"open": "Open", "overdue": "Overdue", "customer": "With the customer", "done": "Done",
                 "cancelled": "Cancelled"}  # fmt: skip
SORTS: Final = {"due": "By due date", "value": "By value at stake", "priority": "By priority"}
VALUE: Final = "account__state__arr_minor"
FINISHED: Final = ("done", "cancelled")
SHOWN: Final = ("account__state", "owner", "contact", "series", "finished_by", "finished_contact")


@dataclass(frozen=True, slots=True)
class Asked:
    state: str
    whose: str  # mine or all
    sort: str
    page: str

    @classmethod
    def read(cls, request: HttpRequest) -> "Asked":
        given = request.GET
        state, sort = given.get("state", "open"), given.get("sort", "due")
        return cls(state if state in STATES else "open", chosen(request, "tasks"), sort if sort in SORTS else "due",
                   given.get("page", "1"))  # fmt: skip

    def address(self, **changes: Any) -> str:
        """The query of this view with some of it changed."""
        return "?" + urlencode({"state": self.state, "whose": self.whose, "sort": self.sort} | changes)

    @property
    def everybody(self) -> bool:
        return self.whose == ALL


def in_state(state: str, today: date, column: str = "state") -> Q:
    if state == "overdue":
        return Q(**{column: "open"}, due_on__lt=today)
    return Q(**{column: "open"}, contact__isnull=False) if state == "customer" else Q(**{column: state})


def tasks_of(user: Any, asked: Asked, today: date) -> QuerySet[Task]:
    """All tasks of the view, in its order."""
    return _asked(user, asked).filter(in_state(asked.state, today)).order_by(*_order(asked), "pk")


def page_of(user: Any, asked: Asked, today: date, count: int) -> Page[Task]:
    """A page of them; `count` is known already, so it is not asked again."""
    if asked.sort != "value":
        return keyed.page_of(tasks_of(user, asked, today), PER_PAGE, asked.page, SHOWN, count)
    column = f"state__{SCANNED}" if asked.everybody and count > MANY else "state"
    found = _asked(user, asked).filter(in_state(asked.state, today, column))
    rows = Valued(found, VALUE, ("due_on", "pk"), SHOWN)
    return keyed.known_page(rows, PER_PAGE, asked.page, count)


def counts(user: Any, asked: Asked, today: date) -> dict[str, int]:
    """How many there are in each state; each from an index, in one query."""
    return at_once(user, {state: _count(user, asked, in_state(state, today)) for state in STATES})


def _count(user: Any, asked: Asked, state: Q) -> Any:
    if asked.everybody and sees_every_account(user):
        return counted(Task.objects.filter(state)) - counted(hidden_tasks(user).filter(state))
    return counted(_asked(user, asked).filter(state))


def _asked(user: Any, asked: Asked) -> QuerySet[Task]:
    return visible_tasks(user) if asked.everybody else visible_tasks(user).filter(owner=user)


def _order(asked: Asked) -> list[Any]:
    if asked.sort == "value":
        return [F(VALUE).desc(nulls_last=True), "due_on"]
    if asked.sort == "priority":
        return ["priority", "due_on"]
    return ["-finished_at"] if asked.state in FINISHED else ["due_on", "priority"]
