"""The plan as a picture, made on the server: where each bar, line and word goes, in units of the picture."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from tenure.core.periods import DAY
from tenure.onboarding.reading import Opened, Placed
from tenure.onboarding.schedule import Bar, Forecast, Shift
from tenure.web.onboarding import words

WIDTH: Final = 800
LEFT: Final = 200  # of it for titles
TOP: Final = 26
ROW: Final = 27
PHASE: Final = 24
BAR: Final = 13
_FOOT: Final = 32
_CHARACTER: Final = 5.8  # about the width of one, at this size
_TITLE: Final = 5.4  # about the width of one of a title
_TICK: Final = 64  # at least between two dates


@dataclass(frozen=True, slots=True)
class Drawn:
    """A step's row: its bar, how much of it is behind us, where it was planned, and the words beside it."""

    placed: Placed
    bar: Bar
    y: float
    x: float
    width: float
    passed: float  # of the width
    planned: tuple[float, float] | None  # x and width, where it differs
    note: str
    milestone: str
    note_x: float
    note_end: bool  # it stands before the bar
    moved: bool
    movable: bool
    days: int

    @property
    def base(self) -> float:
        """Where its words stand."""
        return self.y + 10.5

    @property
    def under(self) -> float:
        return self.y + BAR + 2.5

    @property
    def grip(self) -> tuple[float, float]:
        return round(self.end - 6, 1), self.y - 2

    @property
    def band(self) -> str:
        return words.STATES[self.bar.state][0]

    @property
    def middle(self) -> float:
        return self.y + BAR / 2

    @property
    def end(self) -> float:
        return self.x + self.width

    @property
    def title(self) -> str:
        text, most = self.placed.task.title, int((LEFT - 12) / _TITLE)
        return text if len(text) <= most else text[: most - 1].rstrip() + "…"

    @property
    def said(self) -> str:
        """The row in words."""
        bar, late = self.bar, self.bar.late
        parts = [
            self.placed.task.title, words.STATES[bar.state][1].lower(),
            f"{bar.start.day} {bar.start:%B} to {bar.finish.day} {bar.finish:%B %Y}",
            words.owner(self.placed), f"milestone {self.milestone}" if self.milestone else "",
            f"{words.days(late)} late" if late > 0 else "",
        ]  # fmt: skip
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Gantt:
    rows: tuple[Drawn, ...]
    phases: tuple[tuple[str, float], ...]
    ticks: tuple[tuple[float, str], ...]
    lines: tuple[tuple[str, str, bool], ...]  # path, points of its head, critical
    height: float
    bottom: float
    today: float | None
    finish: tuple[float, str]
    finish_anchor: str
    day_width: float
    said: str
    width: int = WIDTH
    left: int = LEFT

    @property
    def marks(self) -> tuple[float, float]:
        """Where “Today” and the forecast are written: below each other, because they may be near."""
        return self.bottom + 13, self.bottom + 26


def gantt(
    here: Opened, shown: Forecast, *, may_move: bool, moved: Mapping[str, Shift] | None = None,
    days: Mapping[str, int] | None = None,
) -> Gantt:  # fmt: skip
    """`shown` is the forecast that is drawn: the plan's own, or that of a move which is looked at, with its days."""
    scale = _Scale.over(here, shown)
    rows: list[Drawn] = []
    phases, y = [], float(TOP)
    for name, steps in here.phases:
        phases.append((name, y + 15))
        y += PHASE
        for placed in steps:
            row = _row(here, placed, shown.bars[placed.key], y, scale)
            stretched = (days or {}).get(placed.key, placed.step.days)
            rows.append(replace(row, moved=placed.key in (moved or {}), movable=may_move and row.bar.is_open,
                                days=stretched))  # fmt: skip
            y += ROW
    finish = scale.x(shown.finish + DAY)
    return Gantt(
        tuple(rows), tuple(phases), tuple(scale.ticks()), tuple(_lines(rows)), y + _FOOT, y,
        scale.x(here.day) if scale.first <= here.day <= scale.last else None,
        (finish, f"Forecast {shown.finish.day} {shown.finish:%b}"),
        "end" if finish > WIDTH - 60 else "middle", scale.day, _said(here, shown),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Scale:
    first: date
    last: date

    @classmethod
    def over(cls, here: Opened, shown: Forecast) -> "_Scale":
        starts = [bar.start for bar in shown.bars.values()] + [here.plan.onboarding.started_on]
        ends = [bar.finish for bar in shown.bars.values()] + [shown.finish, here.plan.planned_on]
        last = max(ends) if here.day > max(ends) + timedelta(days=60) else max(*ends, here.day)
        span = (last - min(starts)).days
        return cls(min(starts) - 2 * DAY, last + timedelta(days=max(5, span // 6)))

    @property
    def day(self) -> float:
        return (WIDTH - LEFT) / max((self.last - self.first).days, 1)

    def x(self, day: date) -> float:
        return round(LEFT + (day - self.first).days * self.day, 1)

    def ticks(self) -> Iterator[tuple[float, str]]:
        """Mondays, so many weeks apart that their dates do not touch."""
        weeks = next(n for n in (1, 2, 3, 4, 8, 13, 26, 52, 10_000) if n * 7 * self.day >= _TICK)
        monday = self.first + timedelta(days=-self.first.weekday() % 7)
        while monday <= self.last - timedelta(days=round(25 / self.day)):
            yield self.x(monday), f"{monday.day:02d} {monday:%b}"
            monday += timedelta(weeks=weeks)


def _row(here: Opened, placed: Placed, bar: Bar, y: float, scale: _Scale) -> Drawn:
    x, end = scale.x(bar.start), scale.x(bar.finish + DAY)
    step = placed.step
    now = min(max(scale.x(here.day + DAY), x), end)
    passed = end - x if not bar.is_open else now - x if bar.has_begun else 0.0
    planned = (scale.x(step.planned_start), scale.x(step.planned_finish + DAY))
    differs = abs(planned[0] - x) > 1 or abs(planned[1] - end) > 1
    note = _note(placed, bar, here)
    before = end + 14 + len(f"{step.milestone} {note}") * _CHARACTER > WIDTH
    return Drawn(
        placed, bar, y + 5, x, round(max(end - x, 3), 1), round(passed, 1),
        (planned[0], round(planned[1] - planned[0], 1)) if differs else None, note, step.milestone,
        round(x - 8 if before else end + (13 if step.milestone else 7), 1), before,
        moved=False, movable=False, days=step.days,
    )  # fmt: skip


def _note(placed: Placed, bar: Bar, here: Opened) -> str:
    if bar.state == "stuck":
        return f"stuck, {words.stuck_for(placed, here.day)} d"
    if bar.state == "dropped":
        return "dropped"
    return f"{bar.late} d late" if bar.state == "behind" else ""


def _lines(rows: list[Drawn]) -> Iterator[tuple[str, str, bool]]:
    """From the end of a step down to the beginning of one that waits for it."""
    found = {row.placed.key: row for row in rows}
    for row in rows:
        for key in row.placed.node.after:
            if key in found:
                yield _line(found[key], row)


def _line(before: Drawn, row: Drawn) -> tuple[str, str, bool]:
    down = before.y < row.y
    x = round(min(before.end - 3, row.x - 6), 1)
    start = before.y + (BAR if down else 0)
    if x < before.x:  # it began before the other ended
        x = round(before.x + 2, 1)
    path = f"M{x} {start}V{row.middle}H{row.x - 4}"
    head = f"{row.x - 1},{row.middle} {row.x - 6},{row.middle - 3} {row.x - 6},{row.middle + 3}"
    return path, head, row.bar.is_critical and (before.bar.is_critical or not before.bar.is_open)


def _said(here: Opened, shown: Forecast) -> str:
    count = len(here.steps)
    return (
        f"Gantt of {count} step{'' if count == 1 else 's'} from {here.plan.onboarding.started_on:%d %B %Y}; "
        f"forecast finish {shown.finish:%d %B %Y}, {words.lateness(shown.late)}"
    )
