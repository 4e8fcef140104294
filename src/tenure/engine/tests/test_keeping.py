"""Numbers kept for small charts: filled in pieces, older ones offered as such meanwhile, failures recorded."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine

from tenure.engine import answers, keeping, kpi_values, reading, tasks
from tenure.engine.kpi_values import Kept
from tenure.engine.models import KpiValue
from tenure.engine.refresh import refresh
from tenure.jobs.models import Job
from tenure.metrics import KPIS, Kpi, Result

DAY = date(2026, 3, 9)


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "KPIS", {kpi_id: KPIS[kpi_id] for kpi_id in ("nrr", "mrr")})
    monkeypatch.setattr(kpi_values, "days", lambda as_of: [date(2026, 2, 28), as_of])


def test_the_rest_of_a_piece_is_a_job_of_its_own(company: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "_AT_ONCE", 0)
    assert tasks.keep_numbers.func() == 1
    assert kpi_values.kept([KPIS["nrr"], KPIS["mrr"]], [DAY], "parent").keys() == {("nrr", DAY)}
    assert Job.objects.unfinished().count() == 1
    monkeypatch.setattr(tasks, "_AT_ONCE", 60)
    assert tasks.keep_numbers.func() == 3
    assert Job.objects.unfinished().count() == 1
    assert len(kpi_values.kept([KPIS["nrr"], KPIS["mrr"]], [DAY], "parent")) == 2


def test_older_numbers_stand_in_and_say_so(company: Any, pays: Callable[..., Any]) -> None:
    keeping.fill("parent")
    days = [date(2026, 2, 28), DAY]
    (month_end, last) = answers.histories(["mrr"], days)["mrr"]
    assert (month_end.numerator, last.numerator, isinstance(last, Kept)) == (227, 227, False)
    pays("d", "2026-03-01", None, 5)
    with time_machine.travel(datetime(2026, 3, 11, 12, tzinfo=UTC), tick=False):
        refresh()
        next_day = date(2026, 3, 10)
        (older_end, older) = answers.histories(["mrr"], [days[0], next_day])["mrr"]
        assert isinstance(older, Kept)
        assert isinstance(older_end, Kept)
        assert (older.older, older.period.closing, older.numerator, older.error) == (True, DAY, 227, "")
        assert older.computed_at == datetime(2026, 3, 10, 12, tzinfo=UTC)
        assert [r.numerator for r in answers.history("mrr", [days[0], next_day])] == [227, 232]
        keeping.fill("parent")
        (month_end, now) = answers.histories(["mrr"], [days[0], next_day])["mrr"]
        assert (month_end.numerator, now.numerator, isinstance(now, Kept)) == (227, 232, False)


def test_one_that_fails_says_why_and_stops_nobody(company: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    computed = keeping._computed

    def broken(kpi: Kpi, asked: Any) -> Any:
        if kpi.id == "nrr":
            raise reading.TooSlow(30)
        return computed(kpi, asked)

    monkeypatch.setattr(keeping, "_computed", broken)
    assert keeping.fill("parent") == 4
    assert keeping.fill("parent") == 0
    failed = answers.histories(["nrr", "mrr"], [DAY])
    (nrr,), (mrr,) = failed["nrr"], failed["mrr"]
    assert isinstance(nrr, Kept)
    assert (nrr.value, nrr.status) == (None, "failed")
    assert nrr.error.endswith("could not be computed: The question took longer than 30 seconds; ask for a shorter "
                              "period or a segment.")  # fmt: skip
    assert (mrr.numerator, type(mrr)) == (227, Result)
    monkeypatch.setattr(keeping, "_computed", computed)
    assert answers.history("nrr", [DAY])[0].status == "no_base"
    with time_machine.travel(datetime(2026, 3, 11, 12, tzinfo=UTC), tick=False):
        refresh()
        keeping.fill("parent")
        assert type(answers.histories(["nrr"], [date(2026, 3, 10)])["nrr"][0]) is Result


def test_a_newer_publication_is_not_taken_for_the_one_asked(company: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    real = keeping._computed

    def published_meanwhile(kpi: Kpi, asked: Any) -> Any:
        with time_machine.travel(datetime(2026, 3, 11, 12, tzinfo=UTC), tick=False):
            refresh()
        return real(kpi, asked)

    monkeypatch.setattr(keeping, "_computed", published_meanwhile)
    assert keeping.fill("parent") == 1
    assert not kpi_values.is_complete("parent")
    assert not KpiValue.objects.exists()
