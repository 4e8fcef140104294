"""Disagreements in words: both sides of each, explained."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from tenure.core.periods import local_date
from tenure.engine import publication
from tenure.engine.publication import NothingPublished
from tenure.engine.scores import reading as scores
from tenure.engine.scores.reading import Judgement
from tenure.health.models import Pulse, Stance
from tenure.health.pulses import PULSES, giver_of, named
from tenure.library.reading import published_measures
from tenure.metrics.measures import Measure
from tenure.web import measures

_REASONS = 3  # of the score, the strongest on its side


@dataclass(frozen=True, slots=True)
class Row:
    """`because` are the inputs that speak for the score's side, with their points."""

    stance: Stance
    mark: str
    word: str
    who: str
    days: int
    score_mark: str
    score_word: str
    score: str
    because: tuple[tuple[str, str, str], ...]
    may_write: bool


def judged_on() -> date | None:
    """The day whose scores are the current ones; None when nothing is computed."""
    try:
        return publication.current().today
    except NothingPublished:
        return None


def rows(found: Sequence[Stance], day: date | None, today: date, zone: ZoneInfo, writable: set[str]) -> list[Row]:
    """`found` with their pulses and the states of their accounts."""
    known = published_measures()
    said = scores.judged([one.pk for one in found], day) if day and found else {}
    given = {pulse.pk: giver_of(pulse) for pulse in named(Pulse.objects.filter(pk__in=[one.pulse_id for one in found]))}

    def row(one: Stance) -> Row:
        _, mark, word = PULSES[one.band]
        score_mark, score_word = measures.TONES[one.score_band]
        state, judged = getattr(one.account, "state", None), said.get(one.pk)
        kinder = _place(one.band) > _place(one.score_band)
        return Row(
            one, mark, word, given[one.pulse_id], (today - local_date(one.given_at, zone)).days,
            score_mark, score_word, measures.score(state.health if state else None),
            _because(judged, known, kinder=kinder) if judged else (), one.pk in writable,
        )  # fmt: skip

    return [row(one) for one in found]


def _because(said: Judgement, known: dict[str, Measure], *, kinder: bool) -> tuple[tuple[str, str, str], ...]:
    """What pulls the score away from the pulse: what takes most where the CSM is kinder, what gives most otherwise."""
    side = -1 if kinder else 1
    pulling = [one for one in said.readings if one.points * side > 0 and one.measure in known]
    strongest = sorted(pulling, key=lambda one: -abs(one.points))[:_REASONS]
    return tuple(
        (known[one.measure].name, measures.value(known[one.measure], one.value), measures.points(one.points))
        for one in strongest
    )


def _place(band: str) -> int:
    return list(PULSES).index(band)
