"""The documents in force, as declarations."""

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Q
from pydantic import BaseModel, ValidationError

from tenure.library import decks, messages, onboarding, success
from tenure.library.decks import Deck
from tenure.library.messages import MessageTemplate
from tenure.library.models import Document, Kind, State
from tenure.library.onboarding import OnboardingTemplate
from tenure.library.success import BadSuccessTemplate, SuccessTemplate
from tenure.metrics import journeys, measures, scorecards, signals
from tenure.metrics.journeys import Journey
from tenure.metrics.journeys.journey import measures_read
from tenure.metrics.measures import Measure
from tenure.metrics.scorecards import Scorecard
from tenure.metrics.signals import Signal


@dataclass(frozen=True, slots=True)
class Card:
    """A scorecard in force and its version."""

    scorecard: Scorecard
    version: int


def published_measures() -> dict[str, Measure]:
    """By id, in the order of their names."""
    found = Document.objects.filter(kind=Kind.MEASURE, state=State.PUBLISHED).order_by("title", "key")
    return {document.key: measures.read(document.body, document.title) for document in found}


class MeasureHistory:
    """Every version of every measure that was ever in force, read once and asked for many moments."""

    def __init__(self) -> None:
        found = Document.objects.filter(kind=Kind.MEASURE, published_at__isnull=False).order_by("version")
        self._versions = [(one, measures.read(one.body, one.title)) for one in found]

    def at(self, moment: datetime) -> dict[str, Measure]:
        """Those in force at a moment; of a time before a measure was first published, its first version."""
        known = {one.key: measure for one, measure in reversed(self._versions)}
        for one, measure in self._versions:
            if one.published_at and one.published_at <= moment:
                known[one.key] = measure
                if one.retired_at and one.retired_at <= moment:
                    del known[one.key]
        return known


def published_cards(known: Iterable[str]) -> list[Card]:
    """In the order in which they are asked whether they fit; without those that a retired measure made useless."""
    return _cards(Document.objects.filter(kind=Kind.SCORECARD, state=State.PUBLISHED), set(known))


def cards_at(moment: datetime, known: Iterable[str]) -> list[Card]:
    """Those in force at a moment; of a time before the first was published, the first versions."""
    scorecards_ = Document.objects.filter(kind=Kind.SCORECARD, published_at__isnull=False)
    in_force = scorecards_.filter(published_at__lte=moment).filter(
        Q(retired_at__isnull=True) | Q(retired_at__gt=moment)
    )
    if not scorecards_.filter(published_at__lte=moment).exists():
        in_force = scorecards_.filter(version=1)
    return _cards(in_force, set(known))


def _cards(documents: Iterable[Document], known: set[str]) -> list[Card]:
    found = []
    for document in documents:
        with suppress(scorecards.BadScorecard):
            found.append(Card(scorecards.read(document.body, known, document.title), document.version))
    return sorted(found, key=lambda card: (card.scorecard.order, card.scorecard.id))


def published_signals(known: Iterable[str]) -> list[Signal]:
    """Without those that a retired measure made useless."""
    names, found = set(known), []
    for document in Document.objects.filter(kind=Kind.SIGNAL, state=State.PUBLISHED).order_by("title"):
        with suppress(signals.BadSignal):
            found.append(signals.read(document.body, names, document.title))
    return found


def published_templates() -> dict[str, MessageTemplate]:
    """Message templates in force by id, in the order of their names."""
    found = Document.objects.filter(kind=Kind.MESSAGE, state=State.PUBLISHED).order_by("title", "key")
    return {document.key: messages.read(document.body, document.title) for document in found}


@dataclass(frozen=True, slots=True)
class HeldDeck:
    """A deck in force and its version."""

    deck: Deck
    version: int


def published_decks() -> dict[str, HeldDeck]:
    """Review decks in force by id, in the order of their names."""
    found = Document.objects.filter(kind=Kind.DECK, state=State.PUBLISHED).order_by("title", "key")
    return {document.key: HeldDeck(decks.read(document.body, document.title), document.version) for document in found}


@dataclass(frozen=True, slots=True)
class HeldSuccessTemplate:
    """A success plan template in force and its version."""

    template: SuccessTemplate
    version: int


def published_success_templates(known: Collection[str]) -> dict[str, HeldSuccessTemplate]:
    """By id, in the order of their names, without those that a retired measure made useless."""
    found = {}
    documents = Document.objects.filter(kind=Kind.SUCCESS_PLAN, state=State.PUBLISHED).order_by("title", "key")
    for document in documents:
        with suppress(BadSuccessTemplate):
            template = success.read(document.body, known, document.title)
            found[document.key] = HeldSuccessTemplate(template, document.version)
    return found


@dataclass(frozen=True, slots=True)
class HeldOnboarding:
    """An onboarding template in force and its version."""

    template: OnboardingTemplate
    version: int


def published_onboardings() -> list[HeldOnboarding]:
    """In the order in which they are asked whether they fit; without those that a retired message made useless."""
    known, found = published_keys(Kind.MESSAGE), []
    for document in Document.objects.filter(kind=Kind.ONBOARDING, state=State.PUBLISHED):
        with suppress(onboarding.BadOnboarding):
            found.append(HeldOnboarding(onboarding.read(document.body, known, document.title), document.version))
    return sorted(found, key=lambda held: (held.template.order, held.template.id))


def published_keys(kind: str) -> list[str]:
    """The keys of the documents of a kind that are in force."""
    return list(Document.objects.filter(kind=kind, state=State.PUBLISHED).order_by("key").values_list("key", flat=True))


@dataclass(frozen=True, slots=True)
class HeldJourney:
    """A journey in force and its version."""

    journey: Journey
    version: int


def published_journeys(known: Mapping[str, Measure]) -> list[HeldJourney]:
    """By name, without those that a retired measure made useless."""
    return _journeys(State.PUBLISHED, known)


def drafted_journeys(known: Mapping[str, Measure]) -> list[HeldJourney]:
    return _journeys(State.DRAFT, known)


def _journeys(state: str, known: Mapping[str, Measure]) -> list[HeldJourney]:
    found = []
    for document in Document.objects.filter(kind=Kind.JOURNEY, state=state).order_by("title", "key"):
        with suppress(journeys.BadJourney):
            found.append(HeldJourney(journeys.read(document.body, known, document.title), document.version))
    return found


def readers() -> dict[str, list[Document]]:
    """By the id of a measure: the scorecards, signals, journeys and plan templates in force that read it, by title."""
    found: dict[str, list[Document]] = {}
    kinds = (Kind.MEASURE, Kind.SCORECARD, Kind.SIGNAL, Kind.JOURNEY, Kind.SUCCESS_PLAN)
    documents = list(Document.objects.filter(state=State.PUBLISHED, kind__in=kinds).order_by("title"))
    known = {one.key: measures.read(one.body, one.title) for one in documents if one.kind == Kind.MEASURE}
    for document in documents:
        for measure in _read_by(document, known):
            found.setdefault(measure, []).append(document)
    return found


def senders() -> dict[str, list[Document]]:
    """By the id of a message template: the onboarding templates in force that send it, by title."""
    found: dict[str, list[Document]] = {}
    for document in Document.objects.filter(kind=Kind.ONBOARDING, state=State.PUBLISHED).order_by("title"):
        steps = (step for phase in document.body["phases"] for step in phase["steps"])
        for message in dict.fromkeys(step["message"] for step in steps if step.get("message")):
            found.setdefault(message, []).append(document)
    return found


def _read_by(document: Document, known: Mapping[str, Measure]) -> set[str]:
    if document.kind == Kind.MEASURE:
        return set()
    if document.kind == Kind.JOURNEY:
        with suppress(journeys.BadJourney):
            return set(measures_read(journeys.read(document.body, known), known))
        return set()
    if document.kind == Kind.SUCCESS_PLAN:
        return {measure for one in document.body["objectives"] for measure in one["measures"]}
    if document.kind == Kind.SIGNAL:
        return {test["measure"] for test in document.body["tests"]}
    return {one["measure"] for group in document.body["groups"] for one in group["inputs"]}


Declared = Measure | Scorecard | Signal | MessageTemplate | Journey | Deck | SuccessTemplate | OnboardingTemplate


def redefined(measures_: Collection[str], after: datetime, until: datetime) -> list[Document]:
    """Later versions of these measures that came into force after one moment and not after another, oldest first."""
    found = Document.objects.filter(kind=Kind.MEASURE, key__in=measures_, version__gt=1)
    return list(found.filter(published_at__gt=after, published_at__lte=until).order_by("published_at"))


def check(kind: str, body: Mapping[str, object] | str, title: str) -> Declared:
    """The declaration of a body; raises a ValueError of its kind, with sentences that name the field."""
    return _READ[kind](body, title)


# Of each kind of document, how a body is read; those that name measures are read against the published ones.
_READ: Final[Mapping[str, Callable[[Mapping[str, object] | str, str], Declared]]] = {
    Kind.MEASURE: measures.read,
    Kind.SCORECARD: lambda body, title: scorecards.read(body, published_measures(), title),
    Kind.SIGNAL: lambda body, title: signals.read(body, published_measures(), title),
    Kind.MESSAGE: messages.read,
    Kind.JOURNEY: lambda body, title: journeys.read(body, published_measures(), title),
    Kind.DECK: decks.read,
    Kind.SUCCESS_PLAN: lambda body, title: success.read(body, published_measures(), title),
    Kind.ONBOARDING: lambda body, title: onboarding.read(body, published_keys(Kind.MESSAGE), title),
}

# Of each kind, what a body is made of.
MODELS: Final[Mapping[str, type[BaseModel]]] = {
    Kind.MEASURE: Measure,
    Kind.SCORECARD: Scorecard,
    Kind.SIGNAL: Signal,
    Kind.MESSAGE: MessageTemplate,
    Kind.JOURNEY: Journey,
    Kind.DECK: Deck,
    Kind.SUCCESS_PLAN: SuccessTemplate,
    Kind.ONBOARDING: OnboardingTemplate,
}


def normal(kind: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """A body with every field of its kind as of this version of Tenure, so that two can be compared."""
    try:
        return MODELS[kind].model_validate(body).model_dump(mode="json")
    except ValidationError:
        return dict(body)
