"""Charts of the health lab: how much a score would have caught, and how scores are spread today."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from tenure.metrics.scorecards.bands import BANDS, POINT
from tenure.web.charts.theme import Spec, filled, form, template

_TONES = {"red": "bad", "yellow": "warn", "green": "good"}


_FIFTH = 0.2


def capture_curve(
    now: Sequence[Mapping[str, Any]], before: Sequence[Mapping[str, Any]], names: tuple[str, str], *, height: int = 230
) -> Spec:
    """`now` and `before` (the version in force, when a draft is looked at) are rows of share and caught, 0 to 1."""
    sides = [(which, name, rows) for which, name, rows in zip(("now", "before"), names, (now, before), strict=True)
             if rows]  # fmt: skip
    lines = [{**row, "which": which, "name": name} for which, name, rows in sides for row in rows]
    fifths = [{"share": _FIFTH, "caught": _at(rows, _FIFTH), "text": f"{_at(rows, _FIFTH):.0%}", "which": which}
              for which, _, rows in sides]  # fmt: skip
    ends = [{"share": at, "caught": _at(rows, at), "name": name, "which": which}
            for (which, name, rows), at in zip(sides, (0.4, 0.6), strict=False)]  # fmt: skip
    chance = [{"share": 0, "caught": 0}, {"share": 1, "caught": 1}]
    finding = "Nothing to draw: too few events."
    if now:
        said = " and ".join(f"{fifth['text']} by {name}" for fifth, (_, name, _) in zip(fifths, sides, strict=True))
        finding = f"The fifth of accounts called first held {said} of those it happened to."
    data = {"lines": lines, "chance": chance, "ends": ends, "fifths": fifths, "rule": fifths[:1]}
    return filled(_capture(), finding, data, height)


def _at(rows: Sequence[Mapping[str, Any]], share: float) -> float:
    return float(min(rows, key=lambda row: abs(row["share"] - share))["caught"])


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
    x = alt.X("share:Q", title="Share of accounts called first", scale=whole, axis=axis)
    y = alt.Y("caught:Q", title=None, scale=whole, axis=axis)
    which = alt.Scale(domain=["now", "before"], range=["var(--c-s1)", "var(--c-s3)"])
    dashes = alt.Scale(domain=["now", "before"], range=[[1, 0], [6, 3]])
    colour = alt.Color("which:N", scale=which, legend=None)
    lines, chance, ends, fifths, rule = (
        alt.Chart(alt.NamedData(name)) for name in ("lines", "chance", "ends", "fifths", "rule")
    )
    tooltip = [alt.Tooltip("name:N", title="Version"), alt.Tooltip("share:Q", title="Accounts", format=".0%"),
               alt.Tooltip("caught:Q", title="Found", format=".0%")]  # fmt: skip
    right, left = ({"align": "right", "dx": -8, "dy": -4}, {"align": "left", "dx": 7, "dy": 9})
    sides = (("now", right), ("before", left))
    layers = [
        chance.mark_line(strokeDash=[2, 3], color="var(--c-neutral)").encode(x=x, y=y),
        rule.mark_rule(color="var(--c-neutral)").encode(x=x, y=alt.value(0), y2=alt.value("height")),
        lines.mark_line(strokeWidth=2.2).encode(
            x=x, y=y, color=colour, strokeDash=alt.StrokeDash("which:N", scale=dashes, legend=None)),
        lines.mark_point(size=140, opacity=0, filled=True).encode(x=x, y=y, tooltip=tooltip),
        fifths.mark_point(size=60, opacity=1, filled=True, color="var(--c-fg)").encode(x=x, y=y),
        *(data.transform_filter(alt.datum.which == side).mark_text(fontWeight=600, **where).encode(x=x, y=y, text=text)
          for data, text in ((fifths, "text:N"), (ends, "name:N")) for side, where in sides),
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
