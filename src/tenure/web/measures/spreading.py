"""The values of one measure today: its quantiles, and a bar for each part of their range."""

from collections.abc import Sequence
from typing import Any

from tenure.engine.measures import looking
from tenure.metrics.measures import Measure
from tenure.metrics.measures.spread import Bar, Spread, spread
from tenure.web import charts
from tenure.web import format as words
from tenure.web.measures.who import Who
from tenure.web.measures.words import value


def told(measure: Measure, who: Who, user: Any) -> dict[str, Any]:
    """Of the accounts that hold a subscription today. Raises NothingPublished and TooSlow."""
    book, ids = looking.today([measure]), who.ids(user)
    there = book.of(ids)[-1]
    found = spread(book.values[0][-1][there], whole=measure.unit != "ratio")
    return {
        "spread": found, "as_of": book.today, "quantiles": quantiles(measure, found),
        "share": words.percent(found.known / found.of if found.of else None, 0),
        "bars": [(said(measure, bar), bar.accounts) for bar in found.bars],
        "chart": chart(measure, found),
    }  # fmt: skip


def quantiles(measure: Measure, found: Spread) -> list[tuple[str, str]]:
    named = (("Least", found.least), ("Lower quarter", found.lower), ("Median", found.median),
             ("Upper quarter", found.upper), ("Most", found.most))  # fmt: skip
    return [(name, value(measure, number)) for name, number in named]


def chart(measure: Measure, found: Spread) -> charts.Spec:
    """The last bar of a long tail is drawn as wide as the one before."""
    rows = [{"low": bar.low, "high": _end(found.bars, n), "accounts": bar.accounts, "range": said(measure, bar)}
            for n, bar in enumerate(found.bars)]  # fmt: skip
    middle = value(measure, found.median)
    median = None if found.median is None else {"value": found.median, "shown": f"median {middle}"}
    finding = f"{measure.name}: known for {found.known:,} of {found.of:,} accounts, half of them at {middle} or less."
    return charts.measure_histogram(rows, median, kind(measure), finding)


def _end(bars: Sequence[Bar], n: int) -> float:
    high = bars[n].high
    return bars[n].low + (bars[n].low - bars[n - 1].low if n else 1) if high is None else high


def kind(measure: Measure) -> str:
    return "ratio" if measure.unit == "ratio" else "number"


def said(measure: Measure, bar: Bar) -> str:
    """The range of a bar in words; one whole number stands for itself."""
    low = value(measure, bar.low)
    if bar.high is None:
        return f"{low} and more"
    one = measure.unit != "ratio" and bar.high - bar.low == 1 and float(bar.low).is_integer()
    return low if one else f"{low} to under {value(measure, bar.high)}"
