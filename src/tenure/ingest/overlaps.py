"""Periods of one subscription may not overlap: the earlier-starting row is kept, the one that cuts into it waits.

Rows that stand in the database and are not in the file stand firm. A row of the file replaces the stored row of the
same id; if it is refused itself, the stored one stands again and can refuse others, so the affected groups are gone
through until nothing changes. Only groups with an overlap are looked at one by one, and one group at a time.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from tenure.core.facts import FactTable
from tenure.engine.operational import copy_as_text
from tenure.ingest.checks import CHECKED, add_problems
from tenure.ingest.files import ROW
from tenure.ingest.quoting import name
from tenure.ingest.references import by_parts, distinct, model_of
from tenure.ingest.staging import Staging

_EVER, _OPEN = date(1, 1, 1), date(9999, 12, 31)
_FIRST, _LAST = "DATE '0001-01-01'", "DATE '9999-12-31'"


@dataclass(frozen=True, slots=True)
class Stretch:
    id: str
    start: date
    end: date
    row: int | None  # None: stands in the database

    def meets(self, other: "Stretch") -> bool:
        return max(self.start, other.start) < min(self.end, other.end)


def check_overlaps(staging: Staging, table: FactTable, present: list[str]) -> None:
    if not table.one_at_a_time:
        return
    of, start, end = table.one_at_a_time
    _load_standing(staging, table, table.one_at_a_time)
    # A file without the column leaves the stored date as it is.
    begins = f"c.{name(start)}" if start in present else "s.a::DATE"
    ends = f"c.{name(end)}" if end in present else "s.b::DATE"
    staging.run(
        f"CREATE OR REPLACE TABLE stretches AS SELECT of, id, coalesce(a, {_FIRST}) AS a, "
        f"coalesce(b, {_LAST}) AS b, row FROM (SELECT c.{name(of)} AS of, c.id, {begins} AS a, {ends} AS b, "
        f"c.{ROW} AS row FROM {CHECKED} c "
        f"LEFT JOIN standing s ON s.id = c.id WHERE len(c.problems) = 0 "
        f"UNION ALL SELECT of, id, a::DATE, b::DATE, NULL FROM standing)"
    )
    staging.fill("overlapping", ["row", "sentence"], _refusals(staging, of))
    add_problems(staging, "overlap", start, "SELECT row::BIGINT, sentence FROM overlapping")


def _load_standing(staging: Staging, table: FactTable, columns: tuple[str, str, str]) -> None:
    """Fill `standing`: what is stored, as text. Few subscriptions are asked for by id, many are read all."""
    model, wanted = model_of(table), distinct(staging, columns[0])
    of, start, end = (table.attribute(column) for column in columns)  # columns are called the same
    if wanted is None:
        copy_as_text(model, [of, "id", start, end], staging.connection, "stored_stretches")
        staging.run(
            f"CREATE OR REPLACE TABLE standing AS SELECT {name(of)} AS of, id, {name(start)} AS a, {name(end)} AS b "
            "FROM stored_stretches"
        )
        staging.run("DROP TABLE stored_stretches")
        return
    rows = (model._default_manager.filter(**{f"{of}__in": part}) for part in by_parts(wanted))
    found = (row for part in rows for row in part.values_list(of, "pk", start, end))
    staging.fill("standing", ["of", "id", "a", "b"], ([None if v is None else str(v) for v in row] for row in found))


def _refusals(staging: Staging, of: str) -> Iterator[tuple[str, str]]:
    """Row number and sentence of each row of the file that is refused."""
    # A stored row that a row of the same group replaces cannot collide with it: leave it out of the first look.
    suspects = (
        "SELECT DISTINCT of FROM (SELECT of, a, max(b) OVER (PARTITION BY of ORDER BY a, b ROWS BETWEEN UNBOUNDED "
        "PRECEDING AND 1 PRECEDING) AS reached FROM stretches s WHERE a < b AND (row IS NOT NULL OR NOT EXISTS "
        "(SELECT 1 FROM stretches t WHERE t.id = s.id AND t.of = s.of AND t.row IS NOT NULL))) WHERE a < reached"
    )
    query = f"SELECT of, id, a, b, row FROM stretches WHERE of IN ({suspects}) AND a < b ORDER BY of, a, row"
    rows = (row for batch in staging.batches(query) for row in batch)
    for group, members in groupby(rows, key=lambda row: row[0]):
        for stretch, by in refuse([Stretch(*member[1:]) for member in members]):
            yield str(stretch.row), _sentence(of, group, stretch, by)


def refuse(stretches: Iterable[Stretch]) -> list[tuple[Stretch, Stretch]]:
    """The rows of the file that cannot stay, each with the row it runs into."""
    every = list(stretches)
    incoming = sorted((s for s in every if s.row is not None), key=lambda s: (s.start, s.row))
    stored = {s.id: s for s in every if s.row is None}
    refused: dict[str, tuple[Stretch, Stretch]] = {}
    while True:
        replaced = {s.id for s in incoming if s.id not in refused}
        found = _pass(incoming, [s for s in stored.values() if s.id not in replaced])
        if found.keys() <= refused.keys():
            return list(refused.values())
        refused |= {key: pair for key, pair in found.items() if key not in refused}
        incoming = [s for s in incoming if s.id not in refused]


def _pass(incoming: list[Stretch], standing: list[Stretch]) -> dict[str, tuple[Stretch, Stretch]]:
    accepted: Stretch | None = None
    refused: dict[str, tuple[Stretch, Stretch]] = {}
    for stretch in incoming:
        near = [accepted] if accepted else []
        hit = next((other for other in (*near, *standing) if stretch.meets(other)), None)
        if hit:
            refused[stretch.id] = (stretch, hit)
        else:
            accepted = stretch
    return refused


def _sentence(of: str, group: str, stretch: Stretch, by: Stretch) -> str:
    where = f"row {by.row}" if by.row is not None else f"{by.id}, which is stored"
    until = "until further notice" if by.end == _OPEN else f"to {by.end}"
    since = "since ever" if by.start == _EVER else str(by.start)
    return (
        f"{of} {group}: the period from {stretch.start} overlaps {where} ({since} {until}). "
        "End the earlier one first, or start this one later."
    )
