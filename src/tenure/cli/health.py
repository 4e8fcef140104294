"""`tenure health`."""

from datetime import datetime
from typing import Any

import click

from tenure.cli.kpis import Wrong
from tenure.cli.tabular import FORMATS, shown
from tenure.core.periods import DAY
from tenure.engine import publication
from tenure.engine.publication import NothingPublished
from tenure.engine.scores import reading
from tenure.library.reading import published_measures
from tenure.metrics.scorecards import band

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("account_id", metavar="ACCOUNT")
@click.option("--as-of", type=_DAY, help="The day whose score is printed. Today, as far as it is known, unless given.")
@click.option("--since", default=30, show_default=True, help="Days before, against which the move is explained.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
def health(account_id: str, as_of: datetime | None, since: int, form: str) -> None:
    """Print an account's score, what makes it up, and what moved it.

    Points are what an input gives or takes: 70 and all points add up to the score. `moved` is the change of the points
    since so many days before. What is not known is empty and has no say.

    \b
    tenure health A0042 --as-of 2026-10-31 --since 7
    """
    try:
        day = as_of.date() if as_of else publication.current().today
    except NothingPublished as error:
        raise Wrong(str(error)) from None
    found = reading.judgements(account_id, [day - since * DAY, day])
    if day not in found:
        raise Wrong(f"{account_id} was not judged on {day}: it is not known, or it held no subscription.")
    now, before = found[day], found.get(day - since * DAY)
    moved = {one.measure: one.points / 100 for one in reading.explained(before, now)} if before else {}
    names = published_measures()
    score = None if now.level.score is None else now.level.score / 100
    if form == "table":
        click.echo(f"{score} ({band(now.level.score)}), {now.level.card} version {now.level.version}, {day}, "
                   f"coverage {now.level.coverage:.0%}")  # fmt: skip
    rows: list[dict[str, Any]] = [
        {"input": names[r.measure].name if r.measure in names else r.measure, "value": r.value,
         "points": r.points / 100, "moved": moved.get(r.measure)}
        for r in now.readings
    ]  # fmt: skip
    click.echo(shown(rows, form))
