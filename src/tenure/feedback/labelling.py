"""Texts get their labels: new and changed ones, and all of them after the model changed, in batches.

A text is read again when its row was loaded after it was last read, or when another version of the model read it. That
is asked of the database by keys alone, so a run with nothing to do reads no text; a run that was interrupted goes on
where it stopped. What a person corrected is in columns that nothing here writes.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, cast

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from tenure.feedback import sentiment
from tenure.feedback.models import TextKind, TextLabel

BATCH: Final = 1_000
_WORDS: Final = 8  # kept of those that decided
_READ: Final = ["account", "told", "confidence", "score", "words", "model_version", "text_loaded_at", "loaded_at"]

Report = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Source:
    """Where texts of a kind stand, and when they were written: a day where `by_day`, else a moment.

    `ours` tells those that we wrote ourselves, which say nothing about a customer.
    """

    kind: TextKind
    model: str
    field: str
    when: str
    by_day: bool = False
    ours: Q | None = None

    def rows(self) -> QuerySet[Any]:
        left_out = Q(**{self.field: ""}) | (self.ours or Q(pk__in=()))
        return cast("QuerySet[Any]", apps.get_model(self.model)._default_manager.exclude(left_out))

    def labels(self) -> QuerySet[TextLabel]:
        return TextLabel.objects.filter(kind=self.kind)

    def waiting(self) -> QuerySet[Any]:
        """Rows whose text has no label yet, or an old one."""
        fresh = self.labels().filter(
            text_id=OuterRef("pk"), text_loaded_at__gte=OuterRef("loaded_at"), model_version=sentiment.version()
        )
        return self.rows().filter(~Exists(fresh))

    def gone(self) -> QuerySet[TextLabel]:
        """Labels whose text was deleted or emptied."""
        return self.labels().filter(~Exists(self.rows().filter(pk=OuterRef("text_id"))))


SOURCES: Final = (
    Source(TextKind.SURVEY, "feedback.SurveyResponse", "comment", "responded_on", by_day=True),
    Source(TextKind.TOUCHPOINT, "work.Touchpoint", "body", "occurred_at", ours=Q(direction="out")),
    Source(TextKind.TICKET, "work.Ticket", "subject", "opened_at"),
)


def text_of(row: TextLabel) -> str:
    """The text of a label as it stands now; empty when it is gone."""
    [source] = (source for source in SOURCES if source.kind == row.kind)
    found = source.rows().filter(pk=row.text_id).values_list(source.field, flat=True).first()
    return str(found or "")


def is_waiting() -> bool:
    """Whether there is anything to do."""
    return any(source.waiting().exists() or source.gone().exists() for source in SOURCES)


def label_texts(report: Report | None = None) -> int:
    """Label all texts that wait, and forget labels of texts that are gone; returns how many were read."""
    done, total = 0, sum(source.waiting().count() for source in SOURCES)
    for source in SOURCES:
        source.gone().delete()
        for count in _label(source):
            done += count
            if report is not None:
                report(done, max(done, total), f"{done:,} of {max(done, total):,} texts read.")
    return done


def label_now(touchpoint: Any) -> TextLabel | None:
    """Read one touchpoint at once, for who says what it sounds like as they write it; None where there is no text."""
    [source] = (source for source in SOURCES if source.kind == TextKind.TOUCHPOINT)
    row = source.rows().filter(pk=touchpoint.pk).values_list("pk", "account_id", "loaded_at", source.field).first()
    if row is None:
        return None
    _keep([_read(source.kind, *row)])
    return source.labels().select_related("account").get(text_id=touchpoint.pk)


def _keep(labels: list[TextLabel]) -> None:
    TextLabel.objects.bulk_create(labels, update_conflicts=True, unique_fields=["kind", "text_id"], update_fields=_READ)


def _label(source: Source) -> Iterator[int]:
    after = ""
    rows = source.waiting().order_by("pk").values_list("pk", "account_id", "loaded_at", source.field)
    while batch := list(rows.filter(Q(pk__gt=after))[:BATCH]):
        _keep([_read(source.kind, *row) for row in batch])
        after = batch[-1][0]
        yield len(batch)


def _read(kind: TextKind, key: str, account_id: str, loaded_at: Any, text: str) -> TextLabel:
    told = sentiment.classify(text)
    words = [
        {"text": word.text, "start": word.start, "end": word.end, "points": round(word.points, 3)}
        for word in told.deciding(_WORDS)
    ]
    return TextLabel(
        kind=kind, text_id=key, account_id=account_id, told=told.label, confidence=told.confidence, score=told.score,
        words=words, model_version=sentiment.version(), text_loaded_at=loaded_at,
    )  # fmt: skip
