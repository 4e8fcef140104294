"""Existing customers who take up another product, feature or service."""

from typing import Any, Final

import ibis

from tenure.metrics.ask import Ask
from tenure.metrics.balances import PAYING
from tenure.metrics.customers import NOT_ONBOARDED, NOT_ONBOARDED_AT_CLOSING, base, onboarded_by
from tenure.metrics.days import Column, day
from tenure.metrics.ends import Ends, Table, in_force
from tenure.metrics.exact import flag
from tenure.metrics.kpi import Kpi
from tenure.metrics.retention import PAUSE
from tenure.metrics.rows import NOT_PAYING, NOT_PAYING_AT_CLOSING, counted, one
from tenure.metrics.tables import facts
from tenure.metrics.units import to_units

NOT_ELIGIBLE: Final = "its plan is not eligible for the offering"
ALREADY_ACTIVE: Final = "already active at the opening"


def _candidates(ask: Ask, anchor: str) -> Table:
    """Units paying at either end, with `onboarded`, `eligible` and `reached_on` as of the day (null where not)."""
    unit = base(ask)
    joined = unit.left_join(onboarded_by(ask, anchor), "unit_id").drop("unit_id_right")
    joined = joined.left_join(_eligible(ask, anchor), "unit_id").drop("unit_id_right")
    return joined.left_join(_reached(ask), "unit_id").drop("unit_id_right")


def _eligible(ask: Ask, anchor: str) -> Table:
    """Units with a paying row on a plan that may take up the offering, in force on the day."""
    rows, plans = facts()["subscriptions"], facts()["offering_plans"]
    open_to = plans.filter(plans.offering_id == ask.text("offering"))
    there = in_force(rows.start_date, rows.end_date_excl, day(ask, anchor))
    held = rows.filter(rows.status.isin(PAYING), there).semi_join(open_to, "plan_id").select("account_id")
    return to_units(ask, Ends(ask), held).select("unit_id").distinct().mutate(eligible=ibis.literal(1))


def _reached(ask: Ask) -> Table:
    rows = facts()["offering_reached"]
    units = to_units(ask, Ends(ask), rows.filter(rows.offering_id == ask.text("offering")))
    return units.group_by("unit_id").aggregate(reached_on=units.reached_on.min())


def _rate(ask: Ask) -> Table:
    unit = _candidates(ask, "opening")
    opening, closing = day(ask, "opening"), day(ask, "closing")
    reason: Column = ibis.cases(
        (unit.pays_opening == 0, NOT_PAYING),
        (unit.onboarded.isnull(), NOT_ONBOARDED),
        (unit.eligible.isnull(), NOT_ELIGIBLE),
        (unit.reached_on <= opening, ALREADY_ACTIVE),
        else_=ibis.null("string"),
    )
    return counted(unit, flag(unit.reached_on <= closing), one(unit), reason)


def _penetration(ask: Ask) -> Table:
    unit = _candidates(ask, "closing")
    reason: Column = ibis.cases(
        (unit.pays_closing == 0, NOT_PAYING_AT_CLOSING),
        (unit.onboarded.isnull(), NOT_ONBOARDED_AT_CLOSING),
        (unit.eligible.isnull(), NOT_ELIGIBLE),
        else_=ibis.null("string"),
    )
    return counted(unit, flag(unit.reached_on <= day(ask, "closing")), one(unit), reason)


_COMMON: Final[dict[str, Any]] = {
    "unit": "ratio",
    "good": "up",
    "grain": "unit",
    "section": "6.A",
    "source": "subscriptions, onboardings, offering_plans, offering_reached",
    "takes": (*PAUSE, "offering"),
    "details": {"onboarded": "date", "reached_on": "date"},
}

ACTIVATION: Final = Kpi(
    id="expansion_activation_rate",
    name="Expansion activation rate",
    sentence="The share of existing customers who could take up an offering and did so for the first time.",
    formula="those that first reached the offering's threshold in the period ÷ units paying at the opening, with an"
    " onboarding completed, a plan eligible for the offering, and the threshold not reached, all by the opening",
    window="3m",
    expression=_rate,
    **_COMMON,
)

KPIS: Final = (
    Kpi(
        id="expansion_penetration",
        name="Expansion penetration",
        sentence="The share of customers who could use an offering and have taken it up by now.",
        formula="those that reached the offering's threshold by the closing ÷ units paying, onboarded and on an"
        " eligible plan at the closing",
        window="3m",
        expression=_penetration,
        **_COMMON,
    ),
)
