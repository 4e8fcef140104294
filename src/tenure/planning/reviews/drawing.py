"""Where the marks of a chart stand, in points of a given size: for pages and paper; slides have charts of their own.

Roles of colours, not colours: `main` for what it is about, `second` and `third` for what it is compared with.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil, floor, log10
from typing import Final

from tenure.planning.reviews.exhibits import Chart, Series, written

ROLES: Final = ("main", "second", "third", "third")
_LEFT, _RIGHT, _TOP, _BOTTOM = 48.0, 54.0, 26.0, 22.0
_LETTER: Final = 5.8  # that a letter under the marks needs
_STEPS: Final = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Mark:
    """A rectangle from (x, y), or a dot at (x, y) where it has no size."""

    x: float
    y: float
    width: float
    height: float
    role: str
    said: str


@dataclass(frozen=True, slots=True)
class Line:
    """`dashed` tells what it is compared with apart from colour."""

    points: tuple[tuple[float, float], ...]
    role: str
    dashed: bool

    @property
    def path(self) -> str:
        return " ".join(f"{x:g},{y:g}" for x, y in self.points)


@dataclass(frozen=True, slots=True)
class Label:
    """`anchor` is start, middle or end."""

    x: float
    y: float
    text: str
    anchor: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    width: float
    height: float
    finding: str
    rules: tuple[float, ...]  # heights of horizontal lines
    left: float
    right: float
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...]
    labels: tuple[Label, ...]
    legend: tuple[Label, ...]


def drawn(chart: Chart, width: float, height: float) -> Drawing:
    """Bars lie, lines and columns stand on zero unless a value is below it."""
    place = _Lying(chart, width, height) if chart.kind == "bar" else _Standing(chart, width, height)
    return place.drawing()


class _Standing:
    """Names along the bottom, values upward."""

    def __init__(self, chart: Chart, width: float, height: float) -> None:
        self.chart, self.width, self.height = chart, width, height
        self.top = _TOP if len(chart.series) > 1 else 10.0
        self.low, self.high, self.step = scale(chart.known, whole=chart.unit == "number")
        self.space = (width - _LEFT - _RIGHT) / max(1, len(chart.categories))

    def y(self, value: float) -> float:
        return round(self.top + (self.high - value) / (self.high - self.low) * (self.height - self.top - _BOTTOM), 2)

    def x(self, place: float) -> float:
        return round(_LEFT + (place + 0.5) * self.space, 2)

    def drawing(self) -> Drawing:
        ticks = tuple(self._ticks())
        line = self.chart.kind == "line"
        lines = (
            tuple(one for n, series in enumerate(self.chart.series) for one in self._lines(n, series)) if line else ()
        )
        marks = tuple(self._dots() if line else self._columns())
        labels = (*self._values(ticks), *self._names(), *(self._ends() if line else ()))
        return Drawing(
            self.width, self.height, self.chart.finding, tuple(self.y(value) for value in ticks), _LEFT,
            self.width - _RIGHT, lines, marks, labels, tuple(_legend(self.chart)),
        )  # fmt: skip

    def _ticks(self) -> Iterator[float]:
        for n in range(round((self.high - self.low) / self.step) + 1):
            yield self.low + n * self.step

    def _values(self, ticks: Sequence[float]) -> Iterator[Label]:
        for value in ticks:
            yield Label(_LEFT - 8, self.y(value) + 3.5, self._said(value), "end")

    def _said(self, value: float) -> str:
        return written(value, self.chart.unit, self.chart.currency)

    def _names(self) -> Iterator[Label]:
        wide = 8 + _LETTER * max(map(len, self.chart.categories), default=1)
        every = max(1, ceil(wide / self.space))
        last = len(self.chart.categories) - 1
        for n, name in enumerate(self.chart.categories):
            if (last - n) % every == 0:
                yield Label(self.x(n), self.height - 5, name, "middle")

    def _lines(self, n: int, series: Series) -> Iterator[Line]:
        """What is not known leaves a gap."""
        for known, run in groupby(enumerate(series.values), key=lambda pair: pair[1] is not None):
            if known:
                points = tuple((self.x(place), self.y(value)) for place, value in run if value is not None)
                yield Line(points, ROLES[n], series.muted)

    def _dots(self) -> Iterator[Mark]:
        """The last one that is known of each line."""
        for n, series in enumerate(self.chart.series):
            for place, value in _last(series):
                yield Mark(self.x(place), self.y(value), 0, 0, ROLES[n], f"{series.name}: {self._said(value)}")

    def _ends(self) -> Iterator[Label]:
        found = [(self.y(value), ROLES[n], self._said(value)) for n, series in enumerate(self.chart.series)
                 for _, value in _last(series)]  # fmt: skip
        above = -100.0
        for y, role, said in sorted(found):
            above = max(y, above + 13)
            yield Label(self.width - _RIGHT + 8 - self.space / 2, above + 3.5, said, "start", role)

    def _columns(self) -> Iterator[Mark]:
        wide = min(34.0, self.space * 0.7 / len(self.chart.series))
        zero = self.y(max(0.0, self.low))
        for n, series in enumerate(self.chart.series):
            for place, value in enumerate(series.values):
                if value is not None:
                    x = self.x(place) + (n - len(self.chart.series) / 2) * wide
                    top = min(self.y(value), zero)
                    said = f"{series.name}, {self.chart.categories[place]}: {self._said(value)}"
                    yield Mark(round(x, 2), top, round(wide - 2, 2), abs(self.y(value) - zero), ROLES[n], said)


class _Lying:
    """Names on the left, one bar each, the value at its end."""

    def __init__(self, chart: Chart, width: float, height: float) -> None:
        self.chart, self.width, self.height = chart, width, height
        self.left = min(170.0, 14 + 6.2 * max(map(len, chart.categories), default=0))
        self.space = min(38.0, (height - 12) / max(1, len(chart.categories)))

    def drawing(self) -> Drawing:
        highest = max([*self.chart.known, 1e-9])
        reach = self.width - self.left - _RIGHT
        marks, labels = [], []
        for n, name in enumerate(self.chart.categories):
            value = self.chart.series[0].values[n]
            middle = 6 + (n + 0.5) * self.space
            said = written(value, self.chart.unit, self.chart.currency)
            long = reach * max(0.0, value or 0) / highest
            labels.append(Label(self.left - 8, middle + 4, name, "end"))
            labels.append(Label(round(self.left + long + 6, 2), middle + 4, said, "start", "main"))
            if value:
                high = self.space * 0.6
                marks.append(Mark(self.left, middle - high / 2, round(long, 2), high, "main", f"{name}: {said}"))
        return Drawing(self.width, 12 + self.space * len(self.chart.categories), self.chart.finding, (), self.left,
                       self.width - _RIGHT, (), tuple(marks), tuple(labels), ())  # fmt: skip


def scale(values: Sequence[float], whole: bool = False) -> tuple[float, float, float]:
    """The lowest and the highest mark of an axis with zero in it, and the step between two: at most five of them."""
    low, high = min([0.0, *values]), max([0.0, *values])
    if low == high:
        high = 1.0
    rough = (high - low) / 4
    power = 10.0 ** floor(log10(rough))
    step = next(power * one for one in _STEPS if power * one >= rough * (1 - 1e-9))
    if whole:
        step = max(1.0, ceil(step))
    return floor(low / step) * step, ceil(high / step - 1e-9) * step, step


def _last(series: Series) -> list[tuple[int, float]]:
    known = [(place, value) for place, value in enumerate(series.values) if value is not None]
    return known[-1:]


def _legend(chart: Chart) -> Iterator[Label]:
    """What each colour is, in a row above; one series needs none."""
    x = _LEFT
    for n, series in enumerate(chart.series if len(chart.series) > 1 else ()):
        yield Label(x, 10, series.name, "start", ROLES[n])
        x += 34 + 5.8 * len(series.name)
