"""What one account paid over time, with the movements that changed it."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from tenure.core.money import minor_exponent
from tenure.web.charts.bridge import LABELS
from tenure.web.charts.theme import AXIS_LABELS, Spec, filled, form, iso, template, time_axis
from tenure.web.format import currency_sign, day, money, money_short

if TYPE_CHECKING:
    from tenure.engine.account import MrrChange

_SHAPES: Final = ["triangle-up", "triangle-down", "circle"]
_APART: Final = 0.1  # of the time shown; labels closer than this would overlap, and the list beside the chart has them


def mrr_history(
    steps: Sequence[tuple[date, int]],
    changes: "Sequence[MrrChange]",
    until: date,
    currency: str,
    *,
    height: int = 200,
) -> Spec:
    """`steps` are (day, MRR from that day on), oldest first; the last one is drawn on to `until`."""
    scale = 10 ** minor_exponent(currency)
    known = [(at, mrr) for at, mrr in steps if at <= until]
    drawn = [*known, (until, known[-1][1])] if known else []
    rows = [_point(at, mrr, scale, currency) for at, mrr in drawn]
    shown = [change for change in changes if change.day <= until]
    labelled = _labelled(shown, until)
    marks = [_mark(change, scale, currency, change.day in labelled) for change in shown]
    high = max((mrr for _, mrr in known), default=1) * 1.18 / scale
    data = {"steps": rows, "changes": marks, "last": rows[-1:]}
    description = _finding(known, until, currency)
    return filled(_form(), description, data, height, sign=currency_sign(currency), high=high or 1)


def _labelled(changes: "Sequence[MrrChange]", until: date) -> set[date]:
    """Days whose amount has room to be written: the largest first, none beside another or the last level."""
    if not changes:
        return set()
    room = max((until - changes[0].day).days * _APART, 1)
    taken = [until]
    for change in sorted(changes, key=lambda change: -abs(change.amount_minor)):
        if (until - change.day).days >= 2 * room and all(abs((change.day - day).days) >= room for day in taken):
            taken.append(change.day)
    return set(taken[1:])


def _point(at: date, mrr: int, scale: int, currency: str) -> dict[str, Any]:
    return {"day": iso(at), "mrr": mrr / scale, "date": day(at), "shown": money_short(mrr, currency)}


def _mark(change: "MrrChange", scale: int, currency: str, labelled: bool) -> dict[str, Any]:
    amount = money_short(change.amount_minor, currency, plus=True)
    way = "new" if change.category == "new" else "up" if change.amount_minor >= 0 else "down"
    return {
        "day": iso(change.day),
        "mrr": max(change.mrr_minor, change.mrr_minor - change.amount_minor) / scale,
        "way": way,
        "date": day(change.day),
        "movement": LABELS.get(change.category, change.category),
        "amount": money(change.amount_minor, currency, plus=True),
        "text": amount if labelled and way != "new" else "",
    }


def _finding(steps: Sequence[tuple[date, int]], until: date, currency: str) -> str:
    if not steps:
        return "MRR history: this account has never paid."
    first, last = steps[0], steps[-1]
    return (
        f"MRR was {money(first[1], currency)} from {day(first[0])} and is {money(last[1], currency)} on {day(until)}."
    )


@cache
def _form() -> Spec:
    return form("mrr_history", built)


def built() -> Spec:
    import altair as alt

    x = time_axis(alt)
    scale = alt.Scale(domain=[0, alt.expr("high")], nice=False)
    y = alt.Y("mrr:Q", title=None, scale=scale, axis=alt.Axis(tickCount=4, labelExpr=AXIS_LABELS["money"]))
    colours = alt.Scale(domain=["up", "down", "new"], range=["var(--c-good)", "var(--c-bad)", "var(--c-brand)"])
    shapes = alt.Scale(domain=["up", "down", "new"], range=_SHAPES)
    steps, changes = alt.Chart(alt.NamedData("steps")), alt.Chart(alt.NamedData("changes"))
    last = alt.Chart(alt.NamedData("last"))
    level = [alt.Tooltip("date:N", title="From"), alt.Tooltip("shown:N", title="MRR")]
    moved = [alt.Tooltip("date:N", title="On"), alt.Tooltip("movement:N", title="Movement"),
             alt.Tooltip("amount:N", title="MRR")]  # fmt: skip
    layers = [
        steps.mark_area(interpolate="step-after", color="var(--c-brand)", opacity=0.12).encode(x=x, y=y),
        steps.mark_line(interpolate="step-after", color="var(--c-brand)", strokeWidth=2).encode(x=x, y=y),
        steps.mark_point(size=200, opacity=0, filled=True).encode(x=x, y=y, tooltip=level),
        changes.mark_point(filled=True, size=75, opacity=1, stroke="var(--c-surface)", strokeWidth=1.2).encode(
            x=x, y=y, tooltip=moved,
            color=alt.Color("way:N", scale=colours, legend=None), shape=alt.Shape("way:N", scale=shapes, legend=None),
        ),
        changes.mark_text(dy=-11, fontWeight=600).encode(x=x, y=y, text="text:N"),
        last.mark_text(align="right", dy=-10, fontWeight=700).encode(x=x, y=y, text="shown:N"),
    ]  # fmt: skip
    return template(alt.layer(*layers), 200, {"sign": "", "high": 1})
