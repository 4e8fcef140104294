"""The stakeholder map as a picture: influence upwards, stance to the right, who reports to whom as lines.

Places are worked out here, so that the page needs no script to show it and a script only moves people on it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tenure.planning.stakeholders.seeing import INFLUENCES, STANCES, Person
from tenure.web.format import initials

CELL_W, CELL_H, LEFT, TOP = 128, 76, 74, 10
WIDTH, HEIGHT = LEFT + 5 * CELL_W + 6, TOP + 5 * CELL_H + 28
_RADIUS: Final = 15
_BANDS: Final = {-2: "bad", -1: "bad", 0: "idle", 1: "good", 2: "good"}
_SPREAD: Final = ((0, 0), (-36, 0), (36, 0), (-36, -20), (36, -20), (0, -26))


@dataclass(frozen=True, slots=True)
class Dot:
    person: Person
    x: int
    y: int
    band: str
    letters: str

    @property
    def label_y(self) -> int:
        return self.y + _RADIUS + 11

    @property
    def name(self) -> str:
        """What fits under the dot."""
        first = self.person.name.split(" ")[0]
        return first if len(first) <= 12 else f"{first[:11]}…"

    @property
    def said(self) -> str:
        influence, stance = self.person.influence or 0, self.person.stance or 0
        return f"{self.person.name}: influence {INFLUENCES[influence].lower()}, {STANCES[stance].lower()}"


@dataclass(frozen=True, slots=True)
class Line:
    x1: int
    y1: int
    x2: int
    y2: int


@dataclass(frozen=True, slots=True)
class Map:
    dots: Sequence[Dot]
    lines: Sequence[Line]
    unplaced: Sequence[Person]

    width, height, radius = WIDTH, HEIGHT, _RADIUS

    @property
    def said(self) -> str:
        """What the picture shows, for who does not see it."""
        for_us = sum((one.person.stance or 0) > 0 for one in self.dots)
        against = sum((one.person.stance or 0) < 0 for one in self.dots)
        placed = f"{len(self.dots)} {'person' if len(self.dots) == 1 else 'people'} placed"
        return f"{placed}, {for_us} for us, {against} against, {len(self.unplaced)} not placed yet."

    @property
    def columns(self) -> list[tuple[int, int, str]]:
        """x of the left edge and of the middle, and the word."""
        return [(LEFT + n * CELL_W, LEFT + n * CELL_W + CELL_W // 2, STANCES[stance])
                for n, stance in enumerate(sorted(STANCES))]  # fmt: skip

    @property
    def rows(self) -> list[tuple[int, int, str]]:
        return [(TOP + n * CELL_H, TOP + n * CELL_H + CELL_H // 2 + 4, INFLUENCES[influence])
                for n, influence in enumerate(sorted(INFLUENCES, reverse=True))]  # fmt: skip

    left, top, cell_w, cell_h = LEFT, TOP, CELL_W, CELL_H
    right, bottom, foot = LEFT + 5 * CELL_W, TOP + 5 * CELL_H, TOP + 5 * CELL_H + 18
    tall = 5 * CELL_H


def drawn(people: Sequence[Person]) -> Map:
    taken: dict[tuple[int, int], int] = defaultdict(int)
    dots: dict[str, Dot] = {}
    for person in people:
        if person.influence is not None and person.stance is not None:
            cell = (person.influence, person.stance)
            dots[person.id] = _dot(person, *cell, taken[cell])
            taken[cell] += 1
    return Map(list(dots.values()), list(_lines(dots)), [one for one in people if not one.placed])


def _dot(person: Person, influence: int, stance: int, before: int) -> Dot:
    across, up = _SPREAD[before % len(_SPREAD)]
    x = LEFT + (stance + 2) * CELL_W + CELL_W // 2 + across
    y = TOP + (5 - influence) * CELL_H + CELL_H // 2 - 6 + up
    return Dot(person, x, y, _BANDS[stance], initials(person.name))


def _lines(dots: Mapping[str, Dot]) -> Sequence[Line]:
    pairs = [(dot, dots[dot.person.reports_to]) for dot in dots.values() if dot.person.reports_to in dots]
    return [Line(a.x, a.y, b.x, b.y) for a, b in pairs]
