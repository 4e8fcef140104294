"""How many use it, week by week, against how many could."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from tenure.web.charts.theme import AXIS_LABELS, Spec, filled, form, iso, template, time_axis
from tenure.web.format import day, number

Week = tuple[date, int | None]


def usage(weeks: Sequence[Week], seats: int | None = None, *, height: int = 210) -> Spec:
    """Weekly active users by the last day of the week, oldest first, and the seats that are paid for."""
    return _against(weeks, seats, "seats", "Weekly active users", height)


def features_used(weeks: Sequence[Week], entitled: int | None = None, *, height: int = 180) -> Spec:
    """Features used in the 30 days up to each day, and the features the account has bought."""
    return _against(weeks, entitled, "entitled", "Features in use", height)


def _against(weeks: Sequence[Week], level: int | None, word: str, what: str, height: int) -> Spec:
    rows = [{"day": iso(at), "value": value, "date": day(at), "shown": number(value)} for at, value in weeks]
    known = [row for row in rows if row["value"] is not None]
    top = max((value for _, value in weeks if value), default=0)
    # A level far above everything would press the line flat on the floor; the card's head says it instead.
    fits = level and level <= max(top * 3, 1)
    level_rows = [{"value": level, "shown": f"{number(level)} {word}"}] if fits else []
    high = max(top, level or 0 if fits else 0, 1) * 1.2
    data = {"weeks": rows, "last": known[-1:], "level": level_rows} if known else {"weeks": []}
    return filled(_form(), _finding(known, level, word, what), data, height, high=high)


def _finding(known: Sequence[dict[str, Any]], level: int | None, word: str, what: str) -> str:
    if not known:
        return f"{what}: none seen."
    first, last = known[0], known[-1]
    beside = "" if level is None else f", of {number(level)} {word}"
    if first["value"] == last["value"]:
        return f"{what} stayed at {last['shown']} from {first['date']} to {last['date']}{beside}."
    way = "rose" if last["value"] > first["value"] else "fell"
    return f"{what} {way} from {first['shown']} on {first['date']} to {last['shown']} on {last['date']}{beside}."


@cache
def _form() -> Spec:
    return form("usage", built)


def built() -> Spec:
    import altair as alt

    x = time_axis(alt)
    scale = alt.Scale(domain=[0, alt.expr("high")], nice=False)
    axis = alt.Axis(tickCount=4, tickMinStep=1, labelExpr=AXIS_LABELS["number"])
    y = alt.Y("value:Q", title=None, scale=scale, axis=axis)
    weeks, last = alt.Chart(alt.NamedData("weeks")), alt.Chart(alt.NamedData("last"))
    level = alt.Chart(alt.NamedData("level"))
    tooltip = [alt.Tooltip("date:N", title="Until"), alt.Tooltip("shown:N", title="In use")]
    layers = [
        weeks.mark_area(interpolate="monotone", color="var(--c-brand)", opacity=0.12).encode(x=x, y=y),
        level.mark_rule(strokeDash=[4, 3], color="var(--c-neutral)").encode(y=y),
        level.mark_text(align="left", dy=-7, dx=4, color="var(--c-muted)").encode(x=alt.value(0), y=y, text="shown:N"),
        weeks.mark_line(interpolate="monotone", color="var(--c-brand)", strokeWidth=2).encode(x=x, y=y),
        weeks.mark_point(size=200, opacity=0, filled=True).encode(x=x, y=y, tooltip=tooltip),
        last.mark_point(filled=True, size=60, color="var(--c-brand)", opacity=1).encode(x=x, y=y, tooltip=tooltip),
        last.mark_text(align="right", dx=2, dy=-13, fontWeight=700).encode(x=x, y=y, text="shown:N"),
    ]
    return template(alt.layer(*layers), 210, {"high": 1})
