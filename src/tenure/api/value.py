"""Customer value: what objectives were worth by quarter, beside what the customer paid."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Schema
from pydantic import Field

from tenure.api.days import known
from tenure.api.kinds import Day, Money, Page, Paging, Person, Sent, cut, paged, person
from tenure.api.operations import Area
from tenure.api.versions import IfMatch, give, hold
from tenure.company.clock import today
from tenure.company.roles import user_of
from tenure.customers.access import account_or_404, visible_rows
from tenure.planning.access import goal_or_404
from tenure.planning.models import CustomerValue, Goal, ValueRealised
from tenure.planning.value import worth
from tenure.planning.value.book import totals
from tenure.planning.value.by_quarter import OfQuarter, by_quarter

area = Area("Customer value")
Period = Annotated[str, Field(max_length=7, pattern=r"^(19|20|21)\d\d-Q[1-4]$", description="Such as 2026-Q3")]
_PATH = "/objectives/{account_id:objective_id}/worth/{period}"


class SidesOut(Schema):
    worth: Annotated[Money | None, Field(description="Null: told of the whole quarter only, which was not over")]
    cost: Annotated[Money, Field(description="What they paid")]


class QuarterOut(Schema):
    period: str
    sides: Annotated[list[SidesOut], Field(description="One for each currency")]
    ratio: Annotated[
        float | None, Field(description="Value for each unit of cost; null in two currencies, unpaid or unknown")
    ]
    verified: Annotated[bool, Field(description="By the customer, all of it, by the day")]
    so_far: Annotated[bool, Field(description="The quarter is not over on the day")]
    source: Annotated[str, Field(description="Where it was imported from; empty where Tenure reckoned it")]


class AccountValueOut(Schema):
    account: str
    as_of: date
    quarters: list[QuarterOut]


class KeptOut(Schema):
    account: str
    period: str
    worth: Money
    cost: Money
    verified_on: date | None
    source: str


class BookMoneyOut(Schema):
    worth: Money
    cost: Annotated[Money, Field(description="What they paid")]
    verified: Annotated[Money, Field(description="The part of the value that customers confirmed")]


class BookOut(Schema):
    """Of the plans in force; the money is of the last quarter that is over."""

    as_of: date
    plans: int
    objectives: int
    attained: int
    verified: int
    period: str
    money: list[BookMoneyOut]


class WorthOut(Schema):
    objective: str
    period: str
    until: Annotated[date, Field(description="The last day that is in it")]
    worth: Money
    how: Annotated[str, Field(description="How it was worked out")]
    reckoned: Annotated[bool, Field(description="From the rate of the objective, not by hand")]
    written_by: Person | None
    verified_on: date | None
    verified_by: str
    etag: str


class Asked(Paging):
    period: Annotated[Period | None, Field(description="All unless given")] = None
    account: Annotated[str, Field(max_length=190)] = ""
    mine: Annotated[bool, Field(description="Only of the person's own accounts")] = False


class WorthIn(Sent):
    worth: Money
    how: Annotated[str, Field(min_length=1, max_length=300, description="How it was worked out")]


class WorthSaid(Sent):
    said: Annotated[str, Field(min_length=1, max_length=200, description="Who at the customer said so")]


@area.get("/customer-value", Page[KeptOut])
def customer_values(request: HttpRequest, asked: Query[Asked]) -> dict[str, object]:
    """List value and cost of the quarters that are over, the newest first."""
    found = visible_rows(request.user, CustomerValue.objects.all())
    found = found.filter(account__owner=user_of(request)) if asked.mine else found
    found = found.filter(period=asked.period) if asked.period else found
    found = found.filter(account=asked.account) if asked.account else found
    return paged(request, asked, [_kept(one) for one in cut(found.order_by("-period", "account", "pk"), asked)])


@area.get("/customer-value/totals", BookOut)
def customer_value_totals(request: HttpRequest, mine: bool = False) -> BookOut:
    """What was agreed, attained, verified, worth and paid in the book, or in the person's own."""
    day = today()
    found = totals(user_of(request), day, mine=mine)
    counts = {name: getattr(found, name) for name in ("plans", "objectives", "attained", "verified")}
    return BookOut(
        as_of=day, period=found.quarter.name, **counts,
        money=[BookMoneyOut(worth=_in(currency, value), cost=_in(currency, cost), verified=_in(currency, verified))
               for currency, value, cost, verified in found.money],
    )  # fmt: skip


@area.get("/accounts/{account_id:account_id}/value", AccountValueOut)
def account_value(request: HttpRequest, account_id: str, as_of: Day | None = None) -> AccountValueOut:
    """Show what the last quarters were worth to an account beside what it paid, as of a day."""
    account, day = account_or_404(request.user, account_id), known(as_of, today())
    return AccountValueOut(account=account.pk, as_of=day, quarters=[_quarter(one) for one in by_quarter(account, day)])


@area.get("/objectives/{account_id:objective_id}/worth", list[WorthOut])
def objective_worth(request: HttpRequest, objective_id: str) -> list[WorthOut]:
    """List what an objective was worth, quarter by quarter, the newest first."""
    rows = goal_or_404(request.user, objective_id).worth.select_related("written_by").order_by("-period")
    return [_worth(one) for one in rows]


@area.replace(_PATH, WorthOut, needs="write_own_accounts")
def write_worth(
    request: HttpRequest, objective_id: str, period: Period, sent: WorthIn, response: HttpResponse,
    if_match: IfMatch = None,
) -> WorthOut:  # fmt: skip
    """Write what a quarter was worth, by hand; a rate does not overwrite it any more.

    `If-Match` is the `etag` that was read; an empty one, `""`, for a quarter of which nothing was known yet.
    """
    seen = worth.version(_held(goal_or_404(request.user, objective_id), period))
    hold(if_match, seen)
    made = worth.write(user_of(request), objective_id, period, sent.worth.minor, sent.worth.currency, sent.how,
                       seen=seen)  # fmt: skip
    give(response, worth.version(made))
    return _worth(made)


@area.delete(_PATH, needs="write_own_accounts")
def remove_worth(request: HttpRequest, objective_id: str, period: Period, if_match: IfMatch = None) -> None:
    """Take away what was written or reckoned; a rate reckons it anew."""
    seen = worth.version(_held(goal_or_404(request.user, objective_id), period))
    hold(if_match, seen)
    worth.remove(user_of(request), objective_id, period, seen=seen)


@area.change(f"{_PATH}/verify", WorthOut, needs="write_own_accounts")
def verify_worth(request: HttpRequest, objective_id: str, period: Period, sent: WorthSaid) -> WorthOut:
    """Record that the customer confirmed what a quarter was worth, and who said so."""
    return _worth(worth.verify(user_of(request), objective_id, period, said=sent.said))


def _in(currency: str, minor: int) -> Money:
    return Money(minor=minor, currency=currency)


def _held(goal: Goal, period: str) -> ValueRealised | None:
    return ValueRealised.objects.filter(goal=goal, period=period).first()


def _worth(row: ValueRealised) -> WorthOut:
    names = ("period", "until", "how", "reckoned", "verified_on")
    return WorthOut(
        **{name: getattr(row, name) for name in names}, objective=row.goal_id, written_by=person(row.written_by),
        worth=_in(row.currency, row.amount_minor), verified_by=row.verified_said,
        etag=worth.version(row),
    )  # fmt: skip


def _quarter(one: OfQuarter) -> QuarterOut:
    sides = [SidesOut(worth=None if value is None else _in(currency, value), cost=_in(currency, cost))
             for currency, value, cost in one.money]  # fmt: skip
    return QuarterOut(period=one.name, sides=sides, ratio=one.share, verified=one.verified, so_far=one.so_far,
                      source=one.source)  # fmt: skip


def _kept(row: CustomerValue) -> KeptOut:
    return KeptOut(
        account=row.account_id, period=row.period, worth=_in(row.currency, row.realised_value_minor),
        cost=_in(row.currency, row.total_cost_minor), verified_on=row.customer_verified_on, source=row.source,
    )  # fmt: skip
