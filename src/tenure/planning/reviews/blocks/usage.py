"""How the product is used: people week by week, licences, features taken up and left."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from tenure.core import words
from tenure.engine import account as engine
from tenure.planning.reviews.exhibits import Chart, Facts, Point, Series
from tenure.planning.reviews.ground import Ground, count, listed, week_names

_LEAST = 0.05  # a change below a twentieth is no news


def facts(ground: Ground) -> Facts:
    if ground.now("active") is None:
        return ground.facts(missing=("No usage is known yet.",), sources=("usage events",))
    return ground.facts(
        lead=lead(ground),
        figures=(
            ground.figure("People in 30 days", "active"),
            ground.figure("Licences in use", "utilisation", "ratio"),
            ground.figure("Features in use", "breadth", "ratio"),
            ground.figure("Days of use a person", "days_of_use"),
        ),
        chart=_chart(ground),
        points=tuple(_points(ground)),
        sources=("usage events of your people", "licences and features of your contract"),
        missing=() if ground.now("utilisation") is not None else ("How many licences there are is not known.",),
    )


def lead(ground: Ground) -> str:
    now, before = ground.now("active") or 0, ground.before("active")
    said = f"{count(round(now), 'person', 'people')} worked with it in the last 30 days"
    if before is None:
        return f"{said}."
    change = round(now - before)
    if abs(change) <= _LEAST * max(before, 1):
        return f"{said}, about as many as when the period began."
    more = f"{abs(change):,} {'more' if change > 0 else 'fewer'}"
    return f"{said}, {more} than when the period began."


def _chart(ground: Ground) -> Chart:
    weekly, seats = ground.series("active_week"), ground.series("seats")
    series = [Series(name="People a week", values=weekly)]
    if any(value is not None for value in seats):
        series.append(Series(name="Licences", values=seats, muted=True))
    return Chart(kind="line", finding=_trend(weekly), categories=week_names(ground.weeks), series=tuple(series))


def _trend(weekly: Sequence[float | None]) -> str:
    known = [value for value in weekly if value is not None]
    if len(known) < 2:
        return "People who were active in a week."
    highest = max(known)
    falls = max((before - after for before, after in pairwise(known)), default=0)
    said = f"People a week: {words.number(known[0])} at first, {words.number(known[-1])} now"
    return f"{said}, {words.number(highest)} at most." if falls > 0 else f"{said}."


def _points(ground: Ground) -> Iterator[Point]:
    now = engine.features(ground.account.pk, ground.as_of)
    then = {one.feature for one in engine.features(ground.account.pk, ground.since) if one.users}
    used = [one.feature for one in now if one.users]
    if taken_up := [plain(name) for name in used if name not in then]:
        yield Point(text=f"Taken up: {listed(taken_up)}", cause="used now, not when the period began", tone="good")
    if left := [plain(one.feature) for one in now if not one.users and one.feature in then]:
        yield Point(text=f"Not used any more: {listed(left)}", cause="used when the period began", tone="warn")
    if never := [plain(one.feature) for one in now if one.state == "never"]:
        yield Point(text=f"Not tried yet: {listed(never)}", cause="in the contract, not used in 90 days", tone="idle")
    if used:
        yield Point(text=f"Used most: {listed([plain(name) for name in used[:3]])}", cause="by people in 30 days")


def plain(feature: str) -> str:
    """As people read it: time_tracking is time tracking."""
    return feature.replace("_", " ")
