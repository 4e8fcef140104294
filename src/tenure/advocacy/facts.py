"""Canonical tables of this app: what may come in and what the engine reads."""

from tenure.core.facts import Column, FactTable, Kind

_ACCOUNT = Column("account_id", required=True, refers="accounts", synonyms=("account", "customer_id", "company_id"))

TABLES = (
    FactTable(
        "referrals",
        "advocacy.Referral",
        ("referral_id",),
        "Leads that customers referred.",
        (
            Column("referral_id", required=True, synonyms=("id",)),
            Column("referrer_account_id", required=True, refers="accounts"),
            Column("lead_key", required=True),
            Column("created_on", Kind.DATE, required=True),
            Column("is_existing_customer", Kind.FLAG, default="0"),
            Column("converted_on", Kind.DATE),
            Column("referred_account_id"),
        ),
        spans=(("created_on", "converted_on"),),
    ),
    FactTable(
        "referral_events",
        "advocacy.ReferralEvent",
        ("event_id",),
        "What happened around referring: a prompt shown, a discussion initiated.",
        (
            Column("event_id", required=True, synonyms=("id",)),
            _ACCOUNT,
            Column("user_id"),
            Column("event", required=True),
            Column("channel"),
            Column("occurred_at", Kind.INSTANT, required=True, synonyms=("ts_utc",)),
        ),
    ),
    FactTable(
        "advocacy_acts",
        "advocacy.AdvocacyAct",
        (
            "account_id",
            "act",
            "occurred_on",
        ),
        "Referrals, reference calls, reviews, case studies, talks.",
        (
            _ACCOUNT,
            Column("act", required=True),
            Column("occurred_on", Kind.DATE, required=True),
        ),
    ),
)
