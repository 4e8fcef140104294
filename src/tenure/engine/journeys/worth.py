"""The ARR of every account on a day, in the company's currency at the rates of that day."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

import numpy as np

from tenure.engine import publication, reading
from tenure.engine.account.rates import Rates
from tenure.metrics.journeys.visits import Ints

_LEVELS = "SELECT account_id, currency, sum(delta_minor)::BIGINT AS minor FROM mrr_steps WHERE day <= $1 GROUP BY ALL"


def worth(accounts: Sequence[str], day: date) -> Ints:
    """Minor units, one an account; what is in a currency without a rate is left out."""
    arr = _arr(publication.current().id, day)
    return np.array([arr.get(account, 0) for account in accounts], dtype=np.int64)


@lru_cache(maxsize=8)
def _arr(_publication: str, day: date) -> dict[str, int]:
    levels = [row for row in reading.query(_LEVELS, [day]) if row["minor"]]
    rates = Rates.of((row["currency"] for row in levels), publication.current().currency)
    found: dict[str, int] = {}
    for row in levels:
        monthly = rates.total({row["currency"]: row["minor"]}, day)
        found[row["account_id"]] = found.get(row["account_id"], 0) + 12 * (monthly or 0)
    return found
