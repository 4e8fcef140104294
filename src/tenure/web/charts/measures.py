"""Charts of a measure: how its values are spread over accounts, and its median and quartiles over the weeks."""

from collections.abc import Mapping, Sequence
from functools import cache, partial
from typing import Any, Final

from tenure.web.charts.theme import AXIS_LABELS, Spec, filled, form, template, time_axis

KINDS: Final = ("ratio", "number")  # how the axis reads


def measure_histogram(
    bars: Sequence[Mapping[str, Any]], median: Mapping[str, Any] | None, kind: str, finding: str, *, height: int = 190
) -> Spec:
    """`bars` are rows of low, high, accounts, and range in words; `median` has value and shown."""
    rows = [row | {"end": row["low"] + 0.94 * (row["high"] - row["low"]), "none": 0} for row in map(dict, bars)]
    return filled(_histogram(kind), finding, {"bars": rows, "median": [median] if median else []}, height)


def measure_history(
    weeks: Sequence[Mapping[str, Any]], account: Sequence[Mapping[str, Any]], kind: str, finding: str,
    *, height: int = 240,
) -> Spec:  # fmt: skip
    """`weeks` are rows of day, lower, median, upper and how they read; `account` are rows of day, value, name, shown.

    An unknown value is a gap.
    """
    known = [row for row in weeks if row["median"] is not None]
    ends = [{**row, "text": f"median {row['shown']}"} for row in known[-1:]]
    named = [row for row in account if row["value"] is not None][-1:]
    data = {"weeks": weeks, "ends": ends, "account": account, "last": named}
    return filled(_history(kind, bool(account)), finding, data, height)


@cache
def _histogram(kind: str) -> Spec:
    return form(f"measure_histogram_{kind}", partial(built_histogram, kind))


@cache
def _history(kind: str, beside: bool) -> Spec:
    return form(history_name(kind, beside), partial(built_history, kind, beside))


def history_name(kind: str, beside: bool) -> str:
    return f"measure_history_{kind}{'_account' if beside else ''}"


def built_histogram(kind: str) -> Spec:
    import altair as alt

    bars, median = alt.Chart(alt.NamedData("bars")), alt.Chart(alt.NamedData("median"))
    scale = alt.Scale(nice=False, zero=False)
    x = alt.X("low:Q", title=None, scale=scale,
              axis=alt.Axis(grid=False, tickCount=8, labelExpr=AXIS_LABELS[kind], labelOverlap="greedy"))  # fmt: skip
    y = alt.Y("accounts:Q", title="Accounts", axis=alt.Axis(tickCount=4, tickMinStep=1))
    tooltip = [alt.Tooltip("range:N", title="Value"), alt.Tooltip("accounts:Q", title="Accounts", format=",")]
    at = alt.X("value:Q", title=None, scale=scale)
    layers = [
        bars.mark_bar(color="var(--c-s1)").encode(x=x, x2="end:Q", y=y, y2="none:Q", tooltip=tooltip),
        median.mark_rule(color="var(--c-fg)", strokeDash=[4, 3]).encode(x=at),
        median.mark_text(align="left", baseline="bottom", dx=-1, dy=-3, fontWeight=600).encode(
            x=at, y=alt.value(0), text="shown:N"),
    ]  # fmt: skip
    return template(alt.layer(*layers), 190, {})


def built_history(kind: str, beside: bool) -> Spec:
    """`beside`: with the line of one account."""
    import altair as alt

    weeks, ends = alt.Chart(alt.NamedData("weeks")), alt.Chart(alt.NamedData("ends"))
    account, last = alt.Chart(alt.NamedData("account")), alt.Chart(alt.NamedData("last"))
    x, scale = time_axis(alt), alt.Scale(zero=False, nice=True)
    axis = alt.Axis(tickCount=5, labelExpr=AXIS_LABELS[kind])

    def y(field: str) -> Any:
        return alt.Y(f"{field}:Q", title=None, scale=scale, axis=axis)

    told = [alt.Tooltip("date:N", title="Week to"), alt.Tooltip("shown:N", title="Median"),
            alt.Tooltip("half:N", title="Half of them between"), alt.Tooltip("known:N", title="Known for")]  # fmt: skip
    one = [alt.Tooltip("date:N", title="Week to"), alt.Tooltip("name:N", title="Account"),
           alt.Tooltip("shown:N", title="Value")]  # fmt: skip
    layers = [
        weeks.mark_area(color="var(--c-s1)", opacity=0.16, interpolate="monotone").encode(
            x=x, y=y("lower"), y2="upper:Q"),
        weeks.mark_line(color="var(--c-s1)", strokeWidth=2).encode(x=x, y=y("median")),
        weeks.mark_point(size=160, opacity=0, filled=True).encode(x=x, y=y("median"), tooltip=told),
        ends.mark_point(filled=True, size=55, color="var(--c-s1)", opacity=1).encode(x=x, y=y("median")),
        ends.mark_text(align="right", dy=-10, fontWeight=600).encode(x=x, y=y("median"), text="text:N"),
    ]  # fmt: skip
    mine = [
        account.mark_line(color="var(--c-fg)", strokeWidth=2, strokeDash=[5, 3]).encode(x=x, y=y("value")),
        account.mark_point(size=26, opacity=1, filled=True, color="var(--c-fg)").encode(
            x=x, y=y("value"), tooltip=one),
        last.mark_text(align="right", dy=14, fontWeight=700).encode(x=x, y=y("value"), text="text:N"),
    ]  # fmt: skip
    return template(alt.layer(*layers, *(mine if beside else [])), 240, {})
