"""An account's score over time over its bands, with what happened on the way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from tenure.metrics.scorecards.bands import BANDS, POINT
from tenure.web.charts.theme import Spec, filled, form, iso, template, time_axis
from tenure.web.format import day

_NAMES: Final = {"red": ("bad", "At risk"), "yellow": ("warn", "Watch"), "green": ("good", "Healthy")}
_APART: Final = 0.15  # of the time shown; labels closer than this would overlap


@dataclass(frozen=True, slots=True)
class Marker:
    """Something that happened on a day: a contract changed, the owner, the scorecard; a pulse was given."""

    day: date
    label: str
    kind: str  # contract, owner, scorecard, pulse or playbook


def health_history(levels: Sequence[tuple[date, int]], markers: Sequence[Marker], *, height: int = 170) -> Spec:
    """`levels` are (day, score in hundredths), oldest first."""
    rows = [{"day": iso(at), "score": score / POINT, "date": day(at), "shown": f"{score / POINT:.0f}"}
            for at, score in levels]  # fmt: skip
    low = min([30 * POINT, *(score - 5 * POINT for _, score in levels)]) // (10 * POINT) * 10
    bands = [band | {"low": max(band["low"], low)} for band in _bands() if band["high"] > low]
    data = {"bands": bands, "levels": rows, "last": rows[-1:], "markers": _markers(levels, markers)}
    return filled(_form(), _finding(levels), data, height, low=low)


def _bands() -> list[dict[str, Any]]:
    ends = [*(least / POINT for _, least in BANDS[1:]), 100]
    return [{"low": least / POINT, "high": high, "band": _NAMES[name][0], "word": _NAMES[name][1]}
            for (name, least), high in zip(BANDS, ends, strict=True)]  # fmt: skip


def _markers(levels: Sequence[tuple[date, int]], markers: Sequence[Marker]) -> list[dict[str, Any]]:
    """Those within the time shown; of two close together only the first is written out, both on hover."""
    if not levels:
        return []
    first, until = levels[0][0], levels[-1][0]
    room, last, rows = max((until - first).days * _APART, 1), date.min, []
    for marker in sorted(markers, key=lambda marker: marker.day):
        if first <= marker.day <= until:
            written = (marker.day - last).days >= room
            last = marker.day if written else last
            rows.append({"day": iso(marker.day), "date": day(marker.day), "label": marker.label,
                         "text": marker.label if written else "", "kind": marker.kind})  # fmt: skip
    return rows


def _finding(levels: Sequence[tuple[date, int]]) -> str:
    if not levels:
        return "Health history: this account was not judged in this time."
    (first, before), (last, now) = levels[0], levels[-1]
    return f"Health was {before / POINT:.0f} on {day(first)} and is {now / POINT:.0f} on {day(last)}."


@cache
def _form() -> Spec:
    return form("health_history", built)


def built() -> Spec:
    import altair as alt

    x = time_axis(alt)
    scale = alt.Scale(domain=[alt.expr("low"), 100], nice=False, zero=False)
    axis = alt.Axis(values=[0, 20, 40, 70, 100], grid=False)
    y = alt.Y("score:Q", title=None, scale=scale, axis=axis)
    bands, levels = alt.Chart(alt.NamedData("bands")), alt.Chart(alt.NamedData("levels"))
    markers, last = alt.Chart(alt.NamedData("markers")), alt.Chart(alt.NamedData("last"))
    colours = alt.Scale(domain=["good", "warn", "bad"], range=["var(--c-good)", "var(--c-warn)", "var(--c-bad)"])
    shapes = alt.Scale(
        domain=["contract", "owner", "scorecard", "pulse", "playbook"],
        range=["square", "circle", "diamond", "triangle-up", "cross"],
    )
    low = alt.Y("low:Q", title=None, scale=scale, axis=axis)
    what = [alt.Tooltip("date:N", title="On"), alt.Tooltip("label:N", title="What")]
    level = [alt.Tooltip("date:N", title="On"), alt.Tooltip("shown:N", title="Health")]
    layers = [
        bands.mark_rect(opacity=0.08).encode(y=low, y2="high:Q", color=alt.Color("band:N", scale=colours, legend=None)),
        bands.mark_text(align="left", dx=4, dy=-8, color="var(--c-muted)", fontSize=10.5).encode(
            x=alt.value(0), y=low, text="word:N"),
        markers.mark_rule(strokeDash=[2, 2], color="var(--c-neutral)").encode(x=x, tooltip=what),
        levels.mark_line(interpolate="step-after", color="var(--c-brand)", strokeWidth=2).encode(x=x, y=y),
        levels.mark_point(size=160, opacity=0, filled=True).encode(x=x, y=y, tooltip=level),
        markers.mark_point(filled=True, size=60, opacity=1, color="var(--c-fg)").encode(
            x=x, y=alt.value(6), shape=alt.Shape("kind:N", scale=shapes, legend=None), tooltip=what),
        markers.mark_text(align="left", baseline="middle", dx=7, fontWeight=600).encode(
            x=x, y=alt.value(6), text="text:N"),
        last.mark_point(filled=True, size=70, color="var(--c-brand)", opacity=1).encode(x=x, y=y, tooltip=level),
        last.mark_text(align="right", dy=-12, fontWeight=700).encode(x=x, y=y, text="shown:N"),
    ]  # fmt: skip
    return template(alt.layer(*layers), 170, {"low": 0})
