"""Canonical tables of this app: what may come in and what the engine reads."""

from tenure.core.facts import Column, FactTable, Kind

_ACCOUNT = Column("account_id", required=True, refers="accounts", synonyms=("account", "customer_id", "company_id"))

TABLES = (
    FactTable(
        "health_scores",
        "health.HealthScore",
        ("account_id", "ts"),
        "Health scores that another system gave, 0 to 100.",
        (
            _ACCOUNT,
            Column("ts", Kind.INSTANT, required=True, synonyms=("scored_at", "ts_utc", "date")),
            Column("score", Kind.DECIMAL, required=True, synonyms=("health_score", "health")),
        ),
    ),
    FactTable(
        "pulses",
        "health.Pulse",
        ("pulse_id",),
        "What the CSM thinks of an account, 0 to 100, and why.",
        (
            Column("pulse_id", required=True, synonyms=("id",)),
            _ACCOUNT,
            Column("score", Kind.INTEGER, required=True, synonyms=("pulse", "sentiment_score")),
            Column("reason", synonyms=("comment", "note"), help="Why."),
            Column("given_at", Kind.INSTANT, required=True, synonyms=("given_on", "date", "ts_utc")),
            Column("csm_id", synonyms=("csm", "csm_email", "by"), help="E-mail of who gave it, as in csm_assignments."),
        ),
    ),
)
