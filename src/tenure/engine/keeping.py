"""Computing the numbers that are kept (`kpi_values`), as far as they are not there yet."""

import logging
import math
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final

from django.utils import timezone

from tenure.engine import kpi_values, many_days, publication
from tenure.engine.kpi_values import Usual, exact_text
from tenure.engine.models import KpiValue
from tenure.engine.questions import Question
from tenure.metrics import KPIS, Kpi
from tenure.metrics.ask import Unit

logger = logging.getLogger(__name__)

FAILED: Final = "failed"  # the status of a number that could not be computed
_KEYS: Final = ("kpi", "unit", "as_of")
_VALUES: Final = [
    field.name for field in KpiValue._meta.concrete_fields if not field.primary_key and field.name not in _KEYS
]


def fill(unit: Unit, said: Callable[[int, int, str], None] | None = None, *, seconds: float = math.inf) -> int:
    """Compute what is not kept yet, every number of the latest day first; returns how many numbers were.

    Stops after `seconds`, or when there is a newer publication; what is missing then is found by the next call. A
    number that needs a choice is not kept. One that fails is kept with its error and tried again for the next
    publication.
    """
    until = time.monotonic() + seconds
    wanted = [kpi for kpi in KPIS.values() if all(param.default is not None for param in kpi.params)]
    usual = Usual(unit)
    days = kpi_values.days(usual.publication.as_of)
    have = _confirmed(wanted, days, unit, usual)
    missing = {kpi.id: [day for day in reversed(days) if (kpi.id, day) not in have] for kpi in wanted}
    total, done = sum(map(len, missing.values())), 0
    for kpi, some in _pieces(wanted, missing, usual.publication.as_of):
        if said:
            said(done, total, f"{kpi.name} on {some[0]}")
        is_last = not _keep(kpi, [usual.question(kpi, day) for day in some])
        done += len(some)
        if is_last or time.monotonic() > until:
            return done
    KpiValue.objects.exclude(as_of__in=days).delete()
    kpi_values.checked(usual.publication, unit).touch()
    return total


def _pieces(kpis: Sequence[Kpi], missing: dict[str, list[date]], last: date) -> Iterator[tuple[Kpi, list[date]]]:
    """The last day of every number, then the past of each, as many days as are asked at once."""
    for kpi in kpis:
        if last in missing[kpi.id]:
            yield kpi, [last]
    at_once = many_days.at_once()
    for kpi in kpis:
        past = [day for day in missing[kpi.id] if day != last]
        for start in range(0, len(past), at_once):
            yield kpi, past[start : start + at_once]


def _confirmed(kpis: Iterable[Kpi], wanted: Sequence[date], unit: Unit, usual: Usual) -> set[tuple[str, date]]:
    """The numbers that need no computing for this publication; they are marked as such."""
    by_id, now = {kpi.id: kpi for kpi in kpis}, usual.publication.id
    rows = list(KpiValue.objects.filter(kpi__in=by_id, as_of__in=wanted, unit=unit))
    same = [row for row in rows if not row.error and usual.is_same(by_id[row.kpi], row)]
    moved = [row.pk for row in same if row.publication != now]
    for at in range(0, len(moved), 500):
        KpiValue.objects.filter(pk__in=moved[at : at + 500]).update(publication=now)
    tried = [row for row in rows if row.error and row.publication == now]
    return {(row.kpi, row.as_of) for row in [*same, *tried]}


def _keep(kpi: Kpi, asked: Sequence[Question]) -> bool:
    """Compute and keep a number of some days; false if readers have a newer publication meanwhile, which answered."""
    now, rows = asked[0].publication, _rows(kpi, asked)
    if publication.current().id != now.id:
        return False
    KpiValue.objects.bulk_create(rows, update_conflicts=True, unique_fields=_KEYS, update_fields=_VALUES)
    return True


def _rows(kpi: Kpi, asked: Sequence[Question]) -> list[KpiValue]:
    try:
        computed = _computed(kpi, asked)
    except Exception as error:
        # Whatever is wrong with one number or one day, the others are still to be had.
        if len(asked) > 1:
            return [row for question in asked for row in _rows(kpi, [question])]
        logger.exception("%s on %s could not be computed", kpi.id, asked[0].period.closing)
        computed = [_failed(kpi, asked[0], error)]
    return [_row(kpi, question, values) for question, values in zip(asked, computed, strict=True)]


def _computed(kpi: Kpi, asked: Sequence[Question]) -> list[dict[str, Any]]:
    return [
        {
            "inputs": kpi_values.inputs(kpi.id, question),
            "numerator": exact_text(found.numerator),
            "denominator": exact_text(found.denominator),
            "status": found.status,
            "params": dict(found.params),
            "counted": found.counted,
            "left_out": found.left_out,
            "value": found.value,
        }
        for question, found in zip(asked, many_days.results(kpi, asked), strict=True)
    ]


def _failed(kpi: Kpi, asked: Question, error: Exception) -> dict[str, Any]:
    why = (str(error).strip().splitlines() or [type(error).__name__])[0][:300]
    return {"status": FAILED, "error": f"{kpi.name} could not be computed: {why}", "params": dict(asked.ask.params)}


def _row(kpi: Kpi, asked: Question, values: dict[str, Any]) -> KpiValue:
    return KpiValue(
        kpi=kpi.id,
        unit=asked.unit,
        as_of=asked.period.closing,
        window=kpi.window,
        publication=asked.publication.id,
        computed_at=timezone.now(),
        definition_version=kpi.version,
        **values,
    )
