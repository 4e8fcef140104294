"""What readers see: one read-only DuckDB file at a time, replaced by renaming a small file that points to it.

The file holds fact tables and steps, and views over the explicit list of Parquet files of each daily table. A file that
a publication still kept lists is never removed, so that a reader that opened it yesterday can finish.
"""

import json
import os
import shutil
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path

import duckdb
from django.conf import settings
from django.utils import timezone

from tenure.engine.duck import connect, parquet, text
from tenure.engine.durable import make_folder, put
from tenure.engine.fills import Part
from tenure.engine.parts import DAILY, sql_type

_KEPT_HOURS = 1.0
# Derived tables that no publication lists: who makes them clears them away.
NOT_PUBLISHED = frozenset({"score_day", "measure_weeks", "journey_visits", "churn_day"})


class NothingPublished(LookupError):
    """Nothing was computed yet."""

    def __init__(self) -> None:
        super().__init__("Nothing is computed yet. Import facts, then run `tenure refresh` or wait for the worker.")


@dataclass(frozen=True, slots=True)
class Publication:
    id: str
    inputs: str  # hash of everything inside
    as_of: date  # the last complete day
    today: date  # the running day, whose facts are not all here yet
    fresh_until: datetime | None  # when the newest event happened
    published_at: datetime
    time_zone: str
    currency: str
    # Hash of the content of each table; of daily tables up to a day, as "user_day@2026-10-31".
    tables: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def path(self) -> Path:
        return _folder() / f"{self.id}.duckdb"


def _folder() -> Path:
    return Path(settings.HOME) / "published"


def current() -> Publication:
    """The publication to read now; raises NothingPublished when there is none."""
    try:
        found = json.loads((_folder() / "current.json").read_text())
    except FileNotFoundError:
        raise NothingPublished from None
    if "today" not in found:
        raise NothingPublished  # by a version before this one
    publication = Publication(
        id=found["id"],
        inputs=found["inputs"],
        as_of=date.fromisoformat(found["as_of"]),
        today=date.fromisoformat(found["today"]),
        fresh_until=datetime.fromisoformat(found["fresh_until"]) if found["fresh_until"] else None,
        published_at=datetime.fromisoformat(found["published_at"]),
        time_zone=found["time_zone"],
        currency=found["currency"],
        tables=found["tables"],
    )
    if not publication.path.exists():
        raise NothingPublished
    return publication


def is_there() -> bool:
    """Whether anything was computed yet."""
    try:
        return bool(current())
    except NothingPublished:
        return False


def publish(
    whole: Sequence[Part],
    daily: Mapping[str, Sequence[Part]],
    *,
    inputs: str,
    as_of: date,
    today: date,
    fresh_until: datetime | None,
    zone: str,
    currency: str,
    tables: Mapping[str, str],
    behind: Sequence[Part] = (),
) -> Publication:
    """Make a publication of these files and let readers have it; files `behind` it are kept for the next refresh."""
    make_folder(_folder())
    now = timezone.now()
    name = f"{now:%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:8]}"
    publication = Publication(name, inputs, as_of, today, fresh_until, now, zone, currency, tables)
    draft = _folder() / f"{publication.id}.draft"
    there = _copy_of_last(draft)
    with connect(draft) as connection:
        connection.execute("SET preserve_insertion_order = true")
        for part in whole:
            if str(part.path) not in there:
                connection.execute(f"CREATE OR REPLACE TABLE {part.table} AS SELECT * FROM {parquet([part.path])}")
        for table, parts in daily.items():
            connection.execute(f"CREATE OR REPLACE VIEW {table} AS {_listed(table, parts)}")
        connection.execute("CHECKPOINT")
    put(draft, publication.path)
    listed = [*whole, *behind, *(part for parts in daily.values() for part in parts)]
    (_folder() / f"{publication.id}.files").write_text("\n".join(str(part.path) for part in listed))
    _point_to(publication)
    return publication


def _copy_of_last(draft: Path) -> set[str]:
    """Start from the last publication, most of whose tables are still right; returns the files it was made of."""
    try:
        last = current()
        listed = (_folder() / f"{last.id}.files").read_text().splitlines()
        shutil.copyfile(last.path, draft)
    except (NothingPublished, FileNotFoundError):
        return set()
    return set(listed)


def _listed(table: str, parts: Sequence[Part]) -> str:
    columns = ", ".join(f'"{name}"' for name in DAILY[table])
    if parts:
        return f"SELECT {columns} FROM {parquet((p.path for p in parts), hive=True)}"
    nothing = ", ".join(f'CAST(NULL AS {sql_type(kind)}) AS "{name}"' for name, kind in DAILY[table].items())
    return f"SELECT {nothing} WHERE false"


def _point_to(publication: Publication) -> None:
    draft = _folder() / f"current.{publication.id}.draft"
    draft.write_text(json.dumps(asdict(publication), default=str))
    put(draft, _folder() / "current.json")


def clear_away(*, older_than_hours: float = _KEPT_HOURS) -> int:
    """Remove publications that were replaced long ago, drafts of killed runs, and derived files nobody lists."""
    try:
        kept_id = current().id
    except NothingPublished:
        return 0
    before = time.time() - older_than_hours * 3600
    gone = 0
    for path in list(_folder().iterdir()):
        if path.name != "current.json" and not path.name.startswith(kept_id) and path.stat().st_mtime < before:
            path.unlink()
            gone += 1
    return gone + _clear_derived(before)


def _clear_derived(before: float) -> int:
    listed = {line for path in _folder().glob("*.files") for line in path.read_text().splitlines()}
    gone = 0
    for folder, inside, names in os.walk(Path(settings.HOME) / "derived"):
        inside[:] = [name for name in inside if name not in NOT_PUBLISHED]
        for path in (f"{folder}/{name}" for name in names):
            if path not in listed and os.stat(path).st_mtime < before:
                os.unlink(path)
                gone += 1
    return gone


def attach(connection: duckdb.DuckDBPyConnection, publication: Publication) -> None:
    """Make the tables of a publication readable on a connection of the worker, under their own names."""
    connection.execute(f"ATTACH IF NOT EXISTS {text(publication.path)} AS published (READ_ONLY)")
    connection.execute("USE published")
