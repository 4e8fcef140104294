"""The list as a file: the same rows, columns and order, all pages or the ticked rows. A job writes many rows."""

from typing import Any
from uuid import uuid4

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from tenure.company.roles import needs, user_of
from tenure.customers import pieces, totals
from tenure.customers.verbs import EditError
from tenure.web import sheet
from tenure.web.accounts import done, file, followed, kept, tasks
from tenure.web.accounts.asked import MOST_IDS, Asked
from tenure.web.accounts.table import columns_of
from tenure.web.accounts.views import asked_and_today


@needs("export")
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """A link exports the view; the form below the ticked rows says which of them. Only a form starts a job."""
    asked, today = asked_and_today(request, post=request.method == "POST")
    try:
        wanted = _wanted(request, asked)
        rows = len(wanted.ids) if wanted.ids is not None else totals.count(asked.selection, totals.version())
        if rows <= pieces.MOST_AT_ONCE:
            return _response(wanted, kind, f"accounts-{today:%Y-%m-%d}")
        if request.method != "POST":
            raise EditError("This view became larger than a download at once. Choose “Export view” again.")
    except EditError as error:
        done.tell(request, str(error), "warn")
    else:
        _start(request, wanted, kind, rows)
    return redirect(asked.url(page=asked.page))


def _wanted(request: HttpRequest, asked: Asked) -> file.Export:
    if asked.problem:
        raise EditError(f"Nothing was exported, because the filter cannot be read. {asked.problem}")
    ids = None
    if request.POST.get("rows") == "chosen" and request.POST.get("scope") != "all":
        ids = tuple(request.POST.getlist("ids")[:MOST_IDS])
        if not ids:
            raise EditError("Select at least one account first.")
    return file.Export(asked.selection, columns_of(asked), asked.sort, ids)


def _response(wanted: file.Export, kind: str, name: str) -> StreamingHttpResponse | FileResponse:
    if kind == "xlsx":
        return sheet.attached(name, lambda written: file.write_workbook(wanted, written))
    return sheet.streamed(name, file.csv_lines(wanted))


def _start(request: HttpRequest, wanted: file.Export, kind: str, rows: int) -> None:
    user = user_of(request)
    task: Any = tasks.export_accounts.using(by=user.pk)
    job = task.enqueue(by=user.pk, export=wanted.tree(), kind=kind, token=uuid4().hex, rows=rows)
    followed.follow(request, job.id)


@needs("export")
@require_safe
def fetch(request: HttpRequest, job_id: str) -> HttpResponse | FileResponse:
    """The file that a job wrote, for who asked for it."""
    found = followed.export_of(user_of(request), job_id)
    if found is None:
        raise Http404
    try:
        written = kept.path_of(found.kwargs["token"], found.kwargs["kind"]).open("rb")
    except FileNotFoundError:
        done.tell(request, "That file is deleted: files are kept for a day. Export the view again.", "warn")
        return redirect("accounts:list")
    name = f"accounts-{found.enqueued_at:%Y-%m-%d}.{found.kwargs['kind']}"
    return FileResponse(written, as_attachment=True, filename=name)
