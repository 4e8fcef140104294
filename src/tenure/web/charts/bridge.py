"""From opening to closing MRR, one bar a movement."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import accumulate, pairwise
from typing import Any, Final

from tenure.core.money import minor_exponent
from tenure.web.charts.theme import AXIS_LABELS, Spec, filled, form, template
from tenure.web.format import currency_sign, money_short

LABELS: Final[Mapping[str, str]] = {
    "opening": "Opening",
    "new": "New",
    "resume": "Resumed",
    "reactivation": "Reactivated",
    "expansion": "Expansion",
    "contraction": "Contraction",
    "pause": "Paused",
    "churn": "Churn",
    "fx": "Currency",
    "closing": "Closing",
}
_ALWAYS: Final = frozenset({"new", "expansion", "contraction", "churn"})


def bridge(
    opening: int,
    movements: Sequence[tuple[str, int]],
    closing: int,
    currency: str,
    href: Callable[[str], str] | None = None,
    *,
    height: int = 240,
) -> Spec:
    """`movements` are (category, signed minor units) in the order shown; `href(category)` is where a bar leads.

    Rare movements that did not happen are left out. The value axis may be cut: see `bridge_axis_start`.
    """
    shown = [(name, amount) for name, amount in movements if amount or name in _ALWAYS]
    low, high = _domain(opening, shown, closing)
    rows = _rows(opening, shown, closing, low, currency)
    for row in rows:
        row["href"] = href(row["category"]) if href and row["kind"] != "total" else ""
    scale = 10 ** minor_exponent(currency)
    return filled(
        _form(), _finding(opening, shown, closing, currency), {"bars": _major(rows, scale)}, height,
        low=low / scale, high=high / scale, sign=currency_sign(currency),
    )  # fmt: skip


def bridge_axis_start(opening: int, movements: Sequence[tuple[str, int]], closing: int) -> int:
    """Minor units at which the value axis begins; when it is not 0 the card's head has to say so."""
    return _domain(opening, movements, closing)[0]


def _levels(opening: int, movements: Sequence[tuple[str, int]]) -> list[int]:
    return list(accumulate((amount for _, amount in movements), initial=opening))


def _domain(opening: int, movements: Sequence[tuple[str, int]], closing: int) -> tuple[int, int]:
    """Cut only where movements would be slivers beside the totals; never above a level."""
    levels = [*_levels(opening, movements), closing]
    lowest, highest = min(levels), max([*levels, 1])
    span = highest - lowest
    low = lowest - span if span * 5 < lowest else min(0, lowest)
    step = 10 ** max(len(str(span)) - 1, 0)
    return (low // step) * step, highest + max((highest - low) // 10, 1)


def _rows(
    opening: int, shown: Sequence[tuple[str, int]], closing: int, low: int, currency: str
) -> list[dict[str, Any]]:
    rows = [_row("opening", low, opening, "total", money_short(opening, currency))]
    levels = pairwise(_levels(opening, shown))
    for (name, amount), (before, after) in zip(shown, levels, strict=True):
        kind = "fx" if name == "fx" else "up" if amount >= 0 else "down"
        rows.append(_row(name, before, after, kind, money_short(amount, currency, plus=True)))
    rows.append(_row("closing", low, closing, "total", money_short(closing, currency)))
    for row, following in pairwise(rows):
        row["next"] = following["movement"]
    return rows


def _row(name: str, start: int, end: int, kind: str, label: str) -> dict[str, Any]:
    return {"category": name, "movement": LABELS.get(name, name), "start": start, "end": end, "top": max(start, end),
            "kind": kind, "label": label, "next": None}  # fmt: skip


def _major(rows: list[dict[str, Any]], scale: int) -> list[dict[str, Any]]:
    return [row | {name: row[name] / scale for name in ("start", "end", "top")} for row in rows]


def _finding(opening: int, shown: Sequence[tuple[str, int]], closing: int, currency: str) -> str:
    parts = ", ".join(
        f"{LABELS.get(name, name).lower()} {money_short(amount, currency, plus=True)}" for name, amount in shown
    )
    return f"MRR went from {money_short(opening, currency)} to {money_short(closing, currency)}: {parts}."


@cache
def _form() -> Spec:
    return form("bridge", built)


def built() -> Spec:
    import altair as alt

    narrow = "width < 520"
    labels = alt.Axis(
        title=None, grid=False, labelOverlap=False,
        labelAngle=alt.expr(f"{narrow} ? -40 : 0"),
        labelAlign=alt.expr(f"{narrow} ? 'right' : 'center'"),
        labelBaseline=alt.expr(f"{narrow} ? 'middle' : 'top'"),
    )  # fmt: skip
    x = alt.X("movement:N", sort=None, axis=labels)
    domain = alt.Scale(domain=[alt.expr("low"), alt.expr("high")], nice=False, zero=False, clamp=True)
    money = alt.Axis(title=None, tickCount=4, labelExpr=AXIS_LABELS["money"])
    colours = alt.Scale(
        domain=["total", "up", "down", "fx"],
        range=["var(--c-brand)", "var(--c-good)", "var(--c-bad)", "var(--c-neutral)"],
    )
    base = alt.Chart(alt.NamedData("bars"))
    ties = (
        base.transform_filter("datum.next != null").mark_rule(strokeDash=[2, 2], color="var(--c-neutral)")
        .encode(x=x, x2="next:N", y=alt.Y("end:Q", scale=domain))
    )  # fmt: skip
    bars = base.mark_bar(width=alt.RelativeBandSize(0.66), cursor="pointer").encode(
        x=x,
        y=alt.Y("start:Q", title=None, scale=domain, axis=money),
        y2="end:Q",
        color=alt.Color("kind:N", legend=None, scale=colours),
        tooltip=[alt.Tooltip("movement:N", title="Movement"), alt.Tooltip("label:N", title="MRR")],
    )
    # Where bars are narrower than their labels, each label stands over its bar.
    text = base.mark_text(
        fontWeight=600, fontSize=alt.expr(f"{narrow} ? 9.5 : 11"), dy=alt.expr(f"{narrow} ? -4 : -8"),
        angle=alt.expr(f"{narrow} ? -70 : 0"), align=alt.expr(f"{narrow} ? 'left' : 'center'"),
    ).encode(x=x, y=alt.Y("top:Q", scale=domain), text="label:N")  # fmt: skip
    return template(alt.layer(ties, bars, text), 240, {"low": 0, "high": 1, "sign": ""})
