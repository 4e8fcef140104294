"""How far new customers get, and how fast: onboardings completed, first value, activation."""

from typing import Any, Final

import ibis

from tenure.metrics.ask import Ask
from tenure.metrics.days import Column, day
from tenure.metrics.ends import Ends, Table
from tenure.metrics.exact import flag, without
from tenure.metrics.kpi import Kpi
from tenure.metrics.rows import counted, everyone, one
from tenure.metrics.segments import everywhere, inside
from tenure.metrics.tables import facts
from tenure.metrics.units import to_units
from tenure.metrics.values import NOT_ELAPSED


def in_period(ask: Ask, column: Column) -> Column:
    return (column > day(ask, "opening")) & (column <= day(ask, "closing"))


def matured(ask: Ask, start: Column, days: int) -> Column:
    """Why a row whose window started on `start` cannot be counted yet."""
    return ibis.ifelse(start <= day(ask, "known", -days), everyone(), ibis.literal(NOT_ELAPSED))


def within_segment(ask: Ask, table: Table) -> Table:
    """Rows of accounts whose unit is inside the segment, as of which a number states what its own unit is."""
    if everywhere(ask):
        return table
    ends = Ends(ask)
    return without(inside(ask, ends, to_units(ask, ends, table)), "unit_id")


def _started(ask: Ask) -> Table:
    rows = facts()["onboardings"]
    started = within_segment(ask, rows.filter(in_period(ask, rows.started_on)))
    known = ibis.ifelse(started.completed_on <= day(ask, "known"), started.completed_on, ibis.null("date"))
    return started.mutate(unit_id=started.onboarding_id, completed_on=known).drop("onboarding_id")


def _completed_within(ask: Ask) -> Table:
    rows, days = _started(ask), ask.number("onboarding_days")
    took = rows.completed_on.delta(rows.started_on, unit="day")
    return counted(rows, flag(took <= days), one(rows), matured(ask, rows.started_on, days))


def _completed_ever(ask: Ask) -> Table:
    rows = _started(ask)
    return counted(rows, flag(rows.completed_on.notnull()), one(rows), everyone())


def _signups(ask: Ask) -> Table:
    return _signed_up_users(ask) if ask.text("activation_grain") == "users" else _signed_up_accounts(ask)


def _signed_up_users(ask: Ask) -> Table:
    """To the second, because a user signs up at an instant.

    The first activation is taken of those that signed up, because all that ever did are many more.
    """
    users, days = facts()["users"], ask.number("activation_days")
    signed_up = within_segment(ask, users.filter(in_period(ask, users.created_on)))
    reached = signed_up.left_join(_activations(ask), "user_id").select(
        "account_id", "created_on", "created_at", "reached_at", unit_id=signed_up.user_id
    )
    user = ["account_id", "created_on", "created_at", "unit_id"]
    joined = reached.group_by(user).aggregate(activated_at=reached.reached_at.min())
    hit = joined.activated_at <= joined.created_at + ibis.interval(days=days)
    return counted(joined, flag(hit), one(joined), matured(ask, joined.created_on, days))


def _signed_up_accounts(ask: Ask) -> Table:
    """By days, because an account is created on a day; reached by the account or by any of its users."""
    accounts, days = facts()["accounts"], ask.number("activation_days")
    signed_up = within_segment(ask, accounts.filter(in_period(ask, accounts.created_on)))
    reached = (
        _activations(ask)
        .group_by("account_id")
        .aggregate(activated_at=ibis._.reached_at.min(), activated_on=ibis._.reached_on.min())
    )
    joined = signed_up.left_join(reached, "account_id").select(
        "created_on", "activated_at", "activated_on", account_id=signed_up.account_id, unit_id=signed_up.account_id
    )
    took = joined.activated_on.delta(joined.created_on, unit="day")
    return counted(joined, flag(took <= days), one(joined), matured(ask, joined.created_on, days))


def _activations(ask: Ask) -> Table:
    rows = facts()["milestones"]
    return rows.filter(rows.milestone == "activation", rows.reached_on <= day(ask, "known"))


_COMMON: Final[dict[str, Any]] = {"unit": "ratio", "good": "up", "section": "6.C", "window": "12m"}
_ONBOARDING: Final[dict[str, Any]] = {
    **_COMMON,
    "grain": "onboarding",
    "source": "onboardings",
    "details": {"account_id": "text", "started_on": "date", "completed_on": "date", "cancelled_on": "date"},
}

KPIS: Final = (
    Kpi(
        id="onboarding_completion_rate",
        name="Onboarding completion rate",
        sentence="The share of onboardings that completed in time, of those that have had the time.",
        formula="onboardings completed within the days ÷ onboardings started in the period whose days have passed;"
        " cancelled"
        " ones stay below",
        takes=("onboarding_days",),
        expression=_completed_within,
        **_ONBOARDING,
    ),
    Kpi(
        id="onboarding_completion_rate_ever",
        name="Onboarding completion rate, ever",
        sentence="The share of onboardings that have completed by now, however long it took.",
        formula="onboardings completed so far ÷ onboardings started in the period; cancelled ones stay below",
        expression=_completed_ever,
        **_ONBOARDING,
    ),
    Kpi(
        id="activation_rate",
        name="Activation rate",
        sentence="The share of signups that got active in time, of those that have had the time.",
        formula="signups that reached the activation milestone within the days, to the second ÷ signups of the"
        " period whose"
        " days have passed",
        grain="user or account",
        source="users or accounts, milestones",
        takes=("activation_days", "activation_grain"),
        details={"account_id": "text", "created_on": "date", "activated_at": "instant"},
        expression=_signups,
        **_COMMON,
    ),
)
