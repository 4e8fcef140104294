"""Files and folders brought in: planned in the order of the tables, one run each, one import at a time."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

from tenure.company.models import User
from tenure.core.registry import fact_tables
from tenure.engine.durable import Busy
from tenure.ingest.files import RawTable, Unreadable, find, look, read, stem
from tenure.ingest.locking import one_import
from tenure.ingest.mapping import BadMapping, MappingFile, TableMapping
from tenure.ingest.models import ImportRun, State
from tenure.ingest.pipeline import Outcome, Pipeline, Progress, silent
from tenure.ingest.promises import promise
from tenure.ingest.recognise import Recognised, named, recognise
from tenure.ingest.staging import Staging
from tenure.journal.write import record

_COUNTS = ("rows", "created", "changed", "unchanged", "rejected", "skipped")


@dataclass(frozen=True, slots=True)
class Planned:
    """One file (or sheet) for one table."""

    path: Path
    stem: str
    columns: list[str]
    recognised: Recognised

    @property
    def mapping(self) -> TableMapping:
        return self.recognised.mapping

    @property
    def label(self) -> str:
        """The file's name, with that of the sheet where a workbook has several."""
        return self.path.name if self.stem == stem(self.path) else f"{self.path.name} ({self.stem})"


@dataclass(slots=True)
class Result:
    """What became of one file: an outcome, or the reason why there is none."""

    file: str
    planned: Planned | None = None
    outcome: Outcome | None = None
    reason: str = ""
    run: ImportRun | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """What to bring in, and how."""

    paths: Sequence[Path]
    source: str = ""
    table: str = ""
    given: MappingFile | None = None
    dry_run: bool = False
    who: User | None = None
    mapping: TableMapping | None = None  # chosen on the page for a single file
    batch: str = ""
    first: int = 0  # a trial may look at so many rows only
    done: frozenset[tuple[str, str]] = frozenset()  # (file, table) that an earlier attempt finished


def plan(staging: Staging, request: Request) -> tuple[list[Planned], list[Result]]:
    """What each file is, in the order in which the tables need each other; and the files that nothing fits."""
    found: list[Planned] = []
    left: list[Result] = []
    for path in find(list(request.paths)):
        try:
            for name, columns in look(staging, path):
                meant = _meant(request, name, columns)
                found += [Planned(path, name, columns, one) for one in meant]
                left += [] if meant else [Result(path.name, reason=_unrecognised(columns))]
        except (Unreadable, BadMapping) as error:
            left.append(Result(path.name, reason=str(error)))
    order = list(fact_tables())
    return sorted(found, key=lambda p: order.index(p.mapping.table)), left


def _meant(request: Request, name: str, columns: list[str]) -> list[Recognised]:
    if request.mapping:
        return [Recognised(request.mapping, 1.0, "as mapped on the page")]
    return recognise(name, columns, source=request.source, table=request.table, given=request.given)


def _unrecognised(columns: Sequence[str]) -> str:
    shown = ", ".join(columns[:6]) + (", ..." if len(columns) > 6 else "")
    return f"not recognised by its name and columns ({shown}). Name a table, or give a mapping."


def bring_in(request: Request, progress: Progress = silent) -> Iterator[Result]:
    """Import (or try, with `dry_run`) everything the request names; one result a file, in order.

    Files of a folder that nothing fits come last. Raises Unreadable when a path cannot be read at all, Busy when
    another import does not finish.
    """
    batch = request.batch or uuid.uuid4().hex
    with ExitStack() as held:
        if not request.dry_run:
            held.enter_context(one_import(waiting=lambda sentence: progress(0, 0, sentence)))
            _bury_the_dead()
        staging = held.enter_context(Staging())
        planned, left = plan(staging, request)
        loaded = _Loaded(staging, request.first)
        for one in (p for p in planned if (p.label, p.mapping.table) not in request.done):
            yield _import_one(staging, request, batch, one, loaded, progress)
        yield from left


def _bury_the_dead() -> None:
    """Runs that were going on when their process died; the lock says that none goes on now."""
    reason = "It was stopped before it was done. Import the file again: what is done already is not done twice."
    ImportRun.objects.filter(state=State.RUNNING).update(state=State.FAILED, reason=reason, finished_at=timezone.now())


class _Loaded:
    """Files read into the staging area when they are needed; a big one goes when its turn is over."""

    def __init__(self, staging: Staging, first: int) -> None:
        self.staging, self.first = staging, first
        self._tables: dict[tuple[Path, str], RawTable] = {}

    def get(self, path: Path, name: str) -> RawTable:
        if (path, name) not in self._tables:
            for table in read(self.staging, path, self.first):
                self._tables[(path, table.stem)] = table
        return self._tables[(path, name)]

    def beside(self, one: Planned) -> dict[str, RawTable]:
        """The files that the mapping joins, found by name in the same folder."""
        found: dict[str, RawTable] = {}
        for join in one.mapping.joins:
            for path in find([one.path.parent]):
                if path != one.path and join.name not in found and named(stem(path), join.file):
                    found[join.name] = self.get(path, stem(path))
        return found

    def forget(self, one: Planned) -> None:
        table = self._tables.get((one.path, one.stem))
        if table and int(self.staging.value(f"SELECT count(*) FROM {table.name}")) > 200_000:
            self._tables.pop((one.path, one.stem))
            self.staging.run(f"DROP TABLE {table.name} CASCADE")


def _import_one(
    staging: Staging, request: Request, batch: str, one: Planned, loaded: _Loaded, progress: Progress
) -> Result:
    result = Result(one.label, one)
    run = None if request.dry_run else _start(request, batch, one)
    result.run = run
    try:
        raw = loaded.get(one.path, one.stem)
        if request.first:
            promise(staging, one.path, one.mapping, raw, loaded.beside(one), request.first)
        result.outcome = Pipeline(
            staging,
            raw,
            one.mapping,
            run=run,
            trial=request.dry_run,
            others=loaded.beside(one),
            source=request.source,
            who=request.who,
            progress=progress,
        ).go()
        loaded.forget(one)
    except (Unreadable, BadMapping, Busy) as error:
        result.reason = str(error)
    except BaseException as error:
        _finish(run, None, f"It was stopped: {error or type(error).__name__}"[:2_000])
        raise
    _finish(run, result.outcome, result.reason)
    if run and result.outcome:
        record("data.imported", run, actor=request.who, origin="import", after=_summary(result.outcome))
    return result


def _summary(outcome: Outcome) -> dict[str, int | str]:
    return {"table": outcome.table} | {name: getattr(outcome, name) for name in _COUNTS if name != "rows"}


def _start(request: Request, batch: str, one: Planned) -> ImportRun:
    return ImportRun.objects.create(
        batch=batch,
        source=request.source,
        file=one.label[:400],
        table=one.mapping.table,
        mapping=one.mapping.model_dump(mode="json", exclude_defaults=True),
        state=State.RUNNING,
        started_at=timezone.now(),
        who=request.who,
    )


def _finish(run: ImportRun | None, outcome: Outcome | None, reason: str) -> None:
    if run is None:
        return
    if outcome:
        for name in (*_COUNTS, "problems", "notes"):
            setattr(run, name, getattr(outcome, name))
    run.state, run.reason = (State.FAILED if reason else State.DONE), reason
    run.finished_at = timezone.now()
    run.save()
