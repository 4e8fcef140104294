"""Whether customers are reviewed as often as was decided for their tier."""

from typing import Any, Final

import ibis

from tenure.metrics.ask import Ask
from tenure.metrics.balances import balances
from tenure.metrics.days import Column, day
from tenure.metrics.ends import Ends, Table, covers
from tenure.metrics.exact import either, flag
from tenure.metrics.first_paid import first_paid
from tenure.metrics.kpi import Kpi
from tenure.metrics.rows import NOT_PAYING_AT_CLOSING, counted, one
from tenure.metrics.segments import inside
from tenure.metrics.tables import facts
from tenure.metrics.units import to_units
from tenure.metrics.values import NO_RATE

NO_CADENCE: Final = "no cadence of reviews for its tier"
TOO_NEW: Final = "a customer for less than a cadence"


def _units(ask: Ask) -> Table:
    """Units at the closing: what they pay, cadence, since when they pay, and the last review held, with the customer
    or not, within the cadence."""
    ends = Ends(ask)
    unit = inside(ask, ends, balances(ask, ends)).select("unit_id", "pays_closing", "closing")
    cadences, paid = _cadences(ask), first_paid(ask, ends)
    unit = unit.left_join(cadences, "unit_id").select(*(unit[name] for name in unit.columns), "cadence")
    unit = unit.left_join(paid, "unit_id").select(*(unit[name] for name in unit.columns), "first_paid")
    held = _held(ask, cadences)
    return unit.left_join(held, "unit_id").select(*(unit[name] for name in unit.columns), "held_on", "attended_on")


def _cadences(ask: Ask) -> Table:
    """The cadence of a unit's own tier at the closing."""
    rows, cadences = facts()["attributes"], facts()["review_cadences"]
    there = covers(rows.valid_from, rows.valid_to_excl, day(ask, "closing"))
    tiers = rows.filter(rows.attribute == "tier", there).select("account_id", tier=rows.value)
    joined = tiers.inner_join(cadences, "tier").select("account_id", cadence=cadences.days)
    return joined.group_by("account_id").aggregate(cadence=joined.cadence.min()).rename(unit_id="account_id")


def _held(ask: Ask, cadences: Table) -> Table:
    """The last review of any account of the unit within its cadence: unit_id, held_on, attended_on."""
    closing = day(ask, "closing")
    reviews = facts()["reviews"]
    of_units = to_units(ask, Ends(ask), reviews.filter(reviews.held_on <= closing))
    recent = of_units.view().inner_join(cadences.view(), "unit_id")
    age: Column = closing.delta(recent.held_on, unit="day")
    recent = recent.filter(age < recent.cadence)
    with_customer = ibis.ifelse(recent.attended == 1, recent.held_on, ibis.null("date"))
    return recent.group_by("unit_id").aggregate(held_on=recent.held_on.max(), attended_on=with_customer.max())


def _reason(ask: Ask, unit: Table) -> Column:
    """Days as a customer count the closing day."""
    days = day(ask, "closing").delta(unit.first_paid, unit="day") + 1
    return ibis.cases(
        (unit.pays_closing == 0, NOT_PAYING_AT_CLOSING),
        (unit.cadence.isnull(), NO_CADENCE),
        ((days < unit.cadence).fill_null(True), TOO_NEW),
        else_=ibis.null("string"),
    )


def _covered(ask: Ask) -> Table:
    unit = _units(ask)
    return counted(unit, flag(unit.held_on.notnull()), one(unit), _reason(ask, unit))


def _covered_mrr(ask: Ask) -> Table:
    unit = _units(ask)
    reason = ibis.coalesce(_reason(ask, unit), ibis.ifelse(unit.closing.isnull(), NO_RATE, ibis.null("string")))
    return counted(unit, either(unit.held_on.notnull(), unit.closing), unit.closing, reason)


def _attended(ask: Ask) -> Table:
    unit = _units(ask)
    return counted(unit, flag(unit.attended_on.notnull()), one(unit), _reason(ask, unit))


_COMMON: Final[dict[str, Any]] = {
    "unit": "ratio",
    "good": "up",
    "grain": "unit",
    "section": "6.D",
    "window": "30d",
    "source": "subscriptions, reviews, review_cadences, attributes",
    "details": {"closing": "money", "cadence": "days", "first_paid": "date", "held_on": "date", "attended_on": "date"},
}
_ELIGIBLE: Final = (
    "paying units with a cadence for their tier that have been customers for as long as it, at the closing"
)

KPIS: Final = (
    Kpi(
        id="csr_coverage",
        name="Review coverage",
        sentence="The share of customers due for reviews who had one within the cadence of their tier.",
        formula=f"units with a review held in the last days of the cadence ÷ {_ELIGIBLE}",
        expression=_covered,
        **_COMMON,
    ),
    Kpi(
        id="csr_coverage_mrr",
        name="Review coverage by MRR",
        sentence="The share of MRR of customers due for reviews that is with customers who had one within the cadence.",
        formula=f"MRR of units with a review held in the last days of the cadence ÷ MRR of {_ELIGIBLE}",
        expression=_covered_mrr,
        **_COMMON,
    ),
    Kpi(
        id="csr_participation",
        name="Review participation",
        sentence="The share of customers due for reviews who took part in one within the cadence of their tier.",
        formula=f"units with a review held with the customer in the last days of the cadence ÷ {_ELIGIBLE}",
        expression=_attended,
        **_COMMON,
    ),
)
