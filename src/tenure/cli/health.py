"""`tenure health` and `tenure scorecard`."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import click
import yaml

from tenure.cli.kpis import Wrong
from tenure.cli.tabular import FORMATS, shown
from tenure.core.periods import DAY
from tenure.engine import publication
from tenure.engine.publication import NothingPublished
from tenure.engine.scores import reading
from tenure.library import verbs
from tenure.library.models import Document, Kind, State
from tenure.library.reading import check, published_measures
from tenure.metrics.measures import BadMeasure
from tenure.metrics.scorecards import BadScorecard, band

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


@click.group()
def scorecard() -> None:
    """Check, draft and publish scorecards written as YAML."""


@scorecard.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check_(file: Path) -> None:
    """Say whether a scorecard could be used, and if not, which field is wrong."""
    made = _read(file)
    click.echo(f"{made.name}: {len(made.measures)} measures in {len(made.groups)} groups. It could be published.")


@scorecard.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--note", required=True, help="What changed and why; kept with the version.")
def publish(file: Path, note: str) -> None:
    """Put a scorecard in force as a new version; the one before is kept with its end."""
    _read(file)
    document = verbs.publish(verbs.draft(Kind.SCORECARD, file.read_text(), None), None, note)
    click.echo(f"{document} is in force. The next refresh judges with it.")


@scorecard.command("show")
@click.argument("key")
def show(key: str) -> None:
    """Print the scorecard in force as YAML, to be changed and published."""
    found = Document.objects.filter(kind=Kind.SCORECARD, key=key, state=State.PUBLISHED).first()
    if not found:
        keys = Document.objects.filter(kind=Kind.SCORECARD, state=State.PUBLISHED).values_list("key", flat=True)
        raise Wrong(f"{key} is no scorecard in force; there are {', '.join(keys)}.")
    click.echo(yaml.safe_dump(json.loads(json.dumps(found.body)), sort_keys=False), nl=False)


def _read(file: Path) -> Any:
    try:
        return check(Kind.SCORECARD, file.read_text(), file.name)
    except (BadScorecard, BadMeasure) as error:
        raise Wrong(str(error)) from None
