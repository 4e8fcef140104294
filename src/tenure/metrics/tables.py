"""The tables every number is computed from: names, columns and types. The engine fills them, metrics only read them.

Ids are text. Days are local dates of the reporting time zone; `*_at` are instants in UTC without zone. Money is integer
minor units. An empty `valid_from`/`start_date` means since ever, an empty `*_excl` means until further notice. Test
accounts and their rows are already left out by the engine, and so are internal users and events that are not core
(rule R8), so that no number can forget it.
"""

from functools import cache
from types import MappingProxyType
from typing import Any, Final

import ibis

# name -> column -> type, in Ibis' words; a leading "!" means never null.
SCHEMAS: Final[dict[str, dict[str, str]]] = {
    # -- who ------------------------------------------------------------------------------------------------------
    "accounts": {
        "account_id": "!string",
        "name": "!string",
        "created_on": "date",
        "referred_by_account_id": "string",
        "referral_attributed_on": "date",
    },
    # Ultimate parent of every account; exactly one row covers any day (an account without parent is its own).
    "ultimate_parents": {
        "account_id": "!string",
        "parent_id": "!string",
        "valid_from": "date",
        "valid_to_excl": "date",
    },
    # History of attributes: segment, region, country, industry, tier, motion, channel, owner, do_not_ask ("1").
    "attributes": {
        "account_id": "!string",
        "attribute": "!string",
        "value": "!string",
        "valid_from": "date",
        "valid_to_excl": "date",
    },
    "users": {
        "user_id": "!string",
        "account_id": "!string",
        "created_at": "timestamp",
        "created_on": "date",  # the local date of created_at
        "deactivated_on": "date",
    },
    # -- what they pay ----------------------------------------------------------------------------------------------
    # Recurring rows only, of any status.
    "subscriptions": {
        "subscription_row_id": "!string",
        "subscription_id": "!string",
        "account_id": "!string",
        "product_id": "!string",
        "plan_id": "!string",
        "plan_rank": "int64",
        "seats": "int64",
        "term_days": "!int64",  # one billing interval: 30 a month, 365 a year, 7 a week, 1 a day, times interval_count
        "price_mrr_minor": "!int64",  # monthly price before discounts
        "mrr_minor": "!int64",
        "currency": "!string",
        "status": "!string",
        "start_date": "!date",
        "end_date_excl": "date",
        "scheduled_resume_date": "date",
    },
    # The rate of a currency on each day of [valid_from, valid_to_excl); the reporting currency itself is 1 since ever.
    "fx_rates": {
        "currency": "!string",
        "valid_from": "date",
        "valid_to_excl": "date",
        "rate": "!decimal(20, 10)",
    },
    "entitlements": {
        "account_id": "!string",
        "product_id": "!string",
        "feature": "!string",
        "seats": "int64",
        "start_date": "date",
        "end_date_excl": "date",
    },
    # -- what happened --------------------------------------------------------------------------------------------
    "onboardings": {
        "onboarding_id": "!string",
        "account_id": "!string",
        "started_on": "!date",
        "completed_on": "date",
        "cancelled_on": "date",
    },
    "milestones": {
        "account_id": "!string",
        "user_id": "!string",  # empty: reached by the account as a whole
        "milestone": "!string",
        "reached_at": "!timestamp",
        "reached_on": "!date",
    },
    # Which plans may take up an offering, and when an account first reached its threshold (milestone or event rule).
    "offering_plans": {"offering_id": "!string", "plan_id": "!string"},
    "offering_reached": {"offering_id": "!string", "account_id": "!string", "reached_on": "!date"},
    "referral_events": {
        "event_id": "!string",
        "account_id": "!string",
        "user_id": "!string",
        "event": "!string",
        "channel": "!string",
        "occurred_on": "!date",
    },
    # -- what was agreed ----------------------------------------------------------------------------------------------
    "success_plans": {"plan_id": "!string", "account_id": "!string", "started_on": "date", "closed_on": "date"},
    "goals": {
        "goal_id": "!string",
        "plan_id": "!string",
        "account_id": "!string",
        "due_on": "date",
        "baseline": "decimal(20, 6)",
        "target": "decimal(20, 6)",
        "verified_on": "date",  # by the customer
        "attained_on": "date",  # the first day on which its value reached the target
        "ended_on": "date",  # closed or cancelled
        "cancelled": "!int64",
    },
    # What was measured of a goal; it holds until the next.
    "goal_values": {"goal_id": "!string", "value_on": "!date", "value": "!decimal(20, 6)"},
    # A review that was held; one for which the customer did not come was not.
    "reviews": {
        "review_id": "!string",
        "account_id": "!string",
        "due_on": "date",
        "held_on": "date",
        "attended": "!int64",
    },
    # How often a customer of a tier is to be reviewed.
    "review_cadences": {"tier": "!string", "days": "!int64"},
    # -- usage: exact daily roll-up, one file a day, core events of external users ----------------------------------
    "user_feature_day": {
        "day": "!date",
        "account_id": "!string",
        "user_id": "!string",
        "feature": "!string",
        "events": "!int64",
    },
    "user_day": {"day": "!date", "account_id": "!string", "user_id": "!string", "events": "!int64"},
    # -- steps: a running sum over `day` is the value on any day ------------------------------------------------------
    "mrr_steps": {"account_id": "!string", "currency": "!string", "day": "!date", "delta_minor": "!int64"},
    "seat_steps": {"account_id": "!string", "day": "!date", "delta": "!int64"},
    "active_user_steps": {"account_id": "!string", "window": "!int64", "day": "!date", "delta": "!int64"},  # 7, 30
    "active_feature_steps": {"account_id": "!string", "window": "!int64", "day": "!date", "delta": "!int64"},  # 30
}


@cache
def facts() -> MappingProxyType[str, Any]:
    """Every table, unbound. Every column counts as nullable, because Ibis unites only equal types."""
    loose = {name: {column: kind.lstrip("!") for column, kind in columns.items()} for name, columns in SCHEMAS.items()}
    return MappingProxyType({name: ibis.table(columns, name=name) for name, columns in loose.items()})
