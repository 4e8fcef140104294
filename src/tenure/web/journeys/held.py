"""The versions of one journey: the draft, the one in force, and those that were."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404

from tenure.library.models import Document, Kind, State
from tenure.metrics import journeys
from tenure.metrics.journeys import Journey
from tenure.metrics.journeys.writing import differences
from tenure.metrics.measures import Measure

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Held:
    """`versions` are those that were published, the newest first."""

    key: str
    draft: Document | None
    versions: tuple[Document, ...]

    @property
    def published(self) -> Document | None:
        return next((one for one in self.versions if one.state == State.PUBLISHED), None)

    @property
    def base(self) -> Document:
        """What an edit begins with."""
        return self.draft or self.published or self.versions[0]

    def shown(self, draft: bool) -> Document:
        """What the page is about; the draft where it is asked for, or where nothing else is there."""
        return (self.draft if draft else None) or self.published or self.base

    def history(self) -> list[tuple[Document, list[tuple[str, str]]]]:
        """Published versions, the newest first, each with what it changed."""
        older = [*self.versions[1:], None]
        return [(one, list(differences(was.body, one.body)) if was else [])
                for one, was in zip(self.versions[:SHOWN], older, strict=False)]  # fmt: skip


def held(key: str) -> Held:
    """Of a journey that is or was; a 404 otherwise."""
    found = list(Document.objects.filter(kind=Kind.JOURNEY, key=key).select_related("author").order_by("-version"))
    if not found:
        raise Http404
    draft = next((one for one in found if one.state == State.DRAFT), None)
    return Held(key, draft, tuple(one for one in found if one.state != State.DRAFT))


def read(document: Document, known: Mapping[str, Measure]) -> Journey:
    """Raises BadJourney when a measure that it asks was retired since."""
    return journeys.read(document.body, known, document.title)
