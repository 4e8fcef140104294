"""Numbers kept for their histories: at usual windows and choices, on the month ends of two years, on the last complete
day and on the same day a year before.

A kept number holds as long as its statement, and the content of the tables the statement reads up to that day, are the
same; so a new day leaves the past alone, and a correction of the past is never hidden behind an old figure. Until a new
publication's numbers are computed, those of the one before are offered to whoever takes `older` ones, marked as such.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from django.db.models import Q

from tenure.core.conditions import EVERYTHING
from tenure.core.periods import DAY, Period, add_months, back
from tenure.engine import choices, publication
from tenure.engine.fills import digest
from tenure.engine.models import KpiValue
from tenure.engine.publication import Publication
from tenure.engine.questions import Question
from tenure.metrics import KPIS, SCHEMAS, Kpi, Result
from tenure.metrics.ask import Unit
from tenure.metrics.statements import summary_sql

MONTHS = 24
_OLDEST = 31  # days after which an older number is no stand-in for the present one
_TABLE_NAMES = sorted(SCHEMAS)


@dataclass(frozen=True, slots=True)
class Kept(Result):
    """A kept number that is not simply the present one: of the facts of another refresh, or one that failed.

    `error` says why there is no value. An older one says by `computed_at` how old it is, and may be of an earlier day.
    """

    computed_at: datetime | None = None
    older: bool = False
    error: str = ""


def days(as_of: date) -> list[date]:
    """The days whose numbers are kept, oldest first: month ends, the last complete day, and that day a year before."""
    last = as_of if (as_of + DAY).day == 1 else as_of.replace(day=1) - DAY
    ends = [add_months(last, -n) for n in range(MONTHS - 1, -1, -1)]
    return sorted({*ends, as_of, back(as_of, "12m")})


def kept(
    kpis: Iterable[Kpi], wanted: Sequence[date], unit: Unit, *, older: bool = False
) -> dict[tuple[str, date], Result]:
    """The kept numbers of these days that hold for the current publication, by KPI and day.

    With `older`, also `Kept` ones of the publication before where the present ones are not computed yet, and for the
    last complete day the latest day before it that is there; and those that failed. For readers: it compiles no
    statement, which in a new process would take some 200 ms a number.
    """
    usual, by_id = Usual(unit), {kpi.id: kpi for kpi in kpis}
    last = usual.publication.as_of
    asked = Q(as_of__in=wanted)
    if older and last in wanted:
        asked |= Q(as_of__gt=last - _OLDEST * DAY, as_of__lte=last)
    rows = KpiValue.objects.filter(asked, kpi__in=by_id, unit=unit).order_by("as_of")
    found: dict[tuple[str, date], Result] = {}
    for row in rows:
        is_present = row.publication == usual.publication.id and not row.error
        if (is_present or older) and usual.holds(by_id[row.kpi], row):
            known = _result(by_id[row.kpi], row) if is_present else _marked(by_id[row.kpi], row, usual.publication)
            found[(row.kpi, row.as_of)] = known
            if older and last - _OLDEST * DAY < row.as_of <= last:
                found[(row.kpi, last)] = known
    return {key: result for key, result in found.items() if key[1] in wanted}


def _marked(kpi: Kpi, row: KpiValue, now: Publication) -> Kept:
    known = {field.name: getattr(_result(kpi, row), field.name) for field in fields(Result)}
    return Kept(**known, computed_at=row.computed_at, older=row.publication != now.id, error=row.error)


def checked(now: Publication, unit: Unit) -> Path:
    """A file that says that every kept number holds for this publication."""
    return now.path.with_suffix(f".{unit}.kept")


def is_complete(unit: Unit) -> bool:
    """Whether everything that is kept is there for the current publication."""
    return checked(publication.current(), unit).exists()


class Usual:
    """Questions at usual windows and choices, to one publication."""

    def __init__(self, unit: Unit) -> None:
        self.publication, self._unit, self._company = publication.current(), unit, choices.everything()

    def question(self, kpi: Kpi, day: date) -> Question:
        params = tuple(sorted((name, value) for name, value in self._company.items() if name in kpi.takes))
        return Question(self.publication, Period.trailing(day, kpi.window), self._unit, EVERYTHING, params, day)

    def is_same(self, kpi: Kpi, row: KpiValue) -> bool:
        """Whether the row was made by the same statement from the same content."""
        return row.inputs == inputs(kpi.id, self.question(kpi, row.as_of))

    def holds(self, kpi: Kpi, row: KpiValue) -> bool:
        """Whether a row that was checked still answers the question: neither definition nor choices changed since."""
        asked = {name: value for name, value in self._company.items() if name in kpi.takes}
        return row.definition_version == kpi.version and asked.items() <= row.params.items()


@lru_cache(maxsize=8192)
def inputs(kpi_id: str, asked: Question) -> str:
    """What a number is made of: its statement, and the content of the tables that the statement reads."""
    kpi = KPIS[kpi_id]
    statement, tables = summary_sql(kpi, asked.ask), asked.publication.tables
    read = (name for name in _TABLE_NAMES if f'"{name}"' in statement)
    hashes = (tables.get(name) or tables.get(f"{name}@{asked.period.closing}") for name in read)
    return digest(kpi.version, statement, *hashes)


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
