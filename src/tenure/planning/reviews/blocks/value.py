"""What it was worth: value realised against what it cost, by period."""

import re
from collections.abc import Iterator
from datetime import date

from tenure.core import words
from tenure.core.periods import DAY, add_months
from tenure.planning.models import CustomerValue, ValueRealised
from tenure.planning.reviews.exhibits import Chart, Facts, Figure, Point, Series, Value
from tenure.planning.reviews.ground import Ground, listed

_PERIOD = re.compile(r"^(\d{4})(?:-(?:Q([1-4])|H([12])|(0[1-9]|1[0-2])))?$")
_MOST = 8
_OBJECTIVES = 3


def facts(ground: Ground) -> Facts:
    rows = known(ground)
    if not rows:
        return ground.facts(missing=("What it was worth is not measured yet.",), sources=("value realised",))
    currency = rows[-1].currency or ground.company.currency
    alike = [one for one in rows if (one.currency or ground.company.currency) == currency]
    got, cost = sum(one.realised_value_minor for one in alike), sum(one.total_cost_minor for one in alike)
    return ground.facts(
        lead=_lead(got, cost, currency, alike),
        figures=(
            Figure(label="Value realised", value=Value(amount=got, unit="money", currency=currency)),
            Figure(label="What it cost", value=Value(amount=cost, unit="money", currency=currency)),
            Figure(label="Confirmed by you", note=f"of {len(alike)} periods",
                   value=Value(amount=sum(_confirmed(one, ground.as_of) for one in alike))),
        ),
        chart=_chart(alike, currency) if len(alike) > 1 else None,
        points=tuple(_points(ground, alike)),
        sources=("value realised, as recorded period by period",),
        missing=() if len(alike) == len(rows) else ("Periods in another currency are left out.",),
    )  # fmt: skip


def known(ground: Ground) -> list[CustomerValue]:
    """Periods that were over by the day, oldest first."""
    rows = CustomerValue.objects.filter(account=ground.account)
    ended = [(end, one) for one in rows if (end := period_end(one.period)) and end <= ground.as_of]
    return [one for _, one in sorted(ended, key=lambda pair: (pair[0], pair[1].pk))][-_MOST:]


def period_end(period: str) -> date | None:
    """The last day of 2026, 2026-H1, 2026-Q3 or 2026-09; None of what reads otherwise."""
    match = _PERIOD.match(period)
    if match is None:
        return None
    year, quarter, half, month = (int(part) if part else 0 for part in match.groups())
    last = quarter * 3 or half * 6 or month or 12
    return add_months(date(year, 1, 1), last) - DAY if year >= 1900 else None


def _lead(got: int, cost: int, currency: str, rows: list[CustomerValue]) -> str:
    since = rows[0].period
    said = f"{words.money_short(got, currency)} of value since {since}"
    if cost <= 0:
        return f"{said}."
    return f"{said}, {got / cost:.1f} times what it cost."


def _confirmed(row: CustomerValue, day: date) -> bool:
    return row.customer_verified_on is not None and row.customer_verified_on <= day


def _chart(rows: list[CustomerValue], currency: str) -> Chart:
    return Chart(
        kind="column", finding="Value realised and what it cost, by period.", unit="money", currency=currency,
        categories=tuple(one.period for one in rows),
        series=(
            Series(name="Value realised", values=tuple(one.realised_value_minor for one in rows)),
            Series(name="What it cost", values=tuple(one.total_cost_minor for one in rows), muted=True),
        ),
    )  # fmt: skip


def _points(ground: Ground, rows: list[CustomerValue]) -> Iterator[Point]:
    """Which figures they confirmed, and which objectives the value of the last period comes from."""
    if confirmed := [one.period for one in rows if _confirmed(one, ground.as_of)]:
        yield Point(text=f"Confirmed by you: {listed(confirmed, 4)}", cause="the other figures are ours", tone="good")
    worth = ValueRealised.objects.filter(goal__plan__account=ground.account, until__lte=ground.as_of)
    for one in worth.select_related("goal").order_by("-until", "-amount_minor")[:_OBJECTIVES]:
        said = words.money_short(one.amount_minor, one.currency)
        yield Point(text=f"{one.goal}: {said} in {one.period}", cause=one.how)
