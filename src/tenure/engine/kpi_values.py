"""Numbers kept for their histories: at usual windows and choices, on the month ends of two years, on the last complete
day and on the same day a year before.

A kept number holds as long as its statement, and the content of the tables the statement reads up to that day, are the
same; so a new day leaves the past alone, and a correction of the past is never hidden behind an old figure.
"""

import math
import re
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from tenure.core.conditions import EVERYTHING
from tenure.core.periods import DAY, Period, add_months, back
from tenure.engine import choices, publication, reading
from tenure.engine.fills import digest
from tenure.engine.models import KpiValue
from tenure.engine.publication import Publication
from tenure.engine.questions import Question
from tenure.metrics import KPIS, SCHEMAS, Kpi, Result, result
from tenure.metrics.ask import Unit
from tenure.metrics.statements import summary_sql

MONTHS = 24
_TABLE_NAMES = sorted(SCHEMAS)


def days(as_of: date) -> list[date]:
    """The days whose numbers are kept, oldest first: month ends, the last complete day, and that day a year before."""
    last = as_of if (as_of + DAY).day == 1 else as_of.replace(day=1) - DAY
    ends = [add_months(last, -n) for n in range(MONTHS - 1, -1, -1)]
    return sorted({*ends, as_of, back(as_of, "12m")})


def kept(kpis: Iterable[Kpi], wanted: Sequence[date], unit: Unit) -> dict[tuple[str, date], Result]:
    """The kept numbers of these days that `fill` has checked against the current publication.

    For readers: it compiles no statement, which in a new process would take some 200 ms a number.
    """
    usual = _Usual(unit)
    if not _checked(usual.publication, unit).exists():
        return {}
    return _kept(kpis, wanted, unit, usual.holds)


def _kept(
    kpis: Iterable[Kpi], wanted: Sequence[date], unit: Unit, holds: Callable[[Kpi, KpiValue], bool]
) -> dict[tuple[str, date], Result]:
    by_id = {kpi.id: kpi for kpi in kpis}
    found = KpiValue.objects.filter(kpi__in=by_id, as_of__in=wanted, unit=unit)
    return {(row.kpi, row.as_of): _result(by_id[row.kpi], row) for row in found if holds(by_id[row.kpi], row)}


def _checked(now: Publication, unit: Unit) -> Path:
    """A file that says that every kept number holds for this publication."""
    return now.path.with_suffix(f".{unit}.kept")


def is_complete(unit: Unit) -> bool:
    """Whether everything that is kept is there for the current publication."""
    return _checked(publication.current(), unit).exists()


def fill(unit: Unit, said: Callable[[int, int, str], None] | None = None, *, seconds: float = math.inf) -> int:
    """Compute what is not kept yet, the latest day first; returns how many numbers were.

    Stops after `seconds`; what is missing then is found by the next call. A number that needs a choice is not kept.
    """
    until = time.monotonic() + seconds
    wanted = [kpi for kpi in KPIS.values() if all(param.default is not None for param in kpi.params)]
    usual = _Usual(unit)
    days_kept = days(usual.publication.as_of)
    have = _kept(wanted, days_kept, unit, usual.is_same).keys()
    missing = [(kpi, day) for day in reversed(days_kept) for kpi in wanted if (kpi.id, day) not in have]
    for number, (kpi, day) in enumerate(missing):
        if said:
            said(number, len(missing), f"{kpi.name} on {day}")
        _keep(kpi, usual.question(kpi, day))
        if time.monotonic() > until:
            return number + 1
    KpiValue.objects.exclude(as_of__in=days_kept).delete()
    _checked(usual.publication, unit).touch()
    return len(missing)


class _Usual:
    """Questions at usual windows and choices, to one publication."""

    def __init__(self, unit: Unit) -> None:
        self.publication, self._unit, self._company = publication.current(), unit, choices.everything()

    def question(self, kpi: Kpi, day: date) -> Question:
        params = tuple(sorted((name, value) for name, value in self._company.items() if name in kpi.takes))
        return Question(self.publication, Period.trailing(day, kpi.window), self._unit, EVERYTHING, params, day)

    def is_same(self, kpi: Kpi, row: KpiValue) -> bool:
        """Whether the row was made by the same statement from the same content."""
        return row.inputs == _inputs(kpi.id, self.question(kpi, row.as_of))

    def holds(self, kpi: Kpi, row: KpiValue) -> bool:
        """Whether a row that was checked still answers the question: neither definition nor choices changed since."""
        asked = {name: value for name, value in self._company.items() if name in kpi.takes}
        return row.definition_version == kpi.version and asked.items() <= row.params.items()


@lru_cache(maxsize=8192)
def _inputs(kpi_id: str, asked: Question) -> str:
    kpi = KPIS[kpi_id]
    statement, tables = summary_sql(kpi, asked.ask), asked.publication.tables
    read = (name for name in _TABLE_NAMES if re.search(rf"\b{name}\b", statement))
    hashes = (tables.get(name) or tables.get(f"{name}@{asked.period.closing}") for name in read)
    return digest(kpi.version, statement, *hashes)


def _keep(kpi: Kpi, asked: Question) -> None:
    (row,) = reading.query(summary_sql(kpi, asked.ask))
    found = result(kpi, asked.ask, row)
    values = {
        "window": kpi.window,
        "definition_version": kpi.version,
        "inputs": _inputs(kpi.id, asked),
        "numerator": exact_text(found.numerator),
        "denominator": exact_text(found.denominator),
        "status": found.status,
        "params": dict(found.params),
        "counted": found.counted,
        "left_out": found.left_out,
        "value": found.value,
    }
    KpiValue.objects.update_or_create(kpi=kpi.id, unit=asked.unit, as_of=asked.period.closing, defaults=values)


def _result(kpi: Kpi, row: KpiValue) -> Result:
    return Result(
        kpi=row.kpi,
        numerator=exact(row.numerator),
        denominator=exact(row.denominator),
        value=row.value,
        unit=kpi.unit,
        status=row.status,
        period=Period.trailing(row.as_of, row.window),
        as_of=row.as_of,
        params=row.params,
        definition_version=row.definition_version,
        counted=row.counted,
        left_out=row.left_out,
    )


def exact_text(value: int | Fraction | None) -> str:
    return "" if value is None else str(value)


def exact(text: str) -> int | Fraction | None:
    """The exact number of a text such as 7 or 7/12; empty is null."""
    if not text:
        return None
    value = Fraction(text)
    return value.numerator if value.denominator == 1 else value
