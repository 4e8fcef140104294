"""The card of a learned risk: what it was made from, how well it does on what it has not seen, and if it is shown."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from pydantic import TypeAdapter

from tenure.metrics.proof.calibration import Rate
from tenure.metrics.proof.cases import TooFew
from tenure.metrics.proof.verdict import Comparison, Verdict


@dataclass(frozen=True, slots=True)
class Card:
    """All figures are of the test: accounts and days that were not learned from. `brier_of_rate` is that of saying the
    rate of the days before to everyone. Days are whole numbers, counted like those of the examples. Without a test, the
    figures are None.
    """

    made_on: date
    horizon: int
    measures: tuple[str, ...]
    first_day: int
    last_day: int
    tested_from: int
    rows: int
    accounts: int
    events: int  # rows after which it happened
    tested: Comparison | TooFew
    strength: float | None = None
    brier: float | None = None
    brier_of_rate: float | None = None
    deciles: tuple[Rate, ...] = ()
    left: int = 0  # accounts to which it happened

    @property
    def shown(self) -> bool:
        return isinstance(self.tested, Comparison) and self.tested.verdict is Verdict.BETTER

    @property
    def rate(self) -> float:
        """How often it happened within the horizon, of all that was learned from."""
        return self.events / self.rows if self.rows else 0.0

    @property
    def sentence(self) -> str:
        return self.tested.sentence if self.shown else f"Not enough to learn from. {self.tested.sentence}"

    def to_json(self) -> str:
        return _JSON.dump_json(self).decode()

    @classmethod
    def from_json(cls, text: str) -> "Card":
        return _JSON.validate_json(text)


_JSON: Final = TypeAdapter(Card)
