"""Canonical tables of this app: what may come in and what the engine reads."""

from tenure.core.facts import Column, FactTable, Kind

_ACCOUNT = Column("account_id", required=True, refers="accounts", synonyms=("account", "customer_id", "company_id"))

TABLES = (
    FactTable(
        "touchpoints",
        "work.Touchpoint",
        ("touchpoint_id",),
        "Meetings, calls, mails and notes.",
        (
            Column("touchpoint_id", required=True, synonyms=("id", "engagement_id")),
            _ACCOUNT,
            Column("contact_id"),
            Column("kind", choices=("note", "call", "email", "meeting"), default="note"),
            Column("occurred_at", Kind.INSTANT, required=True, synonyms=("occurred_on", "held_at", "date")),
            Column("subject"),
            Column("body"),
            Column("csm_id"),
        ),
    ),
    FactTable(
        "tickets",
        "work.Ticket",
        ("ticket_id",),
        "Support requests.",
        (
            Column("ticket_id", required=True, synonyms=("id",)),
            _ACCOUNT,
            Column("contact_id", synonyms=("requester_id",)),
            Column("subject"),
            Column("priority", choices=("low", "normal", "high", "urgent")),
            Column("status", choices=("open", "pending", "solved", "closed"), default="open"),
            Column("escalated", Kind.FLAG, default="0"),
            Column("opened_at", Kind.INSTANT, required=True, synonyms=("created_at", "opened_on")),
            Column("first_answered_at", Kind.INSTANT),
            Column("solved_at", Kind.INSTANT, synonyms=("closed_at",)),
        ),
    ),
)
