"""Imports that ran: their counts, their problems, what they say about themselves."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from tenure.company.roles import needs
from tenure.ingest.mapping import ColumnSource
from tenure.ingest.models import ImportRun, QuarantinedRow
from tenure.ingest.problems import KINDS

_PAGE = 50


@require_safe
@needs("read_data")
def listing(request: HttpRequest) -> HttpResponse:
    chosen = {name: value for name in ("source", "table") if (value := request.GET.get(name, ""))}
    runs = ImportRun.objects.select_related("who").filter(**chosen)
    page = Paginator(runs, _PAGE).get_page(request.GET.get("page"))
    return render(request, "data/imports.html", {"page": page, "chosen": chosen, "query": urlencode(chosen)})


@require_safe
@needs("read_data")
def detail(request: HttpRequest, run_id: int) -> HttpResponse:
    run = get_object_or_404(ImportRun.objects.select_related("who"), pk=run_id)
    columns = {
        name: said(ColumnSource.model_validate(source)) for name, source in run.mapping.get("columns", {}).items()
    }
    context = {
        "run": run,
        "columns": columns,
        "problems": [(KINDS.get(kind, kind), kind, rows) for kind, rows in run.problems.items()],
        "waiting": run.quarantined.filter(state=QuarantinedRow.Outcome.WAITING).count(),
    }
    return render(request, "data/import.html", context)


def said(source: ColumnSource) -> str:
    """Where a column comes from, in words."""
    if source.constant is not None:
        return f"always “{source.constant}”"
    found = source.column or " or ".join(source.first_of) or f" {source.separator} ".join(source.join)
    if source.times:
        found += f" × {source.times}"
    if source.unit == "major":
        found += ", in units of the currency"
    if source.values:
        found += ", values renamed"
    return found
