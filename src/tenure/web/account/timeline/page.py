"""A page of the timeline: the merge of what each source has before a place."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from heapq import nlargest
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

from tenure.core.periods import DAY, local_date, starts_at
from tenure.web.account.timeline.entry import Entry, Place
from tenure.web.account.timeline.reach import Reach
from tenure.web.account.timeline.sources import RANKS, SOURCES

SIZE: Final = 12
KINDS: Final[dict[str, bool | None]] = {"all": None, "people": True, "system": False}
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
    kind: str = "all",
    tone: str = "",
    before: Place | None = None,
    as_of: date | None = None,
    size: int = SIZE,
) -> TimelinePage:
    """The newest `size` entries before `before`; nothing after `as_of` or, without, after today.

    With a `tone`, only texts that sound so.
    """
    last = as_of or local_date(now, zone)
    end = Place(starts_at(last + DAY, zone), _FIRST_RANK, "")
    reach = Reach(account_id, zone, size + 1, min(before, end) if before else end, end.at if as_of else None, tone)
    people = KINDS[kind]
    found: list[Entry] = []
    for rank, source in enumerate(SOURCES):
        if tone and not source.texts:
            continue
        if people is None or source.people is None or source.people == people:
            found += source.read(reach, RANKS * rank, people)
    newest = nlargest(size + 1, found, key=lambda entry: entry.place)
    shown = [with_clock(entry, zone) for entry in newest[:size]]
    days = [(day, list(entries)) for day, entries in groupby(shown, key=lambda e: local_date(e.place.at, zone))]
    return TimelinePage(days, shown[-1].place if len(newest) > size else None)


def with_clock(entry: Entry, zone: ZoneInfo) -> Entry:
    return replace(entry, clock=f"{entry.place.at.astimezone(zone):%H:%M}") if entry.timed else entry
