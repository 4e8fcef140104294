"""The score, what makes it up and what moved it. For us."""

from collections.abc import Iterator, Mapping
from datetime import date

from tenure.core import words
from tenure.engine.scores import reading as scores
from tenure.engine.scores.reading import Judgement
from tenure.library.reading import published_measures
from tenure.metrics.measures import Measure
from tenure.metrics.scorecards.explain import Moved
from tenure.planning.reviews.exhibits import Chart, Facts, Figure, Point, Series, Unit, Value, written
from tenure.planning.reviews.ground import Ground, change, week_names

_MOST = 5
_LEAST = 5  # hundredths of a point; what is less reads as nothing
_UNITS: Mapping[str, Unit] = {"ratio": "ratio", "days": "days", "hours": "hours", "score": "score"}


def facts(ground: Ground) -> Facts:
    found = scores.judgements(ground.account.pk, [ground.since, ground.as_of])
    now, before = found.get(ground.as_of), found.get(ground.since)
    if now is None or now.level.score is None:
        return ground.facts(missing=("It was not judged on that day.",), sources=("scorecard",))
    was = before.level.score if before else None
    note, tone = change(None if was is None else was / 100, now.level.score / 100, "score")
    known = published_measures()
    return ground.facts(
        lead=_lead(now.level.score, was),
        figures=(
            Figure(label="Health", value=Value(amount=now.level.score / 100, unit="score"), note=note, tone=tone),
            Figure(label="Of the scorecard known", value=Value(amount=now.level.coverage, unit="ratio")),
        ),
        chart=_chart(ground),
        points=tuple(_points(before, now, known)),
        sources=(f"scorecard {now.level.card}, version {now.level.version}",),
        missing=() if before else ("How it was when the period began is not known.",),
    )  # fmt: skip


def _lead(now: int, was: int | None) -> str:
    said = f"Health is {written(now / 100, 'score')}"
    if was is None or was == now:
        return f"{said}."
    return f"{said}, {'up' if now > was else 'down'} from {written(was / 100, 'score')}."


def _chart(ground: Ground) -> Chart | None:
    by_day: dict[date, int | None] = {
        level.day: level.score for level in scores.history(ground.account.pk, ground.as_of)
    }
    found = [by_day.get(day) for day in ground.weeks]
    values = tuple(None if score is None else score / 100 for score in found)
    if sum(value is not None for value in values) < 2:
        return None
    return Chart(kind="line", finding="Health, week by week.", categories=week_names(ground.weeks), unit="score",
                 series=(Series(name="Health", values=values),))  # fmt: skip


def _points(before: Judgement | None, now: Judgement, known: Mapping[str, Measure]) -> Iterator[Point]:
    """What moved it; where that is not known, what takes and gives most."""
    if before is not None:
        for one in [one for one in scores.explained(before, now) if one.measure in known and abs(one.points) >= _LEAST][
            :_MOST
        ]:
            yield Point(text=f"{known[one.measure].name} {_said(one, known[one.measure])}",
                        cause=f"{_points_of(one.points)} points", tone="good" if one.points > 0 else "bad")  # fmt: skip
        return
    told = sorted((one for one in now.readings if one.value is not None and one.measure in known),
                  key=lambda one: -abs(one.points))  # fmt: skip
    for reading in told[:_MOST]:
        measure = known[reading.measure]
        yield Point(text=f"{measure.name} {written(reading.value, _unit(measure))}",
                    cause=f"{_points_of(reading.points)} points",
                    tone="good" if reading.points > 0 else "bad" if reading.points < 0 else "")  # fmt: skip


def _said(one: Moved, measure: Measure) -> str:
    before, after = (written(value, _unit(measure)) for value in (one.before, one.after))
    return f"{before} → {after}" if before != after else after


def _unit(measure: Measure) -> Unit:
    return _UNITS.get(measure.unit, "number")


def _points_of(points: int) -> str:
    return words.number(points / 100, 1, plus=True)
