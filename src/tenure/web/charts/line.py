"""A number over time, with its target."""

from collections.abc import Sequence
from datetime import date
from functools import cache, partial
from typing import Final

from tenure.core.money import minor_exponent
from tenure.web.charts.theme import AXIS_LABELS, Rows, Spec, filled, form, iso, template, time_axis
from tenure.web.format import currency_sign, day, money_short, number, percent

Point = tuple[date, float | int | None]
_UNITS: Final = frozenset(AXIS_LABELS)


def line(
    points: Sequence[Point],
    *,
    unit: str = "ratio",
    currency: str = "",
    label: str = "Value",
    target: float | int | None = None,
    height: int = 180,
) -> Spec:
    """(day, value) oldest first; unit is ratio, money (minor units) or number. An unknown value is a gap, not a 0."""
    kind = unit if unit in _UNITS else "number"
    scale = 10 ** minor_exponent(currency) if kind == "money" else 1
    rows = [
        {"day": iso(at), "value": None if value is None else float(value) / scale,
         "date": day(at), "shown": _shown(value, kind, currency)}
        for at, value in points
    ]  # fmt: skip
    goal = [] if target is None else [{"value": target / scale, "shown": f"target {_shown(target, kind, currency)}"}]
    known = [row for row in rows if row["value"] is not None]
    data: dict[str, Rows] = {"points": rows, "last": known[-1:], "target": goal} if known else {"points": []}
    return filled(_form(kind), _finding(points, kind, currency, label), data, height, sign=currency_sign(currency))


def _shown(value: float | int | None, kind: str, currency: str) -> str:
    if kind == "ratio":
        return percent(value)
    if kind == "money":
        return money_short(None if value is None else round(value), currency)
    return number(value, 0 if value is None or float(value).is_integer() else 1)


def _finding(points: Sequence[Point], kind: str, currency: str, label: str) -> str:
    known = [(at, value) for at, value in points if value is not None]
    if not known:
        return f"{label}: nothing known yet."
    (first_day, first), (last_day, last) = known[0], known[-1]
    if len(known) == 1:
        return f"{label}: {_shown(last, kind, currency)} on {day(last_day)}."
    if first == last:
        return f"{label} stayed at {_shown(last, kind, currency)} from {day(first_day)} to {day(last_day)}."
    way = "rose" if last > first else "fell"
    return (
        f"{label} {way} from {_shown(first, kind, currency)} on {day(first_day)} "
        f"to {_shown(last, kind, currency)} on {day(last_day)}."
    )


@cache
def _form(kind: str) -> Spec:
    return form(f"line_{kind}", partial(built, kind))


def built(kind: str) -> Spec:
    import altair as alt

    x = time_axis(alt)
    scale = alt.Scale(zero=False, nice=True)
    y = alt.Y("value:Q", title=None, scale=scale, axis=alt.Axis(tickCount=4, labelExpr=AXIS_LABELS[kind]))
    tooltip = [alt.Tooltip("date:N", title="As of"), alt.Tooltip("shown:N", title="Value")]
    points, last = alt.Chart(alt.NamedData("points")), alt.Chart(alt.NamedData("last"))
    target = alt.Chart(alt.NamedData("target"))
    layers = [
        target.mark_rule(strokeDash=[4, 3], color="var(--c-neutral)").encode(y=y),
        target.mark_text(align="left", dy=-6, dx=4, color="var(--c-muted)").encode(x=alt.value(0), y=y, text="shown:N"),
        points.mark_line(color="var(--c-brand)", strokeWidth=2).encode(x=x, y=y),
        # Wide invisible marks: a tooltip should not need a steady hand.
        points.mark_point(size=220, opacity=0, filled=True).encode(x=x, y=y, tooltip=tooltip),
        last.mark_point(filled=True, size=55, color="var(--c-brand)", opacity=1).encode(x=x, y=y, tooltip=tooltip),
        last.mark_text(align="right", dy=-12, fontWeight=600).encode(x=x, y=y, text="shown:N"),
    ]
    return template(alt.layer(*layers), 180, {"sign": ""})
