"""The accounts behind one bar of the bridge."""

from collections.abc import Mapping
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tenure.engine import answers
from tenure.engine.listing import Listing
from tenure.metrics.bridge import MOVING
from tenure.web.charts.bridge import LABELS
from tenure.web.format import money, number
from tenure.web.kpis import numbers, rows
from tenure.web.kpis.nouns import column_label
from tenure.web.kpis.question import Question, kept
from tenure.web.kpis.rows import Column, Sought
from tenure.web.kpis.selection import view_of
from tenure.web.kpis.views import asking, is_fragment, opened

MISSING: Final = "missing_rate"
TITLES: Final[dict[str, str]] = {**LABELS, MISSING: "No exchange rate"}
SENTENCES: Final[dict[str, str]] = {
    "new": "Customers who pay at the closing and never paid before.",
    "expansion": "Customers of the opening day who pay more at the closing.",
    "resume": "Customers back from a pause that was still valid at the opening.",
    "reactivation": "Customers who had left and came back.",
    "contraction": "Customers who stay and pay less.",
    "pause": "Customers who pay nothing at the closing, on a pause that is still valid.",
    "churn": "Customers of the opening day who pay nothing at the closing.",
    MISSING: "These pay in a currency without an exchange rate for one of the two days, so they are in no sum.",
}
COLUMNS: Final = tuple(
    Column(name, column_label(name), kind)
    for name, kind in (
        ("name", "text"), ("opening", "money"), ("amount", "money"), ("closing", "money"), ("first_paid", "date"),
    )
)  # fmt: skip


def listing(asked: Question, category: str, sought: Sought, *, limit: int | None = rows.PAGE) -> Listing:
    known = {column.name for column in COLUMNS}
    sort = sought.sort if sought.sort.removeprefix("-") in known else ""
    return answers.movement_rows(
        asked.asked.period,
        category,
        unit=asked.asked.unit,
        segment=asked.segment,
        limit=limit,
        offset=sought.offset if limit else 0,
        search=sought.search,
        sort=sort,
    )


@asking
def movement(request: HttpRequest, asked: Question, category: str) -> HttpResponse:
    """A drawer for htmx, a page otherwise."""
    known(category)
    sought = rows.sought(request.GET)
    context = _rows_context(asked, category, sought) | {
        "title": TITLES[category],
        "sentence": SENTENCES[category],
        "when": numbers.period_words(asked.asked),
        "about": asked.about,
        "problems": asked.problems,
        "amount": _amount(asked, category),
        "link": asked.board_url("movement", category),
        "view": view_of([row["unit_id"] for row in _all(asked, category)], asked.asked.unit),
    }
    return opened(request, asked, "kpis/_movement.html", context, f"{TITLES[category]} MRR")


@asking
def movement_rows(request: HttpRequest, asked: Question, category: str) -> HttpResponse:
    known(category)
    sought = rows.sought(request.GET)
    if not is_fragment(request):
        return redirect(asked.board_url("movement", category, **sought.parameters))
    return render(request, "kpis/_rows.html", _rows_context(asked, category, sought))


def known(category: str) -> None:
    if category not in (*MOVING, MISSING):
        raise Http404


def _amount(asked: Question, category: str) -> str:
    if category == MISSING:
        return ""
    found = answers.bridge(asked.asked.period, unit=asked.asked.unit, segment=asked.segment)
    return money(found.movements[category].amount, asked.currency, plus=True)


def _all(asked: Question, category: str) -> tuple[dict[str, Any], ...]:
    """As many as fit into the filter of a view, and one more."""
    return listing(asked, category, Sought(), limit=201).rows


def _rows_context(asked: Question, category: str, sought: Sought) -> dict[str, Any]:
    def address(parameters: Mapping[str, str | int | None]) -> tuple[str, str]:
        url = asked.board_url
        return url("movement", category, **parameters), url("movement_rows", category, **parameters)

    found = listing(asked, category, sought)
    find_page, find_fragment = address({**sought.parameters, "q": None, "page": None})
    bare, fragment = address(Sought(search=sought.search).parameters)
    tab = {"label": "Accounts", "count": found.total, "url": bare, "fragment": fragment, "is_current": True}
    return {
        "tabs": [tab],
        "search": sought.search,
        "find_fragment": find_fragment.partition("?")[0],
        "find_path": find_page.partition("?")[0],
        "kept_rows": [*kept(asked), *([("sort", sought.sort)] if sought.sort else [])],
        "columns": rows.heads(list(COLUMNS), sought, address),
        "lines": rows.lines(found, list(COLUMNS), asked.currency, links=True),
        "pages": rows.pages(found, sought, address),
        "empty": {"icon": "chart-bar", "title": "Nobody", "text": "No account moved this way in the period."},
        "said": f"{number(found.total)} rows",
        "csv": asked.board_url("movement_export", category, "csv", **sought.parameters),
        "xlsx": asked.board_url("movement_export", category, "xlsx", **sought.parameters),
    }
