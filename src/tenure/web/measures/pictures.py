"""Small pictures of measures, made on the server."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tenure.metrics.measures.spread import Bar

_WIDE, _HIGH = 96, 24


def histogram(bars: Sequence[Bar]) -> SafeString:
    """Bars side by side, the tallest over the whole height; one account can still be seen."""
    most = max((bar.accounts for bar in bars), default=0)
    if not most:
        return SafeString("")
    step = _WIDE / len(bars)
    shown = [
        (f"{n * step:.1f}", f"{_HIGH - _up(bar, most):.1f}", f"{max(step - 1, 0.8):.1f}", f"{_up(bar, most):.1f}")
        for n, bar in enumerate(bars) if bar.accounts
    ]  # fmt: skip
    inside = format_html_join("", '<rect x="{}" y="{}" width="{}" height="{}"/>', shown)
    return format_html('<svg class="ms-hist" viewBox="0 0 96 24" aria-hidden="true">{}</svg>', inside)


def _up(bar: Bar, most: int) -> float:
    return max(1.5, _HIGH * bar.accounts / most)
