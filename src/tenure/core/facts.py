"""How an app declares a canonical table of facts: what may come in, what the engine gets.

Each app that keeps facts has a `facts.py` with `TABLES: tuple[FactTable, ...]`; `tenure.core.registry` finds them.
Column names are the canonical names of docs/numbers.md and, at the same time, the attribute names of the Django model
(`account_id` is the attribute of the foreign key `account`), so no second mapping exists. The one exception: a model's
primary key is always `id`, and holds the values of the key's columns, joined by "|" when there are several.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"  # integer minor units
    CURRENCY = "currency"  # ISO 4217
    DATE = "date"  # local date of the reporting time zone
    INSTANT = "instant"  # a moment, kept in UTC
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    kind: Kind = Kind.TEXT
    required: bool = False
    refers: str = ""  # name of the canonical table whose key this is
    choices: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()  # other names files use for it
    default: str | None = None
    help: str = ""


@dataclass(frozen=True, slots=True)
class FactTable:
    name: str  # canonical name: "subscriptions"
    model: str  # "customers.Subscription"; empty for events, which live in the lake
    key: tuple[str, ...]  # columns that identify a row: upserts go by them
    sentence: str
    columns: tuple[Column, ...]
    spans: tuple[tuple[str, str], ...] = ()  # (start, end): the end may not come before the start
    one_at_a_time: tuple[str, str, str] | None = None  # (of, start, end): periods of one `of` may not overlap
    also: tuple[str, ...] = ()  # other names of files that hold it

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def attribute(self, name: str) -> str:
        """The model's attribute that holds this canonical column."""
        return "id" if self.key == (name,) else name

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def identifies(self, column: Column) -> bool:
        """Whether the column is an id, of the row itself or of another one."""
        return column.name in self.key or bool(column.refers) or column.name.endswith("_id")
