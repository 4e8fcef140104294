"""What a person asked for: read once from the address. A mistake becomes a sentence and its default; nothing breaks."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final, Literal
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from tenure.core.periods import DAY, Period, add_months, back
from tenure.web.format import day

USUAL: Final = "usual"
WINDOWS: Final[dict[str, str]] = {
    USUAL: "Usual window of each number",
    "12m": "Trailing 12 months",
    "3m": "Trailing 3 months",
    "1m": "Trailing month",
    "mtd": "Month to date",
    "custom": "From a day you choose",
}
UNITS: Final[dict[str, str]] = {"parent": "Count by parent", "account": "Count by account"}
COMPARISONS: Final[dict[str, str]] = {
    "year": "a year before",
    "previous": "the period before",
    "none": "nothing",
}
_FIRST = date(1990, 1, 1)
_WINDOW = re.compile(r"\d{1,3}[dwmqy]")
_LONGEST = 3660  # days
_LONG = "12m"  # what a chart over all numbers covers when each number has its usual window


def _wrong(sentence: str) -> PydanticCustomError:
    return PydanticCustomError("asked", "{sentence}", {"sentence": sentence})


class Asked(BaseModel):
    """One question to the page: the day, the window, what is counted, who, and what it is compared with."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)

    usual: tuple[date, str] = Field(exclude=True)  # latest day and usual unit: not worth writing into an address
    as_of: date
    window: str = USUAL
    start: date | None = Field(default=None, alias="from", validate_default=True)
    unit: Literal["parent", "account"] = "parent"
    segment: str = ""
    compare: Literal["year", "previous", "none"] = "year"

    @field_validator("as_of", mode="before")
    @classmethod
    def _day(cls, value: Any, info: ValidationInfo) -> date:
        return _past_day(value, _latest(info))

    @field_validator("window")
    @classmethod
    def _window(cls, value: str, info: ValidationInfo) -> str:
        if value not in WINDOWS and not _WINDOW.fullmatch(value):
            raise _wrong(f"{value!r} is not a window; choose one of the list, or write 30d, 4w, 6m, 1q or 1y.")
        if value not in (USUAL, "mtd", "custom") and "as_of" in info.data:
            _bounded_window(value, info.data["as_of"])
        return value

    @field_validator("start", mode="before")
    @classmethod
    def _start(cls, value: Any, info: ValidationInfo) -> date | None:
        if info.data.get("window") != "custom":
            return None
        if not value:
            raise _wrong("Choose the first day of the period.")
        start, as_of = _read_day(value), info.data.get("as_of") or _latest(info)
        if start > as_of:
            raise _wrong(f"The first day, {day(start)}, comes after the last, {day(as_of)}.")
        if (as_of - start).days > _LONGEST or start < _FIRST:
            raise _wrong("A period can be ten years long at most; choose a later first day.")
        return start

    @field_validator("unit", "compare", mode="before")
    @classmethod
    def _choice(cls, value: str, info: ValidationInfo) -> str:
        known = UNITS if info.field_name == "unit" else COMPARISONS
        if value not in known:
            raise _wrong(f"{value!r} is not a choice here; use {' or '.join(known)}.")
        return value

    @property
    def period(self) -> Period:
        return _period(self.window, self.as_of, self.start)

    @property
    def compared(self) -> Period | None:
        """The period this one is compared with."""
        if self.compare == "none":
            return None
        return _a_year_before(self) if self.compare == "year" else _just_before(self)

    @property
    def is_usual(self) -> bool:
        """Whether this is the question the refresh has answered in advance."""
        usual_day, usual_unit = self.usual
        asked = (self.as_of, self.window, self.unit, self.segment, self.compare)
        return asked == (usual_day, USUAL, usual_unit, "", "year")

    def within(self, window: str) -> "Asked":
        """The same question, its usual window replaced by the one of a number."""
        return self.model_copy(update={"window": window}) if self.window == USUAL else self

    def query(self, **changes: str | int | None) -> str:
        """The address's query with what differs from the usual, and `changes`; a None takes a part out."""
        usual = {"as_of": str(self.usual[0]), "window": USUAL, "unit": self.usual[1], "compare": "year", "segment": ""}
        asked = {name: str(value) for name, value in self.model_dump(by_alias=True).items() if value is not None}
        kept = {name: value for name, value in asked.items() if value != usual.get(name)}
        merged = kept | {name.rstrip("_"): value for name, value in changes.items()}
        text = urlencode({name: value for name, value in merged.items() if value not in (None, "")})
        return f"?{text}" if text else ""


def read(given: Mapping[str, str], *, latest: date, unit: str) -> tuple[Asked, list[str]]:
    """The question in an address, and a sentence for each part of it that could not be understood."""
    usual = {"as_of": latest, "unit": unit, "usual": (latest, unit)}
    asked = {name: given[name] for name in ("as_of", "window", "from", "unit", "segment", "compare") if given.get(name)}
    problems: list[str] = []
    while True:
        try:
            return Asked.model_validate(usual | asked), problems
        except ValidationError as error:
            for item in error.errors():
                name = str(item["loc"][0])
                problems.append(str(item["msg"]))
                asked.pop("window" if name in ("from", "start") else name, None)


def _latest(info: ValidationInfo) -> date:
    usual: tuple[date, str] = info.data["usual"]
    return usual[0]


def _read_day(value: Any) -> date:
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        raise _wrong(f"{value!r} is not a day; write it as 2026-11-21.") from None


def _past_day(value: Any, latest: date) -> date:
    chosen = _read_day(value)
    if chosen > latest:
        raise _wrong(f"{day(chosen)} is not complete yet; this is {day(latest)}, the latest day that is.")
    if chosen < _FIRST:
        raise _wrong(f"{day(chosen)} is too long ago; choose a day after {day(_FIRST)}.")
    return chosen


def _bounded_window(window: str, as_of: date) -> None:
    try:
        opening = back(as_of, window)
    except (ValueError, OverflowError):
        raise _wrong(f"{window!r} is not a window; write 30d, 4w, 6m, 1q or 1y.") from None
    if (as_of - opening).days > _LONGEST:
        raise _wrong(f"A window of {window} is too long; ten years at most.")


def _period(window: str, as_of: date, start: date | None) -> Period:
    if window == "custom" and start:
        return Period(start, as_of + DAY)
    if window == "mtd":
        return Period(as_of.replace(day=1), as_of + DAY)
    return Period.trailing(as_of, _LONG if window == USUAL else window)


def _a_year_before(asked: Asked) -> Period:
    start = add_months(asked.start, -12) if asked.start else None
    return _period(asked.window, add_months(asked.as_of, -12), start)


def _just_before(asked: Asked) -> Period:
    if asked.window == "mtd":
        return _period("mtd", add_months(asked.as_of, -1), None)
    if asked.window == "custom":
        here = asked.period
        return Period(here.start - timedelta(days=here.days), here.start)
    return _period(asked.window, asked.period.opening, None)
