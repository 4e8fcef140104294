"""Keeping an installation well: the database's shape, and what is wrong."""

import sys

import click
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError

from tenure.cli import checkup


def make_home() -> None:
    """Create the data folder, for its owner alone; leave with a sentence when that cannot be."""
    try:
        settings.HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        mend = "Choose another folder with TENURE_HOME, or give this user the right to make it."
        raise click.ClickException(
            f"The data folder {settings.HOME} cannot be made: {error.strerror}. {mend}"
        ) from None


def require_migrated() -> None:
    """Leave with a sentence when the database cannot be reached or has an older shape."""
    make_home()
    try:
        missing = checkup.missing_migrations()
    except DatabaseError as error:
        raise click.ClickException(checkup.unreachable(error)) from None
    if missing:
        raise click.ClickException(f"The database lacks {len(missing)} of the migrations. Run `tenure migrate` first.")


@click.command()
def migrate() -> None:
    """Create or upgrade the operational database.

    Run it once after the installation and once after each upgrade; it does nothing when nothing is missing. Make a
    backup before an upgrade: docs/operations.md says how.
    """
    make_home()
    try:
        missing = checkup.missing_migrations()
        call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as error:
        raise click.ClickException(checkup.unreachable(error)) from None
    click.echo(f"Migrations applied: {len(missing)}." if missing else "The database is up to date.")


@click.command()
def check() -> None:
    """Say what is wrong with this installation and how to mend it.

    Ends with exit code 1 when something is wrong, so that a monitor can call it.
    """
    wrong = 0
    for finding in checkup.all_findings():
        mark = "ok   " if finding.fine else "WRONG"
        click.echo(f"{mark} {finding.about}: {finding.sentence}")
        wrong += not finding.fine
    sys.exit(1 if wrong else 0)
