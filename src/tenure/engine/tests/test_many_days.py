"""Many days in one statement say what each day says when it is asked alone."""

from datetime import date, timedelta
from typing import Any

import pytest

from tenure.core.periods import DAY, Period, add_months
from tenure.engine import many_days
from tenure.engine.questions import Question, about
from tenure.metrics import KPIS, Kpi
from tenure.metrics.statements import summaries_sql

CHOICES = {"offering": "pro_reports", "feature": "reports"}
# Before anything happened, while things happen, and after.
DAYS = [date(2019, 6, 5), *(add_months(date(2026, 2, 28), -n) for n in range(4)), date(2026, 3, 9)]


def _questions(kpi: Kpi, segment: str = "") -> list[Question]:
    params = {name: value for name, value in CHOICES.items() if name in kpi.takes}
    return [about(kpi, Period.trailing(day, kpi.window), params=params, segment=segment) for day in DAYS]


@pytest.mark.parametrize(
    ("kpis", "segment"), [(list(KPIS), ""), (["nrr", "customers", "mau"], "mrr > 0 or referred = yes")]
)
def test_a_number_of_many_days_is_that_of_each_day(busy_company: Any, kpis: list[str], segment: str) -> None:
    known = 0
    for kpi in map(KPIS.__getitem__, kpis):
        asked = _questions(kpi, segment)
        alone = [result for question in asked for result in many_days.results(kpi, [question])]
        assert many_days.results(kpi, asked) == alone, kpi.id
        known += sum(result.value is not None for result in alone)
    assert known > 2 * len(kpis)


def test_days_go_together_as_far_as_they_may(busy_company: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asks = [question.ask for question in _questions(KPIS["nrr"])]
    assert [len(places) for places, _ in summaries_sql(KPIS["nrr"], asks, 5)] == [5, 1]
    assert many_days.at_once() == 40
    monkeypatch.setattr(many_days, "_ACCOUNT_DAYS", 11)
    assert many_days.at_once() == 2


def test_periods_of_different_lengths_go_apart_where_the_statement_depends_on_it(busy_company: Any) -> None:
    periods = [Period(end - timedelta(days=n) + DAY, end + DAY) for end in DAYS[-2:] for n in (30, 31)]
    asked = [about(KPIS["mau"], period) for period in periods]
    assert [places for places, _ in summaries_sql(KPIS["mau"], [q.ask for q in asked], 40)] == [[0, 2], [1, 3]]
    assert many_days.results(KPIS["mau"], asked) == [many_days.results(KPIS["mau"], [q])[0] for q in asked]
