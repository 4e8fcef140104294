"""A journey as pages open it."""

from collections.abc import Mapping

from tenure.library.models import Document, Kind
from tenure.library.versions import Versions, versions_or_404
from tenure.metrics import journeys
from tenure.metrics.journeys import Journey
from tenure.metrics.journeys.writing import differences
from tenure.metrics.measures import Measure

SHOWN = 12


def held(key: str) -> Versions:
    """Of a journey that is or was; a 404 otherwise."""
    return versions_or_404(Kind.JOURNEY, key)


def shown(found: Versions, draft: bool) -> Document:
    """What the page is about; the draft where it is asked for, or where nothing else is there."""
    return (found.draft if draft else None) or found.shown


def history(found: Versions) -> list[tuple[Document, list[tuple[str, str]]]]:
    """Published versions, the newest first, each with what it changed."""
    return [(one, list(differences(was.body, one.body)) if was else []) for one, was in found.pairs(SHOWN)]


def read(document: Document, known: Mapping[str, Measure]) -> Journey:
    """Raises BadJourney when a measure that it asks was retired since."""
    return journeys.read(document.body, known, document.title)
