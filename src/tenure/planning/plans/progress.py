"""How far an objective has come and where it stands on a day, from its values until then: docs/algorithms/goals.md.

Pure: rows in, a verdict out; nothing dated after the day has an effect.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from tenure.core.money import round_half_away

WHOLE: Final = 1_000_000  # progress is told in millionths
TOO_EARLY: Final = Fraction(1, 10)  # of the time: nobody is late before
ON_TRACK, SLOW = Fraction(4, 5), Fraction(2, 5)  # of the progress that the time would ask for

# Word and band of each standing, the worst first.
STANDINGS: Final[Mapping[str, tuple[str, str]]] = {
    "overdue": ("Overdue", "bad"),
    "behind": ("Behind", "bad"),
    "slow": ("Slow", "warn"),
    "unmeasured": ("No number yet", "idle"),
    "on_track": ("On track", "info"),
    "attained": ("Attained", "good"),
    "missed": ("Missed", "bad"),
    "cancelled": ("Cancelled", "idle"),
}
AT_RISK: Final = frozenset({"slow", "behind"})
OPEN: Final = frozenset({"overdue", "behind", "slow", "unmeasured", "on_track"})


@dataclass(frozen=True, slots=True)
class Goalpost:
    """What was agreed about an objective. `ended_on` is when it was closed or cancelled."""

    baseline: Decimal | None
    target: Decimal | None
    begun_on: date | None
    due_on: date | None
    ended_on: date | None = None
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Stood:
    """`value` is the last one known, `attained_on` the day since which it reaches the target without a break."""

    value: Decimal | None
    value_on: date | None
    progress: int | None
    attained_on: date | None
    standing: str


Values = Sequence[tuple[date, Decimal]]  # ascending


def stood(post: Goalpost, values: Values, day: date) -> Stood:
    ended = post.ended_on is not None and post.ended_on <= day
    known = [(on, value) for on, value in values if on <= day]
    value_on, value = known[-1] if known else (None, None)
    since = attained_since(post, known)
    share = progress(post.baseline, post.target, value)
    return Stood(value, value_on, share, since, _standing(post, share, since, day, ended))


def progress(baseline: Decimal | None, target: Decimal | None, value: Decimal | None) -> int | None:
    """clamp((value − baseline) ÷ (target − baseline), 0, 1) in millionths; without a way to go, 0 or all of it."""
    if baseline is None or target is None or value is None:
        return None
    if baseline == target:
        return WHOLE * reached(baseline, target, value)
    share = round_half_away(Fraction(value - baseline) / Fraction(target - baseline) * WHOLE)
    return max(0, min(WHOLE, share))


def reached(baseline: Decimal, target: Decimal, value: Decimal) -> bool:
    """A goal may be meant to fall: then the target lies below the baseline."""
    return value >= target if target >= baseline else value <= target


def attained_since(post: Goalpost, known: Values) -> date | None:
    """The first day of the run of values that reach the target and last until the end."""
    since = None
    if post.baseline is None or post.target is None:
        return None
    for on, value in known:
        since = (since or on) if reached(post.baseline, post.target, value) else None
    return since


def elapsed(begun: date | None, due: date | None, day: date) -> Fraction | None:
    """Which part of the time is over, 0 to 1; none where there is no time to measure."""
    if begun is None or due is None or due <= begun:
        return None
    return max(Fraction(0), min(Fraction(1), Fraction((day - begun).days, (due - begun).days)))


def _standing(post: Goalpost, share: int | None, attained_on: date | None, day: date, ended: bool) -> str:
    if ended and post.cancelled:
        return "cancelled"
    if attained_on is not None:
        return "attained"
    if ended:
        return "missed"
    if post.due_on is not None and post.due_on < day:
        return "overdue"
    return "unmeasured" if share is None else _pace(share, elapsed(post.begun_on, post.due_on, day))


def _pace(share: int, over: Fraction | None) -> str:
    if over is None or over <= TOO_EARLY or Fraction(share, WHOLE) >= ON_TRACK * over:
        return "on_track"
    return "slow" if Fraction(share, WHOLE) >= SLOW * over else "behind"
