"""`tenure import`."""

import re
import sys
from pathlib import Path

import click

from tenure.cli.upkeep import require_migrated
from tenure.core.registry import fact_tables
from tenure.ingest.files import Unreadable
from tenure.ingest.locking import WAITING
from tenure.ingest.mapping import BadMapping, load
from tenure.ingest.quarantine import describe
from tenure.ingest.runs import Request, Result, bring_in

_TO_SHOW = 3


class _Line:
    """One line that shows what is being done; only what must be waited for is said where no terminal is."""

    def __init__(self) -> None:
        self.watched = sys.stderr.isatty()

    def __call__(self, done: int, total: int, sentence: str) -> None:
        line = sentence + (f": {done:,} of {total:,}" if total else "")
        if self.watched:
            click.echo(f"\r\033[K{line}", nl=False, err=True)
        elif sentence == WAITING:
            click.echo(line, err=True)

    def clear(self) -> None:
        if self.watched:
            click.echo("\r\033[K", nl=False, err=True)


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--source", default="", help="Where the files come from, such as stripe. The folder's or file's name if empty."
)
@click.option("--table", default="", help="The canonical table, when name and columns do not tell.")
@click.option("--mapping", type=click.Path(path_type=Path), help="A YAML file that says what the columns mean.")
@click.option("--dry-run", is_flag=True, help="Check everything, write nothing.")
@click.option("--refresh/--no-refresh", default=True, help="Bring the numbers up to date afterwards.")
def import_(
    paths: tuple[Path, ...], source: str, table: str, mapping: Path | None, dry_run: bool, refresh: bool
) -> None:
    """Bring facts in from files or folders: CSV, TSV, JSON lines, Parquet and XLSX, also gzipped.

    A file whose columns have the canonical names needs no mapping; Stripe, HubSpot, Salesforce and Zendesk exports are
    recognised. The same file twice changes nothing. Rows that cannot be accepted wait on the Data page to be mended.
    """
    require_migrated()
    if table and table not in fact_tables():
        raise click.ClickException(f"{table!r} is not a table; there are {', '.join(fact_tables())}.")
    line = _Line()
    try:
        given = load(mapping) if mapping else None
        request = Request(paths, source or default_source(paths), table, given, dry_run)
        results = []
        for result in bring_in(request, line):
            line.clear()
            results.append(result)
            _print(result, dry_run)
    except (Unreadable, BadMapping) as error:
        raise click.ClickException(str(error)) from None
    _finish(results, dry_run, refresh)


def default_source(paths: tuple[Path, ...]) -> str:
    """The folder's name, so that the same folder brings the same source the next time."""
    first = paths[0].resolve()
    named = first.name if first.is_dir() else first.parent.name
    return re.sub(r"[^a-z0-9]+", "_", named.lower()).strip("_")[:60] or "files"


def _print(result: Result, dry_run: bool) -> None:
    planned, outcome = result.planned, result.outcome
    if planned is None or outcome is None:
        click.echo(f"{result.file}: {result.reason}")
        return
    would = "would be " if dry_run else ""
    click.echo(
        f"{result.file} as {outcome.table} ({planned.recognised.because}): {outcome.created:,} {would}created, "
        f"{outcome.changed:,} changed, {outcome.unchanged:,} unchanged, {outcome.rejected:,} rejected"
        + (f", {outcome.skipped:,} left out" if outcome.skipped else "")
    )
    for line in (*outcome.notes, *describe(outcome.problems)):
        click.echo(f"  {line}")
    for example in outcome.examples[:_TO_SHOW]:
        for problem in example.problems[:2]:
            click.echo(f"    row {example.row_number}: {problem['sentence']}")


def _finish(results: list[Result], dry_run: bool, refresh: bool) -> None:
    rejected = sum(r.outcome.rejected for r in results if r.outcome)
    if rejected and not dry_run:
        wait = "1 row waits" if rejected == 1 else f"{rejected:,} rows wait"
        click.echo(f"{wait} to be mended: open Data, Quarantine (/data/quarantine/).")
    failed = [r for r in results if r.planned and not r.outcome]
    brought = any(r.outcome and r.outcome.created + r.outcome.changed for r in results)
    if refresh and brought and not dry_run:
        _refresh()
    if failed or not any(r.outcome for r in results):
        raise click.ClickException("Not everything was brought in; see above.")


def _refresh() -> None:
    from tenure.engine.refresh import refresh
    from tenure.engine.scores.current import judge

    line = _Line()
    refresh(progress=line)
    judge(line)
    line.clear()
    click.echo("The numbers are up to date.")
