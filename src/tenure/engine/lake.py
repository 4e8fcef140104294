"""The event lake: every usage event once, in a Delta table on local disk, one folder a UTC day.

An append writes one Parquet file for each day it touches, syncs files and folders, and commits them together in one
log entry, which is synced too. The entry also names (source, version), so a batch that is sent again is recognised.

Guarantees
- What `append` returned survives a power cut; what it did not return is in the lake whole or not at all.
- A batch counts once for each (source, version), and an event once for each id: the second row with the id of an
  event of the same UTC day is dropped, whether the first is in the batch or in the lake.
- One writer at a time; readers are never stopped and always see one version of the table.
- A file's name carries its number of rows and the sum of the hashes of its ids, so the content of a day can be
  compared without reading it, and stays equal when files are merged.
"""

import shutil
import time
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from deltalake import CommitProperties, DeltaTable
from deltalake.transaction import AddAction, RemoveAction, Transaction
from django.conf import settings
from django.utils import timezone

from tenure.engine.duck import connect, parquet, side_by_side, text
from tenure.engine.durable import make_folder, one_at_a_time, settle, sync_file, sync_folder

_TEXTS = ("event_id", "account_id", "user_id", "feature", "event")
_TYPES: dict[str, pa.DataType] = {
    **{name: pa.string() for name in _TEXTS},
    "ts": pa.timestamp("us", tz="UTC"),
    "qty": pa.float64(),
    "day": pa.date32(),
}
SCHEMA = pa.schema(_TYPES)
Rows = str | Sequence[Path] | pa.Table | pa.RecordBatchReader
_COLUMNS = (
    "event_id::VARCHAR AS event_id, account_id::VARCHAR AS account_id, coalesce(user_id, '')::VARCHAR AS user_id, "
    "coalesce(feature, '')::VARCHAR AS feature, coalesce(event, '')::VARCHAR AS event, ts::TIMESTAMPTZ AS ts, "
    "coalesce(qty, 1)::DOUBLE AS qty"
)
_NAMES = "event_id, account_id, user_id, feature, event, ts, qty"
_HASHES = 2**64


@dataclass(frozen=True, slots=True)
class Appended:
    rows_in: int
    duplicates: int
    days: tuple[date, ...]  # UTC days that got new events
    already: bool = False  # this (source, version) was in the lake before: nothing was done

    @property
    def rows(self) -> int:
        return self.rows_in - self.duplicates


@dataclass(frozen=True, slots=True)
class LakeFile:
    path: Path
    day: date
    rows: int
    checksum: int


class BadEvents(ValueError):
    """The batch as a whole cannot be taken; the sentence says why."""


def folder() -> Path:
    return Path(settings.HOME) / "lake" / "events"


def append(
    rows: Rows,
    *,
    source: str,
    version: int,
    connection: duckdb.DuckDBPyConnection | None = None,
    wait: float = 600,
) -> Appended:
    """Put events into the lake, durably and exactly once for (source, version).

    `rows` is a SELECT, a list of Parquet files, or Arrow data with the columns event_id, account_id, user_id, feature,
    event, ts (with a time zone, or in UTC without one) and qty. A SELECT runs on `connection` if one is given. Versions
    of a source only grow: a version not above the last one committed is taken as sent again. Memory is bounded by one
    day of events, not by the batch. Raises BadEvents for an event without id, account or time, durable.Busy when
    another writer does not finish within `wait` seconds.
    """
    with one_at_a_time(folder().parent / "events.lock", wait=wait, what="An append to the event lake"):
        table = _open()
        last = table.transaction_version(source)
        if last is not None and last >= version:
            return Appended(0, 0, (), already=True)
        staging = Path(settings.HOME) / "tmp" / f"events-{uuid.uuid4().hex}"
        try:
            return _append(table, rows, staging, connection or connect(), Transaction(source, version))
        finally:
            shutil.rmtree(staging, ignore_errors=True)


def files(first: date | None = None, last: date | None = None) -> list[LakeFile]:
    """The files that make up the lake now, of the UTC days first to last (both included; None is open)."""
    if not DeltaTable.is_deltatable(str(folder())):
        return []
    found = (_lake_file(uri) for uri in DeltaTable(str(folder())).file_uris())
    return sorted(
        (f for f in found if (first is None or f.day >= first) and (last is None or f.day <= last)),
        key=lambda f: (f.day, f.path.name),
    )


def newest(connection: duckdb.DuckDBPyConnection) -> datetime | None:
    """When the newest event happened that is not in the future by this machine's clock; None without events."""
    now = timezone.now()
    found = files(last=now.astimezone(UTC).date())
    for day in sorted({file.day for file in found}, reverse=True):
        of_day = parquet(file.path for file in found if file.day == day)
        latest = connection.execute(
            f"SELECT max(ts) AT TIME ZONE 'UTC' FROM {of_day} WHERE ts <= {text(now)}::TIMESTAMPTZ"
        ).fetchone()
        if latest and latest[0]:
            at: datetime = latest[0]
            return at.replace(tzinfo=UTC)
    return None


def fingerprints(found: Iterable[LakeFile]) -> dict[date, tuple[int, int]]:
    """What each UTC day holds: number of events, and the sum of the hashes of their ids."""
    days: dict[date, tuple[int, int]] = {}
    for file in found:
        rows, checksum = days.get(file.day, (0, 0))
        days[file.day] = (rows + file.rows, (checksum + file.checksum) % _HASHES)
    return days


def compact(*, at_least: int = 4, wait: float = 600) -> int:
    """Merge the files of each day that has `at_least` of them; returns the number of days merged."""
    with one_at_a_time(folder().parent / "events.lock", wait=wait, what="An append to the event lake"):
        merged = 0
        for group in _crowded(at_least):
            _merge(group)
            merged += 1
        return merged


def vacuum(*, retention_hours: int = 24, wait: float = 600) -> int:
    """Delete files that no version within the retention refers to, those of killed appends included."""
    if not DeltaTable.is_deltatable(str(folder())):
        return 0
    with one_at_a_time(folder().parent / "events.lock", wait=wait, what="An append to the event lake"):
        table = DeltaTable(str(folder()))
        options: dict[str, Any] = {"enforce_retention_duration": False, "full": True}
        if not table.vacuum(retention_hours, dry_run=True, **options):
            return 0  # cleaning writes to the log even when there is nothing to clean
        return len(table.vacuum(retention_hours, dry_run=False, **options))


def _open() -> DeltaTable:
    if DeltaTable.is_deltatable(str(folder())):
        return DeltaTable(str(folder()))
    make_folder(folder())
    # The log's statistics would keep text of erased people: only the day is kept there.
    table = DeltaTable.create(
        str(folder()), SCHEMA, partition_by=["day"], configuration={"delta.dataSkippingStatsColumns": "ts"}
    )
    _sync_log(table)
    sync_folder(folder())
    return table


def _append(
    table: DeltaTable, rows: Rows, staging: Path, connection: duckdb.DuckDBPyConnection, transaction: Transaction
) -> Appended:
    rows_in = _stage(rows, staging, connection)
    known: dict[date, list[LakeFile]] = {}
    for uri in table.file_uris():
        file = _lake_file(uri)
        known.setdefault(file.day, []).append(file)
    staged = {_day_of(part): sorted(part.iterdir()) for part in sorted(staging.glob("day=*"))}
    batches = [_Batch(day, paths, known.get(day, [])) for day, paths in staged.items()]
    with side_by_side(connection, _write_day, batches) as days:
        written = [file for file in days if file]
    settle(file.path for file in written)
    _commit(table, [_added(file) for file in written], transaction)
    return Appended(rows_in, rows_in - sum(f.rows for f in written), tuple(f.day for f in written))


def _stage(rows: Rows, staging: Path, connection: duckdb.DuckDBPyConnection) -> int:
    """Sort the batch into one folder a UTC day; returns its number of rows."""
    make_folder(staging)
    relation = _relation(rows, connection)
    done = connection.execute(
        f"COPY (SELECT {_COLUMNS}, (ts::TIMESTAMPTZ AT TIME ZONE 'UTC')::DATE AS day FROM ({relation}) AS batch) "
        f"TO {text(staging)} (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (day), OVERWRITE_OR_IGNORE)"
    ).fetchone()
    staged = sorted(staging.rglob("*.parquet"))
    if staged:
        bad = connection.execute(
            f"SELECT count(*) FROM {parquet(staged)} WHERE event_id IS NULL OR account_id IS NULL OR ts IS NULL"
        ).fetchone()
        if bad and bad[0]:
            raise BadEvents(f"{bad[0]} events have no id, no account or no time; nothing of this batch was taken.")
    return int(done[0]) if done else 0


def _relation(rows: Rows, connection: duckdb.DuckDBPyConnection) -> str:
    if isinstance(rows, str):
        return rows
    if isinstance(rows, pa.Table | pa.RecordBatchReader):
        connection.register("batch_of_events", rows)
        return "SELECT * FROM batch_of_events"
    if not rows:
        return f"SELECT {', '.join('NULL AS ' + name for name in _NAMES.split(', '))} WHERE false"
    return f"SELECT * FROM {parquet(rows)}"


@dataclass(frozen=True, slots=True)
class _Batch:
    """The events of one day that are to be appended, and the files of that day in the lake."""

    day: date
    staged: Sequence[Path]
    known: Sequence[LakeFile]


def _write_day(connection: duckdb.DuckDBPyConnection, batch: _Batch) -> LakeFile | None:
    """Write the events of one day that the lake does not have yet; no file when there are none. Not yet durable."""
    events = parquet(batch.staged)
    repeats = connection.execute(f"SELECT count(*) > count(DISTINCT event_id) FROM {events}").fetchone()
    is_new = not batch.known and not (repeats and repeats[0])
    home = folder() / f"day={batch.day}"
    home.mkdir(exist_ok=True)
    draft = home / f"{uuid.uuid4().hex}.draft.parquet"
    if is_new and len(batch.staged) == 1:
        batch.staged[0].rename(draft)
    else:
        _copy(connection, _not_yet(events, batch.known, distinct=not is_new), draft)
    return _keep(connection, batch.day, draft)


def _not_yet(batch: str, known: Sequence[LakeFile], *, distinct: bool) -> str:
    new = f"SELECT {'DISTINCT ON (event_id)' if distinct else ''} {_NAMES} FROM {batch}"
    if known:
        new += f" WHERE event_id NOT IN (SELECT event_id FROM {parquet(f.path for f in known)})"
    return new


def _copy(connection: duckdb.DuckDBPyConnection, select: str, draft: Path) -> None:
    connection.execute(f"COPY ({select}) TO {text(draft)} (FORMAT parquet, COMPRESSION zstd)")


def _keep(connection: duckdb.DuckDBPyConnection, day: date, draft: Path) -> LakeFile | None:
    """Give a day's new file the name that says what is in it; one without events is not kept."""
    rows, checksum = _content(connection, draft)
    if not rows:
        draft.unlink()
        return None
    final = draft.with_name(f"{rows}-{checksum:016x}-{uuid.uuid4().hex}.parquet")
    draft.rename(final)
    return LakeFile(final, day, rows, checksum)


def _content(connection: duckdb.DuckDBPyConnection, path: Path) -> tuple[int, int]:
    found = connection.execute(
        f"SELECT count(*), (coalesce(sum(hash(event_id)), 0) % {_HASHES})::UBIGINT FROM {parquet([path])}"
    ).fetchone()
    return (int(found[0]), int(found[1])) if found else (0, 0)


def _lake_file(uri: str) -> LakeFile:
    path = Path(uri)
    rows, checksum, _ = path.stem.split("-")
    return LakeFile(path, _day_of(path.parent), int(rows), int(checksum, 16))


def _day_of(part: Path) -> date:
    return date.fromisoformat(part.name.removeprefix("day="))


def _added(file: LakeFile, *, data_change: bool = True) -> AddAction:
    return AddAction(
        path=f"{file.path.parent.name}/{file.path.name}",
        size=file.path.stat().st_size,
        partition_values={"day": file.day.isoformat()},
        modification_time=int(time.time() * 1000),
        data_change=data_change,
        stats=f'{{"numRecords": {file.rows}}}',
    )


def _commit(table: DeltaTable, actions: list[AddAction | RemoveAction], transaction: Transaction | None = None) -> None:
    properties = CommitProperties(app_transactions=[transaction] if transaction else None)
    table.create_write_transaction(actions, "append", SCHEMA, ["day"], commit_properties=properties)
    _sync_log(table)


def _sync_log(table: DeltaTable) -> None:
    """delta-rs syncs nothing by itself on a local disk."""
    table.update_incremental()
    log = folder() / "_delta_log"
    entry = f"{table.version():020}"
    for path in [*log.glob(f"{entry}*"), log / "_last_checkpoint"]:
        if path.exists():
            sync_file(path)
    sync_folder(log)


def _crowded(at_least: int) -> list[list[LakeFile]]:
    days: dict[date, list[LakeFile]] = {}
    for file in files():
        days.setdefault(file.day, []).append(file)
    return [group for group in days.values() if len(group) >= at_least]


def _merge(group: list[LakeFile]) -> None:
    with connect() as connection:
        select = f"SELECT {_NAMES} FROM {parquet(f.path for f in group)} ORDER BY account_id, ts"
        draft = group[0].path.with_name(f"{uuid.uuid4().hex}.draft.parquet")
        _copy(connection, select, draft)
        merged = _keep(connection, group[0].day, draft)
    added = [_added(merged, data_change=False)] if merged else []
    settle([merged.path] if merged else [])
    _commit(DeltaTable(str(folder())), [*added, *(_removed(file) for file in group)])


def _removed(file: LakeFile) -> RemoveAction:
    return RemoveAction(
        path=f"{file.path.parent.name}/{file.path.name}",
        data_change=False,
        deletion_timestamp=int(time.time() * 1000),
        size=file.path.stat().st_size,
        partition_values={"day": file.day.isoformat()},
    )
