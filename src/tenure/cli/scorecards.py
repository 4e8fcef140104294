"""`tenure scorecard`."""

import json
from pathlib import Path
from typing import Any

import click
import yaml

from tenure.cli.kpis import Wrong
from tenure.cli.tabular import shown
from tenure.engine.publication import NothingPublished
from tenure.engine.scores.record import Asked, Record, record
from tenure.engine.scores.replay import Replay
from tenure.library import verbs
from tenure.library.models import Document, Kind, State
from tenure.library.reading import check, published_measures
from tenure.metrics import scorecards
from tenure.metrics.measures import BadMeasure
from tenure.metrics.proof import TooFew
from tenure.metrics.scorecards import BadScorecard, Scorecard

# What people call the outcomes, and the kinds of events.
_OUTCOMES = {"churned": "churn", "downgraded": "downgrade", "expanded": "expansion"}


@click.group()
def scorecard() -> None:
    """Check, replay, show and publish scorecards written as YAML."""


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
        raise Wrong(f"{key} is no scorecard in force; {_there_are()}.")
    click.echo(yaml.safe_dump(json.loads(json.dumps(found.body)), sort_keys=False), nl=False)


@scorecard.command()
@click.argument("what", metavar="FILE|ID")
@click.option("--draft", is_flag=True, help="The draft of that scorecard, not the version in force.")
@click.option("--outcome", type=click.Choice(list(_OUTCOMES)), default="churned", show_default=True)
@click.option("--days", type=click.IntRange(1, 180), default=90, show_default=True,
              help="How long before the outcome the score is looked at.")  # fmt: skip
@click.option("--cut", type=click.IntRange(1, 99), default=70, show_default=True, help="Below it one is warned of.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def replay(what: str, draft: bool, outcome: str, days: int, cut: int, as_json: bool) -> None:
    """Say what a scorecard would have said over the last year, beside what happened.

    FILE is YAML, ID a scorecard that is in force. Each day knows only what was dated up to it. Nothing is saved.

    \b
    tenure scorecard replay standard --outcome downgraded --days 60
    tenure scorecard show standard > mine.yaml; tenure scorecard replay mine.yaml
    """
    card = _read(Path(what)) if Path(what).is_file() else _held(what, draft)
    try:
        past, found = record(card, Asked(_OUTCOMES[outcome], days, cut))
    except NothingPublished as error:
        raise Wrong(str(error)) from None
    if as_json:
        click.echo(shown({"scorecard": card.id, "as_of": past.days[-1], "outcome": outcome, "days": days, "cut": cut,
                          "accounts": len(past.accounts), "of": past.of, **found.as_dict()}, "json"))  # fmt: skip
    else:
        click.echo("\n".join(_told(card, past, found, f"{outcome}, {days} days before", cut)))


def _told(card: Scorecard, past: Replay, found: Record, asked: str, cut: int) -> list[str]:
    looked = f"{len(past.accounts)} of {past.of}" if len(past.accounts) < past.of else f"{past.of}"
    start = [f"{card.name}: {asked}, as of {past.days[-1]}, {looked} accounts.", found.verdict.sentence]
    if isinstance(found.verdict, TooFew):
        return start
    table = found.confusion
    capture = [] if isinstance(found.capture, TooFew) else [found.capture.sentence(0.2)]
    return [
        *start, *capture, found.lead.sentence,
        f"Below {cut}: {table.caught} caught, {table.missed} missed, {table.false_alarms} false alarms, "
        f"{table.quiet} rightly quiet.",
        shown([{"band": rate.name, "looked at": rate.cases, "it happened": rate.events, "rate": rate.rate,
                "low": rate.low, "high": rate.high} for rate in found.bands], "table"),
    ]  # fmt: skip


def _held(key: str, draft: bool) -> Scorecard:
    document = Document.objects.filter(
        kind=Kind.SCORECARD, key=key, state=State.DRAFT if draft else State.PUBLISHED
    ).first()
    if document is None:
        raise Wrong(f"{key} is no file, and no scorecard {'with a draft' if draft else 'in force'}; {_there_are()}.")
    return scorecards.read(document.body, published_measures(), document.title)


def _there_are() -> str:
    keys = Document.objects.filter(kind=Kind.SCORECARD, state=State.PUBLISHED).order_by("key")
    return f"there are {', '.join(keys.values_list('key', flat=True))}"


def _read(file: Path) -> Any:
    try:
        return check(Kind.SCORECARD, file.read_text(), file.name)
    except (BadScorecard, BadMeasure) as error:
        raise Wrong(str(error)) from None
