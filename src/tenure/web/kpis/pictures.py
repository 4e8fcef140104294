"""The two big charts of the page, as specs and as the tables of their numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from tenure.engine import answers
from tenure.engine.bridges import Bridge
from tenure.engine.cohorts import Cohort
from tenure.web.charts import CohortCell, Spec, bridge_axis_start, cohort_heat_map
from tenure.web.charts import bridge as bridge_chart
from tenure.web.charts.bridge import LABELS
from tenure.web.format import money, money_short, percent
from tenure.web.kpis import numbers
from tenure.web.kpis.question import Question

ORDER: Final = ("new", "expansion", "resume", "reactivation", "contraction", "pause", "churn")
_QUARTERS: Final = 9
_HEIGHT: Final = 300  # about that of the heat map beside it
_MONTHS: Final = 3 * _QUARTERS


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the bridge's table."""

    label: str
    shown: str
    count: int | None = None
    tone: str = ""
    url: str = ""


def bridge(question: Question) -> dict[str, Any]:
    """What the card of the bridge shows."""
    found = _bridge(question)
    cut = bridge_axis_start(found.opening, _amounts(found), found.reported)
    return {
        "chart": question.board_url("bridge_chart"),
        "finding": bridge_spec(question)["description"],
        "when": numbers.period_words(question.asked),
        "cut": money_short(cut, found.currency) if cut else "",
        "is_empty": not (found.opening or found.reported),
        "lines": _lines(found, question),
        "closing": money(found.reported, found.currency),
        "missing": found.missing_rate,
        "missing_url": question.board_url("movement", "missing_rate"),
    }


def bridge_spec(question: Question) -> Spec:
    found = _bridge(question)

    def href(category: str) -> str:
        return question.board_url("kpi", "mrr_fx") if category == "fx" else question.board_url("movement", category)

    return bridge_chart(found.opening, _amounts(found), found.reported, found.currency, href, height=_HEIGHT)


def _bridge(question: Question) -> Bridge:
    asked = question.asked
    return answers.bridge(asked.period, unit=asked.unit, segment=question.segment)


def _amounts(found: Bridge) -> list[tuple[str, int]]:
    return [*((name, found.movements[name].amount) for name in ORDER), ("fx", found.fx)]


def _lines(found: Bridge, question: Question) -> list[Line]:
    moved = [
        Line(LABELS[name], money(moved.amount, found.currency, plus=True), moved.units, _tone(moved.amount), url)
        for name in ORDER
        if (moved := found.movements[name]).units and (url := question.board_url("movement", name))
    ]
    fx = Line(LABELS["fx"], money(found.fx, found.currency, plus=True), url=question.board_url("kpi", "mrr_fx"))
    return [Line(LABELS["opening"], money(found.opening, found.currency)), *moved, *([fx] if found.fx else [])]


def _tone(amount: int) -> str:
    return "good" if amount > 0 else "bad" if amount < 0 else ""


@dataclass(frozen=True, slots=True)
class Quarter:
    """Cohorts of one quarter, added up: numerators and denominators by age in months."""

    label: str
    opening: int
    units: int
    ages: dict[int, tuple[int, int]]


def cohorts(question: Question) -> dict[str, Any]:
    """What the card of the heat map shows."""
    quarters = _quarters(question)
    ages = sorted({age for quarter in quarters for age in quarter.ages})
    return {
        "chart": question.board_url("cohorts_chart"),
        "finding": cohorts_spec(question)["description"],
        "is_empty": not quarters,
        "ages": ages,
        "lines": [_cohort_line(quarter, ages, question.currency) for quarter in quarters],
    }


def cohorts_spec(question: Question) -> Spec:
    cells = [
        CohortCell(quarter.label, age, now / base if base else None, _parts(now, base, question.currency))
        for quarter in _quarters(question)
        for age, (now, base) in sorted(quarter.ages.items())
    ]
    return cohort_heat_map(cells)


def _quarters(question: Question) -> tuple[Quarter, ...]:
    asked = question.asked
    found = answers.cohorts(as_of=asked.as_of, months=_MONTHS, unit=asked.unit, segment=question.segment)
    return quarters(tuple(found))


@lru_cache(maxsize=32)
def quarters(months: tuple[Cohort, ...]) -> tuple[Quarter, ...]:
    """Monthly cohorts added up by quarter; an age is shown once the youngest of its months has reached it."""
    found: dict[str, list[Cohort]] = {}
    for cohort in months:
        found.setdefault(f"Q{(cohort.month.month + 2) // 3} {cohort.month.year}", []).append(cohort)
    return tuple(_quarter(label, members) for label, members in found.items() if any(m.opening for m in members))


def _quarter(label: str, members: Sequence[Cohort]) -> Quarter:
    by_age = [{cell.age: cell for cell in member.cells} for member in members]
    shared = [age for age in by_age[0] if age % 3 == 0 and all(age in cells for cells in by_age)]
    ages = {
        age: (sum(cells[age].numerator or 0 for cells in by_age), sum(cells[age].denominator for cells in by_age))
        for age in shared
        if all(cells[age].numerator is not None for cells in by_age)
    }
    return Quarter(label, sum(m.opening for m in members), sum(m.units for m in members), ages)


def _cohort_line(quarter: Quarter, ages: Sequence[int], currency: str) -> dict[str, Any]:
    cells = [
        {"shown": percent(now / base, 0) if base else "", "title": _parts(now, base, currency)}
        for now, base in (quarter.ages.get(age, (0, 0)) for age in ages)
    ]
    return {"label": quarter.label, "base": money(quarter.opening, currency), "cells": cells}


def _parts(now: int, base: int, currency: str) -> str:
    return f"{money_short(now, currency)} of {money_short(base, currency)}" if base else ""
