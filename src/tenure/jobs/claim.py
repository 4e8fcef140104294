"""Which job is next, and taking it so that nobody else does."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from tenure.jobs.models import Attempt, Job
from tenure.jobs.progress import Hold

# One statement finds and takes the job: by priority, then by age. On PostgreSQL a row that another worker is just
# taking is passed over instead of waited for; SQLite has one writer at a time.
_CLAIM = """
UPDATE jobs_job SET state = 'running', worker = %s, attempt = attempt + 1, lease_until = %s, reason = '',
    done = 0, total = 0, sentence = '', started_at = COALESCE(started_at, %s)
WHERE id = (
    SELECT id FROM jobs_job WHERE state = 'queued' AND due_at <= %s
    ORDER BY priority DESC, enqueued_at, id LIMIT 1 {lock}
) AND state = 'queued'
RETURNING id, attempt
"""


def claim(worker: str, lease: timedelta) -> Hold | None:
    """Take the next due job for `lease`, or return None when nothing is due."""
    now = timezone.now()
    if not Job.objects.filter(state="queued", due_at__lte=now).exists():
        return None  # without taking SQLite's write lock twice a second
    with transaction.atomic():
        taken = _take(worker, now, now + lease)
        if taken is not None:
            Attempt.objects.create(job_id=taken.job_id, number=taken.attempt, worker=worker, started_at=now)
    return taken


def _take(worker: str, now: datetime, until: datetime) -> Hold | None:
    adapt = connection.ops.adapt_datetimefield_value
    lock = "FOR UPDATE SKIP LOCKED" if connection.features.has_select_for_update_skip_locked else ""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM.format(lock=lock), [worker, adapt(until), adapt(now), adapt(now)])
        rows = cursor.fetchall()
    return Hold(job_id=rows[0][0], worker=worker, attempt=rows[0][1], until=until) if rows else None
