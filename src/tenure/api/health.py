"""Health of an account: the score as of a day, what makes it up, its history, and what moved it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Schema
from pydantic import Field

from tenure.api.days import known
from tenure.api.kinds import Day
from tenure.api.operations import Area
from tenure.api.problems import Refusal
from tenure.core.periods import DAY
from tenure.customers.access import account_or_404, visible_accounts
from tenure.engine import publication
from tenure.engine.scores import reading
from tenure.engine.scores.daily import REACH
from tenure.engine.scores.reading import Judgement, Level
from tenure.library.reading import published_measures
from tenure.metrics.measures import Measure
from tenure.metrics.scorecards import Moved, band

area = Area("Health")


class Score(Schema):
    """A score in points, to the hundredth, and which version of which scorecard said so."""

    day: date
    score: float | None
    band: str
    coverage: Annotated[float, Field(description="How much of the scorecard's weight was known, 0 to 1")]
    scorecard: str
    version: int


class Contribution(Schema):
    """What an input gives or takes: 70 and all points add up to the score."""

    measure: str
    name: str
    value: float | None
    points: float


class Health(Score):
    contributions: list[Contribution]


class Cause(Schema):
    """What an input moved the score by, in points, and why: its value, its weight, or that it came or went."""

    measure: str
    name: str
    before: float | None
    after: float | None
    points: float
    because: str


class ScoreChange(Schema):
    before: Score
    after: Score
    points: float | None
    causes: list[Cause]


class AccountChange(Schema):
    account: str
    name: str
    before: float
    after: float
    points: float
    causes: list[Cause]


class Moves(Schema):
    as_of: date
    items: list[AccountChange]


@area.get("/accounts/{account_id:account_id}/health", Health)
def health(request: HttpRequest, account_id: str, as_of: Day | None = None) -> Health:
    """Show the score of an account as of a day, with what each input gives or takes.

    Today, as far as it is known, unless a day is given. What a day was judged to be is kept as it was shown.
    """
    account_or_404(request.user, account_id)
    day = past(as_of)
    judged = _judged(account_id, [day])[day]
    known = published_measures()
    return Health(**_score(judged.level), contributions=[
        Contribution(measure=r.measure, name=_name(r.measure, known), value=r.value, points=r.points / 100)
        for r in judged.readings])  # fmt: skip


@area.get("/accounts/{account_id:account_id}/health/history", list[Score])
def health_history(
    request: HttpRequest, account_id: str, until: Day | None = None,
    days: Annotated[int, Query(ge=1, le=REACH)] = REACH,
) -> list[dict[str, Any]]:  # fmt: skip
    """List the scores of an account on the days up to one, oldest first.

    A day on which the account held no subscription is missing.
    """
    account_or_404(request.user, account_id)
    return [_score(level) for level in reading.history(account_id, past(until, "until"), days)]


@area.get("/accounts/{account_id:account_id}/health/change", ScoreChange)
def health_change(request: HttpRequest, account_id: str, before: Day, after: Day | None = None) -> ScoreChange:
    """Explain what moved the score between two days; the points of all causes add up to the difference."""
    account_or_404(request.user, account_id)
    later = past(after, "after")
    if before >= later:
        raise Refusal(422, "Give two days, the earlier one as before.", "query.before")
    found = _judged(account_id, [before, later])
    was, now = found[before], found[later]
    both = was.level.score is not None and now.level.score is not None
    points = ((now.level.score or 0) - (was.level.score or 0)) / 100 if both else None
    causes = _causes(reading.explained(was, now), published_measures()) if both else []
    return ScoreChange(before=Score(**_score(was.level)), after=Score(**_score(now.level)), points=points,
                       causes=causes)  # fmt: skip


@area.get("/health/moved", Moves)
def health_moved(
    request: HttpRequest, as_of: Day | None = None, limit: Annotated[int, Query(ge=1, le=200)] = 50,
    least: Annotated[float, Query(ge=0, le=100, description="Points that are worth mentioning")] = 1,
) -> Moves:  # fmt: skip
    """List the accounts whose score moved most since the day before, with causes."""
    day, known = past(as_of), published_measures()
    found = reading.moved(day, limit, round(least * 100))
    names = dict(visible_accounts(request.user).filter(pk__in=[m.account_id for m in found]).values_list("pk", "name"))
    return Moves(as_of=day, items=[
        AccountChange(
            account=move.account_id, name=names[move.account_id], before=move.before / 100, after=move.after / 100,
            points=(move.after - move.before) / 100, causes=_causes(move.causes, known),
        )
        for move in found if move.account_id in names])  # fmt: skip


def past(day: date | None, name: str = "as_of") -> date:
    """The day asked, or the running one."""
    return known(day, publication.current().today, name)


def _judged(account_id: str, days: Sequence[date]) -> Mapping[date, Judgement]:
    found = reading.judgements(account_id, days)
    for day in days:
        if day not in found:
            reach = publication.current().today - REACH * DAY
            raise Refusal(404, f"{account_id} was not judged on {day}: it held no subscription then, or scores of that "
                               f"day are not kept; they begin on {reach}.")  # fmt: skip
    return found


def _score(level: Level) -> dict[str, Any]:
    return {"day": level.day, "score": None if level.score is None else level.score / 100, "band": band(level.score),
            "coverage": level.coverage, "scorecard": level.card, "version": level.version}  # fmt: skip


def _causes(moved: Sequence[Moved], known: Mapping[str, Measure]) -> list[Cause]:
    return [Cause(name=_name(one.measure, known), **{**asdict(one), "points": one.points / 100}) for one in moved]


def _name(measure: str, known: Mapping[str, Measure]) -> str:
    """A measure that was retired since has its key alone."""
    return known[measure].name if measure in known else measure
