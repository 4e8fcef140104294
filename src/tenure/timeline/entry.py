"""What one line of the timeline says, and its place in the order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from tenure.feedback.tones import Label
from tenure.work.models import Task, Touchpoint


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where an entry stands: by instant, then source, then id, so that any two entries have an order."""

    at: datetime
    rank: int
    key: str

    def __str__(self) -> str:
        return f"{self.at.isoformat()} {self.rank} {self.key}"

    @classmethod
    def read(cls, text: str) -> "Place":
        """The place that str() wrote; raises ValueError for anything else."""
        at, rank, key = text.split(" ", 2)
        instant = datetime.fromisoformat(at)
        if instant.tzinfo is None:
            raise ValueError(f"{at!r} has no time zone.")
        return cls(instant, int(rank), key)


class Link(NamedTuple):
    """Where more is known: a task, mail, meeting, review, onboarding, or an account as of a day."""

    kind: str
    id: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """`timed` is false for facts that have a day and no time. `people`: somebody did or said it.

    The text of a touchpoint is Markdown as it was written; every other text is plain.
    """

    place: Place
    kind: str
    title: str
    icon: str
    tone: str = ""
    text: str = ""
    who: str = ""
    timed: bool = True
    people: bool = False
    source: str = ""
    loaded_at: datetime | None = None
    touchpoint: Touchpoint | None = None
    clock: str = ""  # the time of day, in the reporting time zone
    link: Link | None = None
    label: Label | None = None  # what the text sounds like
    deleted: int | None = None  # the change that can be undone
    made: Sequence[Task] = ()  # what came of it
