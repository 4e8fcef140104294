"""Where nobody is: what is missing among the people of an account, as sentences. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from tenure.planning.stakeholders.seeing import Person

SILENT: Final = 60  # days without a word to anybody
SPONSOR_SILENT: Final = 90
LEFT: Final = 180  # days in which a champion's leaving is still news
DECIDES: Final = 4  # influence from which somebody's stance matters to all


@dataclass(frozen=True, slots=True)
class Gap:
    kind: str
    sentence: str
    tone: str  # bad or warn


def gaps(people: Sequence[Person], day: date) -> list[Gap]:
    """The worst first."""
    there = [one for one in people if one.there(day)]
    found = [*_missing(people, there, day), *_silent(there, day), *_unknown(there)]
    return sorted(found, key=lambda gap: gap.tone != "bad")


def _missing(people: Sequence[Person], there: Sequence[Person], day: date) -> Iterator[Gap]:
    sponsors, champions = _of(there, "executive_sponsor"), _of(there, "champion")
    if not sponsors:
        yield Gap("no_sponsor", "Nobody is known as executive sponsor.", "bad")
    left = [one for one in _of(people, "champion") if not one.there(day) and _days(one.left_on, day) <= LEFT]
    if left and not champions:
        last = max(left, key=lambda one: one.left_on or date.min)
        yield Gap(
            "champion_left", f"The champion, {last.name}, left on {last.left_on:%d %b %Y}; nobody took over.", "bad"
        )
    elif not champions:
        yield Gap("no_champion", "Nobody is known as champion.", "warn")
    if len(there) == 1:
        yield Gap("one_contact", f"{there[0].name} is the only person we know there.", "warn")


def _silent(there: Sequence[Person], day: date) -> Iterator[Gap]:
    spoken = [one.spoken_on for one in there if one.spoken_on]
    if not spoken:
        yield Gap("never_spoken", "Nobody there was ever spoken to.", "bad")
    elif _days(max(spoken), day) > SILENT:
        yield Gap("silent", f"Nobody was spoken to for {_days(max(spoken), day)} days.", "bad")
    for one in _of(there, "executive_sponsor"):
        if one.spoken_on is None:
            yield Gap("sponsor_silent", f"{one.name}, the executive sponsor, was never spoken to.", "warn")
        elif _days(one.spoken_on, day) > SPONSOR_SILENT:
            yield Gap("sponsor_silent", f"{one.name}, the executive sponsor, was last spoken to "
                                        f"{_days(one.spoken_on, day)} days ago.", "warn")  # fmt: skip


def _unknown(there: Sequence[Person]) -> Iterator[Gap]:
    for one in there:
        if (one.influence or 0) >= DECIDES and one.stance is not None and one.stance < 0:
            yield Gap("against", f"{one.name} has a say and is against us.", "bad")
    open_ = [one.name for one in there if (one.influence or 0) >= DECIDES and one.stance is None]
    if open_:
        yield Gap("stance_unknown", f"Where {_and(open_)} stand{'s' if len(open_) == 1 else ''} is not known.", "warn")


def _of(people: Sequence[Person], role: str) -> list[Person]:
    return [one for one in people if one.role == role]


def _days(then: date | None, day: date) -> int:
    return (day - then).days if then else 10**6


def _and(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
