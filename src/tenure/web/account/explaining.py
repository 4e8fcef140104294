"""What makes up a score or a risk, and what moved it: the same lines for both."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from tenure.metrics.measures import Measure
from tenure.metrics.scorecards.explain import Reading
from tenure.web import measures

_LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Line:
    """One input: its measure, value, points, what they come to in words, and its bar in percent of the longest.

    `gives` says on which side of the middle the bar is, `tone` whether that is good.
    """

    measure: str
    name: str
    sentence: str
    value: str
    points: str
    gives: bool
    tone: str
    bar: float
    known: bool
    told: str = ""

    @property
    def start(self) -> float:
        """Where the bar begins; the middle is at 100."""
        return 100 if self.gives else 100 - self.bar


@dataclass(frozen=True, slots=True)
class Sides:
    """How points are written, whether more of them is good, and whether an unknown input has a say."""

    written: Callable[[int], str]
    more_is_good: bool
    unknown_counts: bool
    told: Callable[[int], str] = lambda points: ""


def lines(readings: Iterable[Reading], known: Mapping[str, Measure], sides: Sides) -> list[Line]:
    """In their order; an input whose measure is retired has no name any more."""
    named = [reading for reading in readings if reading.measure in known]
    longest = max((abs(reading.points) for reading in named), default=1) or 1
    return [_line(reading, known[reading.measure], sides, longest) for reading in named]


def _line(reading: Reading, measure: Measure, sides: Sides, longest: int) -> Line:
    points, known = reading.points, reading.value is not None
    says = known or sides.unknown_counts
    return Line(
        measure.id, measure.name, measure.sentence,
        measures.value(measure, reading.value) if known else "not known",
        sides.written(points) if says else _LEFT_OUT, points >= 0, _tone(points, sides) if says else "",
        100 * abs(points) / longest, says, sides.told(points) if says else "",
    )  # fmt: skip


def _tone(points: int, sides: Sides) -> str:
    if not points and sides.unknown_counts:
        return ""
    return "good" if (points >= 0) is sides.more_is_good else "bad"
