"""The churn risk that is learned from the book's own past: told only where it beats the baselines."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated

from django.http import Http404, HttpRequest
from ninja import Schema
from pydantic import Field

from tenure.api.health import past
from tenure.api.kinds import Day
from tenure.api.operations import Area
from tenure.api.problems import Refusal
from tenure.customers.access import account_or_404
from tenure.engine.churn import reading
from tenure.metrics.learning import POINT
from tenure.metrics.measures import Measure
from tenure.metrics.scorecards.explain import Reading

area = Area("Health")


class Training(Schema):
    """The card of the newest training: what it was made from, and how well it does on what it had not seen."""

    trained_at: datetime
    as_of: date
    horizon_days: int
    shown: Annotated[bool, Field(description="Whether it is better than the baselines and so told of accounts")]
    sentence: str
    rows: int
    accounts: int
    left: int
    rate: Annotated[float, Field(description="How often it happened within the horizon, a fraction")]
    brier: float | None
    brier_of_rate: float | None
    measures: list[str]


class OddsPoints(Schema):
    """What an input adds to the log-odds: the base and all points add up to them."""

    measure: str
    name: str
    value: float | None
    points: float


class ChurnRisk(Schema):
    day: date
    risk: Annotated[float, Field(description="That it leaves within the horizon, a fraction")]
    horizon_days: int
    rate: Annotated[float, Field(description="Of the whole book")]
    base: float
    log_odds: float
    contributions: list[OddsPoints]


@area.get("/churn-risk", Training)
def churn_training(request: HttpRequest) -> Training:
    """Show what the churn risk was learned from, and how good it is."""
    newest = reading.newest()
    if newest is None:
        raise Http404
    card = newest.read_card()
    return Training(
        trained_at=newest.at, as_of=newest.as_of, horizon_days=card.horizon, shown=newest.shown, sentence=card.sentence,
        rows=card.rows, accounts=card.accounts, left=card.left, rate=card.rate, brier=card.brier,
        brier_of_rate=card.brier_of_rate, measures=list(card.measures),
    )  # fmt: skip


@area.get("/accounts/{account_id:account_id}/churn-risk", ChurnRisk)
def churn_risk(request: HttpRequest, account_id: str, as_of: Day | None = None) -> ChurnRisk:
    """Show how likely an account leaves within the horizon, as it was said on a day, with what makes that up."""
    account_or_404(request.user, account_id)
    newest = reading.newest()
    if not as_of and not (newest and newest.shown):
        raise Refusal(404, newest.read_card().sentence if newest else "No churn risk was learned yet.")
    day = reading.nearest(past(as_of))
    told = reading.told(account_id, [day]).get(day) if day else None
    if told is None:
        raise Refusal(404, f"Nothing was said of {account_id} then: it paid nothing, or no risk was told in that week.")
    card, known = told.training.read_card(), told.training.declared()
    return ChurnRisk(
        day=told.day, risk=told.risk, horizon_days=card.horizon, rate=card.rate, base=told.base / POINT,
        log_odds=told.log_odds / POINT, contributions=[_points(one, known) for one in told.readings],
    )  # fmt: skip


def _points(one: Reading, known: Mapping[str, Measure]) -> OddsPoints:
    name = known[one.measure].name if one.measure in known else one.measure
    return OddsPoints(measure=one.measure, name=name, value=one.value, points=one.points / POINT)
