"""Valid pauses of one account: V(d) of section 4 in docs/numbers.md, as `metrics.pauses` has it for all."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

Span = tuple[date, date | None, date]  # from, until (not included), the day on which it is to resume


class Pauses:
    """Pauses whose resume is scheduled within the longest pause after they began, and has not passed."""

    def __init__(self, rows: Sequence[Mapping[str, Any]], longest: int) -> None:
        """`rows` are paused ones, by subscription and start."""
        several = groupby(rows, key=lambda row: row["subscription_id"])
        self._spans = [span for _, of_one in several for span in _valid(list(of_one), longest)]

    def hold(self, day: date) -> bool:
        return any(start <= day and (end is None or day < end) and day <= resume for start, end, resume in self._spans)


def _valid(rows: Sequence[Mapping[str, Any]], longest: int) -> Iterator[Span]:
    """Rows that follow each other without a gap are one pause: opening a new row does not prolong it."""
    began, before = None, None
    for row in rows:
        began = began if began and before == row["start_date"] else row["start_date"]
        before, resume = row["end_date_excl"], row["scheduled_resume_date"]
        if resume and (resume - began).days <= longest:
            yield row["start_date"], before, resume
