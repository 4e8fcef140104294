"""What the columns of a file mean, as data: one declarative shape for shipped mappings, files and the page's form."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from tenure.core.registry import fact_tables


class BadMapping(ValueError):
    """The mapping cannot be used; the sentence says why."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class BaseDate(_Strict):
    """The column counts days from a date that other columns choose (a course that starts in October)."""

    by: list[str]
    dates: dict[str, date] = Field(description="Values of `by` joined by | -> day 0")


class ColumnSource(_Strict):
    """Where a canonical column's text comes from. Written as plain text it is the name of a column.

    A column of a joined file is written `name.column`. First the value is found (column, first_of, join or constant),
    then changed (times, values, format, unit), then kept for some rows only (when, until, once_per), in this order.
    """

    column: str = ""
    first_of: list[str] = []
    join: list[str] = []
    separator: str = "|"
    constant: str | None = None
    when: dict[str, list[str]] = Field(default={}, description="Only for rows whose columns have one of these values")
    until: str = Field(
        default="", description="Only until the moment in this column, in UTC; for good where it is empty"
    )
    once_per: list[str] = Field(
        default=[],
        description="Only for one row among those that are equal in these columns: the first, or the `largest`",
    )
    largest: str = Field(default="", description="Canonical column that chooses the row of `once_per` by its number")
    times: str = Field(default="", description="Multiply by this column")
    values: dict[str, str] = Field(default={}, description="Value map, whatever the case")
    otherwise: str | None = Field(
        default=None, description="For values that the map does not name, or rows that `when` and the like leave out"
    )
    format: str = Field(default="", description="Of dates: strptime directives, epoch or epoch_ms")
    zone: str = Field(default="", description="Time zone of instants written without one")
    unit: Literal["minor", "major"] = Field(default="minor", description="Of money; major is 12.34")
    from_day: BaseDate | None = None
    plus_days: int = Field(default=0, description="1 turns a last day into the day after it")

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: Any) -> Any:
        return {"column": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one_origin(self) -> "ColumnSource":
        if sum((bool(self.column), bool(self.first_of), bool(self.join), self.constant is not None)) != 1:
            raise ValueError("say exactly one of column, first_of, join and constant")
        return self

    @property
    def reads(self) -> list[str]:
        base = self.from_day.by if self.from_day else []
        return [c for c in (self.column, *self.first_of, *self.join, self.times, *self._chooses, *base) if c]

    @property
    def _chooses(self) -> list[str]:
        """Columns that say for which rows there is a value."""
        return [*self.when, self.until, *self.once_per]

    @property
    def is_for_some(self) -> bool:
        return bool(self.when or self.until or self.once_per)


class Join(_Strict):
    """Another file of the same folder, by key; its first row for a key counts."""

    file: list[str] = Field(description="Names the file may have, without ending")
    name: str
    keys: dict[str, str] = Field(description="Column of this file, or of one joined before -> column of the other")
    optional: bool = Field(default=False, description="Its columns are empty when the file is not there")


class TableMapping(_Strict):
    table: str
    file: list[str] = Field(default=[], description="Names a file may have, without ending and prefixes")
    needs: list[str] = Field(default=[], description="Columns that tell that a file is meant; others may be missing")
    columns: dict[str, ColumnSource]
    joins: list[Join] = []
    skip: dict[str, list[str]] = Field(default={}, description="Rows whose column has one of these values are left out")
    create_missing_accounts: bool = False

    @model_validator(mode="after")
    def _known(self) -> "TableMapping":
        tables = fact_tables()
        if self.table not in tables:
            raise ValueError(f"{self.table!r} is not a table; there are {', '.join(tables)}")
        unknown = self.columns.keys() - set(tables[self.table].names)
        if unknown:
            raise ValueError(f"{self.table} has no column {', '.join(sorted(unknown))}")
        chooses = {source.largest for source in self.columns.values() if source.largest}
        if lacking := chooses - self.columns.keys():
            raise ValueError(f"largest names {', '.join(sorted(lacking))}, which is not mapped")
        return self

    @property
    def reads(self) -> set[str]:
        """Columns of the file itself that are read."""
        every = [c for source in self.columns.values() for c in source.reads]
        every += [*self.skip, *(key for join in self.joins for key in join.keys)]
        return {column for column in every if not self.is_joined(column)}

    def is_joined(self, reference: str) -> bool:
        return reference.split(".", 1)[0] in {join.name for join in self.joins}

    def fitted(self, columns: Iterable[str]) -> "TableMapping":
        """The same without what the file lacks, for a mapping that names the columns it needs."""
        if not self.needs:
            return self
        there = set(columns)
        joins = [j for j in self.joins if not j.optional or all(k in there or self.is_joined(k) for k in j.keys)]
        names = {join.name for join in joins}

        def has(reference: str) -> bool:
            return reference.split(".", 1)[0] in names if self.is_joined(reference) else reference in there

        kept = {}
        for name, source in self.columns.items():
            slim = source.model_copy(update={"first_of": [c for c in source.first_of if has(c)]})
            if all(has(c) for c in slim.reads) and (slim.reads or slim.constant is not None):
                kept[name] = slim
        skip = {column: values for column, values in self.skip.items() if has(column)}
        return self.model_copy(update={"columns": kept, "skip": skip, "joins": joins})


class MappingFile(_Strict):
    name: str
    sentence: str = ""
    tables: list[TableMapping]


def parse(document: Any, where: str) -> MappingFile:
    try:
        return MappingFile.model_validate(document)
    except ValidationError as error:
        raise BadMapping("\n".join(_sentence(where, dict(item)) for item in error.errors())) from None


def load(path: Path) -> MappingFile:
    """A mapping written as YAML or JSON."""
    try:
        document = yaml.safe_load(path.read_text())
    except (OSError, yaml.YAMLError) as error:
        raise BadMapping(f"{path.name} cannot be read as YAML: {error}.") from None
    return parse(document, path.name)


def shipped() -> list[MappingFile]:
    return [load(path) for path in sorted((Path(__file__).parent / "mappings").glob("*.yaml"))]


def _sentence(where: str, item: dict[str, Any]) -> str:
    place = ".".join(str(part) for part in _parts(item["loc"]))
    return f"{where}, {place or 'as a whole'}: {item['msg'].removeprefix('Value error, ')}."


def _parts(location: Iterable[Any]) -> list[Any]:
    return [part + 1 if isinstance(part, int) else part for part in location]
