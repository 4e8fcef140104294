"""Canonical tables of this app: what may come in and what the engine reads."""

from tenure.core.facts import Column, FactTable, Kind

_ACCOUNT = Column("account_id", required=True, refers="accounts", synonyms=("account", "customer_id", "company_id"))

TABLES = (
    FactTable(
        "surveys",
        "feedback.SurveyResponse",
        ("response_id",),
        "Survey invitations and answers.",
        (
            Column("response_id", required=True, synonyms=("id",)),
            _ACCOUNT,
            Column("type", required=True, choices=("nps", "csat", "ces")),
            Column("user_id"),
            Column("sent_on", Kind.DATE),
            Column("responded_on", Kind.DATE),
            Column("score", Kind.INTEGER),
            Column("scale_min", Kind.INTEGER, default="0"),
            Column("scale_max", Kind.INTEGER, default="10"),
            Column("comment"),
        ),
        spans=(("sent_on", "responded_on"),),
    ),
)
