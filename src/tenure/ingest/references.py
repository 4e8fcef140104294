"""Rows that refer to accounts or other things which are not known (yet)."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.apps import apps
from django.db import models

from tenure.core.facts import Column, FactTable
from tenure.core.registry import fact_tables
from tenure.engine.operational import copy_as_text
from tenure.ingest.checks import CHECKED, add_problems
from tenure.ingest.files import ROW
from tenure.ingest.quoting import name, text
from tenure.ingest.staging import Staging

# Up to this many different ids are asked for one by one; beyond it reading all of them is faster.
FEW = 2_000


def model_of(table: FactTable) -> type[models.Model]:
    return apps.get_model(table.model)


def check_references(staging: Staging, table: FactTable, present: Sequence[str]) -> None:
    for column in table.columns:
        if column.refers and column.name in present:
            _load_known(staging, column)
            _report_unknown(staging, column)


def distinct(staging: Staging, column: str) -> list[str] | None:
    """The different values of a checked column, or None when there are more than a few."""
    rows = staging.rows(
        f"SELECT DISTINCT {name(column)} FROM {CHECKED} WHERE {name(column)} IS NOT NULL LIMIT {FEW + 1}"
    )
    return None if len(rows) > FEW else [row[0] for row in rows]


def by_parts(values: Sequence[str], size: int = 500) -> Iterator[list[str]]:
    iterator = iter(values)
    while part := list(islice(iterator, size)):
        yield part


def _load_known(staging: Staging, column: Column) -> None:
    model = model_of(fact_tables()[column.refers])
    wanted = distinct(staging, column.name)
    if wanted is None:
        copy_as_text(model, ["id"], staging.connection, "known")
    else:
        staging.fill("known", ["id"], _ids(model, wanted))
    if staging.has(f"promised_{column.refers}"):
        staging.run(f"INSERT INTO known SELECT id FROM promised_{column.refers}")


def _ids(model: type[models.Model], wanted: list[str]) -> Iterator[tuple[Any]]:
    for part in by_parts(wanted):
        yield from model._default_manager.filter(pk__in=part).values_list("pk")


def _report_unknown(staging: Staging, column: Column) -> None:
    noun = "Account" if column.refers == "accounts" else f"Row of {column.refers}"
    kind = "unknown_account" if column.refers == "accounts" else "unknown_reference"
    value = f"c.{name(column.name)}"
    sentence = text(f"{column.name}: {noun} ") + f" || {value} || " + text(" is not known; import it first, or add it.")
    add_problems(
        staging,
        kind,
        column.name,
        f"SELECT c.{ROW}, {sentence} FROM {CHECKED} c WHERE {value} IS NOT NULL "
        f"AND NOT EXISTS (SELECT 1 FROM known k WHERE k.id = {value})",
    )
