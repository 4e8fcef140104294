"""Numbers kept for their histories: month ends of two years, and the last complete day, at usual windows and choices.

A kept number holds as long as its statement, and the content of the tables the statement reads up to that day, are the
same; so a new day leaves the past alone, and a correction of the past is never hidden behind an old figure.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from fractions import Fraction

from tenure.core.periods import DAY, Period, add_months
from tenure.engine import publication, reading
from tenure.engine.fills import digest
from tenure.engine.models import KpiValue
from tenure.engine.questions import about
from tenure.metrics import KPIS, SCHEMAS, Kpi, Result, result
from tenure.metrics.ask import Unit
from tenure.metrics.statements import summary_sql

MONTHS = 24
_TABLE_NAMES = sorted(SCHEMAS)


def days(as_of: date) -> list[date]:
    """The days whose numbers are kept, oldest first."""
    last = as_of if (as_of + DAY).day == 1 else as_of.replace(day=1) - DAY
    ends = [add_months(last, -n) for n in range(MONTHS - 1, -1, -1)]
    return ends if as_of == last else [*ends, as_of]


def kept(kpis: Iterable[Kpi], wanted: Sequence[date], unit: Unit) -> dict[tuple[str, date], Result]:
    """The kept numbers of these days, where they still hold."""
    by_id = {kpi.id: kpi for kpi in kpis}
    found = KpiValue.objects.filter(kpi__in=by_id, as_of__in=wanted, unit=unit)
    return {
        (row.kpi, row.as_of): _result(by_id[row.kpi], row)
        for row in found
        if row.inputs == _Usual(by_id[row.kpi], row.as_of, unit).inputs
    }


def fill(unit: Unit, said: Callable[[int, int, str], None] | None = None) -> int:
    """Compute what is not kept yet; returns how many numbers were. A number that needs a choice is not kept."""
    wanted = [kpi for kpi in KPIS.values() if all(param.default is not None for param in kpi.params)]
    days_kept = days(publication.current().as_of)
    have = kept(wanted, days_kept, unit).keys()
    missing = [(kpi, day) for day in reversed(days_kept) for kpi in wanted if (kpi.id, day) not in have]
    for number, (kpi, day) in enumerate(missing):
        if said:
            said(number, len(missing), f"{kpi.name} on {day}")
        _Usual(kpi, day, unit).keep()
    KpiValue.objects.exclude(as_of__in=days_kept).delete()
    return len(missing)


class _Usual:
    """A number as of a day over its usual window."""

    def __init__(self, kpi: Kpi, day: date, unit: Unit) -> None:
        self._kpi, self._day, self._unit = kpi, day, unit
        self._question = about(kpi, Period.trailing(day, kpi.window), unit=unit)
        self._statement = summary_sql(kpi, self._question.ask)

    @property
    def inputs(self) -> str:
        tables = self._question.publication.tables
        read = (name for name in _TABLE_NAMES if re.search(rf"\b{name}\b", self._statement))
        hashes = (tables.get(name) or tables.get(f"{name}@{self._day}") for name in read)
        return digest(self._kpi.version, self._statement, *hashes)

    def keep(self) -> None:
        (row,) = reading.query(self._statement)
        found = result(self._kpi, self._question.ask, row)
        values = {
            "window": self._kpi.window,
            "definition_version": self._kpi.version,
            "inputs": self.inputs,
            "numerator": exact_text(found.numerator),
            "denominator": exact_text(found.denominator),
            "status": found.status,
            "params": dict(found.params),
            "counted": found.counted,
            "left_out": found.left_out,
            "value": found.value,
        }
        KpiValue.objects.update_or_create(kpi=self._kpi.id, unit=self._unit, as_of=self._day, defaults=values)


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
