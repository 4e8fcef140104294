"""Documents that come with Tenure: published once, when a database is made; what people change is theirs."""

from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone

from tenure.library import messages
from tenure.library.messages import MessageTemplate
from tenure.library.models import Document, Kind, State
from tenure.metrics import journeys, measures, scorecards, signals

Declared = measures.Measure | scorecards.Scorecard | signals.Signal | MessageTemplate | journeys.Journey


def ship(using: str = "default") -> int:
    """Publish what is not there under its key yet; returns how many documents were added."""
    known = set(Document.objects.using(using).values_list("kind", "key"))
    now = timezone.now()
    rows = [
        Document(kind=kind, key=made.id, version=1, state=State.PUBLISHED, title=made.name,
                 body=made.model_dump(mode="json"), note="Comes with Tenure.", edited_at=now, published_at=now)
        for kind, made in _all() if (str(kind), made.id) not in known
    ]  # fmt: skip
    Document.objects.using(using).bulk_create(rows)
    return len(rows)


def _all() -> list[tuple[Kind, Declared]]:
    found = [measures.read(one, one["id"]) for one in _load(measures.__path__[0], "shipped.yaml")]
    ids = [measure.id for measure in found]
    cards = [scorecards.read(one, ids, one["id"]) for one in _load(scorecards.__path__[0], "shipped.yaml")]
    warnings = [signals.read(one, ids, one["id"]) for one in _load(Path(signals.__file__).parent, "signals.yaml")]
    mails = [messages.read(one, one["id"]) for one in _load(messages.__path__[0], "shipped.yaml")]
    known = {measure.id: measure for measure in found}
    ways = [journeys.read(one, known, one["id"]) for one in _load(journeys.__path__[0], "shipped.yaml")]
    return [
        *((Kind.MEASURE, measure) for measure in found),
        *((Kind.SCORECARD, card) for card in cards),
        *((Kind.SIGNAL, signal) for signal in warnings),
        *((Kind.MESSAGE, mail) for mail in mails),
        *((Kind.JOURNEY, journey) for journey in ways),
    ]


def _load(folder: str | Path, name: str) -> list[dict[str, Any]]:
    return list(yaml.safe_load((Path(folder) / name).read_text()))
