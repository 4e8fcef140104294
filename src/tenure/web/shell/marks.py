"""Small pictures made on the server: icons, sparklines, bars, status shapes. All of them are safe markup."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_ICONS = Path(__file__).parent / "static" / "vendor" / "icons"
_SHAPES = {
    "good": ("circle", {"cx": "5", "cy": "5", "r": "4.2"}),
    "warn": ("path", {"d": "M5 .8 9.6 9H.4z"}),
    "bad": ("path", {"d": "M5 0 10 5 5 10 0 5z"}),
    "idle": ("circle", {"cx": "5", "cy": "5", "r": "3.9"}),
    "info": ("rect", {"x": "1", "y": "1", "width": "8", "height": "8", "rx": "1.5"}),
}


@cache
def _icon_paths(name: str) -> tuple[str, ...]:
    """The `d` of each path of a Tabler outline icon; the file comes from the npm package."""
    source = (_ICONS / f"{name}.svg").read_text()
    return tuple(re.findall(r'<path d="([^"]+)"', source))


@cache
def icon(name: str) -> SafeString:
    paths = format_html_join("", '<path d="{}"/>', ((path,) for path in _icon_paths(name)))
    return format_html('<svg class="icon" data-icon="{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', name, paths)


@cache
def shape(band: str) -> SafeString:
    tag, attributes = _SHAPES[band]
    inside = format_html_join("", ' {}="{}"', attributes.items())
    return format_html(
        '<svg class="tn-shape" viewBox="0 0 10 10" aria-hidden="true"><{}{}/></svg>', SafeString(tag), inside
    )


def status(band: str, word: str) -> SafeString:
    return format_html('<span class="tn-status" data-band="{}">{}{}</span>', band, shape(band), word)


def spark(values: Sequence[float | int | None], band: str = "info", target: float | None = None) -> SafeString:
    """A line of the known values, the last point marked, the target as a dotted line; nothing if fewer than two."""
    known = [(index, float(value)) for index, value in enumerate(values) if value is not None]
    if len(known) < 2:
        return SafeString("")
    heights = [value for _, value in known] + ([] if target is None else [target])
    low, high = min(heights), max(heights)
    points = [(_across(index, len(values)), _up(value, low, high)) for index, value in known]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    goal = SafeString("") if target is None else _goal(_up(target, low, high))
    return format_html(
        '<svg class="tn-spark" data-band="{}" viewBox="0 0 100 36" aria-hidden="true">{}'
        '<polyline points="{}"/><circle cx="{}" cy="{}" r="2.6"/></svg>',
        band, goal, line, f"{points[-1][0]:.1f}", f"{points[-1][1]:.1f}",
    )  # fmt: skip


def _across(index: int, count: int) -> float:
    return 3 + 94 * index / max(count - 1, 1)


def _up(value: float, low: float, high: float) -> float:
    return 18.0 if high == low else 33 - 30 * (value - low) / (high - low)


def _goal(height: float) -> SafeString:
    return format_html('<line x1="0" x2="100" y1="{0}" y2="{0}"/>', f"{height:.1f}")


def bar(share: float | None, band: str = "info") -> SafeString:
    """A bar of 0 to 100 %; longer shares fill it, unknown ones leave it empty."""
    width = 0 if share is None else round(max(0.0, min(share, 1.0)) * 100)
    return format_html(
        '<svg class="tn-bar" data-band="{}" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        '<rect width="{}" height="6"/></svg>',
        band, width,
    )  # fmt: skip
