"""The files of the daily tables, a few days of them at a time.

A view over all days of some years takes longer to look through its list of files than one account takes to be read from
the days that matter: a page names its days itself.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

from tenure.engine import publication
from tenure.engine.duck import parquet
from tenure.engine.publication import Publication


def rows_of(table: str, after: date, until: date) -> str:
    """SQL of the rows of a daily table on the days (after, until]; empty where no day of them has any."""
    days = _files(publication.current()).get(table, ())
    paths = [path for day, path in days if after < day <= until]
    return parquet(paths, hive=True) if paths else f"(SELECT * FROM {table} WHERE false)"


def any_usage() -> bool:
    """Whether usage ever came; without, nobody is known to be idle."""
    return bool(_files(publication.current()).get("user_day"))


@lru_cache(maxsize=2)
def _files(of: Publication) -> dict[str, Sequence[tuple[date, Path]]]:
    """The files of the publication by table, each with its day."""
    found: dict[str, list[tuple[date, Path]]] = {}
    for line in of.path.with_suffix(".files").read_text().splitlines():
        path = Path(line)
        if path.parent.name.startswith("day="):
            day = date.fromisoformat(path.parent.name.removeprefix("day="))
            found.setdefault(path.parent.parent.name, []).append((day, path))
    return {table: sorted(days) for table, days in found.items()}
