"""All measures in their groups, where each is used, and how its values are spread today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tenure.engine.measures import looking
from tenure.library.models import Document, Kind, State
from tenure.library.reading import readers
from tenure.metrics.measures import Measure
from tenure.metrics.measures.describing import KINDS, UNITS
from tenure.metrics.measures.spread import Spread, spread
from tenure.web.measures.held import read

GROUPS: Final[Mapping[str, str]] = {
    "usage": "Usage", "support": "Support", "relationship": "Relationship", "feedback": "Feedback",
    "commercial": "Commercial", "outcomes": "Outcomes", "judgement": "Judgement",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """`document` is what is in force, or the draft of one that never was."""

    measure: Measure
    document: Document
    draft: Document | None
    used: Sequence[Document]

    @property
    def kind(self) -> str:
        return KINDS[self.measure.formula.kind].label

    @property
    def unit(self) -> str:
        return UNITS[self.measure.unit]


def rows() -> list[tuple[str, list[Row]]]:
    """By group; those that were retired are not among them."""
    found = Document.objects.filter(kind=Kind.MEASURE).exclude(state=State.RETIRED).select_related("author")
    drafts = {one.key: one for one in found if one.state == State.DRAFT}
    shown = drafts | {one.key: one for one in found if one.state == State.PUBLISHED}
    used = readers()
    made = [Row(read(one), one, drafts.get(key), used.get(key, [])) for key, one in shown.items()]
    made.sort(key=lambda row: row.measure.name.casefold())
    groups = [(name, [row for row in made if row.measure.group == group]) for group, name in GROUPS.items()]
    return [(name, inside) for name, inside in groups if inside]


def retired() -> list[Document]:
    """The last version of each measure that is not in force any more and has no draft."""
    current = Document.objects.filter(kind=Kind.MEASURE).exclude(state=State.RETIRED).values("key")
    gone = Document.objects.filter(kind=Kind.MEASURE).exclude(key__in=current).order_by("title", "version")
    return list({one.key: one for one in gone}.values())


def spreads(measures: Sequence[Measure]) -> tuple[looking.Book, dict[str, Spread]]:
    """By id: over the accounts that hold a subscription today. Raises NothingPublished and TooSlow."""
    book = looking.today(measures)
    there = book.there[-1]
    return book, {
        one.id: spread(grid[-1][there], whole=one.unit != "ratio")
        for one, grid in zip(measures, book.values, strict=True)
    }
