"""Canonical tables of this app: what may come in and what the engine reads."""

from tenure.core.facts import Column, FactTable, Kind

_ACCOUNT = Column("account_id", required=True, refers="accounts", synonyms=("account", "customer_id", "company_id"))

TABLES = (
    FactTable(
        "playbook_runs",
        "automation.PlaybookRun",
        ("run_id",),
        "Playbooks opened on accounts, and accounts that were held out.",
        (
            Column("run_id", required=True, synonyms=("id",)),
            Column("playbook_id", required=True, synonyms=("playbook",)),
            _ACCOUNT,
            Column("arm", choices=("playbook", "holdout"), default="playbook"),
            Column("opened_on", Kind.DATE, required=True),
            Column("status", choices=("open", "closed", "invalid"), default="open"),
            Column(
                "outcome_at_horizon", choices=("success", "fail"), synonyms=("outcome",), help="Empty: not known yet."
            ),
        ),
    ),
)
