"""The rows behind a number as a file: the same rows, columns and order as the screen, all pages."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from tenure.company.roles import require
from tenure.engine.answers import UnknownKpi, declared
from tenure.web import sheet
from tenure.web.kpis import board, drill, movements, rows
from tenure.web.kpis.question import Question
from tenure.web.kpis.rows import Column
from tenure.web.kpis.views import asking


@asking
def export(request: HttpRequest, asked: Question, kpi_id: str, kind: str) -> HttpResponseBase:
    require(request.user, "export")
    try:
        found = drill.opened(declared(kpi_id), asked, rows.sought(request.GET))
        listing = found.listing(found.sought, limit=None)
    except UnknownKpi:
        raise Http404 from None
    except board.REFUSALS as error:
        return HttpResponse(f"Nothing was exported: {error}", status=400, content_type="text/plain; charset=utf-8")
    side = "-left-out" if found.sought.left_out else ""
    name = f"{kpi_id}{side}-{asked.asked.as_of:%Y-%m-%d}"
    return _file(kind, name, found.kpi.name, found.columns, listing.rows, asked.currency)


@asking
def movement_export(request: HttpRequest, asked: Question, category: str, kind: str) -> HttpResponseBase:
    require(request.user, "export")
    movements.known(category)
    listing = movements.listing(asked, category, rows.sought(request.GET), limit=None)
    name = f"mrr-{category.replace('_', '-')}-{asked.asked.as_of:%Y-%m-%d}"
    return _file(kind, name, movements.TITLES[category], list(movements.COLUMNS), listing.rows, asked.currency)


def _file(
    kind: str, name: str, title: str, columns: Sequence[Column], found: Sequence[Mapping[str, Any]], currency: str
) -> HttpResponseBase:
    head = ["Id", *(_head(column, currency) for column in columns)]
    lines = _lines(columns, found, currency)
    if kind == "csv":
        return sheet.as_csv(name, head, lines)
    if kind == "xlsx":
        return sheet.as_xlsx(name, title, head, lines)
    raise Http404


def _head(column: Column, currency: str) -> str:
    return f"{column.label} ({currency})" if column.kind == "money" else column.label


def _lines(columns: Sequence[Column], found: Sequence[Mapping[str, Any]], currency: str) -> Iterator[list[sheet.Cell]]:
    for row in found:
        yield [row["unit_id"], *(_value(row[column.name], column, currency) for column in columns)]


def _value(value: Any, column: Column, currency: str) -> sheet.Cell:
    if value is None:
        return None
    if column.kind == "money":
        return sheet.major(int(value), currency)
    return value if isinstance(value, int | float | date) else str(value)
