"""Units as customers at the ends of a period, and what they had reached by then."""

from typing import Final

import ibis

from tenure.metrics.ask import Ask
from tenure.metrics.balances import balances
from tenure.metrics.days import day
from tenure.metrics.ends import Ends, Table, covers
from tenure.metrics.segments import inside
from tenure.metrics.tables import facts
from tenure.metrics.units import to_units

NOT_ONBOARDED: Final = "no onboarding completed by the opening"
NOT_ONBOARDED_AT_CLOSING: Final = "no onboarding completed by the closing"
DO_NOT_ASK: Final = "flagged do-not-ask at the opening"


def base(ask: Ask) -> Table:
    """Units inside the segment that pay at either end: unit_id, pays_opening, pays_closing."""
    ends = Ends(ask)
    unit = inside(ask, ends, balances(ask, ends)).select("unit_id", "pays_opening", "pays_closing")
    return unit.filter((unit.pays_opening == 1) | (unit.pays_closing == 1))


def onboarded_by(ask: Ask, anchor: str) -> Table:
    """Units of which an account had completed an onboarding by the day: unit_id, onboarded (the first such day)."""
    rows = facts()["onboardings"]
    rows = rows.filter(rows.completed_on <= day(ask, anchor)).select("account_id", "completed_on")
    units = to_units(ask, Ends(ask), rows)
    return units.group_by("unit_id").aggregate(onboarded=units.completed_on.min())


def flagged_at_opening(ask: Ask, attribute: str) -> Table:
    """Units whose own account carried the flag at the opening: unit_id, flagged."""
    rows = facts()["attributes"]
    there = covers(rows.valid_from, rows.valid_to_excl, day(ask, "opening"))
    flagged = rows.filter(rows.attribute == attribute, rows.value == "1", there)
    return flagged.select(unit_id=flagged.account_id).distinct().mutate(flagged=ibis.literal(1))
