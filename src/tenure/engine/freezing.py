"""Published figures of closed months: kept as they were, restated in the open (rule R9 of docs/numbers.md).

A freeze keeps every number as of the month's last day, over its usual window, for parents and for accounts, with the
version of its definition and with what the inputs were. A correction makes a new edition; the old one stays.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from tenure.core.periods import Period, month_of
from tenure.engine import publication
from tenure.engine.answers import answer, declared
from tenure.engine.kpi_values import exact, exact_text
from tenure.engine.models import FrozenFigure, FrozenMonth
from tenure.engine.publication import Publication
from tenure.metrics import KPIS, Kpi, Result
from tenure.metrics.ask import Unit

UNITS: tuple[Unit, ...] = ("parent", "account")


class CannotFreeze(ValueError):
    """The month cannot be frozen or restated; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A number that would be another one if the month were frozen now."""

    kpi: Kpi
    unit: str
    frozen: FrozenFigure
    now: Result


def freeze(month: date, *, by: Any = None, restate: bool = False, reason: str = "") -> FrozenMonth:
    """Freeze the month of this day, or restate it; returns the new edition with its figures.

    Raises CannotFreeze for a month that is not over, one that is frozen already, and a restatement without a reason or
    without anything to restate; and NothingPublished.
    """
    period, now = month_of(month), publication.current()
    last = _last_edition(period)
    _check(period, now, last, restate, reason)
    results = list(_results(period))
    with transaction.atomic():
        frozen = FrozenMonth.objects.create(
            month=period.start,
            edition=last + 1,
            frozen_at=timezone.now(),
            frozen_by=by,
            reason=reason,
            watermark=_watermark(now),
        )
        FrozenFigure.objects.bulk_create(_figure(frozen, kpi, unit, found) for kpi, unit, found in results)
    return frozen


def differences(month: date) -> list[Difference]:
    """What differs now from the last edition of a frozen month: what a restatement would change."""
    frozen = FrozenMonth.objects.filter(month=month_of(month).start).order_by("-edition").first()
    if frozen is None:
        raise CannotFreeze(f"{month:%Y-%m} is not frozen; `tenure freeze {month:%Y-%m}` does it.")
    figures = {(figure.kpi, figure.unit): figure for figure in frozen.figures.all()}
    return [
        Difference(kpi, unit, figures[(kpi.id, unit)], now)
        for kpi, unit, now in _results(month_of(month))
        if (kpi.id, unit) in figures and not _equal(figures[(kpi.id, unit)], now)
    ]


def _check(period: Period, now: Publication, last: int, restate: bool, reason: str) -> None:
    name = f"{period.start:%Y-%m}"
    if period.closing > now.as_of:
        raise CannotFreeze(f"{name} is not over: facts are complete up to {now.as_of}.")
    if restate and not last:
        raise CannotFreeze(f"{name} is not frozen, so it cannot be restated; leave out --restate.")
    if last and not restate:
        raise CannotFreeze(f"{name} is frozen already (edition {last}); use --restate with a --reason to correct it.")
    if restate and not reason.strip():
        raise CannotFreeze("A restatement needs a --reason, which is shown beside the figures.")


def _last_edition(period: Period) -> int:
    found = FrozenMonth.objects.filter(month=period.start).aggregate(last=Max("edition"))
    return found["last"] or 0


def _results(period: Period) -> Iterator[tuple[Kpi, Unit, Result]]:
    for kpi in KPIS.values():
        if all(param.default is not None for param in kpi.params):
            for unit in UNITS:
                yield kpi, unit, answer(kpi.id, Period.trailing(period.closing, kpi.window), unit=unit)


def _watermark(now: Publication) -> dict[str, Any]:
    tables = {name: mark for name, mark in now.tables.items() if "@" not in name}
    return {"publication": now.id, "inputs": now.inputs, "as_of": now.as_of.isoformat(), "tables": tables}


def _figure(frozen: FrozenMonth, kpi: Kpi, unit: str, found: Result) -> FrozenFigure:
    return FrozenFigure(
        month=frozen,
        kpi=kpi.id,
        unit=unit,
        window=kpi.window,
        params=dict(found.params),
        definition_version=found.definition_version,
        numerator=exact_text(found.numerator),
        denominator=exact_text(found.denominator),
        value=found.value,
        status=found.status,
    )


def _equal(figure: FrozenFigure, now: Result) -> bool:
    kept = (exact(figure.numerator), exact(figure.denominator), figure.status, figure.definition_version)
    return kept == (now.numerator, now.denominator, now.status, now.definition_version)


def frozen_value(kpi_id: str, month: date, unit: Unit = "parent") -> list[FrozenFigure]:
    """The published figures of one number for a month, the latest edition first."""
    figures = FrozenFigure.objects.filter(kpi=declared(kpi_id).id, unit=unit, month__month=month_of(month).start)
    return list(figures.select_related("month").order_by("-month__edition"))
