"""`tenure demo` and `tenure benchmark-data`: a simulated company, to look at or as files."""

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from django.conf import settings
from django.utils import timezone

from tenure.core.periods import local_date
from tenure.demo.company import Size, write


@click.command()
@click.argument("path", type=click.Path(file_okay=False, path_type=Path))
@click.option("--accounts", type=click.IntRange(1, 100_000), default=400, show_default=True)
@click.option("--events", type=click.IntRange(0, 200_000_000), default=1_000_000, show_default=True, help="About.")
@click.option("--years", type=click.IntRange(1, 10), default=3, show_default=True, help="Years of history.")
@click.option("--days", type=click.IntRange(1), help="Days of usage before today; all years if not given.")
@click.option("--csv", is_flag=True, help="CSV instead of Parquet.")
def benchmark_data(path: Path, accounts: int, events: int, years: int, days: int | None, csv: bool) -> None:
    """Write a simulated company as files with canonical columns into PATH; nothing is imported."""
    zone = ZoneInfo(settings.ENVIRONMENT.time_zone)
    yesterday = local_date(timezone.now(), zone) - timedelta(days=1)
    size = Size(yesterday, accounts, events, years, days, zone)
    counts = write(size, path, csv=csv, progress=click.echo)
    for table, rows in counts.items():
        click.echo(f"{rows:>12,}  {table}")
    click.echo(f"Written to {path}; the last day is {yesterday}.")
