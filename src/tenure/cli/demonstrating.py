"""`tenure demo` and `tenure benchmark-data`: a simulated company, to look at or as files."""

import os
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from django.conf import settings
from django.db import connection, connections
from django.utils import timezone

from tenure.cli.address import as_url, require_free
from tenure.cli.serving import run_both
from tenure.core.periods import local_date
from tenure.demo import making, staff, state
from tenure.demo.company import Size, write
from tenure.engine.durable import Busy, one_at_a_time

_ACCOUNTS, _EVENTS = 400, 1_000_000
_MOST_ACCOUNTS, _MOST_EVENTS = 100_000, 200_000_000


@click.command()
@click.option("--accounts", type=click.IntRange(20, _MOST_ACCOUNTS), help=f"How many; {_ACCOUNTS} unless given.")
@click.option("--events", type=click.IntRange(0, _MOST_EVENTS), help=f"About how many; {_EVENTS:,} unless given.")
@click.option("--no-serve", is_flag=True, help="Make it and stop, without serving it.")
@click.option("--fresh", is_flag=True, help="Set the present demo aside and make a new one.")
def demo(accounts: int | None, events: int | None, no_serve: bool, fresh: bool) -> None:
    """Make a company to look at, and serve it.

    The company is simulated: the same on every machine, with dates that end yesterday. It is made the first time, in
    about a minute; later only what has changed since is computed. When a new day has begun, a new one is made and the
    old one is set aside, with all that was written into it. Killed in the middle, run it again.
    """
    if not no_serve:
        require_free("127.0.0.1", settings.ENVIRONMENT.port)
    _be_reachable()
    try:
        with one_at_a_time(state.home() / "tmp" / "demo.lock", wait=0, what="Another `tenure demo`"):
            _prepare(accounts, events, fresh)
    except (Busy, making.NotMade) as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"Sign in as {staff.ADMINISTRATOR} with the password {state.password()}")
    click.echo(f"or, with the same password, as {staff.LEAD} (lead), theo.okafor@example.com (CSM), {staff.VIEWER}.")
    if not no_serve:
        raise SystemExit(run_both())


def _be_reachable() -> None:
    """Links in the mails of a demo lead to this machine; its server and worker are told by the environment."""
    if not settings.TENURE_URL:
        settings.TENURE_URL = os.environ["TENURE_URL"] = as_url("127.0.0.1", settings.ENVIRONMENT.port)


def _prepare(accounts: int | None, events: int | None, fresh: bool) -> None:
    kept = state.read()
    size = _size(kept, accounts, events)
    if kept and (fresh or not _serves(kept, size)):
        _start_anew(kept, size)
        kept = None
    making.migrate()
    if kept is None and making.holds_other_data():
        raise making.NotMade(f"{state.home()} holds another company's data. Choose an empty folder with TENURE_HOME.")
    if kept and kept.ready:
        making.catch_up(click.echo)
    else:
        making.make(size, click.echo)


def _size(kept: state.Demo | None, accounts: int | None, events: int | None) -> Size:
    """What is asked for; what is not said stays as it is."""
    zone = ZoneInfo(settings.ENVIRONMENT.time_zone)
    return Size(
        _yesterday(zone),
        accounts or (kept.accounts if kept else _ACCOUNTS),
        (kept.events if kept else _EVENTS) if events is None else events,
        zone=zone,
    )


def _yesterday(zone: ZoneInfo) -> date:
    return local_date(timezone.now(), zone) - timedelta(days=1)


def _serves(kept: state.Demo, size: Size) -> bool:
    return (kept.last_day, kept.accounts, kept.events) == (size.end, size.accounts, size.events)


def _start_anew(kept: state.Demo, size: Size) -> None:
    if connection.vendor != "sqlite":
        raise making.NotMade(
            f"The demo in this database ends on {kept.last_day} and cannot be set aside. "
            "Look at it with `tenure serve`, or give DATABASE_URL an empty database and TENURE_HOME an empty folder."
        )
    connections.close_all()
    aside = state.set_aside(kept)
    click.echo(f"The demo that ended on {kept.last_day} is now in {aside}: TENURE_HOME={aside} tenure serve shows it.")
    click.echo(f"Making a new one that ends on {size.end}.")


@click.command()
@click.argument("path", type=click.Path(file_okay=False, path_type=Path))
@click.option("--accounts", type=click.IntRange(1, _MOST_ACCOUNTS), default=_ACCOUNTS, show_default=True)
@click.option("--events", type=click.IntRange(0, _MOST_EVENTS), default=_EVENTS, show_default=True, help="About.")
@click.option("--years", type=click.IntRange(1, 10), default=3, show_default=True, help="Years of history.")
@click.option("--days", type=click.IntRange(1), help="Days of usage before today; all years if not given.")
@click.option("--subscriptions", type=click.IntRange(1), help="About how many rows; by cutting longer ones.")
@click.option("--csv", is_flag=True, help="CSV instead of Parquet.")
def benchmark_data(
    path: Path, accounts: int, events: int, years: int, days: int | None, subscriptions: int | None, csv: bool
) -> None:
    """Write a simulated company as files with canonical columns into PATH; nothing is imported."""
    zone = ZoneInfo(settings.ENVIRONMENT.time_zone)
    size = Size(_yesterday(zone), accounts, events, years, days, zone, subscriptions=subscriptions)
    counts = write(size, path, csv=csv, progress=click.echo)
    for table, rows in counts.items():
        click.echo(f"{rows:>12,}  {table}")
    click.echo(f"Written to {path}; the last day is {size.end}.")
