"""Canonical tables of this app: what may come in and what the engine reads."""

from tenure.core.facts import Column, FactTable, Kind

_ACCOUNT = Column("account_id", required=True, refers="accounts", synonyms=("account", "customer_id", "company_id"))

TABLES = (
    FactTable(
        "usage_events",
        "",
        ("event_id",),
        "What users did in the product. Kept in the event lake.",
        (
            Column("event_id", synonyms=("id", "message_id", "messageId"), help="Made from the row when empty."),
            _ACCOUNT,
            Column("user_id", synonyms=("user",)),
            Column("feature", synonyms=("module",), help="The event if empty."),
            Column("event", synonyms=("event_type", "event_name"), help="The feature if empty."),
            Column(
                "ts_utc", Kind.INSTANT, required=True, synonyms=("timestamp", "event_time", "ts", "occurred_at", "time")
            ),
            Column("qty", Kind.DECIMAL, default="1", synonyms=("quantity", "value", "count")),
        ),
    ),
)
