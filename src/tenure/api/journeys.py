"""Journeys in force: who stands where, the flow of a period, and the way of one account."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Schema
from pydantic import Field

from tenure.api.days import known
from tenure.api.kinds import Day
from tenure.api.operations import Area
from tenure.api.problems import Refusal
from tenure.company.roles import user_of
from tenure.core.periods import DAY
from tenure.customers.access import account_or_404
from tenure.engine import publication
from tenure.engine.journeys import book as books
from tenure.engine.journeys.kept import REACH, Book
from tenure.engine.journeys.one import Way, way
from tenure.engine.journeys.worth import worth
from tenure.engine.tasks import keep_journeys
from tenure.jobs.once import enqueue_once
from tenure.library.reading import HeldJourney, published_journeys, published_measures
from tenure.metrics.journeys import Criterion, Journey
from tenure.metrics.journeys.telling import Ribbon, Standing, flow, standings
from tenure.metrics.journeys.visits import OPEN
from tenure.metrics.journeys.walking import OUT

area = Area("Journeys")
_USUAL = 90 * DAY
_EPOCH = date(1970, 1, 1)


class StageOut(Schema):
    name: str
    expected_days: int | None
    accounts: Annotated[int, Field(description="At the end of `as_of`")]
    arr_minor: Annotated[int, Field(description="In the company's currency")]
    stalled: Annotated[int, Field(description="Of them, longer there than expected")]
    median_days: Annotated[int | None, Field(description="Half have gone on by then; null where fewer did")]
    upper_days: Annotated[int | None, Field(description="Three of four have gone on by then")]
    moved_on: Annotated[int, Field(description="After the end of `since`, until the end of `as_of`")]
    fell_back: int
    gone: int


class FlowOut(Schema):
    start: Annotated[str, Field(description="The stage at the end of `since`")]
    end: Annotated[str | None, Field(description="The stage at the end of `as_of`; null for those who left")]
    kind: Annotated[str, Field(description="stayed, on, back or lost")]
    accounts: int
    arr_minor: int


class JourneyName(Schema):
    id: str
    name: str
    version: int
    stages: list[str]


class JourneyOut(JourneyName):
    since: date
    as_of: date
    standings: list[StageOut]
    flow: list[FlowOut]


class StageVisitOut(Schema):
    stage: str
    entered: Annotated[date | None, Field(description="Null where it began before the days that are looked at")]
    until: Annotated[date | None, Field(description="The first day elsewhere; null while it lasts")]
    because: Annotated[list[str], Field(description="The criteria that decided on its first day")]


class WayOut(Schema):
    journey: str
    version: int
    as_of: date
    visits: Annotated[list[StageVisitOut], Field(description="The oldest first")]
    missing: Annotated[list[str], Field(description="What it has to meet to go on")]


@area.get("/journeys", list[JourneyName])
def journeys(request: HttpRequest) -> list[JourneyName]:
    """List the journeys in force."""
    return [JourneyName(**_name(held)) for held in published_journeys(published_measures())]


@area.get("/journeys/{journey_id}", JourneyOut)
def journey(request: HttpRequest, journey_id: str, as_of: Day | None = None, since: Day | None = None) -> JourneyOut:
    """Show who stands where at the end of a day, and the flow since the end of an earlier one; 90 days if not said."""
    held = next((one for one in published_journeys(published_measures()) if one.journey.id == journey_id), None)
    if held is None:
        raise Http404
    book = _book(request, held)
    first, last = _days(book.last, since, as_of)
    told = standings(held.journey, book.visits, worth(book.accounts, last), first, last)
    ribbons = flow(book.visits, worth(book.accounts, first), first, last)
    return JourneyOut(**_name(held), since=first, as_of=last,
                      standings=[_stage(held.journey, one) for one in told],
                      flow=[_flow(held.journey, one) for one in ribbons])  # fmt: skip


@area.get("/accounts/{account_id:account_id}/journeys", list[WayOut])
def account_journeys(request: HttpRequest, account_id: str, as_of: Day | None = None) -> list[WayOut]:
    """Show the way an account travelled up to the end of a day, and what it waits for; empty if it is on none."""
    account_or_404(request.user, account_id)
    now, measures = publication.current(), published_measures()
    day = known(as_of, now.today) if as_of else now.as_of
    found = ((held, way(books.law(held.journey, measures), account_id, day)) for held in published_journeys(measures))
    return [_way(held, travelled, day) for held, travelled in found if travelled]


def _days(newest: date, since: date | None, as_of: date | None) -> tuple[date, date]:
    """The first and the last day of the flow, both among those that are kept."""
    oldest, last = newest - REACH * DAY, known(as_of, newest)
    first = since or max(last - _USUAL, oldest)
    if not oldest <= first < last:
        where = "query.since" if since and oldest < last else "query.as_of"
        raise Refusal(422, f"Ask for a first day before the last one, both from {oldest} to {newest}.", where)
    return first, last


def _name(held: HeldJourney) -> dict[str, Any]:
    stages = [stage.name for stage in held.journey.stages]
    return {"id": held.journey.id, "name": held.journey.name, "version": held.version, "stages": stages}


def _book(request: HttpRequest, held: HeldJourney) -> Book:
    """Of a large book the worker makes it; until then the answer is to come again."""
    try:
        return books.book(books.law(held.journey, published_measures()))
    except books.NotMadeYet as error:
        enqueue_once(keep_journeys.using(by=user_of(request).pk), "journeys")
        raise Refusal(503, str(error)) from None


def _stage(journey: Journey, told: Standing) -> StageOut:
    stage = journey.stages[told.place]
    return StageOut(
        name=stage.name, expected_days=stage.days, accounts=told.accounts, arr_minor=told.worth, stalled=told.stalled,
        median_days=told.median, upper_days=told.upper, moved_on=told.moved_on, fell_back=told.fell_back,
        gone=told.gone,
    )  # fmt: skip


def _flow(journey: Journey, ribbon: Ribbon) -> FlowOut:
    end = None if ribbon.end == OUT else journey.stages[ribbon.end].name
    return FlowOut(start=journey.stages[ribbon.start].name, end=end, kind=ribbon.kind(journey),
                   accounts=ribbon.accounts, arr_minor=ribbon.worth)  # fmt: skip


def _way(held: HeldJourney, travelled: Way, day: date) -> WayOut:
    return WayOut(journey=held.journey.id, version=held.version, as_of=day,
                  visits=list(_visits(held.journey, travelled)),
                  missing=[_criterion(one) for one in travelled.missing])  # fmt: skip


def _visits(journey: Journey, travelled: Way) -> Iterator[StageVisitOut]:
    columns = travelled.visits
    for n, why in enumerate(travelled.because):
        entered, left = int(columns.entered[n]), int(columns.left[n])
        yield StageVisitOut(
            stage=journey.stages[int(columns.stage[n])].name, because=[_criterion(one) for one in why],
            entered=_EPOCH + entered * DAY if columns.seen[n] else None,
            until=None if left == OPEN else _EPOCH + left * DAY,
        )  # fmt: skip


def _criterion(one: Criterion) -> str:
    return one.name or one.when
