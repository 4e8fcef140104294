"""`tenure refresh`."""

import sys

import click

from tenure.cli.upkeep import require_migrated
from tenure.engine import choices, keeping
from tenure.engine.durable import Busy
from tenure.engine.refresh import Report
from tenure.engine.refresh import refresh as bring_up_to_date
from tenure.engine.scores.current import judge


class Line:
    """Progress on one line of a terminal; nothing where nobody watches."""

    def __init__(self) -> None:
        self._watched = sys.stderr.isatty()

    def __call__(self, done: int, total: int, sentence: str) -> None:
        if self._watched:
            share = f" ({done:,} of {total:,})" if total > 1 else ""
            click.echo(f"\r\033[K{sentence}{share}", nl=False, err=True)

    def clear(self) -> None:
        if self._watched:
            click.echo("\r\033[K", nl=False, err=True)


@click.command()
@click.option("--wait", type=click.FloatRange(0), default=3600, show_default=True, help="Seconds to wait for another.")
@click.option("--histories/--no-histories", default=True, help="Also compute the numbers of the last 24 months.")
def refresh(wait: float, histories: bool) -> None:
    """Bring everything derived up to date: fact tables, usage by day, steps, current values, scores, histories
    of numbers.

    Only what changed is made anew, so running it again does nothing. It may be stopped at any time and run again; if
    another refresh is running, this one waits for it. The worker does the same by itself as facts arrive.
    """
    require_migrated()
    line = Line()
    try:
        report = bring_up_to_date(line, wait=wait)
        judge(line, wait=wait)
        numbers = keeping.fill(choices.unit(), line) if histories else 0
    except Busy as error:
        raise click.ClickException(str(error)) from None
    finally:
        line.clear()
    _print(report, numbers)


def _print(report: Report, numbers: int) -> None:
    if report.changed:
        tables = ", ".join(report.tables) or "no fact table"
        click.echo(
            f"Made anew in {report.seconds:.1f} s: {tables}; {report.days:,} daily files; "
            f"{report.states:,} accounts' current values; {numbers:,} kept numbers."
        )
    else:
        click.echo("Everything was up to date." if not numbers else f"Up to date; {numbers:,} numbers computed.")
    click.echo(f"Facts are complete up to {report.publication.as_of}.")
    for problem in report.problems:
        click.echo(problem, err=True)
