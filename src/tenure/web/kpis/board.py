"""What the KPI page shows: the headline numbers, retention, the charts, and the rest by section."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from tenure.core.conditions import ConditionError
from tenure.engine.answers import NotComplete
from tenure.engine.reading import TooSlow
from tenure.metrics import KPIS, Kpi
from tenure.web.kpis import numbers
from tenure.web.kpis.figures import Figure, Waiting
from tenure.web.kpis.nouns import HEADLINE, RETENTION, SECTIONS
from tenure.web.kpis.question import Question

REFUSALS: Final = (ConditionError, NotComplete, TooSlow)


@dataclass(frozen=True, slots=True)
class Refused:
    """A number that cannot be computed as it was asked, and why."""

    kpi: Kpi
    sentence: str
    url: str
    retry: str

    is_waiting = False


Shown = Figure | Waiting | Refused


@dataclass(frozen=True, slots=True)
class Part:
    key: str
    title: str
    template: str
    figures: Sequence[Shown]
    width: str = ""


def parts(question: Question, *, whole: bool = False) -> list[Part]:
    """Everything on the page. What is not kept waits until it is in sight, unless the `whole` page is asked for."""
    kept = numbers.kept(list(KPIS.values()), question)

    def shown(kpi: Kpi, part: str) -> Shown:
        if kpi.id in kept:
            return kept[kpi.id]
        if whole:
            return one(kpi, question, part)
        return Waiting(kpi, question.board_url("kpi", kpi.id), question.board_url("part", part, kpi.id))

    return [
        Part("headline", "Headline KPIs", "kpis/_cards.html", _of(HEADLINE, shown, "card"), "c3"),
        Part("retention", "Retention", "kpis/_cards.html", _of(RETENTION, shown, "slim"), "c4"),
        Part("charts", "Movements and cohorts", "kpis/_charts.html", ()),
        *(
            Part(f"section-{number}", title, "kpis/_table.html", [shown(kpi, "row") for kpi in _rest(section)])
            for number, (section, title) in enumerate(SECTIONS.items())
            if _rest(section)
        ),
    ]


def one(kpi: Kpi, question: Question, part: str) -> Shown:
    """One number, or a sentence why there is none."""
    try:
        return numbers.computed(kpi, question, with_trend=part != "row")
    except REFUSALS as error:
        link, retry = question.board_url("kpi", kpi.id), question.board_url("part", part, kpi.id)
        return Refused(kpi, str(error), link, retry)


def _of(ids: Sequence[str], shown: Callable[[Kpi, str], Shown], part: str) -> list[Shown]:
    return [shown(KPIS[kpi_id], part) for kpi_id in ids if kpi_id in KPIS]


def _rest(section: str) -> list[Kpi]:
    """The numbers of a section that have no card of their own; what belongs to no section known is in the last."""
    last = list(SECTIONS)[-1]
    return [
        kpi
        for kpi in KPIS.values()
        if kpi.id not in (*HEADLINE, *RETENTION)
        and (kpi.section == section or (section == last and kpi.section not in SECTIONS))
    ]
