"""The Data page: what came in, what waits to be mended, how fresh everything is."""

from typing import Any

from django.db.models import Count, Max, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenure.company.roles import may, needs
from tenure.ingest.files import ENDINGS
from tenure.ingest.models import ImportRun, QuarantinedRow, State
from tenure.ingest.problems import KINDS
from tenure.web.data import freshness


@require_safe
@needs("read_data")
def page(request: HttpRequest) -> HttpResponse:
    context = {
        "may_import": may(request.user, "import_data"),
        "runs": ImportRun.objects.select_related("who")[:8],
        "sources": sources(),
        "waiting": waiting(),
        "facts": freshness.facts(),
        "derived": freshness.derived(),
        "published": freshness.published(),
        "endings": ",".join(ENDINGS),
    }
    return render(request, "data/page.html", context)


def sources() -> list[dict[str, Any]]:
    """What each source brought and what of it was rejected."""
    done = ImportRun.objects.filter(state=State.DONE).order_by().values("source")
    sums = {name: Sum(name) for name in ("created", "changed", "rejected")}
    found = done.annotate(last=Max("finished_at"), imports=Count("pk"), **sums).order_by("-last")[:20]
    return [dict(row) for row in found]


def waiting() -> list[dict[str, Any]]:
    """Rows in quarantine by table and kind of problem."""
    rows = QuarantinedRow.objects.filter(state=QuarantinedRow.Outcome.WAITING).order_by().values("table", "kind")
    found = rows.annotate(rows=Count("pk")).order_by("-rows", "table", "kind")
    return [{**row, "problem": KINDS.get(row["kind"], row["kind"])} for row in found]
