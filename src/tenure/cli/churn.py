"""`tenure risk`: the learned churn risk of an account, its card, and learning it again."""

from datetime import datetime
from typing import Any

import click

from tenure.cli.kpis import Wrong
from tenure.cli.refreshing import Line
from tenure.cli.tabular import FORMATS, shown
from tenure.core.periods import DAY
from tenure.engine import publication
from tenure.engine.churn import reading, training
from tenure.engine.churn.reading import Told
from tenure.engine.models import ChurnTraining
from tenure.engine.publication import NothingPublished
from tenure.engine.scores.current import judge
from tenure.metrics.learning import POINT

_DAY = click.DateTime(["%Y-%m-%d"])
_FORMAT = click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)


@click.group()
def risk() -> None:
    """The learned churn risk: of an account, its card, and learning it again."""


@risk.command("show")
@click.argument("account_id", metavar="ACCOUNT")
@click.option("--as-of", type=_DAY, help="The day whose risk is printed. Today, as far as it is known, unless given.")
@click.option("--since", default=30, show_default=True, help="Days before, against which the move is explained.")
@_FORMAT
def show(account_id: str, as_of: datetime | None, since: int, form: str) -> None:
    """Print the probability that an account leaves, what makes it up, and what moved it.

    Points are of log-odds, 100 multiply the odds by 2.7: `start` and all points add up to the log-odds. `moved` is the
    change of the points since the last day told that is so many days before.

    \b
    tenure risk show A0042 --as-of 2026-10-31 --since 7
    """
    now, before = _told(account_id, as_of, since)
    change = reading.explained(before, now) if before else None
    moved = {one.measure: _points(one.points) for one in change.causes} if change else {}
    if form == "table":
        card = now.training.read_card()
        click.echo(f"{now.risk:.1%} within {card.horizon} days, {now.day}; the book's rate is {card.rate:.1%}. "
                   f"Starts at {_points(now.base)}, learned on {now.training.as_of}.")  # fmt: skip
        if change and change.trained:
            click.echo(f"Learned again in between: {_points(change.trained):+}.")
    names = now.training.declared()
    rows: list[dict[str, Any]] = [
        {"input": names[one.measure].name, "value": one.value, "points": _points(one.points),
         "moved": moved.get(one.measure)}
        for one in sorted(now.readings, key=lambda one: -one.points)
    ]  # fmt: skip
    click.echo(shown(rows, form))


@risk.command("card")
@_FORMAT
def card(form: str) -> None:
    """Print the record of the newest training: what it was learned from, what it is worth, and whether it is shown."""
    newest = reading.newest()
    if newest is None:
        raise Wrong("Nothing is learned yet: run `tenure risk train`, or wait for the worker.")
    made = newest.read_card()
    if form != "table":
        click.echo(newest.card if form == "json" else shown(_parts(newest), form))
        return
    click.echo(_sentence(newest))
    click.echo(f"Learned on {newest.as_of} from {made.accounts:,} accounts, of which {made.left:,} left.")
    click.echo(f"{made.rows:,} account-days, {made.events:,} followed by churn within {made.horizon} days.")
    if made.brier is not None and made.brier_of_rate is not None:
        click.echo(f"Brier score {made.brier:.4f} beside {made.brier_of_rate:.4f} of the book's rate.")
    if rows := _parts(newest):
        click.echo(shown(rows, form))


@risk.command("train")
def train() -> None:
    """Learn the churn risk again from the book's past, and tell it of every account. Takes a minute in a large book."""
    line = Line()
    try:
        made = training.train(line)
        judge(line)
    except NothingPublished as error:
        raise Wrong(str(error)) from None
    finally:
        line.clear()
    if made:
        click.echo(_sentence(made))


def _told(account_id: str, as_of: datetime | None, since: int) -> tuple[Told, Told | None]:
    newest = reading.newest()
    if as_of is None and not (newest and newest.shown):
        raise Wrong(_sentence(newest) if newest else "Nothing is learned yet: run `tenure risk train`.")
    try:
        day = reading.nearest(as_of.date() if as_of else publication.current().today)
    except NothingPublished as error:
        raise Wrong(str(error)) from None
    then = reading.nearest(day - since * DAY) if day else None
    told = reading.told(account_id, [one for one in (then, day) if one])
    if day is None or day not in told:
        raise Wrong(f"Nothing was said of {account_id} then: it is not known, did not pay, or too little was known.")
    return told[day], told.get(then) if then else None


def _sentence(made: ChurnTraining) -> str:
    return f"{'Shown' if made.shown else 'Not shown'}. {made.read_card().sentence}"


def _parts(made: ChurnTraining) -> list[dict[str, Any]]:
    return [
        {"part": part.name, "said": part.said, "came": part.rate, "low": part.low, "high": part.high,
         "left": part.events, "looked_at": part.cases}
        for part in made.read_card().deciles
    ]  # fmt: skip


def _points(said: int) -> float:
    return said * 100 / POINT
