"""Charts of the health lab: how much a score would have caught, and how scores are spread today."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from tenure.metrics.scorecards.bands import BANDS, POINT
from tenure.web.charts.theme import Spec, filled, form, template

_TONES = {"red": "bad", "yellow": "warn", "green": "good"}


def capture_curve(now: Sequence[Mapping[str, Any]], before: Sequence[Mapping[str, Any]], *, height: int = 230) -> Spec:
    """`now` and `before` (the version in force, when a draft is looked at) are rows of share and caught, 0 to 1."""
    lines = [
        {"share": row["share"], "caught": row["caught"], "which": which}
        for which, rows in (("this version", now), ("in force", before)) for row in rows
    ]  # fmt: skip
    ends = [next(line for line in lines if line["which"] == which and line["share"] >= 0.3)
            for which in dict.fromkeys(line["which"] for line in lines)]  # fmt: skip
    chance = [{"share": 0, "caught": 0}, {"share": 1, "caught": 1}]
    finding = "Nothing to draw: too few events."
    if now:
        fifth = min(now, key=lambda row: abs(row["share"] - 0.2))["caught"]
        finding = f"The worst fifth of accounts held {fifth:.0%} of those it happened to."
    return filled(_capture(), finding, {"lines": lines, "chance": chance, "ends": ends}, height)


def score_histogram(now: Sequence[int], before: Sequence[int], *, height: int = 190) -> Spec:
    """Accounts in each ten points; ticks show the version in force."""
    rows = [
        {"from": 10 * n, "to": 10 * n + 9.4, "middle": 10 * n + 5, "accounts": count, "none": 0, "before": before[n],
         "band": _TONES[_band(10 * n)]}
        for n, count in enumerate(now)
    ]  # fmt: skip
    return filled(_histogram(), f"Scores of {sum(now):,} accounts today, in tens.", {"bars": rows}, height)


def _band(points: int) -> str:
    return next(name for name, least in reversed(BANDS) if points * POINT >= least)


@cache
def _capture() -> Spec:
    return form("capture_curve", built_capture)


@cache
def _histogram() -> Spec:
    return form("score_histogram", built_histogram)


def built_capture() -> Spec:
    import altair as alt

    axis = alt.Axis(format="%", tickCount=5)
    whole = alt.Scale(domain=[0, 1], nice=False)
    x = alt.X("share:Q", title="Share of accounts, worst score first", scale=whole, axis=axis)
    y = alt.Y("caught:Q", title=None, scale=whole, axis=axis)
    which = alt.Scale(domain=["this version", "in force"], range=["var(--c-brand)", "var(--c-s2)"])
    dashes = alt.Scale(domain=["this version", "in force"], range=[[1, 0], [5, 4]])
    colour = alt.Color("which:N", scale=which, legend=None)
    lines, chance = alt.Chart(alt.NamedData("lines")), alt.Chart(alt.NamedData("chance"))
    ends = alt.Chart(alt.NamedData("ends"))
    tooltip = [alt.Tooltip("which:N", title="Version"), alt.Tooltip("share:Q", title="Accounts", format=".0%"),
               alt.Tooltip("caught:Q", title="Caught", format=".0%")]  # fmt: skip
    layers = [
        chance.mark_line(strokeDash=[2, 3], color="var(--c-neutral)").encode(x=x, y=y),
        lines.mark_line(strokeWidth=2).encode(
            x=x, y=y, color=colour, strokeDash=alt.StrokeDash("which:N", scale=dashes, legend=None)),
        lines.mark_point(size=140, opacity=0, filled=True).encode(x=x, y=y, tooltip=tooltip),
        ends.mark_text(align="left", dx=6, dy=10, fontWeight=600).encode(x=x, y=y, text="which:N"),
    ]  # fmt: skip
    return template(alt.layer(*layers), 230, {})


def built_histogram() -> Spec:
    import altair as alt

    bars = alt.Chart(alt.NamedData("bars"))
    x = alt.X("from:Q", title="Health score", scale=alt.Scale(domain=[0, 100], nice=False),
              axis=alt.Axis(values=[0, 20, 40, 70, 100], grid=False))  # fmt: skip
    y = alt.Y("accounts:Q", title=None, axis=alt.Axis(tickCount=4, tickMinStep=1))
    bands = alt.Scale(domain=["bad", "warn", "good"], range=["var(--c-bad)", "var(--c-warn)", "var(--c-good)"])
    tooltip = [alt.Tooltip("from:Q", title="From"), alt.Tooltip("accounts:Q", title="Accounts"),
               alt.Tooltip("before:Q", title="In force")]  # fmt: skip
    layers = [
        bars.mark_bar().encode(x=x, x2="to:Q", y=y, y2="none:Q", color=alt.Color("band:N", scale=bands, legend=None),
                               tooltip=tooltip),
        bars.mark_tick(thickness=2, color="var(--c-fg)", size=22, orient="horizontal").encode(
            x="middle:Q", y="before:Q"),
    ]  # fmt: skip
    return template(alt.layer(*layers), 190, {})
