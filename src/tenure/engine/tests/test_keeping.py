"""Numbers kept for small charts: filled in pieces, and not offered before all of them are there."""

from datetime import date
from typing import Any

import pytest

from tenure.engine import kpi_values, tasks
from tenure.jobs.models import Job
from tenure.metrics import KPIS

DAY = date(2026, 3, 9)


def test_a_piece_is_not_offered_and_the_rest_is_a_job_of_its_own(company: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kpi_values, "KPIS", {kpi_id: KPIS[kpi_id] for kpi_id in ("nrr", "mrr")})
    monkeypatch.setattr(kpi_values, "days", lambda as_of: [date(2026, 2, 28), as_of])
    monkeypatch.setattr(tasks, "_AT_ONCE", 0)
    assert tasks.keep_numbers.func() == 1
    assert kpi_values.kept([KPIS["nrr"], KPIS["mrr"]], [DAY], "parent") == {}
    assert Job.objects.unfinished().count() == 1
    monkeypatch.setattr(tasks, "_AT_ONCE", 60)
    assert tasks.keep_numbers.func() == 3
    assert Job.objects.unfinished().count() == 1
    assert len(kpi_values.kept([KPIS["nrr"], KPIS["mrr"]], [DAY], "parent")) == 2
