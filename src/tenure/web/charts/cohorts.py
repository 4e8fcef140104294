"""What is left of each cohort as it gets older: one row a cohort, one column an age."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import pairwise
from typing import Final

from tenure.web.charts.theme import Spec, filled, form, template
from tenure.web.format import percent

STEPS: Final = (0.8, 0.95, 1.0, 1.1)
MEASURE: Final = "NRR"
AGE_TITLE: Final = "Months since first contract"
_ROW: Final = 27


@dataclass(frozen=True, slots=True)
class CohortCell:
    """A cohort at an age: `ratio` of its opening MRR; null where its base is empty."""

    cohort: str
    age: int
    ratio: float | None
    shown: str = ""  # numerator and denominator in words, for the tooltip
    href: str = ""


def cohort_heat_map(
    cells: Sequence[CohortCell],
    *,
    measure: str = MEASURE,
    age_title: str = AGE_TITLE,
    steps: tuple[float, float, float, float] = STEPS,
) -> Spec:
    """Cells in the order shown, oldest cohort first. `steps` are the four bounds between the five colours."""
    rows = [
        {"cohort": cell.cohort, "age": cell.age, "ratio": cell.ratio, "text": _text(cell.ratio), "href": cell.href,
         "shown": cell.shown or percent(cell.ratio), "step": _step(cell.ratio, steps)}
        for cell in cells
    ]  # fmt: skip
    cohorts, ages = {cell.cohort for cell in cells}, {cell.age for cell in cells}
    height = _ROW * max(len(cohorts), 1) + 84
    form = _form(measure, age_title, steps)
    return filled(form, _finding(cells, measure), {"cells": rows}, height, columns=len(ages) or 1)


def _text(ratio: float | None) -> str:
    return "–" if ratio is None else f"{ratio * 100:.0f}"


def _step(ratio: float | None, steps: Sequence[float]) -> int:
    """Which of the five colours, by the whole percent that the cell reads; 0 is unknown."""
    whole = None if ratio is None else round(ratio * 100)
    return 0 if whole is None else 1 + sum(whole >= round(step * 100) for step in steps)


def _finding(cells: Sequence[CohortCell], measure: str) -> str:
    # The youngest age is the start itself, 100 % for everyone.
    known = [cell for cell in cells if cell.ratio is not None and cell.age > min(c.age for c in cells)]
    if not known:
        return f"{measure} by cohort: no cohort is old enough to tell."
    best, worst = max(known, key=lambda cell: cell.ratio or 0), min(known, key=lambda cell: cell.ratio or 0)
    return (
        f"{measure} by cohort: highest {percent(best.ratio, 0)} for {best.cohort} at {best.age}, "
        f"lowest {percent(worst.ratio, 0)} for {worst.cohort} at {worst.age}."
    )


def _bins(steps: Sequence[float]) -> list[str]:
    whole = [round(step * 100) for step in steps]
    middle = [f"{low} to {high - 1}" for low, high in pairwise(whole)]
    return [f"under {whole[0]}", *middle, f"{whole[-1]} and over"]


@cache
def _form(measure: str, age_title: str, steps: tuple[float, ...]) -> Spec:
    usual = (measure, age_title, steps) == (MEASURE, AGE_TITLE, STEPS)
    return form("cohorts" if usual else "", partial(built, measure, age_title, steps))


def built(measure: str = MEASURE, age_title: str = AGE_TITLE, steps: tuple[float, ...] = STEPS) -> Spec:
    import altair as alt

    base = alt.Chart(alt.NamedData("cells"))
    x = alt.X("age:O", title=age_title, axis=alt.Axis(labelAngle=0, grid=False, labelOverlap="greedy"))
    y = alt.Y("cohort:O", sort=None, title=None, axis=alt.Axis(grid=False))
    colours = alt.Scale(
        domain=[0, 1, 2, 3, 4, 5], range=["var(--c-surface)", *(f"var(--c-h{number})" for number in range(1, 6))]
    )
    words = ", ".join(f"'{word}'" for word in _bins(steps))
    legend = alt.Legend(
        title=f"{measure} %", orient="bottom", direction="horizontal", labelExpr=f"['', {words}][datum.value]",
        values=[1, 2, 3, 4, 5], symbolType="square", symbolSize=140, symbolStrokeWidth=1,
        symbolStrokeColor="var(--c-grid)", columns=alt.expr("width < 380 ? 3 : 5"),
    )  # fmt: skip
    tooltip = [
        alt.Tooltip("cohort:N", title="Cohort"),
        alt.Tooltip("age:O", title=age_title),
        alt.Tooltip("shown:N", title=measure),
    ]
    rect = base.mark_rect(cornerRadius=3, stroke="var(--c-surface)", strokeWidth=2, cursor="pointer").encode(
        x=x, y=y, color=alt.Color("step:O", scale=colours, legend=legend), tooltip=tooltip
    )
    text = base.mark_text(fontWeight=600, opacity=alt.expr("width / columns < 24 ? 0 : 1")).encode(
        x=x,
        y=y,
        text="text:N",
        color=alt.condition("datum.step > 3", alt.value("var(--c-hi)"), alt.value("var(--c-hd)")),
    )
    return template(alt.layer(rect, text), 240, {"columns": 1})
