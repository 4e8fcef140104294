"""Canonical tables of this app: what may come in and what the engine reads."""

from tenure.core.facts import Column, FactTable, Kind

_ACCOUNT = Column("account_id", required=True, refers="accounts", synonyms=("account", "customer_id", "company_id"))

TABLES = (
    FactTable(
        "onboardings",
        "onboarding.Onboarding",
        ("onboarding_id",),
        "Onboardings, from start to completion.",
        (
            Column("onboarding_id", required=True, synonyms=("id",)),
            _ACCOUNT,
            Column("started_on", Kind.DATE, required=True),
            Column("completed_on", Kind.DATE),
            Column("cancelled_on", Kind.DATE),
        ),
        spans=(("started_on", "completed_on"), ("started_on", "cancelled_on")),
    ),
)
