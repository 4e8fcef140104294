"""Said beside came: in parts by rising probability, what a risk said on average and how often it happened."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from tenure.metrics.proof import Rate
from tenure.web.charts.theme import Spec, filled, form, template
from tenure.web.format import number, percent


def calibration(parts: Sequence[Rate], *, height: int = 230) -> Spec:
    """`parts` have what was said, the rate that came, and its interval; those without cases are left out."""
    known = [part for part in parts if part.said is not None and part.rate is not None]
    rows: list[dict[str, Any]] = [
        {"said": part.said, "came": part.rate, "low": part.low, "high": part.high, "said_shown": percent(part.said),
         "came_shown": percent(part.rate), "cases": f"{number(part.events)} of {number(part.cases)}"}
        for part in known
    ]  # fmt: skip
    top = max([0.05, *(max(part.said or 0, part.high or 0) for part in known)]) * 1.05
    right: list[dict[str, Any]] = [{"said": 0, "came": 0}, {"said": top, "came": top}]
    finding = "Nothing to draw: too few events."
    if rows:
        last = rows[-1]
        finding = f"Of the part said to be riskiest {last['came_shown']} left; it was said {last['said_shown']}."
    return filled(_form(), finding, {"parts": rows, "right": right}, height, top=top)


@cache
def _form() -> Spec:
    return form("calibration", built)


def built() -> Spec:
    import altair as alt

    scale = alt.Scale(domain=[0, alt.expr("top")], nice=False, zero=True)
    axis = alt.Axis(format="%", tickCount=5)
    x = alt.X("said:Q", title="Said", scale=scale, axis=axis)
    y = alt.Y("came:Q", title="Came", scale=scale, axis=axis)
    low = alt.Y("low:Q", title="Came", scale=scale, axis=axis)
    parts, right = alt.Chart(alt.NamedData("parts")), alt.Chart(alt.NamedData("right"))
    tooltip = [alt.Tooltip("said_shown:N", title="Said"), alt.Tooltip("came_shown:N", title="Came"),
               alt.Tooltip("cases:N", title="Left")]  # fmt: skip
    layers = [
        right.mark_line(strokeDash=[2, 3], color="var(--c-neutral)").encode(x=x, y=y),
        parts.mark_rule(color="var(--c-brand)", strokeWidth=1.5, opacity=0.55).encode(x=x, y=low, y2="high:Q"),
        parts.mark_point(filled=True, size=60, color="var(--c-brand)", opacity=1).encode(x=x, y=y, tooltip=tooltip),
    ]  # fmt: skip
    return template(alt.layer(*layers), 230, {"top": 1})
