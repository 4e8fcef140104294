"""How texts sounded to who looked at a moment: as a person had said by then, else as the model reads them."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import BooleanField, Case, CharField, Count, F, JSONField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import JSONObject

from tenure.core.periods import starts_at
from tenure.feedback.labelling import SOURCES, Source
from tenure.feedback.models import TextKind, TextLabel, Tone

# A side told with less confidence is shown as unsure and not counted. Neutral is what is left when no side is told, and
# never told with more.
SURE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Label:
    """`sure` is whether it counts: a person said so, or the model reads no side or is confident enough of one."""

    id: int
    tone: str
    confidence: float
    corrected: bool

    @property
    def sure(self) -> bool:
        return self.corrected or self.confidence >= SURE or (self.tone == Tone.NEUTRAL and self.confidence > 0)

    @property
    def read(self) -> bool:
        """Whether the model could read the text at all, or a person did."""
        return self.corrected or self.confidence > 0


def _corrected(until: datetime | None) -> Q:
    by_then = ~Q(corrected="")
    return by_then & Q(corrected_at__lt=until) if until else by_then


def _tone(until: datetime | None) -> Case:
    return Case(When(_corrected(until), then=F("corrected")), default=F("told"), output_field=CharField())


def _labels(kind: TextKind) -> Any:
    return TextLabel.objects.filter(kind=kind, text_id=OuterRef("pk"))


def label_of(kind: TextKind, until: datetime | None = None) -> Subquery:
    """To annotate rows of texts with: what `of` makes a Label of. `until` is the end of a past day."""
    corrected = Case(When(_corrected(until), then=Value(True)), default=Value(False), output_field=BooleanField())
    told = JSONObject(id="pk", tone=_tone(until), confidence="confidence", corrected=corrected)
    return Subquery(_labels(kind).values(said=told)[:1], output_field=JSONField())


def tone_of(kind: TextKind, until: datetime | None = None) -> Subquery:
    """To filter rows of texts by."""
    return Subquery(_labels(kind).values(then=_tone(until))[:1])


def of(found: dict[str, Any] | None) -> Label | None:
    return Label(found["id"], found["tone"], found["confidence"], bool(found["corrected"])) if found else None


def then(row: TextLabel, until: datetime | None = None) -> Label:
    """The label of a text at a moment."""
    corrected = bool(row.corrected) and (until is None or (row.corrected_at is not None and row.corrected_at < until))
    return Label(row.pk, row.corrected if corrected else row.told, row.confidence, corrected)


def counts(account_id: str, first: date, until: date, zone: ZoneInfo) -> tuple[dict[str, int], int]:
    """Texts of the days [first, until) by tone, and how many are left out because they could not be read surely."""
    found: Counter[str] = Counter()
    for source in SOURCES:
        for tone, number in _counted(source, account_id, first, until, zone):
            found[tone] += number
    return {tone: found[tone] for tone in Tone.values}, found[""]


def _counted(source: Source, account_id: str, first: date, until: date, zone: ZoneInfo) -> Any:
    end = starts_at(until, zone)
    sure = _corrected(end) | Q(confidence__gte=SURE) | Q(told=Tone.NEUTRAL, confidence__gt=0)
    tone = Case(When(sure, then=_tone(end)), default=Value(""), output_field=CharField())
    begins, ends = (first, until) if source.by_day else (starts_at(first, zone), end)
    rows = source.rows().filter(account_id=account_id, **{f"{source.when}__gte": begins, f"{source.when}__lt": ends})
    known = rows.annotate(tone=Subquery(_labels(source.kind).values(then=tone)[:1])).exclude(tone=None)
    return known.order_by().values_list("tone").annotate(Count("pk"))
