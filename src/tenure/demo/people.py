"""Who uses the product at each customer, who is talked to, and who looks after the account on our side."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from tenure.demo.calendar import Calendar
from tenure.demo.dice import Dice
from tenure.demo.files import Row
from tenure.demo.names import email, person, person_at
from tenure.demo.story import Story

# How often on a working day, and how many of the users are like that.
_HABITS = np.array([0.72, 0.38, 0.1, 0.0])
_SHARES = np.cumsum([0.15, 0.41, 0.32])
FOREVER = np.iinfo(np.int32).max
_TITLES = {
    "champion": ("Head of Operations", "Programme Lead", "Operations Manager", "Head of Delivery"),
    "admin": ("Systems Administrator", "IT Manager", "Workplace Technology Lead"),
    "executive_sponsor": ("Chief Operating Officer", "VP Operations", "Managing Director", "VP Customer Delivery"),
    "economic_buyer": ("Chief Financial Officer", "Head of Procurement", "Finance Director"),
    "end_user": ("Project Manager", "Team Lead", "Analyst", "Coordinator"),
}


# Who looks at the demo has a book of their own: the first of the CSMs.
SIGN_IN, SIGN_IN_NAME = "demo@example.com", "Marta Lindqvist"


@dataclass(slots=True)
class Team:
    """The users of one account, in columns; days as numbers."""

    ids: list[str]
    joined: list[int]
    left: list[int | None]
    habit: npt.NDArray[np.float32]
    tastes: npt.NDArray[np.uint8]  # users x (persona, favourite, second favourite), as numbers to be folded
    internal: bool = False


@dataclass(frozen=True, slots=True)
class Csm:
    name: str
    email: str
    since: int  # first day


@dataclass
class Care:
    """The CSMs of the simulated company and how accounts are dealt to them."""

    people: tuple[Csm, ...] = field(default_factory=tuple)

    @classmethod
    def of(cls, accounts: int, calendar: Calendar) -> "Care":
        count = max(6, min(60, accounts // 70))
        names = [SIGN_IN_NAME, "Theo Okafor", "Priya Castell", "Jonas Varga", "Amara Delacroix", "Hana Mercer"]
        names += [person(31 * i)[0] + " " + person(31 * i + 7)[1] for i in range(count - len(names))]
        late = len(names) - 1  # the last one came ten months ago and took over a part of every book
        return cls(
            tuple(
                Csm(name, email(name, "example.com") if i else SIGN_IN, calendar.end - 300 if i == late else 0)
                for i, name in enumerate(names)
            )
        )

    def rows(self) -> Iterator[Row]:
        """Every fifth works four days a week."""
        for i, csm in enumerate(self.people):
            yield {"csm_id": csm.email, "name": csm.name, "fte": 0.8 if i % 5 == 2 else 1.0}

    def assignments(self, story: Story, dice: Dice, calendar: Calendar) -> list[tuple[str, int, int | None]]:
        """(e-mail, first day, day after the last one), one after another without a gap."""
        entry = story.entry
        if entry.paid is None or (entry.segment == "SMB" and entry.motion == "product_led" and dice.chance(0.3)):
            return []
        changes, day = [entry.paid], entry.paid
        while (day := day + 150 + dice.gap(620)) <= calendar.end:
            changes.append(day)
        held: list[tuple[str, int, int | None]] = []
        for day, end in zip(changes, [*changes[1:], None], strict=True):
            free = [csm.email for csm in self.people if csm.since <= day and (not held or csm.email != held[-1][0])]
            held.append((dice.pick(free), day, end))
        return [span for span in held if span[1] <= calendar.end]


def team(story: Story, seed: int, calendar: Calendar) -> Team:
    """Users join with the first seats and with every rise of the seats; some leave and are followed by others."""
    entry = story.entry
    seats = _seats(story, calendar)
    if not seats:
        return Team([], [], [], np.empty(0, np.float32), np.empty((0, 3), np.uint8))
    dice = Dice(seed, 3, entry.index)
    share = min(1.0, max(0.35, dice.normal(0.76 + 0.08 * story.fit, 0.13)))
    joined: list[int] = []
    for day, count in seats:
        joined += [day + min(dice.gap(14) - 1, 120) for _ in range(round(count * share) - len(joined))]
    left = [_leaves(dice, day) for day in joined]
    joined += [day + dice.gap(12) for day in left if day is not None]
    left += [None] * (len(joined) - len(left))
    known = [i for i, day in enumerate(joined) if day <= calendar.end]
    draws = np.random.default_rng((seed, 4, entry.index)).random((len(joined), 4), dtype=np.float32)[known]
    return Team(
        [f"{entry.id}-u{i + 1:03}" for i in range(len(known))],
        [joined[i] for i in known],
        [calendar.known(left[i]) for i in known],
        _HABITS[np.searchsorted(_SHARES, draws[:, 0])].astype(np.float32) * (0.6 + 0.7 * draws[:, 1]),
        (draws[:, 1:4] * 256).astype(np.uint8),
        internal=dice.chance(0.06),
    )


def _leaves(dice: Dice, joined: int) -> int | None:
    return joined + 20 + dice.gap(900) if dice.chance(0.3) else None


def _seats(story: Story, calendar: Calendar) -> list[tuple[int, int]]:
    """(day, seats) of each rise above what there had been."""
    rises: list[tuple[int, int]] = []
    for line in story.bases:
        for start, _, terms in line.spans():
            if start <= calendar.end and (not rises or terms.seats > rises[-1][1]):
                rises.append((start, terms.seats))
    return rises


def user_rows(story: Story, people: Team, dice: Dice, calendar: Calendar) -> Iterator[Row]:
    entry = story.entry
    for i, (id, joined, left) in enumerate(zip(people.ids, people.joined, people.left, strict=True)):
        name = person_at(entry.index, i)
        ours = people.internal and i == len(people.ids) - 1
        yield {
            "user_id": id,
            "account_id": entry.id,
            "name": name,
            "email": email(name, "fernwell.example" if ours else entry.domain),
            "role": "admin" if i == 0 else "member",
            "created_at": calendar.at(joined, 7 + 11 * dice.roll()),
            "deactivated_on": left,
            "is_internal": ours,
        }


def contacts(story: Story, people: Team, dice: Dice, calendar: Calendar) -> list[Row]:
    """The champion and the administrator use the product; sponsors and buyers mostly do not."""
    entry = story.entry
    roles = ["champion", "admin"]
    if entry.segment != "SMB":
        roles += ["executive_sponsor", "economic_buyer"] if dice.chance(0.7) else ["economic_buyer"]
    roles += ["end_user"] * {"SMB": 0, "Mid-market": 1, "Enterprise": 3}[entry.segment]
    rows: list[Row] = []
    for i, role in enumerate(roles):
        uses = role not in ("executive_sponsor", "economic_buyer") and i < len(people.ids)
        rows.append(_contact(story, dice, calendar, i, role, people.ids[i] if uses else None))
    return rows


def _contact(story: Story, dice: Dice, calendar: Calendar, i: int, role: str, user: str | None) -> dict[str, Any]:
    entry = story.entry
    name = person_at(entry.index, i if user else 5000 + i)
    created = entry.created + (0 if i == 0 else dice.gap(60))
    created = min(created, calendar.end)
    left = created + 90 + dice.gap(1600)
    return {
        "contact_id": f"{entry.id}-c{i + 1}",
        "account_id": entry.id,
        "name": name,
        "email": email(name, entry.domain),
        "phone": f"+1 555 01{dice.between(0, 99):02} {dice.between(0, 9999):04}",
        "title": dice.pick(_TITLES[role]),
        "role": role,
        "user_id": user,
        "created_on": created,
        "left_on": calendar.known(left) if i else None,
    }
