"""`python -m benchmarks [NAME...]`: one command, one table."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

# The process itself only prepares; each measured command gets a data folder of its own.
os.environ.setdefault("TENURE_HOME", tempfile.mkdtemp(prefix="tenure-benchmarks-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tenure.config.settings")

import click

from benchmarks import crm, importing, numbers, pages, proving, refreshing, report, sentiment
from benchmarks.ground import Failed, Ground
from benchmarks.line import Line

_ALL = {module.NAME: module for module in (importing, refreshing, pages, numbers, crm, proving, sentiment)}


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(list(_ALL)))
@click.option(
    "--scale", type=click.FloatRange(0, 1, min_open=True), default=1.0, help="Make everything so much smaller."
)
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), help="Keep files here for the next run.")
@click.option("--write", is_flag=True, help="Write the results into docs/performance.md.")
def main(names: Sequence[str], scale: float, folder: Path | None, write: bool) -> None:
    """Measure speed and memory against named floors, all ratios from one run. NAMES choose; all unless given.

    At full size it takes an hour or so and 40 GB of disk; --scale 0.01 shows in a minute that everything works.
    """
    with tempfile.TemporaryDirectory(prefix="tenure-benchmarks-") as temporary:
        ground = Ground((folder or Path(temporary)).resolve(), scale)
        lines = list(_lines(ground, names or tuple(_ALL)))
    click.echo("\n" + report.machine())
    click.echo(report.table(lines))
    if write:
        report.write(lines, scale)


def _lines(ground: Ground, names: Sequence[str]) -> Iterator[Line]:
    for name in names:
        click.echo(f"Measuring {name} ...")
        try:
            for line in _ALL[name].run(ground):
                click.echo("  " + "  ".join(cell for cell in line.cells()[1:] if cell))
                yield line
        except Failed as error:
            click.echo(f"  {error}", err=True)
            yield Line(name, "did not finish", "", met=False)


if __name__ == "__main__":
    main()
