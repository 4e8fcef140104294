"""What answers say about a small company whose numbers can be checked by hand."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tenure.core.conditions import ConditionError
from tenure.core.periods import Period
from tenure.customers.models import Subscription
from tenure.engine import answers, freezing, keeping, publication, reading
from tenure.engine.models import FrozenFigure, KpiValue
from tenure.engine.refresh import refresh
from tenure.metrics import KPIS

JANUARY = Period(date(2026, 1, 1), date(2026, 2, 1))
FEBRUARY = Period(date(2026, 2, 1), date(2026, 3, 1))


@pytest.fixture(autouse=True)
def few_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compiling a statement costs more than running it, and what holds for one number holds for all."""
    few = {kpi_id: KPIS[kpi_id] for kpi_id in ("nrr", "mrr")}
    for module in (keeping, freezing):
        monkeypatch.setattr(module, "KPIS", few)


def test_rows_sum_to_the_number_and_can_be_searched_sorted_and_paged(company: Any) -> None:
    found = answers.answer("nrr", FEBRUARY)
    assert (found.numerator, found.denominator) == (217, 180)
    listed = answers.rows("nrr", FEBRUARY)
    assert [(r["name"], r["numerator"], r["denominator"]) for r in listed.rows] == [
        ("Company A", 157, 100), ("Company B", 60, 80),
    ]  # fmt: skip
    assert (listed.total, listed.numerator, listed.denominator) == (2, 217, 180)
    assert [r["unit_id"] for r in answers.rows("nrr", FEBRUARY, sort="numerator").rows] == ["b", "a"]
    assert [r["unit_id"] for r in answers.rows("nrr", FEBRUARY, search="pany b").rows] == ["b"]
    second = answers.rows("nrr", FEBRUARY, limit=1, offset=1)
    assert ([r["unit_id"] for r in second.rows], second.total) == (["b"], 2)
    assert {r["unit_id"] for r in answers.rows("nrr", FEBRUARY, left_out=True).rows} == {"d"}
    by_account = answers.answer("nrr", FEBRUARY, unit="account")
    assert (by_account.numerator, by_account.denominator) == (210, 180)
    assert answers.answer("nrr", JANUARY, segment="segment = Small").numerator == 0


def test_bridges_add_up_and_open_to_their_rows(company: Any) -> None:
    january, february = answers.bridges([JANUARY, FEBRUARY])
    assert answers.bridge(JANUARY) == january
    assert (january.opening, january.closing, january.movements["churn"].amount) == (220, 180, -40)
    assert february.opening == january.closing
    moved = {name: (m.amount, m.units) for name, m in february.movements.items() if m.units}
    assert moved == {"expansion": (57, 1), "contraction": (-20, 1), "new": (10, 1)}
    assert february.opening + sum(m.amount for m in february.movements.values()) == february.closing == 227
    assert (february.logos_opening, february.logos_new, february.logos_lost, february.logos_closing) == (2, 1, 0, 3)
    (lost,) = answers.movement_rows(JANUARY, "churn").rows
    assert (lost["name"], lost["amount"], lost["category"]) == ("Company C", -40, "churn")
    assert answers.movement_rows(FEBRUARY).total == 3
    assert [r["unit_id"] for r in answers.movement_rows(FEBRUARY, sort="amount").rows] == ["b", "d", "a"]


def test_cohorts_follow_those_who_paid_at_the_end_of_their_first_month(company: Any) -> None:
    found = {cohort.month: cohort for cohort in answers.cohorts(as_of=date(2026, 2, 28), months=6)}
    assert set(found) == {date(2025, 12, 1), date(2026, 2, 1)}
    december = found[date(2025, 12, 1)]
    assert (december.units, december.opening) == (2, 180)
    assert [(cell.age, cell.numerator, cell.paying) for cell in december.cells] == [
        (0, 180, 2),
        (1, 180, 2),
        (2, 217, 2),
    ]
    assert december.cells[2].value == 217 / 180
    (small,) = answers.cohorts(as_of=date(2026, 2, 28), months=6, segment="segment = Small")
    assert (small.month, small.units) == (date(2026, 2, 1), 1)


def test_the_past_is_kept_and_kept_figures_fall_when_facts_of_their_time_change(
    company: Any, pays: Callable[..., Any]
) -> None:
    days = [date(2026, 1, 31), date(2026, 2, 28)]
    computed = answers.history("mrr", days)
    assert [r.numerator for r in computed] == [180, 227]
    assert answers.histories(["mrr"], days)["mrr"] == []
    made = keeping.fill("parent")
    assert made == KpiValue.objects.count() == 52
    assert keeping.fill("parent") == 0
    assert answers.history("mrr", days) == computed == answers.histories(["mrr"], days)["mrr"]
    assert [r.value for r in answers.history("mrr", days, unit="account")] == [180.0, 227.0]
    pays("d", "2026-01-15", "2026-02-05", 5)
    refresh()
    assert all(isinstance(r, answers.Kept) and r.older for r in answers.histories(["mrr"], days)["mrr"])
    assert [r.numerator for r in answers.history("mrr", days)] == [185, 227]


def test_a_frozen_month_stays_and_is_restated_in_the_open(company: Any, pays: Callable[..., Any]) -> None:
    with pytest.raises(freezing.CannotFreeze, match="is not over"):
        freezing.freeze(date(2026, 3, 1))
    with pytest.raises(freezing.CannotFreeze, match="is not frozen"):
        freezing.freeze(date(2026, 2, 1), restate=True, reason="x")
    first = freezing.freeze(date(2026, 2, 14))
    with pytest.raises(freezing.CannotFreeze, match="frozen already"):
        freezing.freeze(date(2026, 2, 1))
    assert freezing.differences(date(2026, 2, 1)) == []
    Subscription.objects.filter(account_id="d").delete()
    refresh()
    changed = {
        (d.kpi.id, d.unit): (d.frozen.numerator, d.now.numerator) for d in freezing.differences(date(2026, 2, 1))
    }
    assert changed[("mrr", "parent")] == ("227", 217)
    with pytest.raises(freezing.CannotFreeze, match="needs a --reason"):
        freezing.freeze(date(2026, 2, 1), restate=True)
    second = freezing.freeze(date(2026, 2, 1), restate=True, reason="d never signed")
    figures = FrozenFigure.objects.filter(kpi="mrr", unit="parent").order_by("month__edition")
    assert [(f.month_id, f.numerator) for f in figures] == [(first.pk, "227"), (second.pk, "217")]
    assert [f.numerator for f in freezing.frozen_value("mrr", date(2026, 2, 1))] == ["217", "227"]


def test_what_cannot_be_answered_is_said(company: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(answers.UnknownKpi, match="'nope' is not a number"):
        answers.answer("nope", JANUARY)
    with pytest.raises(ConditionError, match="is not a field"):
        answers.answer("nrr", JANUARY, segment="colour = red")
    with pytest.raises(answers.NotComplete, match="complete up to 2026-03-09"):
        answers.answer("nrr", Period(date(2026, 3, 1), date(2026, 4, 1)))
    with pytest.raises(ConditionError, match="cannot be sorted by"):
        answers.rows("nrr", JANUARY, sort="numerator; drop table accounts")
    with pytest.raises(ConditionError, match="is not a movement"):
        answers.movement_rows(JANUARY, "' or 1=1")
    with pytest.raises(reading.TooSlow, match="longer than 0 seconds"):
        reading.query("SELECT sum(a.range * b.range) FROM range(1000000) a, range(100000) b", seconds=0.05)
    assert reading.query("SELECT 1 AS one") == [{"one": 1}]


def test_rows_are_computed_once_while_they_are_asked_and_anew_for_a_new_publication(
    company: Any, pays: Callable[..., Any]
) -> None:
    rows = "SELECT sum(mrr_minor)::BIGINT AS mrr, random() AS made FROM subscriptions"
    first, again = (reading.query(f"SELECT * FROM {reading.ROWS}", rows=rows)[0] for _ in range(2))
    assert first == again
    kept = {f"SELECT {number} AS number": number for number in range(5)}
    for statement, number in kept.items():
        assert reading.query(f"SELECT number FROM {reading.ROWS}", rows=statement) == [{"number": number}]
    tables = reading.query("SELECT count(*) AS tables FROM duckdb_tables() WHERE temporary")
    assert tables == [{"tables": 3}]
    assert reading.query(f"SELECT made FROM {reading.ROWS}", rows=rows) != [{"made": first["made"]}]
    pays("d", "2026-01-15", None, 5)
    refresh()
    assert reading.query(f"SELECT mrr FROM {reading.ROWS}", rows=rows) == [{"mrr": first["mrr"] + 5}]


def test_without_a_publication_it_says_what_to_do(home: Path, db: None) -> None:
    with pytest.raises(publication.NothingPublished, match="run `tenure refresh`"):
        answers.answer("nrr", JANUARY)
