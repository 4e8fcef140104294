"""`tenure library`: documents of every kind, listed, and kept in a folder of YAML files."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from django.db import transaction

from tenure.cli.kpis import Wrong
from tenure.cli.tabular import FORMATS, shown
from tenure.engine.tasks import follow
from tenure.journal.write import through
from tenure.library import folders, shipping, verbs
from tenure.library.bringing import Brought, wrong
from tenure.library.models import Document, Kind, Offer, State

_FOLDER = click.Path(file_okay=False, path_type=Path)
_KINDS = click.option("--kind", "kinds", type=click.Choice(Kind.values), multiple=True,
                      help="Only documents of this kind; may be given again. All unless given.")  # fmt: skip
_FORMAT = click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)


@click.group()
def library() -> None:
    """Keep documents of every kind in a folder of YAML files, such as one in git.

    \b
    tenure library pull templates/
    tenure library diff templates/
    tenure library push templates/ --note "Kick-off within five days"
    """


@library.command("list")
@_KINDS
@click.option("--all", "every", is_flag=True, help="With drafts, and with what is not in force any more.")
@_FORMAT
def list_(kinds: tuple[str, ...], every: bool, form: str) -> None:
    """Print the documents in force: version, who published it and when, and whether they came with Tenure."""
    found = Document.objects.filter(kind__in=kinds or Kind.values).select_related("author")
    found = found.order_by("kind", "key", "version") if every else found.filter(state=State.PUBLISHED)
    newer = set(Offer.objects.filter(declined=False).values_list("kind", "key"))
    rows = [
        {"kind": one.kind, "id": one.key, "title": one.title, "version": one.version, "state": one.state,
         "changed": (one.published_at or one.edited_at).date(), "by": str(one.author or ""),
         "as shipped": "yes" if one.shipped else "", "newer": "yes" if (one.kind, one.key) in newer else ""}
        for one in found.order_by("kind", "key", "version")
    ]  # fmt: skip
    click.echo(shown(rows, form))


@library.command()
@click.argument("folder", type=_FOLDER)
@_KINDS
def pull(folder: Path, kinds: tuple[str, ...]) -> None:
    """Write every document in force into FOLDER, one file each, in a folder a kind.

    Files of documents that are not in force are left as they are and named.
    """
    try:
        pulled = folders.pull(folder, kinds or Kind.values)
    except folders.NoFolder as error:
        raise Wrong(str(error)) from None
    except OSError as error:
        raise Wrong(f"{folder} cannot be written: {error.strerror}.") from None
    click.echo(f"{pulled.written} written, {pulled.unchanged} unchanged in {folder}.")
    for name in pulled.others:
        click.echo(f"{name} is not in force in Tenure; `push` would publish it.")


@library.command()
@click.argument("folder", type=_FOLDER)
@_KINDS
@_FORMAT
@click.pass_context
def diff(context: click.Context, folder: Path, kinds: tuple[str, ...], form: str) -> None:
    """Print what the files of FOLDER say otherwise than the documents in force. Exit code 1 when something differs."""
    brought = _compared(folder, kinds)
    there = {(one.kind, one.key) for one in brought}
    lacking = [one for one in folders.in_force(kinds or Kind.values) if (one.kind, one.key) not in there]
    rows = [*_rows(brought), *({"file": "", "kind": one.kind, "id": one.key, "would be": "not in the folder",
                                "what": one.title} for one in lacking)]  # fmt: skip
    click.echo(shown(rows, form) if rows else f"{folder} says what is in force.")
    if rows:
        context.exit(1)


@library.command()
@click.argument("folder", type=_FOLDER)
@_KINDS
@click.option("--note", help="What changed and why; kept with the new versions.")
@click.option("--dry-run", is_flag=True, help="Print what would change and change nothing.")
@click.option("--force", is_flag=True, help="Also where somebody published another version on a page since the pull.")
def push(folder: Path, kinds: tuple[str, ...], note: str | None, dry_run: bool, force: bool) -> None:
    """Put what the files of FOLDER say in force, as new versions. All of it or, when something is wrong, nothing.

    What people published on a page since the last pull is not overwritten: pull, and bring the two together.
    """
    if not dry_run and not (note or "").strip():
        raise Wrong("Say what changed and why with --note; it is kept with the versions.")
    try:
        with transaction.atomic(), through("command"):
            brought = folders.push(folder, kinds or Kind.values, note or "A dry run.", force=force)
            if dry_run or wrong(brought):
                transaction.set_rollback(True)
    except (folders.NoFolder, verbs.Refused) as error:
        raise Wrong(str(error)) from None
    if rows := _rows(brought):
        click.echo(shown(rows, "table"))
    if refused := wrong(brought):
        raise Wrong(f"{len(refused)} of {len(brought)} cannot come into force, so nothing was changed.")
    changed = [one for one in brought if one.outcome != "same"]
    if dry_run or not changed:
        click.echo("Nothing was changed; it was a dry run." if changed else "Everything is in force already.")
        return
    folders.remember(folder, brought)
    follow({one.kind for one in changed})
    click.echo(f"{len(changed)} in force, {len(brought) - len(changed)} unchanged.")


@library.command()
@click.option("--adopt", is_flag=True, help="Also put newer texts in force, of documents that nobody changed.")
def ship(adopt: bool) -> None:
    """Publish what comes with this Tenure and is not there; say which documents have a newer text.

    `tenure migrate` does the first by itself; nothing that is there is ever replaced without --adopt.
    """
    click.echo(f"{shipping.ship()} added.")
    adopted = []
    for offer in Offer.objects.filter(declined=False).order_by("kind", "key"):
        try:
            with through("command"):
                adopted.append(verbs.adopt(offer, None, note="A newer text that comes with Tenure.") if adopt else None)
            said = "adopted" if adopt else "a newer text is there; --adopt takes it, or look at it on its page"
        except verbs.Refused as error:
            said = str(error)
        click.echo(f"{offer.kind}/{offer.key}: {said}")
    follow({one.kind for one in adopted if one})


def _compared(folder: Path, kinds: Sequence[str]) -> list[Brought]:
    try:
        return folders.compare(folder, kinds or Kind.values)
    except folders.NoFolder as error:
        raise Wrong(str(error)) from None


def _rows(brought: Sequence[Brought]) -> list[dict[str, Any]]:
    """One a change, so that a table says what happens field by field."""
    return [
        {"file": one.where, "kind": one.kind, "id": one.key, "would be": _said(one), "what": what}
        for one in brought if one.outcome != "same" for what in _what(one)
    ]  # fmt: skip


def _said(one: Brought) -> str:
    return "refused" if one.outcome == "refused" else f"version {one.version}"


def _what(one: Brought) -> list[str]:
    if one.outcome == "refused":
        return one.problem.splitlines()
    return [change.sentence for change in one.changes] or [f"{one.title} is new"]
