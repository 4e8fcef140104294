"""What an address of the accounts list asks for, and the address that asks for something else."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, QueryDict
from django.urls import reverse

from tenure.core.conditions import EVERYTHING, Condition, ConditionError, from_tree, parse
from tenure.core.whole import whole
from tenure.customers.access import visible_segments
from tenure.customers.far import FARTHEST
from tenure.customers.fields import DEFAULT_SORT, condition_fields, known_sort
from tenure.customers.models import Segment
from tenure.customers.selection import Selection

PAGE = 50
MOST_IDS = 5000  # ticked rows that one form may send
LAST_PAGE = FARTHEST // PAGE


@dataclass(frozen=True, slots=True)
class Asked:
    """Filter, search, order and page, with the saved view they started from. `problem` is a sentence about `where`."""

    user: Any
    currency: str
    view: Segment | None = None
    condition: Condition = EVERYTHING
    search: str = ""
    sort: str = DEFAULT_SORT
    page: int = 1
    where: str = ""
    problem: str = ""

    @property
    def selection(self) -> Selection:
        return Selection(self.user, self.currency, self.condition, self.search, self.user.own_book)

    @property
    def changed(self) -> bool:
        """Whether it is something else than the saved view it started from."""
        return self.view is not None and self.parameters().keys() - {"view", "page"} != set()

    def parameters(self) -> dict[str, str]:
        """Only what differs from the saved view, or from the list of everything."""
        start = _start(self.user, self.currency, self.view)
        said = {"where": self.condition.text(), "q": self.search, "sort": self.sort}
        usual = {"where": start.condition.text(), "q": start.search, "sort": start.sort}
        found = {name: value for name, value in said.items() if value != usual[name]}
        if self.view is not None:
            found = {"view": str(self.view.pk), **found}
        return found | ({"page": str(self.page)} if self.page > 1 else {})

    @property
    def query(self) -> str:
        """What follows the address of a part of this list."""
        found = urlencode(replace(self, page=1).parameters())
        return f"?{found}" if found else ""

    @property
    def query_and(self) -> str:
        """The same, ready for one more parameter."""
        return f"{self.query}&" if self.query else "?"

    def start_url(self) -> str:
        """The address of the saved view as it was saved."""
        return reverse("accounts:list") + (f"?view={self.view.pk}" if self.view else "")

    def url(self, name: str = "accounts:list", **changes: Any) -> str:
        """The address of the same list with `changes`; any change but of the page starts on page one."""
        query = urlencode(replace(self, **{"page": 1, **changes}).parameters())
        return reverse(name) + (f"?{query}" if query else "")


def read(request: HttpRequest, sent: QueryDict, currency: str) -> Asked:
    """Parse once, at the door. A view that may not be seen does not exist."""
    asked = _start(request.user, currency, _view(request, sent.get("view", "")))
    if "where" in sent:
        asked = _with_where(asked, sent.get("where", "").strip())
    return replace(
        asked,
        search=" ".join(sent.get("q", asked.search).split())[:200],
        sort=known_sort(sent.get("sort", asked.sort)),
        page=_page(sent.get("page", "1")),
    )


def _with_where(asked: Asked, text: str) -> Asked:
    try:
        return replace(asked, condition=parse(text, condition_fields()))
    except ConditionError as error:
        return replace(asked, condition=EVERYTHING, where=text, problem=str(error))


def _start(user: Any, currency: str, view: Segment | None) -> Asked:
    if view is None:
        return Asked(user, currency)
    try:
        condition, problem = from_tree(view.condition, condition_fields()), ""
    except ConditionError as error:
        condition, problem = EVERYTHING, f"The filter of this view cannot be read any more: {error}"
    return Asked(user, currency, view, condition, view.search, known_sort(view.sort), problem=problem)


def _view(request: HttpRequest, sent: str) -> Segment | None:
    if not sent:
        return None
    found = visible_segments(request.user).filter(pk=whole(sent, 17)).first()
    if found is None:
        raise Http404
    return found


def _page(sent: str) -> int:
    return min(max(whole(sent, 6), 1), LAST_PAGE)
