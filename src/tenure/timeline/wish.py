"""What somebody wants to see of a timeline, as it stands in an address."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Self
from urllib.parse import urlencode

from django.http import QueryDict

from tenure.company.models import User
from tenure.feedback.models import Tone
from tenure.work.notices.verbs import colleagues

BY: Final[dict[str, bool | None]] = {"all": None, "people": True, "system": False}
_LONGEST: Final = 100


@dataclass(frozen=True, slots=True)
class Wish:
    """Everything, unless something is asked for. `kinds` are those of the registry; days are local."""

    by: str = "all"
    tone: str = ""
    kinds: tuple[str, ...] = ()
    words: str = ""
    person: User | None = None
    contact: str = ""
    first: date | None = None
    last: date | None = None

    @classmethod
    def read(cls, given: QueryDict, known: Any) -> Self:
        """What does not exist is not asked for: an old address shows too much rather than nothing."""
        who = given.get("who", "")
        person = colleagues().filter(pk=int(who)).first() if who.isdecimal() and len(who) < 18 else None
        by, tone = given.get("kind", "all"), given.get("tone", "")
        return cls(
            by if by in BY else "all", tone if tone in Tone.values else "",
            tuple(kind for kind in known if kind in given.getlist("only")),
            " ".join(given.get("q", "").replace("\x00", "").split())[:_LONGEST], person,
            given.get("with", "").replace("\x00", "")[:190], _day(given.get("from", "")), _day(given.get("to", "")),
        )  # fmt: skip

    @property
    def people(self) -> bool | None:
        return BY[self.by]

    @property
    def narrowed(self) -> int:
        """How many of the filters below the fold are set."""
        return sum(bool(one) for one in (self.kinds, self.words, self.person, self.contact, self.first or self.last))

    def pairs(self) -> list[tuple[str, str]]:
        """What an address says of it."""
        said = [("kind", self.by if self.by != "all" else ""), ("tone", self.tone), ("q", self.words)]
        said += [("only", kind) for kind in self.kinds]
        said += [("who", str(self.person.pk) if self.person else ""), ("with", self.contact)]
        said += [(name, day.isoformat() if day else "") for name, day in (("from", self.first), ("to", self.last))]
        return [(name, value) for name, value in said if value]

    def address(self, *more: tuple[str, str], **changes: Any) -> str:
        """The query of this wish with some of it changed."""
        return urlencode([*more, *replace(self, **changes).pairs()])


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
