"""Public histories of who left, as examples to learn from: one row for an account on a day, with what was known on it.

Only files beside the checkout are read; what each holds, and what others measured on it, stands in its PROVENANCE.md.
"""

from functools import cache
from pathlib import Path
from typing import Final

import duckdb
import numpy as np

from tenure.metrics.learning import Examples

DATA: Final = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
_TELCO: Final = DATA / "ibm_telco_basic" / "Telco-Customer-Churn.csv"
_OULAD: Final = DATA / "oulad"
_CRM: Final = DATA / "crm_saas_simulated"

OULAD_DAYS: Final = (30, 60, 90, 120)


def telco() -> Examples:
    """7,043 customers of one month. A column for each answer; the eleven without total charges are unknown, not 0."""
    columns = _columns(f"SELECT * FROM read_csv('{_TELCO}', all_varchar=true) ORDER BY \"customerID\"")
    inputs: dict[str, np.ndarray] = {}
    for name, cells in columns.items():
        if name in ("tenure", "MonthlyCharges", "TotalCharges"):
            inputs[name] = np.array([float(cell) if cell.strip() else np.nan for cell in cells])
        elif name not in ("customerID", "Churn"):
            inputs |= {f"{name} {answer}": (cells == answer).astype(float) for answer in sorted(set(cells))}
    return _examples(inputs, columns["Churn"] == "Yes", np.arange(len(columns["Churn"])))


def oulad(day: int) -> Examples:
    """Students of the three presentations whose clicks are there, as of the end of a day; clicks only.

    Who had unregistered by that day is left out: the outcome is known. At risk is who withdrew later or failed.
    """
    columns = _columns(f"""
        WITH students AS (
            SELECT code_module, code_presentation, id_student, final_result IN ('Withdrawn', 'Fail') AS happened
            FROM '{_OULAD}/studentInfo.csv.gz' JOIN '{_OULAD}/studentRegistration.csv.gz'
                USING (code_module, code_presentation, id_student)
            WHERE code_module || code_presentation IN ('AAA2013J', 'AAA2014J', 'BBB2013B')
                AND coalesce(date_unregistration > {day}, true)),
        clicks AS (
            SELECT c.code_module, c.code_presentation, id_student, id_site, activity_type AS kind, sum_click AS n,
                   {day} - date AS ago
            FROM '{_OULAD}/studentVle_subset.csv.gz' AS c JOIN '{_OULAD}/vle.csv' USING (id_site) WHERE date <= {day})
        SELECT id_student AS account, happened, min(ago) AS days_since, coalesce(sum(n), 0) AS clicks,
            {", ".join(f"coalesce(sum(n) FILTER (ago < {w}), 0) AS clicks_{w}" for w in (7, 14, 28))},
            {", ".join(f"count(DISTINCT ago) FILTER (ago < {w}) AS days_{w}" for w in (7, 14, 28))},
            count(DISTINCT ago) AS days,
            {", ".join(f"count(DISTINCT id_site) FILTER (ago < {w}) AS sites_{w}" for w in (14, 28))},
            count(DISTINCT id_site) AS sites, count(DISTINCT kind) FILTER (ago < 28) AS kinds_28,
            {", ".join(f"coalesce(sum(n) FILTER (kind = '{k}' AND ago < 28), 0) AS {k}_28" for k in _KINDS)}
        FROM students LEFT JOIN clicks USING (code_module, code_presentation, id_student)
        GROUP BY code_module, code_presentation, id_student, happened ORDER BY code_module, code_presentation, account
    """)
    account, happened = columns.pop("account"), columns.pop("happened")
    return _examples(columns, happened, account)


_KINDS: Final = ("quiz", "forumng", "oucontent", "homepage")


@cache
def crm() -> Examples:
    """12,467 account-months: paying on the first of a month and for two weeks at least; churn within three months.

    What each account pays, its seats and age, and its events a day by type over the last 90 days (less while it is
    younger).
    """
    columns = _columns(f"""
        WITH months AS (SELECT unnest(range(DATE '2022-02-01', DATE '2023-10-02', INTERVAL 1 MONTH))::DATE AS day),
        paid AS (
            SELECT day, account_id, sum(mrr) AS mrr, max(discount) AS discount, max(bill_period_months) AS term,
                   sum(quantity) FILTER (item = 'plan') AS seats, count(*) FILTER (item = 'addon') AS addons
            FROM months JOIN '{_CRM}/subscriptions.csv' ON start_date <= day AND end_date > day GROUP BY ALL),
        began AS (SELECT account_id, min(start_date) AS began FROM '{_CRM}/subscriptions.csv' GROUP BY ALL),
        events AS (
            SELECT account_id, event_time::DATE AS seen, event_type, count(*) AS n
            FROM '{_CRM}/events.csv.gz' GROUP BY ALL)
        SELECT paid.account_id AS account, day - DATE '2022-01-01' AS day, mrr, discount, term, seats, addons,
            coalesce(churn_date >= day AND churn_date < day + INTERVAL 3 MONTH, false) AS happened,
            day - began AS age, day - max(seen) AS days_since,
            {", ".join(_a_day(name) for name in _types())}
        FROM paid JOIN began USING (account_id) LEFT JOIN '{_CRM}/outcomes.csv' USING (account_id)
        LEFT JOIN events ON events.account_id = paid.account_id AND seen < day AND seen >= day - 90
        WHERE day - began >= 14
        GROUP BY paid.account_id, day, mrr, discount, term, seats, addons, churn_date, began
        ORDER BY account, day
    """)
    account, day, happened = (columns.pop(name) for name in ("account", "day", "happened"))
    return _examples(columns, happened, np.unique(account, return_inverse=True)[1], day)


def _a_day(event_type: str) -> str:
    return f"coalesce(sum(n) FILTER (event_type = '{event_type}'), 0) / least(day - began, 90) AS {event_type}"


def _types() -> list[str]:
    found = duckdb.connect().sql(f"SELECT DISTINCT event_type FROM '{_CRM}/events.csv.gz' ORDER BY 1").fetchall()
    return [name for (name,) in found]


def _columns(query: str) -> dict[str, np.ndarray]:
    # A connection of its own: the module's is shared by the whole process.
    with duckdb.connect() as connection:
        table = connection.sql(query).to_arrow_table()
    return {name: table.column(name).to_numpy() for name in table.column_names}


def _examples(
    inputs: dict[str, np.ndarray], happened: np.ndarray, account: np.ndarray, day: np.ndarray | None = None
) -> Examples:
    x = np.column_stack([column.astype(np.float64) for column in inputs.values()])
    days = np.zeros(len(x), dtype=np.int64) if day is None else day
    return Examples(tuple(inputs), x, happened.astype(bool), account, days)
