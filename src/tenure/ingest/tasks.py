"""Background work of this app, run by the worker."""

from django.db.models import Count, Sum

from tenure.engine.tasks import refresh
from tenure.ingest import uploads
from tenure.ingest.models import ImportRun, State, Upload
from tenure.ingest.runs import Request, bring_in
from tenure.jobs import progress
from tenure.jobs.once import enqueue_once
from tenure.jobs.task import task


@task
def import_upload(upload_id: str) -> dict[str, int]:
    """Import uploaded files."""
    upload = Upload.objects.select_related("who").get(pk=upload_id)
    runs = ImportRun.objects.filter(batch=upload.pk, state=State.DONE)
    # Taken up again after its worker died: files that are done are not gone through again.
    done = frozenset(runs.values_list("file", "table"))
    request = Request(uploads.paths(upload), source=upload.source, who=upload.who, batch=upload.pk, done=done)
    results = list(bring_in(request, progress.report))
    if runs.exists():
        enqueue_once(refresh, "refresh")
    if all(result.outcome for result in results):
        uploads.forget(upload)
    found = runs.aggregate(files=Count("pk"), **{n: Sum(n) for n in ("created", "changed", "rejected")})
    return {name: int(number or 0) for name, number in found.items()}


def job_key(upload: Upload) -> str:
    return f"import:{upload.pk}"
