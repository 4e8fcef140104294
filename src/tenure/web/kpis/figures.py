"""A number made ready to read: its value, what it was made of, and how it changed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, Protocol

from tenure.engine.answers import Kept
from tenure.metrics import Kpi, Result
from tenure.web import format as words
from tenure.web.kpis.nouns import noun

STATUS_WORDS: Final[dict[str, tuple[str, str]]] = {
    "no_base": ("No base", "Nobody is in the denominator, so there is no value; that is not 0."),
    "immature": ("Too early", "The window has not elapsed for anyone yet, so there is no value; that is not 0."),
    "not_reached": ("Not reached", "Fewer got there than this share of the cohort, so there is no day to name."),
    "missing_rate": ("Rate missing", "Somebody pays in a currency without an exchange rate for that day."),
}
_UNKNOWN: Final = ("Unknown", "This could not be computed.")
Exact = int | Fraction | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One number beside what it is compared with and where it came from."""

    kpi: Kpi
    now: Result
    currency: str
    url: str = ""
    before: Result | None = None
    before_label: str = ""
    trend: Sequence[float | None] = field(default=())
    window: str = ""

    is_waiting = False

    @property
    def is_known(self) -> bool:
        return self.now.value is not None

    @property
    def title(self) -> str:
        return noun(self.kpi).card or self.kpi.name

    @property
    def shown(self) -> str:
        return value_text(self.kpi, self.now, self.currency)

    @property
    def why(self) -> str:
        if self.is_known:
            return ""
        error = self.now.error if isinstance(self.now, Kept) else ""
        return error or STATUS_WORDS.get(self.now.status, _UNKNOWN)[1]

    @property
    def age(self) -> str:
        """As of when, where the present number is still being computed."""
        if not isinstance(self.now, Kept) or not self.now.older:
            return ""
        return f"As of {words.day(self.now.period.closing)}; being computed anew"

    @property
    def numerator(self) -> str:
        return part_text(self.kpi, self.now.numerator, self.currency)

    @property
    def denominator(self) -> str:
        return part_text(self.kpi, self.now.denominator, self.currency, below=True)

    @property
    def words(self) -> str:
        """38 of 212 eligible accounts; for a value without denominator, what was added up."""
        if not self.is_known:
            return self.why
        if self.age:
            return self.age
        known = noun(self.kpi)
        if self.now.denominator is None or self.now.numerator is None:
            return known.base
        return f"{self.numerator} {known.link} {self.denominator} {known.base}".rstrip()

    @property
    def before_words(self) -> str:
        return "" if self.before is None else f"{value_text(self.kpi, self.before, self.currency)} {self.before_label}"

    @property
    def difference(self) -> float | None:
        if self.before is None or self.now.value is None or self.before.value is None:
            return None
        return self.now.value - self.before.value

    @property
    def change(self) -> str:
        return "" if self.difference is None else change_text(self.kpi, self.difference, self.currency)

    @property
    def is_good(self) -> bool | None:
        """Whether the change is good for the customer or for us; None without a change that shows."""
        if self.difference is None or self.kpi.good == "none" or not any(mark in "123456789" for mark in self.change):
            return None
        return (self.difference > 0) == (self.kpi.good == "up")

    @property
    def mark(self) -> str:
        return {True: "good", False: "bad", None: "idle"}[self.is_good]

    @property
    def band(self) -> str:
        return "info" if self.is_good is None else self.mark

    @property
    def judgement(self) -> str:
        return {True: "better", False: "worse", None: "unchanged"}[self.is_good]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A number that is computed when its place comes into sight."""

    kpi: Kpi
    url: str
    part_url: str

    is_waiting = True


class HasValue(Protocol):
    """A result, or a figure that was frozen."""

    @property
    def value(self) -> float | None: ...
    @property
    def status(self) -> str: ...


def value_text(kpi: Kpi, result: HasValue, currency: str, *, full: bool = False) -> str:
    if result.value is None:
        return STATUS_WORDS.get(result.status, _UNKNOWN)[0]
    return _amount(_kind(kpi), result.value, currency, full=full)


def change_text(kpi: Kpi, difference: float, currency: str) -> str:
    kind = _kind(kpi)
    return words.points(difference) if kind == "ratio" else _amount(kind, difference, currency, plus=True)


def part_text(kpi: Kpi, part: Exact, currency: str, *, full: bool = False, below: bool = False) -> str:
    """A numerator, or the denominator `below` it, as a reader counts it: money where money is added up."""
    if part is None:
        return words.EMPTY
    known = noun(kpi)
    kind = known.below_parts if below and known.below_parts else known.parts
    if kind == "money":
        return (words.money if full else words.money_short)(round(part), currency)
    if kind == "ratio":
        return words.percent(part, 2)
    return words.number(part, 0 if Fraction(part).denominator == 1 else 1)


def _amount(kind: str, value: float, currency: str, *, plus: bool = False, full: bool = False) -> str:
    match kind:
        case "ratio":
            return words.percent(value, plus=plus)
        case "money":
            return (words.money if full else words.money_short)(round(value), currency, plus=plus)
        case "days":
            return words.number(value, 0 if value.is_integer() else 1, plus=plus) + " d"
        case "times":
            return words.number(value, 2, plus=plus)
    return words.number(value, plus=plus)


def _kind(kpi: Kpi) -> str:
    return noun(kpi).shown or kpi.unit
