"""Canonical tables of this app: what may come in and what the engine reads."""

from tenure.core.facts import Column, FactTable, Kind

_ACCOUNT = Column("account_id", required=True, refers="accounts", synonyms=("account", "customer_id", "company_id"))

TABLES = (
    FactTable(
        "renewals",
        "retention.Renewal",
        ("renewal_id",),
        "Contract terms that come up for renewal.",
        (
            Column("renewal_id", required=True, synonyms=("id",)),
            _ACCOUNT,
            Column("subscription_id"),
            Column("term_end_on", Kind.DATE, required=True),
            Column("mrr_due_minor", Kind.MONEY, required=True, synonyms=("mrr_due",)),
            Column("currency", Kind.CURRENCY),
            Column("signed_on", Kind.DATE),
            Column("mrr_renewed_minor", Kind.MONEY, synonyms=("mrr_renewed",)),
            Column("decision", choices=("renewed", "churned", "pending"), default="pending"),
        ),
    ),
    FactTable(
        "renewal_forecasts",
        "retention.RenewalForecast",
        (
            "renewal_id",
            "snapshot_on",
        ),
        "What was forecast for a renewal, and when.",
        (
            Column("renewal_id", required=True, refers="renewals"),
            Column("snapshot_on", Kind.DATE, required=True),
            Column("forecast_mrr_minor", Kind.MONEY, required=True, synonyms=("forecast_mrr",)),
        ),
    ),
)
