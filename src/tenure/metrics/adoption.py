"""Whether what was bought is used: by accounts, by users, feature by feature, day by day."""

from collections.abc import Callable
from typing import Any, Final

import ibis

from tenure.metrics.ask import Ask
from tenure.metrics.balances import PAYING
from tenure.metrics.customers import base
from tenure.metrics.days import day
from tenure.metrics.ends import Ends, Table, in_force
from tenure.metrics.exact import either, flag, total
from tenure.metrics.kpi import Kpi
from tenure.metrics.onboarding import in_period
from tenure.metrics.retention import PAUSE
from tenure.metrics.rows import NOT_PAYING_AT_CLOSING, counted, everyone, one, unless
from tenure.metrics.segments import inside
from tenure.metrics.tables import facts
from tenure.metrics.units import to_units
from tenure.metrics.usage import (
    STEP_WINDOWS,
    active_days,
    active_users,
    by_unit,
    entitled,
    feature_days,
    user_days,
)
from tenure.metrics.values import Row, Value, amount, divided

NOT_ENTITLED: Final = "not entitled to the feature"
NO_SEATS: Final = "no seats in force at the closing"
SEAT_DAYS: Final = 30


def _product(ask: Ask) -> Table:
    unit = base(ask)
    active = by_unit(ask, active_users(ask, ask.number("adoption_days")), users=total(ibis._.users))
    joined = unit.left_join(active, "unit_id").select("unit_id", "pays_closing", users=active.users.coalesce(0))
    adopted = flag(joined.users >= ask.number("adoption_users"))
    return counted(joined, adopted, one(joined), unless(joined.pays_closing == 1, NOT_PAYING_AT_CLOSING))


def _feature_by_unit(ask: Ask) -> Table:
    """unit_id, entitled (0, 1), and over all accounts and over entitled ones: active users, users of the feature."""
    feature, nothing = ask.text("feature"), ibis.literal(0, "int64")
    bought, active = entitled(ask), active_users(ask, ask.period.days)
    using = feature_days(ask, feature)
    bought = bought.filter(bought.feature == feature).select(
        "account_id", has=nothing + 1, active=nothing, using=nothing
    )
    seen = active.select("account_id", has=nothing, active=active.users.cast("int64"), using=nothing)
    used = using.select("account_id", has=nothing, active=nothing, using=nothing + 1)
    every = ibis.union(bought, seen, used)
    account = every.group_by("account_id").aggregate(
        has=every.has.max(), active=total(every.active), using=total(every.using)
    )
    return by_unit(
        ask,
        account,
        entitled=account.has.max(),
        active_users=total(account.active),
        feature_users=total(account.using),
        entitled_active=total(either(account.has == 1, account.active)),
        entitled_users=total(either(account.has == 1, account.using)),
    )


def _feature(ask: Ask) -> Table:
    unit = _feature_by_unit(ask)
    return counted(unit, unit.entitled_users, unit.entitled_active, unless(unit.entitled == 1, NOT_ENTITLED))


def _feature_of_active(ask: Ask) -> Table:
    unit = _feature_by_unit(ask)
    unit = unit.filter(unit.active_users > 0)
    return counted(unit, unit.feature_users, unit.active_users, everyone())


def _feature_of_accounts(ask: Ask) -> Table:
    unit = _feature_by_unit(ask)
    return counted(unit, flag(unit.entitled_users > 0), one(unit), unless(unit.entitled == 1, NOT_ENTITLED))


def _breadth(ask: Ask) -> Table:
    seen = facts()["user_feature_day"]
    used = seen.filter(in_period(ask, seen.day)).select("account_id", "feature").distinct()
    bought = entitled(ask)
    joined = bought.left_join(used, ["account_id", "feature"]).select(
        bought.account_id, bought.feature, used=flag(used.account_id.notnull())
    )
    pair = _features_of_units(ask, joined)
    unit = pair.group_by("unit_id").aggregate(used=total(pair.used), entitled=total(flag(pair.feature.notnull())))
    return counted(unit, unit.used, unit.entitled, everyone())


def _features_of_units(ask: Ask, account: Table) -> Table:
    """A feature that two accounts of a unit bought counts once."""

    units = inside(ask, Ends(ask), to_units(ask, Ends(ask), account))
    return units.group_by(["unit_id", "feature"]).aggregate(used=units.used.max())


def _depth(ask: Ask) -> Table:
    users = feature_days(ask, ask.text("feature"))
    often = total(flag(users.days >= ask.number("depth_days")))
    unit = by_unit(ask, users.mutate(one=ibis.literal(1)), often=often, adopters=total(ibis._.one))
    return counted(unit, unit.often, unit.adopters, everyone())


def _mean_days(ask: Ask) -> Table:
    users = feature_days(ask, ask.text("feature"))
    unit = by_unit(ask, users, used_days=total(ibis._.days), adopters=total(flag(ibis._.days > 0)))
    return counted(unit, unit.used_days, unit.adopters, everyone())


def _activity(ask: Ask) -> Table:
    """user_days and users of units with activity; who was active is told by steps where they are kept."""
    days = ask.period.days
    if days not in STEP_WINDOWS:
        users = user_days(ask, days)
        return by_unit(ask, users, user_days=total(ibis._.days), users=total(flag(ibis._.days > 0)))
    seen, active = active_days(ask, days), active_users(ask, days)
    accounts = seen.inner_join(active, "account_id").select("account_id", "user_days", "users")
    return by_unit(ask, accounts, user_days=total(ibis._.user_days), users=total(ibis._.users))


def _stickiness(ask: Ask) -> Table:
    unit = _activity(ask)
    return counted(unit, unit.user_days, unit.users * ask.period.days, everyone())


def _dau(ask: Ask) -> Table:
    unit = _activity(ask)
    return counted(unit, unit.user_days, None, everyone())


def _mau(ask: Ask) -> Table:
    users = active_users(ask, ask.period.days)
    unit = by_unit(ask, users, users=total(users.users))
    return counted(unit, unit.users, None, everyone())


def _per_day(ask: Ask, row: Row) -> Value:
    return divided(row, row["numerator"] or 0, ask.period.days)


def _seats(ask: Ask) -> Table:
    rows = facts()["subscriptions"]
    there = in_force(rows.start_date, rows.end_date_excl, day(ask, "closing"))
    held = rows.filter(rows.status.isin(PAYING), there).select("account_id", seats=rows.seats.coalesce(0))
    bought = by_unit(ask, held, seats=total(ibis._.seats))
    active = by_unit(ask, active_users(ask, SEAT_DAYS), users=total(ibis._.users))
    unit = bought.left_join(active, "unit_id").select("unit_id", "seats", users=active.users.coalesce(0))
    return counted(unit, unit.users, unit.seats, unless(unit.seats > 0, NO_SEATS))


def _kpi(id: str, name: str, sentence: str, formula: str, rows: Callable[[Ask], Table], **more: Any) -> Kpi:
    usual: dict[str, Any] = {"unit": "ratio", "good": "up", "grain": "unit", "section": "6.C", "window": "30d"}
    return Kpi(id=id, name=name, sentence=sentence, formula=formula, expression=rows, **(usual | more))


_FEATURE: Final[dict[str, Any]] = {
    "takes": ("feature",),
    "source": "user_feature_day, active_user_steps, user_day, entitlements",
    "by_length": True,
    "details": dict.fromkeys(("active_users", "feature_users", "entitled_active", "entitled_users"), "count"),
}
_OFTEN: Final[dict[str, Any]] = {"source": "user_feature_day"}
_DAYS: Final[dict[str, Any]] = {
    "source": "user_day",
    "by_length": True,
    "details": {"user_days": "count", "users": "count"},
}

KPIS: Final = (
    _kpi(
        "product_adoption_rate",
        "Product adoption rate",
        "The share of paying customers with enough active users.",
        "units paying at the closing with at least the chosen number of users active in the chosen days up to it ÷"
        " units"
        " paying at the closing",
        _product,
        takes=(*PAUSE, "adoption_users", "adoption_days"),
        source="subscriptions, active_user_steps, user_day",
        details={"users": "count"},
    ),
    _kpi(
        "feature_adoption_rate",
        "Feature adoption rate",
        "The share of active users entitled to a feature who used it.",
        "users of entitled accounts with a core event of the feature in the period ÷ active users of accounts"
        " entitled to it"
        " at the closing",
        _feature,
        **_FEATURE,
    ),
    _kpi(
        "feature_adoption_rate_active_users",
        "Feature adoption rate of all active users",
        "The share of active users who used a feature, entitled or not.",
        "users with a core event of the feature in the period ÷ active users of the period",
        _feature_of_active,
        **_FEATURE,
    ),
    _kpi(
        "feature_adoption_rate_accounts",
        "Feature adoption rate of accounts",
        "The share of customers entitled to a feature of whom somebody used it.",
        "units entitled at the closing with a core event of the feature in the period ÷ units entitled at the closing",
        _feature_of_accounts,
        **_FEATURE,
    ),
    _kpi(
        "adoption_breadth",
        "Adoption breadth",
        "How much of what was bought is used.",
        "distinct entitled features used in the period ÷ features entitled at the closing",
        _breadth,
        source="user_feature_day, entitlements",
        details={"used": "count", "entitled": "count"},
    ),
    _kpi(
        "adoption_depth",
        "Adoption depth",
        "The share of a feature's users who use it often.",
        "users of the feature on at least the chosen number of distinct days ÷ users of the feature in the period",
        _depth,
        takes=("feature", "depth_days"),
        details={"adopters": "count"},
        **_OFTEN,
    ),
    _kpi(
        "adoption_depth_mean_days",
        "Days of use of a feature",
        "On how many days those who use a feature used it, on average.",
        "Σ distinct days of use ÷ users of the feature in the period",
        _mean_days,
        takes=("feature",),
        unit="days",
        details={"used_days": "days", "adopters": "count"},
        **_OFTEN,
    ),
    _kpi(
        "stickiness",
        "Stickiness",
        "How regularly active users come: average daily users for each user of the period.",
        "Σ daily active users ÷ (days × users active in the period)",
        _stickiness,
        **_DAYS,
    ),
    _kpi(
        "average_dau",
        "Average daily active users",
        "Users active on a day, on average over the period.",
        "Σ daily active users ÷ days",
        _dau,
        unit="count",
        combine=_per_day,
        **_DAYS,
    ),
    _kpi(
        "mau",
        "Active users",
        "Distinct users active in the period; monthly active users when it is a month.",
        "number of users with a core event in the period",
        _mau,
        unit="count",
        combine=amount,
        source="active_user_steps, user_day",
        by_length=True,
        details={"users": "count"},
    ),
    _kpi(
        "license_utilisation",
        "Licence utilisation",
        "Active users for each seat paid for; above 1 when more people use it than seats were bought.",
        f"distinct users active in the {SEAT_DAYS} days up to the closing ÷ seats in force at the closing, of units"
        " with"
        " seats",
        _seats,
        source="subscriptions, active_user_steps",
        details={"users": "count", "seats": "count"},
    ),
)
