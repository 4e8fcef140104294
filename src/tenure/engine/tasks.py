"""Background work of the engine, run by the worker."""

from tenure.company.models import settings_row
from tenure.engine import kpi_values, lake, needs
from tenure.engine.refresh import refresh as _refresh
from tenure.jobs import progress
from tenure.jobs.once import enqueue_once
from tenure.jobs.task import task


@task
def refresh() -> dict[str, int]:
    """Bring everything derived up to date."""
    report = _refresh(progress.report)
    numbers = kpi_values.fill("account" if settings_row().unit == "account" else "parent", progress.report)
    merged = lake.compact()
    lake.vacuum()
    return {
        "tables": len(report.tables),
        "days": report.days,
        "accounts": report.states,
        "numbers": numbers,
        "merged": merged,
    }


@task
def refresh_when_needed() -> bool:
    """Look whether facts arrived, and refresh if so."""
    if not needs.needs_refresh():
        return False
    enqueue_once(refresh, "refresh")
    return True
