"""The record of a learned risk in words and small pictures."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tenure.engine.models import ChurnTraining
from tenure.metrics.learning import Card, Term
from tenure.metrics.measures import Measure
from tenure.metrics.proof import Comparison
from tenure.metrics.proof.roc import Area
from tenure.web import churn, measures
from tenure.web import format as words

_LEAST, _MOST = 0.3, 1.0  # of the axis on which areas are drawn
_ACROSS: Final = 200
_WIDE, _MIDDLE, _ARM = 180, 40, 34
_LEFT: Final = 6
_APART: Final = 214  # where the point of what is not known stands, beside the curve


@dataclass(frozen=True, slots=True)
class Row:
    """An area under ROC with its interval, as figures and as a picture."""

    name: str
    area: str
    interval: str
    picture: SafeString
    own: bool = False


def areas(tested: Comparison) -> list[Row]:
    """The risk first, then what it is held against."""
    rivals = sorted(tested.baselines.items(), key=lambda item: -item[1].high)
    return [_row("Churn risk", tested.area, own=True), *(_row(_capital(name), area) for name, area in rivals)]


def _row(name: str, area: Area, own: bool = False) -> Row:
    interval = f"{words.number(area.low, 2)} to {words.number(area.high, 2)}"
    return Row(name, words.number(area.value, 2), interval, _whiskers(area, own), own)


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _whiskers(area: Area, own: bool) -> SafeString:
    return format_html(
        '<svg class="ch-area" viewBox="-5 0 210 16" aria-hidden="true"{}><line class="ch-chance" x1="{c}" x2="{c}" '
        'y1="0" y2="16"/><line x1="{}" x2="{}" y1="8" y2="8"/><circle cx="{}" cy="8" r="4"/></svg>',
        SafeString(" data-own") if own else "", _at(area.low), _at(area.high), _at(area.value), c=_at(0.5),
    )  # fmt: skip


def _at(area: float) -> str:
    return f"{_ACROSS * (min(max(area, _LEAST), _MOST) - _LEAST) / (_MOST - _LEAST):.1f}"


def reliability(card: Card, tested: Comparison) -> list[str]:
    """What the figures mean, in sentences."""
    rival, area = max(tested.baselines.items(), key=lambda item: item[1].high)
    said = [
        f"Of one account that left and one that stayed, it called the one that left riskier {_times(tested.area)}; "
        f"{rival} did so {_times(area)}. A coin does so 50 times of 100.",
    ]
    if card.brier is not None and card.brier_of_rate:
        less = 1 - card.brier / card.brier_of_rate
        way = f"{words.percent(less)} closer to" if less > 0 else f"{words.percent(-less)} further from"
        both = f"{words.number(card.brier, 4)} beside {words.number(card.brier_of_rate, 4)}; 0 is best"
        said.append(
            f"Its probabilities were {way} what came than the book’s rate said of everybody (Brier score {both})."
        )
    return [*said, *_worst(card)]


def _times(area: Area) -> str:
    return f"{words.number(100 * area.value)} times of 100"


def _worst(card: Card) -> list[str]:
    """The part with the highest risk: what was said of it and what came."""
    part = card.deciles[-1] if card.deciles else None
    if part is None or part.said is None or part.rate is None or part.low is None or part.high is None:
        return []
    fits = part.low <= part.said <= part.high
    verdict = "as said, within what chance explains" if fits else (
        "more than it said" if part.rate > part.said else "fewer than it said")  # fmt: skip
    return [f"Where it was highest it said {words.percent(part.said)} on average, and {words.percent(part.rate)} left "
            f"({words.number(part.events)} of {words.number(part.cases)}): {verdict}."]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shape:
    """How one measure counts: its curve, from the least to the most of its values, and what that does to the odds."""

    name: str
    sentence: str
    picture: SafeString
    low: str
    high: str
    range: str
    unknown: str


def shapes(found: ChurnTraining) -> list[Shape]:
    """The measure with the largest effect first; all on one scale."""
    declared, terms = found.declared(), found.risk().terms
    largest = max((abs(points) for term in terms for points in term.points), default=1) or 1
    ordered = sorted(terms, key=lambda term: -(max(term.points) - min(term.points)))
    return [_shape(term, declared[term.measure], largest) for term in ordered]


def _shape(term: Term, measure: Measure, largest: int) -> Shape:
    return Shape(
        measure.name, measure.sentence, _curve(term, largest),
        measures.value(measure, term.knots[0]), measures.value(measure, term.knots[-1]),
        f"odds {churn.odds(min(term.points))} to {churn.odds(max(term.points))}",
        f"not known: {churn.odds(term.unknown)}" if term.unknown else "",
    )  # fmt: skip


def _curve(term: Term, largest: int) -> SafeString:
    """Its knots at equal distances: between two of them lie about as many accounts."""
    across = np.linspace(_LEFT, _WIDE, len(term.knots)) if len(term.knots) > 1 else np.array([_WIDE / 2])
    up = [_up(points, largest) for points in term.points]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(across, up, strict=True))
    dots = format_html_join("", '<circle cx="{}" cy="{}" r="2"/>',
                            ((f"{x:.1f}", f"{y:.1f}") for x, y in zip(across, up, strict=True)))  # fmt: skip
    unknown = format_html('<circle class="ch-unknown" cx="{}" cy="{}" r="3.5"/>', _APART,
                          f"{_up(term.unknown, largest):.1f}") if term.unknown else ""  # fmt: skip
    return format_html(
        '<svg class="ch-shape" viewBox="0 0 224 80" aria-hidden="true"><line x1="0" x2="224" y1="{m}" y2="{m}"/>'
        '<polyline points="{}"/>{}{}</svg>',
        line, dots, unknown, m=_MIDDLE,
    )  # fmt: skip


def _up(points: int, largest: int) -> float:
    """What is beyond the scale, which only the unknown can be, stands at its end."""
    return _MIDDLE - _ARM * min(max(points / largest, -1), 1)
