"""Beside customers of the same kind: quartiles, never a name."""

from collections.abc import Iterator

from tenure.engine.comparable import Spread
from tenure.planning.reviews.exhibits import Chart, Facts, Point, Series, Tone, Unit, written
from tenure.planning.reviews.ground import COMPARED, Ground, week_names

_NAMES: dict[str, tuple[str, Unit]] = {
    "utilisation": ("Licences in use", "ratio"),
    "breadth": ("Features in use", "ratio"),
    "days_of_use": ("Days of use a person, of 30", "number"),
}


_TONES: dict[str, Tone] = {"in the upper quarter": "good", "in the lower quarter": "warn"}


def facts(ground: Ground) -> Facts:
    if not ground.peers.accounts:
        return ground.facts(
            missing=("Fewer than five comparable customers: nothing is compared.",), sources=("usage events",)
        )
    points = tuple(_points(ground))
    return ground.facts(
        lead=lead(ground), chart=_chart(ground),
        points=points,
        sources=(_source(ground),),
        missing=() if points else ("Of too few of them it is known how they use it.",),
    )  # fmt: skip


def lead(ground: Ground) -> str:
    own, spread = ground.now("utilisation"), ground.spread("utilisation")
    if own is None or spread.middle is None:
        return ""
    said = f"{written(own, 'ratio')} of licences are in use"
    return f"{said}; half of comparable customers use {written(spread.middle, 'ratio')} or more."


def place(own: float, spread: Spread) -> str:
    """In which quarter of the comparable customers."""
    if spread.low is None or spread.middle is None or spread.high is None:
        return ""
    if own >= spread.high:
        return "in the upper quarter"
    if own >= spread.middle:
        return "above the middle"
    return "below the middle" if own >= spread.low else "in the lower quarter"


def _points(ground: Ground) -> Iterator[Point]:
    for name in COMPARED:
        own, spread = ground.now(name), ground.spread(name)
        if own is not None and spread.middle is not None:
            label, unit = _NAMES[name]
            low, middle, high = (written(value, unit) for value in (spread.low, spread.middle, spread.high))
            at = place(own, spread)
            yield Point(text=f"{label}: {written(own, unit)}, {at}", tone=_TONES.get(at, ""),
                        cause=f"half of them lie between {low} and {high}, the middle is {middle}")  # fmt: skip


def _chart(ground: Ground) -> Chart | None:
    own = ground.series("utilisation")
    spreads = [ground.spread("utilisation", row) for row in range(len(ground.weeks))]
    middle = tuple(one.middle for one in spreads)
    if all(value is None for value in own) or all(value is None for value in middle):
        return None
    return Chart(
        kind="line", finding="Licences in use, beside the middle and the upper quarter of comparable customers.",
        categories=week_names(ground.weeks), unit="ratio",
        series=(
            Series(name="You", values=own),
            Series(name="Middle of comparable customers", values=middle, muted=True),
            Series(name="Upper quarter", values=tuple(one.high for one in spreads), muted=True),
        ),
    )  # fmt: skip


def _source(ground: Ground) -> str:
    peers = ground.peers
    some = f"{len(peers.accounts):,} of " if len(peers.accounts) < peers.total else ""
    return f"usage of {some}{peers.total:,} customers with the same {' and '.join(peers.by)} ({peers.in_words})"
