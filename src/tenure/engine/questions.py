"""What people ask, made into a question for metrics: known numbers, readable segments, days that are complete."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tenure.core.conditions import EVERYTHING, Condition, parse
from tenure.core.periods import Period
from tenure.engine import choices, publication
from tenure.engine.publication import Publication
from tenure.metrics import KPIS, Ask, Kpi
from tenure.metrics.ask import Unit
from tenure.metrics.segments import FIELDS

Segment = Condition | str | None
Params = Mapping[str, str | int]


class UnknownKpi(LookupError):
    def __init__(self, kpi_id: str) -> None:
        super().__init__(f"{kpi_id!r} is not a number Tenure knows; `tenure kpis` lists them.")


class NotComplete(ValueError):
    """The period closes after today: the day that the publication counts so far."""

    def __init__(self, period: Period, now: Publication) -> None:
        super().__init__(
            f"Facts are complete up to {now.as_of} and known so far for {now.today}, but the period closes on "
            f"{period.closing}; choose an end on or before the day after."
        )


@dataclass(frozen=True, slots=True)
class Question:
    """A question of one publication that can be remembered."""

    publication: Publication
    period: Period
    unit: Unit
    segment: Condition
    params: tuple[tuple[str, str | int], ...]
    as_of: date

    @property
    def ask(self) -> Ask:
        return Ask(self.period, self.unit, self.segment, dict(self.params), self.as_of, self.publication.currency)


def declared(kpi_id: str) -> Kpi:
    """The declaration of a number; raises UnknownKpi."""
    if kpi_id not in KPIS:
        raise UnknownKpi(kpi_id)
    return KPIS[kpi_id]


def question(
    period: Period,
    *,
    unit: Unit = "parent",
    segment: Segment = None,
    params: Params | None = None,
    takes: tuple[str, ...] = ("longest_pause",),
    as_of: date | None = None,
) -> Question:
    """A question to the current publication, with the company's choices where none is given.

    Raises NothingPublished, NotComplete, and ConditionError for a segment that cannot be read.
    """
    now = publication.current()
    if period.closing > now.today:
        raise NotComplete(period, now)
    condition = parse(segment, FIELDS) if isinstance(segment, str) else segment or EVERYTHING
    given = {**choices.of_company(*takes), **(params or {})}
    known_on = min(as_of or period.closing, now.today)
    return Question(now, period, unit, condition, tuple(sorted(given.items())), known_on)


def about(
    kpi: Kpi,
    period: Period,
    *,
    unit: Unit = "parent",
    segment: Segment = None,
    params: Params | None = None,
    as_of: date | None = None,
) -> Question:
    """As `question`, with the choices that this number takes."""
    return question(period, unit=unit, segment=segment, params=params, takes=kpi.takes, as_of=as_of)
