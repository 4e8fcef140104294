"""Movements of one account's MRR as a list reads them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from tenure.engine.account import MrrHistory
from tenure.web import format as words
from tenure.web.charts import LABELS

_BANDS: Final = {"new": "info", "pause": "warn", "contraction": "bad", "churn": "bad"}


@dataclass(frozen=True, slots=True)
class Movement:
    day: date
    label: str
    band: str
    change: str
    grew: bool
    after: str


def movements(money: MrrHistory) -> Iterator[Movement]:
    """Newest first."""
    for change in reversed(money.changes):
        yield Movement(
            day=change.day,
            label=LABELS.get(change.category, change.category),
            band=_BANDS.get(change.category, "good"),
            change=words.money(change.amount_minor, money.currency, plus=True),
            grew=change.amount_minor > 0,
            after=words.money(change.mrr_minor, money.currency),
        )
