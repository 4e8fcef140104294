"""Closed months: leads freeze and restate, everyone sees every edition."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tenure.engine import freezing
from tenure.engine.models import FrozenMonth
from tenure.jobs.models import Job
from tenure.metrics import KPIS
from tenure.web.kpis.tasks import freeze_month

Read = Any
FEBRUARY = date(2026, 2, 1)


@pytest.fixture(autouse=True)
def few_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freezing, "KPIS", {"nrr": KPIS["nrr"]})


def test_only_leads_freeze(company: Any, text: Read, sign_in: Any, alice: Any, lea: Any) -> None:
    assert "Freeze February 2026" in text(lea, "/kpis/closed/")
    assert "Freeze" not in text(alice, "/kpis/closed/").replace("Frozen", "")
    assert sign_in(alice).post("/kpis/closed/freeze/", {"month": "2026-02-01"}).status_code == 404
    assert sign_in(lea).get("/kpis/closed/freeze/").status_code == 405


@pytest.mark.parametrize("month", ["2026-03-01", "2026-02-02", "2001-01-01", "", "x"])
def test_a_month_that_is_not_closed_is_not_there(company: Any, sign_in: Any, lea: Any, month: str) -> None:
    assert sign_in(lea).post("/kpis/closed/freeze/", {"month": month}).status_code == 404


def test_freezing_is_a_job_that_is_asked_once(company: Any, sign_in: Any, text: Read, lea: Any) -> None:
    browser = sign_in(lea)
    for _ in range(2):
        assert browser.post("/kpis/closed/freeze/", {"month": "2026-02-01"}).status_code == 302
    assert Job.objects.count() == 1
    assert "Being frozen" in text(lea, "/kpis/closed/")


def test_every_edition_stays_visible_beside_the_number(
    company: Any, text: Read, sign_in: Any, lea: Any, vera: Any
) -> None:
    freeze_month.func("2026-02-01", 1, lea.pk, "")
    freeze_month.func("2026-02-01", 1, lea.pk, "")  # taken up again after its worker died
    assert FrozenMonth.objects.count() == 1
    sign_in(lea).post("/kpis/closed/freeze/", {"month": "2026-02-01", "reason": " "})
    assert Job.objects.count() == 0  # a restatement says why
    freeze_month.func("2026-02-01", 2, lea.pk, "A contract came late")
    assert "A contract came late" in text(vera, "/kpis/closed/")
    drawer = text(vera, "/kpis/nrr/", htmx=True)
    assert "Published for February 2026" in drawer
    assert "A contract came late" in drawer
    assert drawer.count("$230") >= 3


def test_months_are_listed_with_who_froze_them(company: Any, text: Read, lea: Any, vera: Any) -> None:
    FrozenMonth.objects.create(month=FEBRUARY, frozen_at=datetime(2026, 3, 4, tzinfo=UTC), frozen_by=lea)
    page = text(vera, "/kpis/closed/")
    assert "edition 1, 04 Mar 2026" in page
    assert "Lea" in page
    assert "March 2026" not in page
