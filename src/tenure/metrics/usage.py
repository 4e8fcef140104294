"""Who used what in the period, from the daily roll-up."""

from typing import Final

import ibis

from tenure.metrics.ask import Ask
from tenure.metrics.days import Column, day
from tenure.metrics.ends import Ends, Table, covers
from tenure.metrics.exact import total
from tenure.metrics.onboarding import in_period
from tenure.metrics.segments import inside
from tenure.metrics.tables import facts
from tenure.metrics.units import to_units

STEP_WINDOWS: Final = (7, 30)


def in_last(ask: Ask, column: Column, days: int) -> Column:
    """The `days` days that end with the closing day."""
    return (column > day(ask, "closing", -days)) & (column <= day(ask, "closing"))


def active_users(ask: Ask, days: int) -> Table:
    """Distinct users with a core event in the `days` days up to the closing: account_id, users (at least 1).

    Where the engine keeps steps of that window, they say the same and are far fewer rows.
    """
    if days in STEP_WINDOWS:
        steps = facts()["active_user_steps"]
        steps = steps.filter(steps.window == days, steps.day <= day(ask, "closing"))
        accounts = steps.group_by("account_id").aggregate(users=total(steps.delta))
        return accounts.filter(accounts.users > 0)
    return user_days(ask, days).group_by("account_id").aggregate(users=ibis._.count())


def user_days(ask: Ask, days: int) -> Table:
    """account_id, user_id and on how many of the `days` days up to the closing the user was active."""
    seen = facts()["user_day"]
    seen = seen.filter(in_last(ask, seen.day, days))
    return seen.group_by(["account_id", "user_id"]).aggregate(days=seen.count())


def active_days(ask: Ask, days: int) -> Table:
    """account_id and user_days: on how many of the `days` days up to the closing each user was active, in total."""
    seen = facts()["user_day"]
    seen = seen.filter(in_last(ask, seen.day, days))
    return seen.group_by("account_id").aggregate(user_days=seen.count())


def feature_days(ask: Ask, feature: str) -> Table:
    """account_id, user_id and on how many days of the period the user used the feature."""
    seen = facts()["user_feature_day"]
    seen = seen.filter(in_period(ask, seen.day), seen.feature == feature)
    return seen.group_by(["account_id", "user_id"]).aggregate(days=seen.count())


def entitled(ask: Ask) -> Table:
    """Features that accounts had bought at the closing: account_id, feature."""
    rows = facts()["entitlements"]
    there = covers(rows.start_date, rows.end_date_excl, day(ask, "closing"))
    return rows.filter(there).select("account_id", "feature").distinct()


def by_unit(ask: Ask, accounts: Table, **sums: Column) -> Table:
    """Sums over the accounts of each unit inside the segment."""
    ends = Ends(ask)
    units = to_units(ask, ends, accounts)
    return inside(ask, ends, units.group_by("unit_id").aggregate(**sums))
