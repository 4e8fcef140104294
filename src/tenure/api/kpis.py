"""KPIs: their definitions, values as of any day, the rows that sum to them, and their past."""

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Schema
from pydantic import Field

from tenure.api.kinds import Day, Page, Paging, Short, paged
from tenure.api.operations import Area
from tenure.api.problems import Refusal
from tenure.core.conditions import ConditionError, parse
from tenure.core.periods import DAY, Period, back
from tenure.engine import answers, publication
from tenure.metrics import KPIS, Kpi, Result
from tenure.metrics.segments import FIELDS

area = Area("KPIs")
_LONGEST = 3660  # days


class Choice(Schema):
    """What a number may be told; null as default means that it must be."""

    name: str
    sentence: str
    kind: str
    default: str | int | None
    choices: list[str]


class Definition(Schema):
    id: str
    name: str
    sentence: str
    formula: str
    unit: Annotated[str, Field(description="ratio, money (minor units), count or days")]
    good: str
    grain: str
    source: str
    window: str
    version: str
    params: list[Choice]


class Value(Schema):
    """A number: exact numerator and denominator, and their quotient; a fraction that is not whole is text."""

    kpi: str
    numerator: int | str | None
    denominator: int | str | None
    value: float | None
    unit: str
    currency: Annotated[str | None, Field(description="Of a number in money")]
    status: str
    period: dict[str, date]
    as_of: date
    params: dict[str, str | int]
    definition_version: str
    counted: int
    left_out: int


class Among(Schema):
    """Who is counted, and the number's own choices."""

    unit: Annotated[Literal["parent", "account"], Field(description="Count ultimate parents or accounts")] = "parent"
    segment: Annotated[str, Field(max_length=4000, description='Such as segment = "Enterprise"')] = ""
    param: Annotated[list[Short], Field(max_length=20, description="NAME=VALUE, repeatable")] = []

    def asked(self) -> dict[str, Any]:
        try:
            segment = parse(self.segment, FIELDS) if self.segment.strip() else None
        except ConditionError as error:
            raise Refusal(422, str(error), "query.segment") from None
        return {"unit": self.unit, "segment": segment, "params": _params(self.param)}


class When(Among):
    as_of: Annotated[Day | None, Field(description="Last day of the window; the last complete day unless given")] = None
    window: Annotated[str | None, Field(pattern=r"^\d{1,4}[dwmqy]$", description="The usual one unless given")] = None
    start: Annotated[Day | None, Field(alias="from", description="First day, in place of window")] = None
    end: Annotated[Day | None, Field(alias="to", description="The day after the last")] = None


class Rows(When, Paging):
    left_out: Annotated[bool, Field(description="Those that are not in the number, with their reason")] = False
    search: Short = ""
    sort: Annotated[Short, Field(description="A column, with - before it for descending")] = ""


class Past(Among):
    as_of: Annotated[Day | None, Field(description="The latest point; the last complete day unless given")] = None
    window: Annotated[str | None, Field(pattern=r"^\d{1,4}[dwmqy]$")] = None
    every: Literal["week", "month"] = "month"
    points: Annotated[int, Field(ge=1, le=60)] = 13


@area.get("/kpis", list[Definition])
def kpis(request: HttpRequest) -> list[dict[str, Any]]:
    """List every number with its definition."""
    return [_definition(kpi) for kpi in KPIS.values()]


@area.get("/kpis/{kpi_id}", Value)
def kpi(request: HttpRequest, kpi_id: str, asked: Query[When]) -> dict[str, Any]:
    """Compute one number as of a day, over its usual window, another one, or from a day to a day."""
    period, known = _period(asked, answers.declared(kpi_id))
    return _value(answers.answer(kpi_id, period, as_of=known, **asked.asked()))


@area.get("/kpis/{kpi_id}/rows", Page[dict[str, Any]])
def kpi_rows(request: HttpRequest, kpi_id: str, asked: Query[Rows]) -> dict[str, Any]:
    """List the rows that sum to the number, or those that it leaves out; the largest share first."""
    period, known = _period(asked, answers.declared(kpi_id))
    found = answers.rows(
        kpi_id, period, as_of=known, left_out=asked.left_out, limit=asked.per_page + 1, offset=asked.before,
        search=asked.search, sort=asked.sort, **asked.asked(),
    )  # fmt: skip
    return paged(request, asked, found.rows, as_of=period.closing)


@area.get("/kpis/{kpi_id}/history", list[Value])
def kpi_history(request: HttpRequest, kpi_id: str, asked: Query[Past]) -> list[dict[str, Any]]:
    """Compute the number as of several days, oldest first, each as it was known on that day."""
    declared, last = answers.declared(kpi_id), asked.as_of or publication.current().as_of
    step = "w" if asked.every == "week" else "m"
    days = [back(last, f"{n}{step}") if n else last for n in range(asked.points - 1, -1, -1)]
    window = asked.window or declared.window
    _trailing(days[0], window)
    return [_value(found) for found in answers.history(kpi_id, days, window=window, **asked.asked())]


def _period(asked: When, kpi: Kpi) -> tuple[Period, date | None]:
    if not (asked.start or asked.end):
        return _trailing(asked.as_of or publication.current().as_of, asked.window or kpi.window), None
    if not (asked.start and asked.end) or asked.window:
        raise Refusal(422, "A period needs both from and to, and then no window.", "query.from")
    if not 0 < (asked.end - asked.start).days <= _LONGEST:
        raise Refusal(422, "A period ends after it starts, and ten years after it at most.", "query.to")
    return Period(asked.start, asked.end), asked.as_of


def _trailing(day: date, window: str) -> Period:
    try:
        opening = back(day, window)
    except (ValueError, OverflowError):
        raise Refusal(422, f"{window!r} is not a window; write 30d, 4w, 12m, 1q or 1y.", "query.window") from None
    if (day - opening).days > _LONGEST:
        raise Refusal(422, f"A window of {window} is too long; ten years at most.", "query.window")
    return Period(opening + DAY, day + DAY)


def _params(given: list[str]) -> dict[str, str]:
    found = dict(one.split("=", 1) for one in given if "=" in one)
    if wrong := [one for one in given if "=" not in one]:
        raise Refusal(422, f"Write a choice as NAME=VALUE, not {wrong[0]!r}.", "query.param")
    return found


def _definition(kpi: Kpi) -> dict[str, Any]:
    names = ("id", "name", "sentence", "formula", "unit", "good", "grain", "source", "window", "version")
    params = [{"name": p.name, "sentence": p.sentence, "kind": p.kind, "default": p.default, "choices": list(p.choices)}
              for p in kpi.params]  # fmt: skip
    return {**{name: getattr(kpi, name) for name in names}, "params": params}


def _value(found: Result) -> dict[str, Any]:
    return {**found.as_dict(), "currency": publication.current().currency if found.unit == "money" else None}
