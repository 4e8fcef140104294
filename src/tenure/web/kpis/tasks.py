"""Background work of the KPI pages, run by the worker."""

from datetime import date

from tenure.company.models import User
from tenure.engine import freezing
from tenure.engine.models import FrozenMonth
from tenure.jobs.task import task


@task(max_attempts=1)
def freeze_month(month: str, edition: int, by: int, reason: str) -> int:
    """Freeze the numbers of a closed month."""
    first = date.fromisoformat(month)
    # Taken up again after its worker died: what was frozen then is frozen.
    if not FrozenMonth.objects.filter(month=first, edition=edition).exists():
        freezing.freeze(first, by=User.objects.get(pk=by), restate=edition > 1, reason=reason)
    return edition


def job_key(month: date) -> str:
    return f"freeze:{month.isoformat()}"
