"""Measures: what is watched about accounts, and its values on any day."""

import math
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Query, Schema

from tenure.api.kinds import Day
from tenure.api.operations import Area
from tenure.api.problems import Refusal
from tenure.customers.access import account_or_404
from tenure.engine import publication
from tenure.engine.measures import looking
from tenure.library.reading import published_measures
from tenure.metrics.measures import Measure

area = Area("Measures")
_MOST_DAYS = 400


class MeasureOut(Schema):
    id: str
    name: str
    sentence: str
    group: str
    unit: str
    good: str
    formula: dict[str, Any]


class Series(Schema):
    """Values and coverage on the days asked, in their order; unknown is null."""

    measure: str
    values: list[float | None]
    coverage: list[float]


class Values(Schema):
    account: str
    days: list[date]
    measures: list[Series]


@area.get("/measures", list[MeasureOut])
def measures(request: HttpRequest) -> list[dict[str, Any]]:
    """List the measures in force with their definitions."""
    return [_told(one) for one in published_measures().values()]


@area.get("/measures/{measure_id}", MeasureOut)
def measure(request: HttpRequest, measure_id: str) -> dict[str, Any]:
    """Show the definition of one measure."""
    known = published_measures()
    if measure_id not in known:
        raise Http404
    return _told(known[measure_id])


@area.get("/accounts/{account_id:account_id}/measures", Values)
def measure_values(
    request: HttpRequest, account_id: str,
    day: Annotated[list[Day], Query(max_length=_MOST_DAYS, description="Repeatable; today unless given")] = [],  # noqa: B006
    measure: Annotated[list[str], Query(max_length=100, description="Ids, repeatable; all unless given")] = [],  # noqa: B006
) -> Values:  # fmt: skip
    """Show measures of one account on some days; each day knows only what was dated up to it."""
    account_or_404(request.user, account_id)
    asked = _asked(measure, published_measures())
    today = publication.current().today
    days = sorted(set(day or [today]))
    if days[-1] > today:
        raise Refusal(422, f"{days[-1]} is not known yet; the latest day is {today}.", "query.day")
    panel = looking.of_account(list(asked.values()), account_id, days)
    return Values(account=account_id, days=days, measures=[
        Series(measure=name, values=[_known(value) for value in panel.values[name][:, 0]],
               coverage=[float(covered) for covered in panel.coverage[name][:, 0]])
        for name in asked])  # fmt: skip


def _asked(names: list[str], known: Mapping[str, Measure]) -> Mapping[str, Measure]:
    for name in names:
        if name not in known:
            raise Refusal(422, f"{name[:60]!r} is no measure; there are {', '.join(known)}.", "query.measure")
    return {name: known[name] for name in names or known}


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _told(one: Measure) -> dict[str, Any]:
    return one.model_dump(mode="json")
