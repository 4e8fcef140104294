"""Pulses: what each CSM thinks of an account now and then. Some see a loss coming that no number shows; some hope."""

from collections.abc import Iterator

from tenure.demo.calendar import Calendar
from tenure.demo.dice import Dice
from tenure.demo.files import Row
from tenure.demo.story import Story
from tenure.demo.texts import DOUBTS, HOPES, WAITS
from tenure.demo.working import known_days, owner_on

_EVERY = {"SMB": 210, "Mid-market": 75, "Enterprise": 40}  # days between two pulses
_AHEAD = 120  # days that a loss can be felt before
_LIKED, _DOUBTED = 0.05, -0.75  # feelings above and below which an account is called healthy and at risk


def pulses(story: Story, calendar: Calendar, seed: int, owners: list[tuple[str, int, int | None]]) -> Iterator[Row]:
    """From chance of its own: what else is told of the account does not depend on it."""
    dice, count = Dice(seed, 9, story.entry.index), 0
    for start, stop in known_days(story, calendar):
        day = start + dice.between(20, 60)
        while day < stop:
            owner = owner_on(owners, day)
            if owner is not None:
                count += 1
                yield _pulse(story, calendar, dice, owner, count, day)
            day += dice.gap(_EVERY[story.entry.segment])


def _pulse(story: Story, calendar: Calendar, dice: Dice, owner: str, count: int, day: int) -> Row:
    feeling = _feeling(story, dice, owner, day)
    score, reasons = (85, HOPES) if feeling > _LIKED else (55, WAITS) if feeling > _DOUBTED else (20, DOUBTS)
    return {
        "pulse_id": f"{story.entry.id}-U{count}",
        "account_id": story.entry.id,
        "score": score,
        "reason": dice.pick(reasons),
        "given_at": calendar.at(day, 8 + 9 * dice.roll()),
        "csm_id": owner,
    }


def _feeling(story: Story, dice: Dice, owner: str, day: int) -> float:
    """The mood, a temper that each CSM has, chance, and half of the losses that are near."""
    temper = (sum(map(ord, owner)) % 7 - 3) / 6
    ends = (end for _, end in story.paid_spans())
    near = any(end is not None and 0 < end - day <= _AHEAD for end in ends)
    return story.mood(day) + temper + dice.normal(0, 0.45) - (1.1 if near and dice.chance(0.5) else 0.0)
