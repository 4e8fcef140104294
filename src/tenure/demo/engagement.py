"""How busy an account is from week to week, and which features it has taken up: its story, seen from the product."""

import numpy as np
import numpy.typing as npt

from tenure.demo.calendar import Calendar
from tenure.demo.catalogue import AI_LAUNCHED_DAYS_AGO, CORE, FEATURES, TAKE_UP
from tenure.demo.contracts import Decline
from tenure.demo.dice import Dice
from tenure.demo.people import FOREVER
from tenure.demo.story import Story, join_spans

FULL = 120  # a level of one, in the bytes of the weekly levels


def levels(story: Story, calendar: Calendar) -> npt.NDArray[np.uint8]:
    """How busy the account is in each week: moods, first weeks, declines; nothing where nothing is in force."""
    weeks = calendar.usage_first + 7 * np.arange(calendar.weeks)
    level = np.zeros(len(weeks))
    for number, (start, end) in enumerate(_open_spans(story)):
        # In the very first week nobody is there before the start; later on, a week must lie wholly inside.
        inside = (weeks > start - (7 if number == 0 else 1)) & (weeks + 7 <= (end if end is not None else FOREVER))
        settled = 1 - 0.5 * np.exp(-np.maximum(weeks - start, 0) / 40)
        level[inside] = settled[inside]
    if story.moods:
        days, moods = zip(*story.moods, strict=True)
        level *= np.clip(0.84 + 0.17 * np.interp(weeks, days, moods), 0.3, 1.4)
    for decline in story.declines:
        level *= _sinking(decline, weeks)
    return np.minimum(level * FULL, 255).astype(np.uint8)


def _open_spans(story: Story) -> list[tuple[int, int | None]]:
    return join_spans([span[:2] for line in story.bases for span in line.spans() if span[2].status != "paused"])


def _sinking(decline: Decline, weeks: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    if decline.recovers:
        middle = (decline.start + decline.end) / 2
        return np.interp(weeks, [decline.start, middle, decline.end], [1.0, decline.floor, 1.0])
    factor = np.interp(weeks, [decline.start, decline.end - 7], [1.0, decline.floor])
    return np.where(weeks >= decline.end, 1.0, factor)


def take_up(story: Story, dice: Dice, calendar: Calendar) -> npt.NDArray[np.int32]:
    """From which day on the account uses each feature; FOREVER where it never does."""
    days = np.full(len(FEATURES), FOREVER, np.int32)
    days[:CORE] = 0
    granted = _granted_from(story)
    eager = 2.0 ** (0.5 * story.fit)
    for number, feature in enumerate(FEATURES[CORE:], CORE):
        share, mean = TAKE_UP[feature]
        takes, wait = dice.chance(min(0.97, share * eager)), dice.gap(mean / eager)
        if feature in granted and takes:
            launched = calendar.end - AI_LAUNCHED_DAYS_AGO if feature == "ai_summaries" else 0
            days[number] = max(granted[feature], launched) + wait
    return days


def _granted_from(story: Story) -> dict[str, int]:
    first: dict[str, int] = {}
    for line in story.lines:
        for start, _, terms in line.spans():
            for feature in terms.plan.features:
                first[feature] = min(first.get(feature, start), start)
    return first
