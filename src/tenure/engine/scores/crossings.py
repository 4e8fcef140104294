"""When the score of an account came into another band: kept, so that a timeline asks one index and no file of scores.

Looked at are days that are complete, each once, because the file of such a day stays as it is. A score is compared
with the one of the last day on which the account had one, as far as that is no more than a week ago.
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

WEEK: Final = 7 * DAY
_CHUNK: Final = 5_000
_BAND: Final = (
    "CASE " + " ".join(f"WHEN {{0}} >= {least} THEN {n}" for n, (_, least) in reversed([*enumerate(BANDS)])) + " END"
)
_CROSSED: Final = f"""
    WITH scored AS (SELECT account_id, day, score FROM {{files}} WHERE score IS NOT NULL),
    pairs AS (
        SELECT account_id, day, score, lag(score) OVER w AS before, lag(day) OVER w AS before_on
        FROM scored WINDOW w AS (PARTITION BY account_id ORDER BY day))
    SELECT account_id, day, before, score FROM pairs
    WHERE day > ? AND before_on >= day - 7 AND {_BAND.format("score")} <> {_BAND.format("before")}
    ORDER BY day, account_id"""


def keep(parts: Sequence[Part], complete: date) -> int:
    """Of the days since the last time, up to the last complete one; returns how many crossings were new."""
    mark = CrossingMark.objects.first()
    known = mark.day if mark else date.min
    if known >= complete:
        return 0
    since = str(known - WEEK) if mark else ""
    read = [one.path for one in parts if since < one.day <= str(complete) and one.path.exists()]
    found = _crossed(read, known) if read else []
    for at in range(0, len(found), _CHUNK):
        _write(found[at : at + _CHUNK])
    # Last, so that whoever was stopped in between begins again; what is there already stays.
    CrossingMark.objects.update_or_create(pk=1, defaults={"day": complete})
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
