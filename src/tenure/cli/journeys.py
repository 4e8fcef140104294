"""`tenure journey`."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from tenure.cli.kpis import Wrong
from tenure.cli.tabular import FORMATS, shown
from tenure.core.periods import DAY
from tenure.engine import publication
from tenure.engine.journeys import book as books
from tenure.engine.journeys.one import way
from tenure.engine.publication import NothingPublished
from tenure.library import verbs
from tenure.library.models import Document, Kind, State
from tenure.library.reading import check, published_journeys, published_measures
from tenure.metrics.journeys import BadJourney, Criterion, Journey
from tenure.metrics.journeys.telling import stalled
from tenure.metrics.journeys.visits import OPEN, number
from tenure.metrics.journeys.writing import as_yaml
from tenure.metrics.measures import Measure

_DAY = click.DateTime(["%Y-%m-%d"])
_FORMAT = click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)


@click.group()
def journey() -> None:
    """List, check, show and publish journeys, and see the way an account went."""


@journey.command("list")
@_FORMAT
def list_(form: str) -> None:
    """Print the journeys in force with the accounts in each stage on the last complete day."""
    known = published_measures()
    rows: list[dict[str, Any]] = []
    try:
        for held in published_journeys(known):
            day, counts = books.counts(books.law(held.journey, known))
            rows += [{"journey": held.journey.id, "version": held.version, "stage": stage.name, "accounts": n,
                      "expected_days": stage.days, "as_of": day}
                     for stage, n in zip(held.journey.stages, counts, strict=True)]  # fmt: skip
    except NothingPublished as error:
        raise Wrong(str(error)) from None
    click.echo(shown(rows, form))


@journey.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check_(file: Path) -> None:
    """Say whether a journey could be used and who would be where, and if not, which field is wrong."""
    made = _read(file)
    click.echo(f"{made.name}: {len(made.stages)} stages. It could be published.")
    try:
        day, counts = books.counts(books.law(made, published_measures()))
    except NothingPublished:
        return
    told = ", ".join(f"{stage.name} {n}" for stage, n in zip(made.stages, counts, strict=True))
    click.echo(f"On {day}: {told}.")


@journey.command()
@click.argument("what", metavar="FILE|ID")
@click.option("--note", required=True, help="What changed and why; kept with the version.")
def publish(what: str, note: str) -> None:
    """Put a journey in force as a new version: a YAML file, or the draft of that id."""
    if Path(what).is_file():
        _read(Path(what))
        document = verbs.draft(Kind.JOURNEY, Path(what).read_text(), None)
    else:
        document = _document(what, State.DRAFT, "with a draft")
    try:
        click.echo(f"{verbs.publish(document, None, note)} is in force.")
    except (BadJourney, verbs.Refused) as error:
        raise Wrong(str(error)) from None


@journey.command("show")
@click.argument("key", metavar="ID")
@click.option("--draft", is_flag=True, help="The draft, not the version in force.")
def show(key: str, draft: bool) -> None:
    """Print a journey as YAML, to be changed and published."""
    held = _document(key, State.DRAFT, "with a draft") if draft else _document(key, State.PUBLISHED, "in force")
    click.echo(as_yaml(held.body), nl=False)


@journey.command()
@click.argument("account_id", metavar="ACCOUNT")
@click.option("--as-of", type=_DAY, help="The day up to which it is told. Today, as far as it is known, unless given.")
@_FORMAT
def path(account_id: str, as_of: datetime | None, form: str) -> None:
    """Print the way an account went: its stages, from when, for how long, and why.

    \b
    tenure journey path A0042 --as-of 2026-10-31
    """
    known = published_measures()
    try:
        day = as_of.date() if as_of else publication.current().today
        rows = [row for held in published_journeys(known) for row in _way(held.journey, account_id, day, known)]
    except NothingPublished as error:
        raise Wrong(str(error)) from None
    if not rows:
        raise Wrong(f"{account_id} was on no journey on {day}: it is not known, or it held no subscription that one "
                    "is for.")  # fmt: skip
    click.echo(shown(rows, form))


def _way(made: Journey, account: str, day: date, known: Mapping[str, Measure]) -> list[dict[str, Any]]:
    found = way(books.law(made, known), account, day)
    if found is None:
        return []
    visits, start = found.visits, date(1970, 1, 1)
    over = stalled(made, visits.on(day), day)
    return [
        {"journey": made.id, "stage": made.stages[stage].name,
         "entered": start + entered * DAY if seen else None, "left": None if left == OPEN else start + left * DAY,
         "days": min(left, number(day)) - entered, "expected_days": made.stages[stage].days,
         "because": _said(why), "misses": _said(found.missing) if left == OPEN else "",
         "stalled": "yes" if left == OPEN and over.any() else ""}
        for stage, entered, left, seen, why in zip(
            *(column.tolist() for column in (visits.stage, visits.entered, visits.left, visits.seen)),
            found.because, strict=True)
    ]  # fmt: skip


def _said(criteria: tuple[Criterion, ...]) -> str:
    return ", ".join(one.name or one.when for one in criteria)


def _document(key: str, state: str, how: str) -> Document:
    of_kind = Document.objects.filter(kind=Kind.JOURNEY, state=state)
    if found := of_kind.filter(key=key).first():
        return found
    there = ", ".join(of_kind.order_by("key").values_list("key", flat=True))
    raise Wrong(f"{key} is no journey {how}; there {f'are {there}' if there else 'is none'}.")


def _read(file: Path) -> Any:
    try:
        return check(Kind.JOURNEY, file.read_text(), file.name)
    except BadJourney as error:
        raise Wrong(str(error)) from None
