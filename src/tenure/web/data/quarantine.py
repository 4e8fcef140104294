"""Rows that wait to be mended: list, mend, retry, discard."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from tenure.company.models import User
from tenure.company.roles import may, needs
from tenure.core.facts import Column
from tenure.core.registry import fact_tables
from tenure.core.whole import whole
from tenure.engine.durable import Busy
from tenure.engine.tasks import refresh
from tenure.ingest import mending
from tenure.ingest.models import QuarantinedRow
from tenure.ingest.problems import KINDS
from tenure.jobs.once import enqueue_once
from tenure.web.leading import own_page

_PAGE = 50
_AT_MOST = 20_000


@dataclass(frozen=True, slots=True)
class Asked:
    """The filter, as the address says it."""

    table: str = ""
    kind: str = ""
    run: str = ""
    state: str = "waiting"

    @classmethod
    def of(cls, sent: Any) -> "Asked":
        state = sent.get("state", "waiting")
        known = state if state in QuarantinedRow.Outcome.values else "waiting"
        run = str(whole(sent.get("run", ""), 17) or "")
        return cls(sent.get("table", ""), sent.get("kind", ""), run, known)

    def rows(self) -> QuerySet[QuarantinedRow]:
        wanted = {"table": self.table, "kind": self.kind, "run_id": self.run}
        given = {name: value for name, value in wanted.items() if value}
        return QuarantinedRow.objects.filter(state=self.state, **given)

    def address(self, **changes: Any) -> str:
        parts = {"table": self.table, "kind": self.kind, "run": self.run, "state": self.state} | changes
        return "?" + urlencode({name: value for name, value in parts.items() if value})


@dataclass(frozen=True, slots=True)
class Shown:
    """A row for the page: its values beside their problems."""

    row: QuarantinedRow

    @property
    def key(self) -> str:
        table = fact_tables().get(self.row.table)
        parts = [str(self.row.values.get(c, "")) for c in table.key] if table else []
        return " | ".join(p for p in parts if p) or "no key"

    @property
    def fields(self) -> list[tuple[Column, str, list[str]]]:
        """Columns to edit: those of the row, those with a problem, and what every row needs."""
        table = fact_tables()[self.row.table]
        said: dict[str, list[str]] = {}
        for problem in self.row.problems:
            said.setdefault(problem["column"], []).append(problem["sentence"])
        wanted = [c for c in table.columns if c.name in self.row.values or c.name in said or c.required]
        return [(c, str(self.row.values.get(c.name, "")), said.get(c.name, [])) for c in wanted]

    @property
    def elsewhere(self) -> list[str]:
        """Problems that belong to no column of the form."""
        names = {column.name for column, _, _ in self.fields}
        return [p["sentence"] for p in self.row.problems if p["column"] not in names]


@require_safe
@needs("read_data")
def listing(request: HttpRequest) -> HttpResponse:
    asked = Asked.of(request.GET)
    page: Page[int] = Paginator(asked.rows().values_list("pk", flat=True), _PAGE).get_page(request.GET.get("page"))
    counts = _counts(asked.state)
    context = {
        "asked": asked,
        "page": page,
        "rows": _shown(page),
        "tables": _choices(asked, "table", _summed(counts, 0)),
        "kinds": [(KINDS.get(kind, kind), *rest) for kind, *rest in _choices(asked, "kind", _summed(counts, 1))],
        "states": [(label, asked.address(state=state), state == asked.state) for state, label in _STATES],
        "may_mend": may(request.user, "import_data"),
        "here": request.get_full_path(),
        "older": asked.address(page=page.next_page_number()) if page.has_next() else "",
        "newer": asked.address(page=page.previous_page_number()) if page.has_previous() else "",
    }
    return render(request, "data/quarantine.html", context)


_STATES = [(str(value), str(label)) for value, label in QuarantinedRow.Outcome.choices]


def _shown(ids: Iterable[int]) -> list[Shown]:
    """A deep page walks past keys in an index, and reads only its own rows."""
    return [Shown(row) for row in QuarantinedRow.objects.filter(pk__in=list(ids)).select_related("run")]


def _counts(state: str) -> list[tuple[str, str, int]]:
    """Table, kind and how many rows: one look for both filters."""
    rows = QuarantinedRow.objects.filter(state=state).order_by().values_list("table", "kind")
    return list(rows.annotate(n=Count("pk")))


def _summed(counts: list[tuple[str, str, int]], place: int) -> Counter[str]:
    """Rows by table (place 0) or by kind (place 1)."""
    found: Counter[str] = Counter()
    for count in counts:
        found[str(count[place])] += count[2]
    return found


def _choices(asked: Asked, column: str, counts: Counter[str]) -> list[tuple[str, str, int, bool]]:
    """Values of a filter with their rows, the most frequent first, and the address that turns each on or off."""
    chosen = getattr(asked, column)
    return [
        (value, asked.address(**{column: "" if value == chosen else value}), count, value == chosen)
        for value, count in sorted(counts.items(), key=lambda found: (-found[1], found[0]))
    ]


@require_safe
@needs("read_data")
def row(request: HttpRequest, row_id: int) -> HttpResponse:
    """One row with its form: a page, and through htmx the part that opens in the list."""
    found = get_object_or_404(QuarantinedRow.objects.select_related("run"), pk=row_id)
    return _show(request, found)


@require_POST
@needs("import_data")
def retry(request: HttpRequest, row_id: int) -> HttpResponse:
    found = get_object_or_404(QuarantinedRow.objects.select_related("run"), pk=row_id)
    values = {name.removeprefix("v-"): str(value) for name, value in request.POST.items() if name.startswith("v-")}
    try:
        mending.retry(found, values, cast(User, request.user))
    except Busy:
        messages.warning(request, "An import is running. Try again when it is done; nothing was changed.")
        return _show(request, found) if _is_part(request) else redirect("data:row", found.pk)
    if found.state == QuarantinedRow.Outcome.RESOLVED:
        enqueue_once(refresh, "refresh")
    return _show(request, found) if _is_part(request) else redirect("data:row", found.pk)


@require_POST
@needs("import_data")
def retry_all(request: HttpRequest) -> HttpResponse:
    """Try every row of the filter again, for example after the account came that they need."""
    rows = list(Asked.of(request.POST).rows()[:_AT_MOST])
    try:
        accepted = mending.retry_all(rows, cast(User, request.user))
    except Busy:
        messages.error(request, "An import is running. Try again when it is done; nothing was changed.")
        return redirect(own_page(request.POST.get("back", ""), "data:quarantine"))
    messages.success(request, f"{accepted:,} of {len(rows):,} rows are accepted now.")
    if accepted:
        enqueue_once(refresh, "refresh")
    return redirect(own_page(request.POST.get("back", ""), "data:quarantine"))


@require_POST
@needs("import_data")
def discard(request: HttpRequest, row_id: int) -> HttpResponse:
    found = get_object_or_404(QuarantinedRow.objects.select_related("run"), pk=row_id)
    try:
        mending.discard(found, request.POST.get("reason", ""), cast(User, request.user))
    except ValueError as error:
        messages.error(request, str(error))
    return _show(request, found) if _is_part(request) else redirect("data:row", found.pk)


def _show(request: HttpRequest, found: QuarantinedRow) -> HttpResponse:
    context = {
        "shown": Shown(found),
        "row": found,
        "may_mend": may(request.user, "import_data"),
        "part": _is_part(request),
    }
    return render(request, "data/row.html#row" if _is_part(request) else "data/row.html", context)


def _is_part(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))
