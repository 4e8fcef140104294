"""Files sent to Tenure: upload, look, say what columns mean, import, watch."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenure.company.models import User
from tenure.company.roles import needs
from tenure.core.registry import fact_tables
from tenure.ingest import uploads
from tenure.ingest.files import ROW, Unreadable, look, read
from tenure.ingest.mapping import BadMapping
from tenure.ingest.models import ImportRun, State, Upload
from tenure.ingest.quarantine import describe
from tenure.ingest.recognise import Recognised, recognise, remember
from tenure.ingest.runs import Request, Result, bring_in
from tenure.ingest.staging import Staging
from tenure.ingest.tasks import import_upload, job_key
from tenure.jobs.models import Job
from tenure.jobs.once import enqueue_once
from tenure.web.data.columns import Incomplete, fields, mapping_of

# So many rows of each file are checked before the import; the import checks all of them.
LOOKED_AT = 5_000


@require_POST
@needs("import_data")
def upload(request: HttpRequest) -> HttpResponse:
    try:
        files = cast(list[uploads.Sent], request.FILES.getlist("files"))
        kept = uploads.keep(files, request.POST.get("source", ""), cast(User, request.user))
    except Unreadable as error:
        messages.error(request, str(error))
        return redirect("data:page")
    return redirect("data:review", kept.pk)


@require_safe
@needs("import_data")
def review(request: HttpRequest, upload_id: str) -> HttpResponse:
    """The frame of the check, which htmx fills: checking takes seconds."""
    sent = _upload(upload_id)
    if not uploads.is_here(sent):
        return redirect("data:progress", sent.pk)
    return render(request, "data/review.html", {"upload": sent})


@require_safe
@needs("import_data")
def check(request: HttpRequest, upload_id: str) -> HttpResponse:
    """What each file is, and what is wrong with its first rows. Nothing is written."""
    sent = _upload(upload_id, here=True)
    trial = Request(uploads.paths(sent), source=sent.source, dry_run=True, first=LOOKED_AT)
    checked = [Checked(result, _place(sent, result)) for result in bring_in(trial)]
    context = {"upload": sent, "checked": checked, "ready": any(c.result.outcome for c in checked), "first": LOOKED_AT}
    return render(request, "data/review.html#check" if _is_part(request) else "data/review.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("import_data")
def columns(request: HttpRequest, upload_id: str, place: int) -> HttpResponse:
    """Say what a file's rows are and which column means what; remembered for the source."""
    sent = _upload(upload_id, here=True)
    file = _file_at(sent, place)
    if request.method == "POST":
        try:
            mapping = mapping_of(request.POST.get("table", ""), request.POST.dict(), file.columns)
        except Incomplete as error:
            messages.error(request, str(error))
            return redirect(f"{request.path}?table={request.POST.get('table', '')}")
        remember(sent.source, file.columns, mapping)
        messages.success(request, f"Remembered for {sent.source}: the next file with this header is read the same way.")
        return redirect("data:review", sent.pk)
    return render(request, "data/columns.html", _form(request, sent, file))


@require_POST
@needs("import_data")
def start(request: HttpRequest, upload_id: str) -> HttpResponse:
    sent = _upload(upload_id, here=True)
    enqueue_once(import_upload.using(by=request.user.pk, priority=10), job_key(sent), sent.pk)
    return redirect("data:progress", sent.pk)


@require_safe
@needs("read_data")
def progress(request: HttpRequest, upload_id: str) -> HttpResponse:
    """The job while it runs, and what became of each file."""
    sent = _upload(upload_id)
    job = Job.objects.filter(key=job_key(sent)).newest().first()
    runs = list(ImportRun.objects.filter(batch=sent.pk).order_by("pk"))
    lives = job is not None and not job.finished
    context = {
        "upload": sent,
        "job": job,
        "runs": runs,
        "lives": lives,
        "rejected": sum(run.rejected for run in runs if run.state == State.DONE),
        "missed": [] if lives else _missed(sent, runs),
    }
    return render(request, "data/progress.html#progress" if _is_part(request) else "data/progress.html", context)


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that was looked at, for the page."""

    result: Result
    place: int

    @property
    def problems(self) -> list[str]:
        return describe(self.result.outcome.problems) if self.result.outcome else []

    @property
    def headers(self) -> list[str]:
        planned = self.result.planned
        return (
            [c for c in fact_tables()[planned.mapping.table].names if c in planned.mapping.columns] if planned else []
        )

    @property
    def share(self) -> int:
        return round(self.result.planned.recognised.confidence * 100) if self.result.planned else 0


@dataclass(frozen=True, slots=True)
class Inside:
    """A table inside an uploaded file."""

    place: int
    path: Path
    stem: str
    columns: list[str]


def _inside(sent: Upload) -> list[Inside]:
    found: list[tuple[Path, str, list[str]]] = []
    with Staging() as staging:
        for path in uploads.paths(sent):
            try:
                found += [(path, stem, names) for stem, names in look(staging, path)]
            except Unreadable:
                continue  # the check says so
    return [Inside(place, *one) for place, one in enumerate(found)]


def _place(sent: Upload, result: Result) -> int:
    """Where the columns of this result can be mapped; -1 when the file cannot be read."""
    stem = result.planned.stem if result.planned else None
    name = result.planned.path.name if result.planned else result.file
    return next((i.place for i in _inside(sent) if i.path.name == name and stem in (None, i.stem)), -1)


def _file_at(sent: Upload, place: int) -> Inside:
    files = _inside(sent)
    if place >= len(files):
        raise Http404
    return files[place]


def _form(request: HttpRequest, sent: Upload, file: Inside) -> dict[str, Any]:
    meant = _meant(sent, file)
    table = request.GET.get("table") or (meant.mapping.table if meant else "")
    known = fact_tables().get(table)
    return {
        "upload": sent,
        "file": file,
        "tables": fact_tables().values(),
        "table": known,
        "meant": meant,
        "fields": fields(known, file.columns, meant.mapping if meant else None) if known else [],
        "samples": _samples(file),
    }


def _meant(sent: Upload, file: Inside) -> Recognised | None:
    try:
        return next(iter(recognise(file.stem, file.columns, source=sent.source)), None)
    except BadMapping:
        return None


def _samples(file: Inside, rows: int = 3) -> list[tuple[str, list[str]]]:
    """Each column with some of its values, so that its meaning can be seen."""
    with Staging() as staging:
        table = next(t for t in read(staging, file.path, 50) if t.stem == file.stem)
        taken = staging.rows(f"SELECT * EXCLUDE ({ROW}) FROM {table.name} LIMIT 50")
    values = list(zip(*taken, strict=True)) if taken else [() for _ in file.columns]
    return [
        (name, [str(v)[:40] for v in dict.fromkeys(column) if v not in (None, "")][:rows])
        for name, column in zip(file.columns, values, strict=True)
    ]


def _missed(sent: Upload, runs: list[ImportRun]) -> list[str]:
    """Uploaded files that no run is about: nothing fitted them."""
    done = {run.file.split(" (")[0] for run in runs}
    return [file["name"] for file in sent.files if file["name"] not in done]


def _upload(upload_id: str, *, here: bool = False) -> Upload:
    found = get_object_or_404(Upload, pk=upload_id)
    if here and not uploads.is_here(found):
        raise Http404
    return found


def _is_part(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))
