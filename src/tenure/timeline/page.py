"""A page of the timeline: the newest of what all sources have before a place."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from heapq import nlargest
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

from tenure.core.periods import DAY, local_date, starts_at
from tenure.timeline.entry import Entry, Place
from tenure.timeline.registry import LISTED, SOURCES
from tenure.timeline.source import Reach, read, spots
from tenure.timeline.wish import Wish
from tenure.work.models import Task

SIZE: Final = 12
_FIRST_RANK: Final = -1


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """Entries by local day, newest first; `older` is where the next page begins, None at the end."""

    days: Sequence[tuple[date, Sequence[Entry]]]
    older: Place | None

    @property
    def entries(self) -> list[Entry]:
        return [entry for _, entries in self.days for entry in entries]


def timeline_page(
    account_id: str,
    zone: ZoneInfo,
    now: datetime,
    *,
    wish: Wish | None = None,
    before: Place | None = None,
    as_of: date | None = None,
    size: int = SIZE,
) -> TimelinePage:
    """The newest `size` entries before `before`; nothing after `as_of` or, without, after today."""
    wish = wish or Wish()
    seen = as_of or local_date(now, zone)
    end = starts_at(seen + DAY, zone)
    last = starts_at(min(seen, wish.last) + DAY, zone) if wish.last else end
    until = Place(last, _FIRST_RANK, "")
    reach = Reach(account_id, zone, size + 1, min(before, until) if before else until, wish, end if as_of else None)
    newest = _newest(reach)
    shown = with_actions([with_clock(entry, zone) for entry in newest[:size]], reach.end)
    days = [(day, list(entries)) for day, entries in groupby(shown, key=lambda e: local_date(e.place.at, zone))]
    return TimelinePage(days, shown[-1].place if len(newest) > size else None)


def _newest(reach: Reach) -> list[Entry]:
    """One more than the page shows, newest first."""
    asked = [(rank, source) for rank, source in LISTED.items() if source.answers(reach.wish)]
    listed = [one for rank, source in asked for one in source.entries(reach, rank)]
    places = [*spots(SOURCES.items(), reach), *(one.place for one in listed)]
    shown = set(nlargest(reach.limit, places))
    found = [*read(SOURCES, (place for place in shown if place.rank in SOURCES), reach),
             *(one for one in listed if one.place in shown)]  # fmt: skip
    return sorted(found, key=lambda entry: entry.place, reverse=True)


def with_actions(entries: Sequence[Entry], end: datetime | None = None) -> list[Entry]:
    """Touchpoints with the tasks that came of them, as of `end`; meetings held here have theirs on their page."""
    keys = [entry.touchpoint.pk for entry in entries if entry.touchpoint]
    if not keys:
        return list(entries)
    rows = Task.objects.filter(origin_kind="touchpoint", origin_id__in=keys).select_related("owner", "contact")
    rows = rows.filter(created_at__lt=end) if end else rows
    made: dict[str, list[Task]] = {}
    for task in rows.order_by("due_on", "pk"):
        if end and task.finished_at and task.finished_at >= end:
            task.state = Task.State.OPEN  # as it was then
        made.setdefault(task.origin_id, []).append(task)
    return [replace(entry, made=made.get(entry.touchpoint.pk, ())) if entry.touchpoint else entry for entry in entries]


def with_clock(entry: Entry, zone: ZoneInfo) -> Entry:
    return replace(entry, clock=f"{entry.place.at.astimezone(zone):%H:%M}") if entry.timed else entry
