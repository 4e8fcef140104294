"""The learned churn risk in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp
from typing import Final

from tenure.metrics.learning import POINT
from tenure.metrics.measures import Measure, in_sentence
from tenure.metrics.scorecards.explain import Moved
from tenure.web import format as words
from tenure.web import measures

_HIGH: Final = 3  # times the book's rate
_RAISED: Final = 1.5
_CAUSES: Final = 8  # told one by one


def chance(risk: float) -> str:
    """A probability; never 0 % or 100 %, which nobody can know."""
    if risk < 0.0005:
        return "<0.1%"
    return ">99%" if risk > 0.99 else words.percent(risk, 1 if risk < 0.0995 else 0)


@dataclass(frozen=True, slots=True)
class Beside:
    """A risk beside the rate of the whole book: a mark, its word, and how many times as likely."""

    mark: str
    word: str
    said: str


def beside(risk: float, rate: float) -> Beside:
    times = risk / rate if rate else 1.0
    mark, word = ("bad", "High") if times >= _HIGH else ("warn", "Raised") if times >= _RAISED else ("good", "Low")
    return Beside(mark, word, f"{_times(times)} ({chance(rate)})")


def _times(times: float) -> str:
    if 0.8 <= times < 1.25:
        return "about the book’s rate"
    if times < 0.8:
        return f"{words.percent(times, 0 if times >= 0.01 else 1)} of the book’s rate"
    return f"about {words.number(times, 0 if times >= 1.95 else 1)} times the book’s rate"


def points(said: int) -> str:
    """Points of log-odds, of which 100 multiply the odds by 2.7; to the hundredth, so that they add up as shown."""
    return words.number(said * 100 / POINT, 2, plus=True)


def odds(said: int) -> str:
    """What points do to the odds of leaving."""
    factor = exp(said / POINT)
    return "× " + words.number(factor, 0 if factor >= 9.95 else 1 if factor >= 0.995 else 2)


def causes(moved: Iterable[Moved], known: Mapping[str, Measure], trained: int) -> list[measures.Cause]:
    """What moved the risk, in words: the largest moves, the sum of the others, and what a training in between made of
    the same values.
    """
    named = [one for one in moved if one.measure in known]
    found = [
        _cause(known[one.measure].name, measures.why(one, known[one.measure]), one.points) for one in named[:_CAUSES]
    ]
    if left := named[_CAUSES:]:
        found.append(_cause("Others", f"{len(left)} smaller moves together", sum(one.points for one in left)))
    if trained:
        found.append(_cause("Learned again", "the same values, by the newer training", trained))
    return found


def _cause(name: str, why: str, said: int) -> measures.Cause:
    return measures.Cause(name, why, points(said), said <= 0, f"{in_sentence(name)} {why}, odds {odds(said)}")
