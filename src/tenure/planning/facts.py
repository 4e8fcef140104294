"""Canonical tables of this app: what may come in and what the engine reads."""

from tenure.core.facts import Column, FactTable, Kind

_ACCOUNT = Column("account_id", required=True, refers="accounts", synonyms=("account", "customer_id", "company_id"))

TABLES = (
    FactTable(
        "success_plans",
        "planning.SuccessPlan",
        ("plan_id",),
        "Success plans.",
        (
            Column("plan_id", required=True, synonyms=("id",)),
            _ACCOUNT,
            Column("name"),
            Column("started_on", Kind.DATE),
            Column("closed_on", Kind.DATE),
        ),
        spans=(("started_on", "closed_on"),),
        also=("plans_success",),
    ),
    FactTable(
        "goals",
        "planning.Goal",
        ("goal_id",),
        "Goals of success plans.",
        (
            Column("goal_id", required=True, synonyms=("id",)),
            Column("plan_id", required=True, refers="success_plans"),
            Column("name"),
            Column("due_on", Kind.DATE),
            Column("status", choices=("open", "closed", "cancelled"), default="open"),
            Column("baseline", Kind.DECIMAL),
            Column("target", Kind.DECIMAL),
            Column("actual", Kind.DECIMAL),
            Column("customer_verified_on", Kind.DATE),
            Column("closed_on", Kind.DATE),
        ),
    ),
    FactTable(
        "goal_values",
        "planning.GoalValue",
        ("goal_id", "value_on"),
        "What was measured of goals.",
        (
            Column("goal_id", required=True, refers="goals"),
            Column("value_on", Kind.DATE, required=True, synonyms=("date", "day")),
            Column("value", Kind.DECIMAL, required=True),
        ),
    ),
    FactTable(
        "review_cadences",
        "planning.ReviewCadence",
        ("tier",),
        "How often customers of a tier are reviewed.",
        (Column("tier", required=True), Column("days", Kind.INTEGER, required=True)),
    ),
    FactTable(
        "reviews",
        "planning.Review",
        ("review_id",),
        "Business reviews, planned and held.",
        (
            Column("review_id", required=True, synonyms=("id",)),
            _ACCOUNT,
            Column("due_on", Kind.DATE),
            Column("held_on", Kind.DATE),
            Column("status", choices=("scheduled", "held", "no_show", "cancelled"), default="scheduled"),
            Column("customer_attended", Kind.FLAG, default="0"),
        ),
    ),
    FactTable(
        "customer_value",
        "planning.CustomerValue",
        ("account_id", "period"),
        "What customers got out of a period, and what it cost them.",
        (
            _ACCOUNT,
            Column("period", required=True, help="Such as 2026-Q3."),
            Column("currency", Kind.CURRENCY, help="The reporting currency if empty."),
            Column("realised_value_minor", Kind.MONEY, required=True, synonyms=("realised_value",)),
            Column("total_cost_minor", Kind.MONEY, required=True, synonyms=("total_cost",)),
            Column("customer_verified_on", Kind.DATE),
        ),
    ),
)
