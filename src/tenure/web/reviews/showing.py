"""A block as a page shows it: the facts drawn, the words as safe markup. The customer's page draws the same."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from tenure.planning.models import Review, ReviewBlock
from tenure.planning.reviews.access import blocks_for_customer
from tenure.planning.reviews.drawing import Drawing, drawn
from tenure.planning.reviews.exhibits import Facts, Table
from tenure.planning.reviews.preparing import facts_of
from tenure.web.account.markdown import rendered

_SIZE = (640.0, 230.0)


@dataclass(frozen=True, slots=True)
class ShownTable:
    """Cells with whether they are numbers."""

    columns: list[tuple[str, bool]]
    rows: list[list[tuple[str, bool]]]
    left_out: int


@dataclass(frozen=True, slots=True)
class Shown:
    block: ReviewBlock
    facts: Facts | None
    drawing: Drawing | None
    table: ShownTable | None
    words: SafeString

    @property
    def headline(self) -> str:
        return self.block.headline or (self.facts.lead if self.facts else "")

    @property
    def is_empty(self) -> bool:
        return not self.block.body and not self.block.headline and (self.facts is None or self.facts.is_empty)


def shown(block: ReviewBlock) -> Shown:
    facts = facts_of(block)
    drawing = drawn(facts.chart, *_SIZE) if facts and facts.chart else None
    table = _table(facts.table) if facts and facts.table else None
    return Shown(block, facts, drawing, table, rendered(block.body))


def for_customer(review: Review) -> list[Shown]:
    """What the customer sees of a review: nothing internal, hidden, or without a word or a fact."""
    return readable(blocks_for_customer(review))


def readable(blocks: Iterable[ReviewBlock]) -> list[Shown]:
    return [one for one in map(shown, blocks) if not one.is_empty]


def _table(table: Table) -> ShownTable:
    numeric = [*table.numeric, *([False] * (len(table.columns) - len(table.numeric)))]
    return ShownTable(
        list(zip(table.columns, numeric, strict=True)),
        [list(zip(row, numeric, strict=True)) for row in table.rows], table.left_out,
    )  # fmt: skip
