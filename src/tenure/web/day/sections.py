"""The lists of the page: one a kind, the first of each, sorted by the database."""

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import F, QuerySet

from tenure.customers.scanned import SCANNED
from tenure.web.day.items import Item, item
from tenure.web.day.look import Look
from tenure.web.valued import MANY, Valued
from tenure.web.waiting import KINDS, LATER, TODAY, Counts, reviews, reviews_later, tasks, tasks_later

FIRST, PER_PAGE = 8, 50
TITLES: Final = {
    "today": {"risk": "Risks", "task": "Due and overdue", "review": "Reviews to prepare and to hold",
              "message": "Messages to approve or to mend",
              "change": "Health changes since yesterday",
              "renewal": "Renewal notices", "draft": "Drafts to approve"},
    "upcoming": {"risk": "Risks in hand or snoozed", "task": "Tasks",
                 "review": "Reviews within 30 days", "renewal": "Renewals within 90 days"},
}  # fmt: skip
FILTERS: Final = {
    "task": "Tasks",
    "review": "Reviews",
    "message": "Messages",
    "risk": "Risks",
    "change": "Health",
    "renewal": "Renewals",
    "draft": "Drafts",
}
_VALUE: Final = {"risk": "value_minor", "task": "account__state__arr_minor",
                 "review": "account__state__arr_minor", "message": "account__state__arr_minor",
                 "change": "arr_minor",
                 "renewal": "arr_minor"}  # fmt: skip
_DUE: Final = {"risk": "due_on", "task": "due_on", "review": "due_on", "message": "changed_at",
               "change": "health_change", "renewal": "renewal_on",
               "draft": "edited_at"}  # fmt: skip
_WITH: Final = {
    "risk": ("account", "owner"), "task": ("account__state", "owner", "created_by"), "change": ("account",),
    "renewal": ("account",), "draft": ("author",), "review": ("account__state", "owner"),
    "message": ("account__state", "author"),
}  # fmt: skip
# Where there are many, the database is to begin with the value: those of today, and those that come up.
_OF_MANY: Final = {"task": (tasks, tasks_later), "review": (reviews, reviews_later)}


@dataclass(frozen=True, slots=True)
class Section:
    kind: str
    title: str
    count: int
    items: tuple[Item, ...]
    look: Look
    first: int = 0  # how many stand before

    @property
    def last(self) -> int:
        return self.first + len(self.items)

    @property
    def more(self) -> int:
        return self.count - self.last

    @property
    def all(self) -> str:
        return self.look.address(kind=self.kind)

    @property
    def previous(self) -> str:
        return self.look.address(page=self.look.page - 1)

    @property
    def next(self) -> str:
        return self.look.address(page=self.look.page + 1)


def rows(kind: str, look: Look) -> QuerySet[Any]:
    """In the order asked for; what has no value last, ties by day."""
    found = (LATER if look.tab == "upcoming" else TODAY)[kind](look.desk)
    order: list[Any] = [F(_DUE[kind]).asc(nulls_last=True), "pk"]
    if look.sort == "value" and kind in _VALUE:
        order.insert(0, F(_VALUE[kind]).desc(nulls_last=True))
    return found.select_related(*_WITH[kind]).order_by(*order)


def _cut(kind: str, look: Look, count: int, first: int, most: int) -> Any:
    """Some of the rows. Of a whole team the ids are found first: sorting narrow rows is cheap."""
    found = rows(kind, look)
    by_index = kind == "risk"  # whose own value it is
    if look.desk.whose is not None or look.sort != "value" or kind not in _VALUE or by_index:
        return found[first : first + most]
    if kind in _OF_MANY and count > MANY:
        found = _OF_MANY[kind][look.tab == "upcoming"](look.desk, SCANNED)
    return Valued(found, _VALUE[kind], (_DUE[kind], "pk"), _WITH[kind])[first : first + most]


def sections(look: Look, counts: Counts) -> list[Section]:
    """Those that have something; all of a kind, a page at a time, when one is asked for."""
    counted = counts.later if look.tab == "upcoming" else counts.today
    asked = [look.kind] if look.kind else KINDS
    return [section(kind, look, counted[kind]) for kind in asked if counted.get(kind)]


def section(kind: str, look: Look, count: int) -> Section:
    first = (look.page - 1) * PER_PAGE if look.kind else 0
    most = PER_PAGE if look.kind else FIRST
    found = tuple(item(kind, row, look) for row in _cut(kind, look, count, first, most))
    return Section(kind, TITLES[look.tab][kind], count, found, look, first)
