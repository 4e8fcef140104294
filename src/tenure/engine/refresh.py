"""Everything derived, brought up to date.

Refresh compares what each derived table was made from with what it would be made from now, and makes anew only what
differs: fact tables by the watermarks of their sources, each day of usage by the lake's content of that day. Nothing it
writes is seen before it is whole: files are named after their inputs, and readers follow one pointer.

Guarantees
- Running it again changes nothing; killed anywhere and run again it ends the same.
- Two at once: one waits.
- Everything it made may be deleted, and comes back equal.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from tenure.company.models import settings_row
from tenure.core.periods import DAY, local_date
from tenure.engine import publication, steps
from tenure.engine.duck import connect
from tenure.engine.durable import one_at_a_time
from tenure.engine.fills import Fills, Part, digest
from tenure.engine.publication import NothingPublished, Publication
from tenure.engine.snapshot import Snapshot

Progress = Callable[[int, int, str], None]


@dataclass(slots=True)
class Report:
    """What a refresh did: the publication readers have now, the tables made anew, and what was refused."""

    publication: Publication
    changed: bool
    tables: list[str] = field(default_factory=list)
    days: int = 0
    states: int = 0
    seconds: float = 0.0
    problems: list[str] = field(default_factory=list)


def last_complete_day(zone: ZoneInfo) -> date:
    """Yesterday in the reporting time zone: the last day whose facts can all be here."""
    return local_date(timezone.now(), zone) - DAY


def refresh(progress: Progress | None = None, *, wait: float = 3600) -> Report:
    """Bring everything derived up to date and publish it; see the module.

    `progress(done, total, sentence)` is called between steps and may raise to cancel: what is finished stays. Raises
    durable.Busy when another refresh does not finish within `wait` seconds.
    """
    lock = Path(settings.HOME) / "tmp" / "refresh.lock"
    with one_at_a_time(lock, wait=wait, what="Another refresh"):
        return _Run(progress or (lambda done, total, sentence: None)).run()


class _Run:
    def __init__(self, progress: Progress) -> None:
        company = settings_row()
        self._progress, self._zone, self._currency = progress, ZoneInfo(company.time_zone), company.currency
        self._as_of = last_complete_day(self._zone)
        self._started = time.monotonic()

    def run(self) -> Report:
        with connect() as connection:
            fills = Fills()
            self._progress(0, 6, "Copying facts")
            snapshot = Snapshot(connection, fills, self._zone, self._currency)
            facts = snapshot.parts()
            made = snapshot.take(facts)
            self._progress(1, 6, "Deriving revenue and seats")
            made += steps.fill(connection, fills, facts)
        whole = [*facts.values(), *steps.parts(facts).values()]
        daily: dict[str, list[Part]] = {}
        inputs = digest(self._as_of, self._zone, self._currency, *(part.hash for part in whole))
        now, changed = self._publish(whole, daily, inputs)
        return Report(now, changed, made, problems=snapshot.problems, seconds=time.monotonic() - self._started)

    def _publish(self, whole: list[Part], daily: dict[str, list[Part]], inputs: str) -> tuple[Publication, bool]:
        try:
            if publication.current().inputs == inputs:
                return publication.current(), False
        except NothingPublished:
            pass
        zone = str(self._zone)
        return publication.publish(
            whole, daily, inputs=inputs, as_of=self._as_of, zone=zone, currency=self._currency
        ), True
