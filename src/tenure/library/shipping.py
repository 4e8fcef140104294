"""Documents that come with Tenure: published when a database is made; what people change is theirs.

A later Tenure may bring another text of a document that is there already. It never puts it in force: it is offered.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from django.utils import timezone

from tenure.library import decks, messages, onboarding, success
from tenure.library.models import Document, Kind, Offer, State
from tenure.library.reading import Declared, normal
from tenure.metrics import journeys, measures, scorecards, signals

NOTE: Final = "Comes with Tenure."
_Key = tuple[str, str]


def ship(using: str = "default") -> int:
    """Publish what is not there under its key yet, offer what is there in other words; how many were added."""
    held: dict[_Key, list[Document]] = defaultdict(list)
    for document in Document.objects.using(using).filter(key__in={made.id for _, made in shipped()}):
        held[document.kind, document.key].append(document)
    now = timezone.now()
    rows = [
        Document(kind=kind, key=made.id, version=1, state=State.PUBLISHED, title=made.name, shipped=True,
                 body=made.model_dump(mode="json"), note=NOTE, edited_at=now, published_at=now)
        for kind, made in shipped() if (str(kind), made.id) not in held
    ]  # fmt: skip
    Document.objects.using(using).bulk_create(rows)
    _offer(using, held)
    return len(rows)


def _offer(using: str, held: dict[_Key, list[Document]]) -> None:
    """Offers for those whose shipped body is none of their versions; one that somebody declined stays declined."""
    offers = Offer.objects.using(using)
    before = {(one.kind, one.key): one for one in offers.all()}
    for kind, made in shipped():
        body, key = made.model_dump(mode="json"), (str(kind), made.id)
        known = any(normal(kind, one.body) == body for one in held[key])
        offer = before.pop(key, None) if not known and held[key] else None
        if known or not held[key] or (offer and offer.body == body):
            continue
        values = {"title": made.name, "body": body, "since": timezone.now(), "declined": False}
        offers.update_or_create(kind=kind, key=made.id, defaults=values)
    offers.filter(pk__in=[one.pk for one in before.values()]).delete()


@cache
def shipped() -> tuple[tuple[Kind, Declared], ...]:
    """Everything that comes with this Tenure; each kind after those that it names."""
    return tuple(_all())


def _all() -> Iterable[tuple[Kind, Declared]]:
    found = [measures.read(one, one["id"]) for one in _load(measures.__path__[0], "shipped.yaml")]
    ids = [measure.id for measure in found]
    cards = [scorecards.read(one, ids, one["id"]) for one in _load(scorecards.__path__[0], "shipped.yaml")]
    warnings = [signals.read(one, ids, one["id"]) for one in _load(Path(signals.__file__).parent, "signals.yaml")]
    mails = [messages.read(one, one["id"]) for one in _load(messages.__path__[0], "shipped.yaml")]
    known = {measure.id: measure for measure in found}
    ways = [journeys.read(one, known, one["id"]) for one in _load(journeys.__path__[0], "shipped.yaml")]
    reviews = [decks.read(one, one["id"]) for one in _load(decks.__path__[0], "shipped.yaml")]
    plans = [success.read(one, ids, one["id"]) for one in _load(success.__path__[0], "shipped.yaml")]
    written = [mail.id for mail in mails]
    starts = [onboarding.read(one, written, one["id"]) for one in _load(onboarding.__path__[0], "shipped.yaml")]
    return [
        *((Kind.MEASURE, measure) for measure in found),
        *((Kind.SCORECARD, card) for card in cards),
        *((Kind.SIGNAL, signal) for signal in warnings),
        *((Kind.MESSAGE, mail) for mail in mails),
        *((Kind.JOURNEY, journey) for journey in ways),
        *((Kind.DECK, deck) for deck in reviews),
        *((Kind.SUCCESS_PLAN, plan) for plan in plans),
        *((Kind.ONBOARDING, start) for start in starts),
    ]


def _load(folder: str | Path, name: str) -> list[dict[str, Any]]:
    return list(yaml.safe_load((Path(folder) / name).read_text()))
