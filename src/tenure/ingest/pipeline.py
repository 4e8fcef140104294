"""One file into one canonical table: map, check, set aside what is wrong, write what differs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tenure.company.models import User, settings_row
from tenure.core.facts import FactTable
from tenure.core.registry import fact_tables
from tenure.customers.models import Account
from tenure.ingest import accounts, events, keeping, quarantine
from tenure.ingest.checks import CHECKED, check, long_keys, missing, repeated_keys
from tenure.ingest.files import ROW, RawTable
from tenure.ingest.hierarchy import check_parents
from tenure.ingest.mapping import BadMapping, TableMapping
from tenure.ingest.meaning import mapped
from tenure.ingest.models import ImportRun
from tenure.ingest.overlaps import check_overlaps
from tenure.ingest.quarantine import Rejected
from tenure.ingest.quoting import name
from tenure.ingest.references import check_references
from tenure.ingest.staging import Staging
from tenure.ingest.storing import Stored, Written, compare, load_stored, stored_columns, write

Progress = Callable[[int, int, str], None]


def silent(done: int, total: int, sentence: str) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A row as it would come in: canonical values as text, in the order of the mapped columns, and its problems."""

    row_number: int
    values: list[str | None]
    problems: list[dict[str, str]]


@dataclass(slots=True)
class Outcome:
    """What became of a file's rows: rows = created + changed + unchanged + rejected + skipped."""

    table: str
    rows: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    skipped: int = 0
    problems: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    examples: list[Rejected] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)  # the first rows, in a trial


class Pipeline:
    """The steps of one file. A trial writes nothing; without a run, rejected rows are only told."""

    def __init__(
        self,
        staging: Staging,
        raw: RawTable,
        mapping: TableMapping,
        *,
        run: ImportRun | None = None,
        trial: bool = False,
        others: Mapping[str, RawTable] | None = None,
        source: str = "",
        who: User | None = None,
        progress: Progress = silent,
    ) -> None:
        self.staging, self.raw, self.mapping, self.run, self.progress = staging, raw, mapping, run, progress
        self.others, self.source, self.who, self.trial = others or {}, source, who, trial
        self.table: FactTable = fact_tables()[mapping.table]
        self.outcome = Outcome(mapping.table)

    def go(self) -> Outcome:
        self.progress(0, 0, f"Checking {self.raw.file}")
        view = self._check()
        self._count(view)
        if self.run:
            quarantine.keep(self.run, quarantine.rejected(self.staging, self.raw, view, self.table.name))
        self._store()
        if self.run:
            quarantine.release(self.staging, self.raw, self.run)
        return self.outcome

    def _check(self) -> str:
        settings = settings_row()
        view = mapped(self.staging, self.raw, self.mapping, self.table, self.others, settings.currency)
        self._refuse_incomplete()
        self.present = check(self.staging, view, self.table, settings.time_zone)
        long_keys(self.staging, self.table)
        if self.mapping.create_missing_accounts:
            self._create_accounts()
        check_references(self.staging, self.table, self.present)
        if self.table.name == "accounts" and "owner_email" in self.present:
            accounts.check_owners(self.staging)
        if self.table.model:
            repeated_keys(self.staging, self.table)
            check_parents(self.staging, self.table, self.present)
            check_overlaps(self.staging, self.table, self.present)
        return view

    def _refuse_incomplete(self) -> None:
        columns = missing(self.table, self.mapping.columns.keys())
        if columns:
            raise BadMapping(
                f"{self.raw.file} lacks {', '.join(columns)}, which every row of {self.table.name} needs. "
                "Add the columns, or map others to them."
            )

    def _create_accounts(self) -> None:
        ids = self.staging.rows(f"SELECT DISTINCT account_id FROM {CHECKED} WHERE account_id IS NOT NULL ORDER BY 1")
        known: set[str] = set()
        wanted = [row[0] for row in ids]
        for i in range(0, len(wanted), 500):
            known |= set(Account.objects.filter(pk__in=wanted[i : i + 500]).values_list("pk", flat=True))
        fresh = [Account(id=key, name=key[:200], source=self.source) for key in wanted if key not in known]
        if not self.trial:
            Account.objects.bulk_create(fresh, batch_size=2_000)
        else:
            self.staging.run("CREATE TABLE IF NOT EXISTS promised_accounts (id VARCHAR)")
            self.staging.run(f"INSERT INTO promised_accounts SELECT DISTINCT account_id FROM {CHECKED}")
        if fresh:
            self.outcome.notes.append(f"{len(fresh):,} accounts were not known: added with their id as name.")

    def _count(self, view: str) -> None:
        out = self.outcome
        out.rows = int(self.staging.value(f"SELECT count(*) FROM {self.raw.name}")) + len(self.raw.broken)
        taken = int(self.staging.value(f"SELECT count(*) FROM {CHECKED}"))
        out.skipped = out.rows - taken - len(self.raw.broken)
        out.problems = quarantine.counts(self.staging, self.raw)
        out.rejected = sum(out.problems.values())
        out.notes += quarantine.notes(out.problems)
        if out.rejected:
            out.examples = list(quarantine.rejected(self.staging, self.raw, view, self.table.name, kept=5))
        if self.trial:
            out.shown = self._first_rows(view)

    def _first_rows(self, view: str, first: int = 50) -> list[Shown]:
        columns = [c for c in self.staging.columns(view) if c != ROW]
        values = ", ".join(f"m.{name(c)}" for c in columns)
        rows = self.staging.rows(
            f"SELECT c.{ROW}, c.problems, {values} FROM {CHECKED} c JOIN {view} m ON m.{ROW} = c.{ROW} "
            f"ORDER BY c.{ROW} LIMIT {first}"
        )
        return [Shown(row[0], list(row[2:]), row[1]) for row in rows]

    def _store(self) -> None:
        if not self.table.model:
            self.progress(0, 0, f"Adding events of {self.raw.file}")
            done = events.append(self.staging, self.present) if not self.trial else events.count(self.staging)
        else:
            done = self._upsert()
        self.outcome.created, self.outcome.changed, self.outcome.unchanged = done.created, done.changed, done.unchanged
        if self.trial:
            self._promise()

    def _upsert(self) -> Written:
        columns = stored_columns(self.table, self.present)
        if self.table.name == "accounts" and "owner_email" in self.present:
            self.outcome.notes += accounts.resolve_owners(self.staging, create=not self.trial)
            columns.append(accounts.owner_column())
        model = keeping.editable(self.table)
        if model:
            columns.append(keeping.said_column(model))
        load_stored(self.staging, self.table, columns)
        if model:
            self.outcome.notes += keeping.told(keeping.keep_changes(self.staging, columns))
        found = compare(self.staging, columns)
        if not self.trial:
            left = self._write(columns, found.created + found.changed)
            found.changed, found.unchanged = found.changed - left, found.unchanged + left
        return found

    def _write(self, columns: list[Stored], total: int) -> int:
        journal, model = accounts.Journal(self.staging, columns, self.who), keeping.editable(self.table)
        left = write(
            self.staging,
            self.table,
            columns,
            self.source,
            overtaken=lambda ids: keeping.overtaken(self.staging, model, ids) if model else (),
            alongside=journal.record if self.table.name == "accounts" else lambda ids: None,
            progress=lambda done: self.progress(done, total, f"Writing {self.table.name}"),
        )
        if self.table.name == "accounts" and "parent_account_id" in self.present:
            self.outcome.notes += accounts.write_parents(self.staging, self.source)
        self.outcome.notes += keeping.told_of_left(left)
        return left

    def _promise(self) -> None:
        """A trial of several files: rows of this one are known to the next."""
        if self.table.model:
            promised = f"promised_{self.table.name}"
            self.staging.run(f"CREATE TABLE IF NOT EXISTS {promised} (id VARCHAR)")
            self.staging.run(f"INSERT INTO {promised} SELECT id FROM {CHECKED} WHERE len(problems) = 0")
