"""What a block shows, as data: figures, a chart, a table and sentences, whatever they are drawn on.

Pages, slides and paper draw the same `Facts`, and they are kept as they are, so that a review that was held can be
shown again as it was, whatever became of the facts and of this program since. All text is plain text, never markup.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from tenure.core import words

Unit = Literal["number", "ratio", "money", "days", "hours", "score", "text"]
Tone = Literal["", "good", "warn", "bad", "idle"]


class Shown(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Value(Shown):
    """Of money the amount is minor units; of a ratio 1 is the whole. None is unknown, which is not zero."""

    amount: float | int | str | None = None
    unit: Unit = "number"
    currency: str = ""

    def __str__(self) -> str:
        return written(self.amount, self.unit, self.currency)


class Figure(Shown):
    """A number with what it is, what it was, and how that is to be taken."""

    label: str
    value: Value
    note: str = ""
    tone: Tone = ""


class Series(Shown):
    """`muted` is what is only there to compare with."""

    name: str
    values: tuple[float | None, ...]
    muted: bool = False


class Chart(Shown):
    """`line` over time, `column` over time in counts, `bar` one a name. The finding says what is to be seen."""

    kind: Literal["line", "column", "bar"]
    finding: str
    categories: tuple[str, ...]
    series: Annotated[tuple[Series, ...], Field(max_length=4)]
    unit: Unit = "number"
    currency: str = ""

    @property
    def known(self) -> list[float]:
        return [value for one in self.series for value in one.values if value is not None]


class Table(Shown):
    """`numeric` says which columns are numbers, which stand on the right."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...] = ()
    left_out: int = 0


class Point(Shown):
    """A sentence with the fact behind it."""

    text: str
    cause: str = ""
    tone: Tone = ""


class Facts(Shown):
    """`lead` is the finding in one sentence; `missing` says what is not known, `sources` where the rest is from."""

    as_of: date
    since: date
    lead: str = ""
    figures: tuple[Figure, ...] = ()
    chart: Chart | None = None
    table: Table | None = None
    points: tuple[Point, ...] = ()
    sources: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.lead or self.figures or self.chart or self.table or self.points)


def written(amount: float | int | str | None, unit: Unit = "number", currency: str = "") -> str:
    """A value in the words of every page."""
    if isinstance(amount, str):
        return amount
    if amount is None:
        return words.EMPTY
    if unit == "money":
        return words.money_short(round(amount), currency)
    if unit == "ratio":
        return words.percent(amount, 0)
    tenths = unit in ("hours", "score") or amount != round(amount)
    text = words.number(amount, 1).removesuffix(".0") if tenths else words.number(amount)
    return text + {"days": " days", "hours": " h"}.get(unit, "")
