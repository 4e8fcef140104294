"""The form that says which column of a file means what: a mapping as fields, and fields as a mapping."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from tenure.core.facts import Column, FactTable, Kind
from tenure.core.registry import fact_tables
from tenure.ingest.checks import missing
from tenure.ingest.mapping import ColumnSource, TableMapping
from tenure.ingest.recognise import match


class Incomplete(ValueError):
    """The form cannot be used as it is; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Field:
    """One canonical column in the form."""

    column: Column
    chosen: str = ""
    always: str = ""
    unit: str = "minor"
    values: str = ""
    needed: bool = False

    @property
    def is_money(self) -> bool:
        return self.column.kind is Kind.MONEY

    @property
    def has_choices(self) -> bool:
        return bool(self.column.choices)


def fields(table: FactTable, columns: Sequence[str], mapping: TableMapping | None) -> list[Field]:
    """What the form shows: what was mapped before, or what the names suggest."""
    known = mapping.columns if mapping and mapping.table == table.name else match(table, columns)
    needed = set(missing(table, ()))
    return [_field(c, known.get(c.name), c.name in needed) for c in table.columns]


def _field(column: Column, source: ColumnSource | None, needed: bool) -> Field:
    if source is None:
        return Field(column, needed=needed)
    values = "; ".join(f"{theirs} = {ours}" for theirs, ours in source.values.items())
    return Field(column, source.column, source.constant or "", source.unit, values, needed)


def mapping_of(table: str, sent: Mapping[str, Any], columns: Sequence[str]) -> TableMapping:
    """The mapping the form says; raises Incomplete."""
    if table not in fact_tables():
        raise Incomplete("Choose what the rows of the file are.")
    found = {c.name: source for c in fact_tables()[table].columns if (source := _source(c, sent, columns))}
    lacking = missing(fact_tables()[table], found.keys())
    if lacking:
        raise Incomplete(f"Every row needs {', '.join(lacking)}: choose a column, or write a value for all rows.")
    try:
        return TableMapping(table=table, columns=found)
    except ValidationError as error:
        raise Incomplete(str(error.errors()[0]["msg"])) from None


def _source(column: Column, sent: Mapping[str, Any], columns: Sequence[str]) -> ColumnSource | None:
    chosen, always = sent.get(f"column-{column.name}", ""), sent.get(f"always-{column.name}", "").strip()
    if chosen in columns:
        return ColumnSource(
            column=chosen,
            unit="major" if sent.get(f"unit-{column.name}") == "major" else "minor",
            values=_values(column, sent.get(f"values-{column.name}", "")),
            zone="UTC" if column.kind is Kind.DATE and chosen.lower().endswith("_utc") else "",
        )
    return ColumnSource(constant=always) if always else None


def _values(column: Column, written: str) -> dict[str, str]:
    """`live = active; gone = cancelled` as a value map."""
    pairs: dict[str, str] = {}
    for part in (p for p in written.replace("\n", ";").split(";") if p.strip()):
        theirs, equals, ours = part.partition("=")
        if not equals or not theirs.strip() or not ours.strip():
            raise Incomplete(f"{column.name}: write renamed values as “theirs = ours; theirs = ours”.")
        pairs[theirs.strip().lower()] = ours.strip()
    return pairs
