"""`tenure measure`."""

from pathlib import Path

import click

from tenure.cli.kpis import Wrong
from tenure.cli.tabular import FORMATS, shown
from tenure.engine.measures import looking
from tenure.engine.publication import NothingPublished
from tenure.engine.reading import TooSlow
from tenure.library import verbs
from tenure.library.models import Document, Kind, State
from tenure.library.reading import published_measures, readers
from tenure.metrics import measures
from tenure.metrics.measures import BadMeasure, Measure
from tenure.metrics.measures.describing import KINDS, UNITS, sentence
from tenure.metrics.measures.documents import as_yaml
from tenure.metrics.measures.spread import Spread, spread

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def measure() -> None:
    """List, check, show and publish measures written as YAML."""


@measure.command("list")
@click.option("--values", is_flag=True, help="With how many accounts have a value today, and the median.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
def list_(values: bool, form: str) -> None:
    """Print the measures in force by group, with what reads them."""
    found = sorted(published_measures().values(), key=lambda one: (one.group, one.name))
    used = readers()
    spreads = _spreads(found) if values else {}
    rows = [
        {"id": one.id, "name": one.name, "group": one.group, "kind": KINDS[one.formula.kind].label,
         "unit": UNITS[one.unit], "read by": ", ".join(document.title for document in used.get(one.id, [])),
         **_told(spreads.get(one.id))}
        for one in found
    ]  # fmt: skip
    click.echo(shown(rows, form))


def _spreads(found: list[Measure]) -> dict[str, Spread]:
    try:
        book = looking.today(found)
    except (NothingPublished, TooSlow) as error:
        raise Wrong(str(error)) from None
    there = book.there[-1]
    return {one.id: spread(grid[-1][there]) for one, grid in zip(found, book.values, strict=True)}


def _told(found: Spread | None) -> dict[str, float | int | None]:
    return {} if found is None else {"known for": found.known, "of": found.of, "median": found.median}


@measure.command("show")
@click.argument("key", metavar="ID")
@click.option("--draft", is_flag=True, help="The draft, not the version in force.")
def show(key: str, draft: bool) -> None:
    """Print a measure as YAML, to be changed and published."""
    state = State.DRAFT if draft else State.PUBLISHED
    found = Document.objects.filter(kind=Kind.MEASURE, key=key, state=state).first()
    if found is None:
        raise Wrong(f"{key} is no measure {'with a draft' if draft else 'in force'}; `tenure measure list` has them.")
    click.echo(as_yaml(found.body), nl=False)


@measure.command("check")
@click.argument("file", type=_FILE)
def check(file: Path) -> None:
    """Say whether a measure could be used, and if not, which field is wrong."""
    made = _read(file)
    click.echo(f"{made.name}: {sentence(made.formula)}. It could be published.")


@measure.command("publish")
@click.argument("file", type=_FILE)
@click.option("--note", required=True, help="What changed and why; kept with the version.")
def publish(file: Path, note: str) -> None:
    """Put a measure in force as a new version; the one before is kept with its end.

    Scores count by it from today on. A draft that somebody has of it is not overwritten.
    """
    if not note.strip():
        raise Wrong("Say what changed and why; it is kept with the version.")
    made = _read(file)
    try:
        drafted = verbs.draft(Kind.MEASURE, made.model_dump(mode="json"), None, seen="")
    except verbs.Refused:
        raise Wrong(f"There is a draft of {made.name} on its page; publish or discard that first.") from None
    click.echo(f"{verbs.publish(drafted, None, note)} is in force. The next refresh judges with it.")


def _read(file: Path) -> Measure:
    try:
        return measures.read(file.read_text(), file.name)
    except BadMeasure as error:
        raise Wrong(str(error)) from None
    except UnicodeDecodeError:
        raise Wrong(f"{file.name} is no text in UTF-8.") from None
