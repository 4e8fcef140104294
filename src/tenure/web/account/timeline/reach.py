"""How far a source has to look: its newest entries of one account before a place."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import BigAutoField, F, Model, Q, QuerySet, Value
from django.db.models.functions import Collate
from django.db.models.lookups import LessThan

from tenure.core.periods import local_date, starts_at
from tenure.feedback.models import TextKind
from tenure.feedback.tones import label_of, tone_of
from tenure.web.account.timeline.entry import Place

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Reach:
    account_id: str
    zone: ZoneInfo
    limit: int
    before: Place
    end: datetime | None = None  # of the past day that is looked at
    tone: str = ""  # only texts that sound so

    def texts(self, rows: QuerySet[Any], kind: TextKind) -> QuerySet[Any]:
        """Rows of texts with their labels, as `told`; those of the tone that is asked."""
        if self.tone:
            rows = rows.annotate(tone=tone_of(kind, self.end)).filter(tone=self.tone)
        labelled: QuerySet[Any] = rows.annotate(told=label_of(kind, self.end))
        return labelled

    def by_instant(self, rows: QuerySet[Row], field: str, rank: int) -> Iterator[tuple[datetime, Row]]:
        """The newest rows before the place by a moment, ties by id; each with its moment."""
        return self._newest(self._earlier(rows, field, self.before.at, rank), field)

    def by_day(self, rows: QuerySet[Row], field: str, rank: int) -> Iterator[tuple[date, Row]]:
        """The newest rows before the place by a day; a day stands at its first moment in the reporting time zone."""
        day = local_date(self.before.at, self.zone)
        if self.at(day) == self.before.at:
            return self._newest(self._earlier(rows, field, day, rank), field)
        return self._newest(rows.filter(**{f"{field}__lte": day}), field)

    def keys_by_instant(self, rows: QuerySet[Row], field: str, rank: int) -> QuerySet[Any, Any]:
        """The ids of the newest rows before the place by a moment, to be asked inside another query."""
        return self._newest_rows(self._earlier(rows, field, self.before.at, rank), field).values("pk")

    def at(self, day: date) -> datetime:
        return starts_at(day, self.zone)

    def shows(self, place: Place) -> bool:
        """For sources that have all their rows at hand."""
        return place < self.before

    def _earlier(self, rows: QuerySet[Row], field: str, value: datetime | date, rank: int) -> QuerySet[Row]:
        if rank > self.before.rank:
            return rows.filter(**{f"{field}__lt": value})
        # The first condition is the range of the index, the second only tells ties apart.
        rows = rows.filter(**{f"{field}__lte": value})
        if rank < self.before.rank:
            return rows
        key = int(self.before.key) if _counted(rows) else self.before.key
        return rows.filter(Q(**{f"{field}__lt": value}) | Q(LessThan(_key(rows), Value(key))))

    def _newest(self, rows: QuerySet[Row], field: str) -> Iterator[tuple[Any, Row]]:
        for row in self._newest_rows(rows, field):
            yield getattr(row, field), row

    def _newest_rows(self, rows: QuerySet[Row], field: str) -> QuerySet[Row]:
        known = rows.filter(**{f"{field}__isnull": False})
        return known.order_by(F(field).desc(), _key(rows).desc())[: self.limit]


def _counted(rows: QuerySet[Any]) -> bool:
    return isinstance(rows.model._meta.pk, BigAutoField)


def _key(rows: QuerySet[Any]) -> F | Collate:
    # By code point, as Python compares: a database that sorts by language would skip entries between two pages.
    if _counted(rows):
        return F("pk")
    return Collate("pk", "C" if connection.vendor == "postgresql" else "BINARY")
