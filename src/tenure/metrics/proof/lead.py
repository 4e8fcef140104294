"""Lead time: how long before the event the warning stood; and how many of those warned of it then happened to."""

from dataclasses import dataclass

import numpy as np

from tenure.metrics.proof.cases import Bools, Floats, Ints
from tenure.metrics.proof.looking import Events


@dataclass(frozen=True, slots=True)
class Survival:
    """Product-limit estimate (Kaplan and Meier): the share that lasts longer than each of `times`."""

    times: Floats
    share: Floats

    @property
    def median(self) -> float | None:
        """The first time that at most half outlast; None when that is not reached."""
        reached = np.flatnonzero(self.share <= 0.5)
        return float(self.times[reached[0]]) if len(reached) else None

    def ended_by(self, time: float) -> float:
        """The share that has ended at that time or before."""
        place = int(np.searchsorted(self.times, time, side="right")) - 1
        return 1 - float(self.share[place]) if place >= 0 else 0.0


def survival(lasted: Floats, cut_short: Bools) -> Survival:
    """`cut_short`: the true time is at least this long, and not known. Those who end leave before those cut short."""
    times, places = np.unique(lasted, return_inverse=True)
    ends = np.bincount(places, ~cut_short, len(times))
    gone = np.cumsum(np.bincount(places, minlength=len(times)))
    left = len(lasted) - np.concatenate([[0], gone[:-1]]) if len(times) else np.empty(0)
    kept = ends > 0
    return Survival(times[kept], np.cumprod(1 - ends / left)[kept].astype(np.float64))


@dataclass(frozen=True, slots=True)
class Lead:
    """`days` of the events that were warned of; `at_least` where the warning is older than what is known.

    `unwarned` counts events whose account was not below the cut when it happened, `unknown` those of which nothing was
    said then.
    """

    days: Floats
    at_least: Bools
    unwarned: int
    unknown: int

    @property
    def median(self) -> float | None:
        """Of those warned of; None when most of the warnings are older than what is known, or there are none."""
        return survival(self.days, self.at_least).median

    @property
    def sentence(self) -> str:
        told = len(self.days) + self.unwarned
        if not told:
            return "Nothing was said of the accounts before it happened."
        start = f"{len(self.days)} of {told} were warned of"
        if not len(self.days):
            return f"{start}."
        if self.median is None:
            return f"{start}, most of them for longer than is known."
        return f"{start}; half of those at least {self.median:.0f} days ahead."


def lead(said: Floats, days: Ints, events: Events, cut: float) -> Lead:
    """For each event, the days since the risk last rose above the cut and stayed there until the event.

    The last of `days` before the event's own counts: what is said on the day itself may already know. A warning that
    was taken back is no warning, so an earlier spell above the cut does not lengthen a later one. It is as fine as
    `days` are.
    """
    row = np.searchsorted(days, events.day, side="left") - 1
    seen, row = row >= 0, np.maximum(row, 0)
    above, known = said > cut, ~np.isnan(said)
    told = seen & known[row, events.account]
    warned = told & above[row, events.account]
    start, open_ended = _spells(above, known)
    at, who = row[warned], events.account[warned]
    return Lead(
        (events.day[warned] - days[start[at, who]]).astype(np.float64), open_ended[at, who],
        int(np.count_nonzero(told & ~warned)), int(np.count_nonzero(~told)),
    )  # fmt: skip


def _spells(above: Bools, known: Bools) -> tuple[Ints, Bools]:
    """Each cell's first row of the unbroken spell above the cut, and whether it may have begun earlier."""
    numbers = np.arange(len(above))[:, None]
    last_not = np.maximum.accumulate(np.where(above, -1, numbers), axis=0)
    unknown = (last_not < 0) | ~np.take_along_axis(known, np.maximum(last_not, 0), axis=0)
    return last_not + 1, unknown


def after_falling(said: Floats, days: Ints, first_event: Floats, until: Ints, cut: float) -> Survival:
    """How long after first rising above the cut it happened, over all accounts that did rise.

    `first_event` is infinite where nothing happened; `until` is the day up to which the account was watched (today, or
    when it left for another reason), at which those without event are cut short. Only a rise from a known risk at or
    below the cut counts: of an account that was always above, the beginning is not known.
    """
    above, known = said > cut, ~np.isnan(said)
    rise = np.zeros_like(above)
    rise[1:] = above[1:] & ~above[:-1] & known[:-1]
    day = days[np.argmax(rise, axis=0)] if len(days) else np.zeros(said.shape[1], dtype=np.int64)
    ends = np.minimum(first_event, until)
    rose = rise.any(axis=0) & (day < ends)
    return survival((ends - day)[rose], (first_event > until)[rose])
