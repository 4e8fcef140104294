"""From what holds to the stage of every account on every day."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from tenure.metrics.journeys.asking import Bools
from tenure.metrics.journeys.journey import Journey

Places = npt.NDArray[np.int8]  # days x accounts: the place of the stage, OUT where the account is not on the journey
OUT = -1


def stages(journey: Journey, there: Bools, enter: Sequence[Bools], leave: Sequence[Bools]) -> Places:
    """Days x accounts, as the arguments: who is on the journey, and for each stage whether its criteria all hold.

    The first `falls_back_after - 1` days know less of the days before than the others, so they are for these only.
    """
    held = furthest(walked(journey, there, enter, leave), journey.falls_back_after)
    held[~there] = OUT
    for place, stage in enumerate(journey.stages):
        if stage.from_anywhere:
            goes = leave[place] if stage.leave else np.zeros_like(there)
            held[there & enter[place] & ~goes] = place
    return held


def walked(journey: Journey, there: Bools, enter: Sequence[Bools], leave: Sequence[Bools]) -> Places:
    """How far one comes from the first stage by what holds on the day alone."""
    reached = np.where(there, 0, OUT).astype(np.int8)
    going = there.copy()
    for before, after in pairwise(journey.walk):
        going &= leave[before] & enter[after]
        reached[going] = after
    return reached


def furthest(reached: Places, days: int) -> Places:
    """The largest of so many days up to each day; doubling the stretch, so that a year takes nine steps."""
    found, stretch = reached.copy(), 1
    while stretch < days:
        step = min(stretch, days - stretch)
        later = found[step:].copy()
        np.maximum(later, found[:-step], out=later)
        found[step:] = later
        stretch += step
    return found
