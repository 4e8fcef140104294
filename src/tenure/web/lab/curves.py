"""Curves as pictures made on the server: a thumbnail, the editor's canvas, and how a measure lies behind it.

The script `lab.js` draws the same canvas anew while points are dragged; the frame's numbers are in both.
"""

from collections.abc import Sequence
from math import isfinite

import numpy as np
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tenure.metrics.measures import Measure
from tenure.web.lab.spreading import Spread

_WIDE, _HIGH = 48, 30
LEFT, RIGHT, TOP, BOTTOM = 30, 352, 10, 138  # of the canvas, 360 x 160
_BINS = 32
_WHOLE = {"people", "features", "count", "days"}  # units that come one by one
Points = Sequence[tuple[float, float]]


def readable(points: Sequence[tuple[str, str]]) -> Points:
    """The points of a line that can be read; a picture needs no more."""
    found = []
    for value, level in points:
        try:
            pair = (float(value.replace(",", ".")), float(level.replace(",", ".")))
        except ValueError:
            continue
        if all(map(isfinite, pair)):
            found.append(pair)
    return sorted(found)


def thumbnail(points: Points) -> SafeString:
    low, high = ends(points)
    spots = [
        (2 + (_WIDE - 4) * (value - low) / (high - low), _HIGH - 4 - (_HIGH - 8) * level / 100)
        for value, level in points
    ] or [(2, _HIGH / 2)]
    line = "L".join(f"{x:.1f} {y:.1f}" for x, y in spots)
    return format_html(
        '<svg class="tn-curve" viewBox="0 0 48 30" aria-hidden="true"><path class="tn-curve-a" d="M{0}V29H2Z"/>'
        '<path d="M{0}"/></svg>',
        line,
    )


def ends(points: Points) -> tuple[float, float]:
    if not points:
        return 0.0, 1.0
    low, high = points[0][0], points[-1][0]
    return (low, high) if low < high else (low - 0.5, low + 0.5)


def frame(points: Points, spread: Spread | None) -> tuple[float, float]:
    """From where to where the canvas reaches: all points, and all but the last hundredth of the book."""
    low, high = ends(points)
    if spread and (found := spread.at(0.01, 0.99)):
        low, high = min(low, found[0]), max(high, found[1])
    return low, high


def canvas(points: Points, low: float, high: float) -> SafeString:
    """The lines of the bands, the curve, and its points; without the script it is a picture beside the fields."""
    spots = [(_x(value, low, high), _y(level)) for value, level in points]
    inside = [(LEFT, spots[0][1]), *spots, (RIGHT, spots[-1][1])] if spots else []
    line = "L".join(f"{x:.1f} {y:.1f}" for x, y in inside)
    dots = format_html_join("", '<circle cx="{}" cy="{}" r="5"/>', ((f"{x:.1f}", f"{y:.1f}") for x, y in spots))
    return format_html(
        '{}<path class="lab-area" d="{}"/><path class="lab-line" d="{}"/><g class="lab-handles">{}</g>{}',
        _levels(), f"M{line}V{BOTTOM}H{LEFT}Z" if line else "", f"M{line}" if line else "", dots, _ends(low, high),
    )  # fmt: skip


def _levels() -> SafeString:
    return format_html_join(
        "",
        '<line class="lab-level" x1="{0}" x2="{1}" y1="{2}" y2="{2}"/>'
        '<text x="{3}" y="{4}" text-anchor="end">{5}</text>',
        ((LEFT, RIGHT, f"{_y(level):.1f}", LEFT - 9, f"{_y(level) + 3.5:.1f}", level) for level in (0, 40, 70, 100)),
    )


def _ends(low: float, high: float) -> SafeString:
    return format_html(
        '<text class="lab-low" x="{}" y="153">{}</text>'
        '<text class="lab-high" x="{}" y="153" text-anchor="end">{}</text>',
        LEFT, f"{low:.4g}", RIGHT, f"{high:.4g}",
    )  # fmt: skip


def histogram(spread: Spread, low: float, high: float) -> SafeString:
    """Accounts along the canvas; what lies beyond its ends is in the outer bars."""
    counts, edges = np.histogram(np.clip(spread.values, low, high), bins=_BINS, range=(low, high))
    most = max(int(counts.max(initial=0)), 1)
    bars = (
        (f"{_x(edge, low, high):.1f}", f"{BOTTOM - (BOTTOM - TOP) * count / most:.1f}",
         f"{(RIGHT - LEFT) / _BINS - 0.8:.1f}", f"{(BOTTOM - TOP) * count / most:.1f}")
        for edge, count in zip(edges[:-1], counts, strict=True) if count
    )  # fmt: skip
    return format_html(
        '<svg class="lab-bars" viewBox="0 0 360 160" aria-hidden="true">{}</svg>',
        format_html_join("", '<rect x="{}" y="{}" width="{}" height="{}"/>', bars),
    )


def comes_whole(measure: Measure) -> bool:
    return measure.unit in _WHOLE


def _x(value: float, low: float, high: float) -> float:
    return LEFT + (RIGHT - LEFT) * (value - low) / (high - low)


def _y(level: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * level / 100
