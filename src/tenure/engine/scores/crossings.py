"""When the score of an account came into another band: kept, so that a timeline asks one index and no file of scores.

Looked at are days before the last complete one, each once, because their files stay as they are: the last complete day
is judged anew by each publication until it is over by another day, since what happened on it may come in late. A score
that goes to and fro about the edge of a band is no news, so it is told on the third day in a row in another band than
the one that lasted for three days before, at most a month earlier.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django.db import transaction

from tenure.core.periods import DAY
from tenure.customers.models import Account
from tenure.engine.duck import connect, parquet
from tenure.engine.fills import Part
from tenure.engine.models import BandCrossing, CrossingMark
from tenure.metrics.scorecards.bands import BANDS

REACH: Final = 37 * DAY  # a month, and the week in which three days may lie
_CHUNK: Final = 5_000
_BAND: Final = "CASE " + " ".join(f"WHEN score >= {least} THEN {n}" for n, (_, least) in reversed([*enumerate(BANDS)]))
_CROSSED: Final = f"""
    WITH scored AS (SELECT account_id, day, score, {_BAND} END AS band FROM {{files}} WHERE score IS NOT NULL),
    beside AS (
        SELECT *, lag(band) OVER w AS first, lag(band, 2) OVER w AS second, lag(day, 2) OVER w AS since
        FROM scored WINDOW w AS (PARTITION BY account_id ORDER BY day)),
    lasting AS (
        SELECT account_id, day, score, band FROM beside
        WHERE band = first AND band = second AND since >= day - 7),
    pairs AS (
        SELECT *, lag(score) OVER w AS before, lag(band) OVER w AS band_before, lag(day) OVER w AS before_on
        FROM lasting WINDOW w AS (PARTITION BY account_id ORDER BY day))
    SELECT account_id, day, before, score FROM pairs
    WHERE day > ? AND before_on >= day - 30 AND band <> band_before
    ORDER BY day, account_id"""


def keep(parts: Sequence[Part], settled: date) -> int:
    """Of the days since the last time, up to the last whose file stays; returns how many crossings were new."""
    mark = CrossingMark.objects.first()
    known = mark.day if mark else date.min
    if known >= settled:
        return 0
    since = str(known - REACH) if mark else ""
    read = [one.path for one in parts if since < one.day <= str(settled) and one.path.exists()]
    found = _crossed(read, known) if read else []
    for at in range(0, len(found), _CHUNK):
        _write(found[at : at + _CHUNK])
    # Last, so that whoever was stopped in between begins again; what is there already stays.
    CrossingMark.objects.update_or_create(pk=1, defaults={"day": settled})
    return len(found)


def _crossed(files: Sequence[Any], known: date) -> list[tuple[str, date, int, int]]:
    with connect() as connection:
        query = _CROSSED.format(files=parquet(files, hive=True))
        found: list[tuple[str, date, int, int]] = connection.execute(query, [known]).fetchall()
    return found


@transaction.atomic
def _write(rows: Sequence[tuple[str, date, int, int]]) -> None:
    """Whose account is gone has no timeline."""
    there = set(Account.objects.filter(pk__in={row[0] for row in rows}).values_list("pk", flat=True))
    made = [BandCrossing(account_id=account, day=day, before=before, after=after)
            for account, day, before, after in rows if account in there]  # fmt: skip
    BandCrossing.objects.bulk_create(made, ignore_conflicts=True, batch_size=1_000)
