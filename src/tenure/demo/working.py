"""Rows about what was done with a customer and what they asked: meetings, calls, mails, tickets."""

from collections.abc import Iterator

from tenure.demo.calendar import Calendar
from tenure.demo.catalogue import FEATURES, TAKE_UP
from tenure.demo.dice import Dice
from tenure.demo.files import Row
from tenure.demo.story import Story
from tenure.demo.texts import CALLS, MAILS, MEETINGS, TICKETS, WORRIED

_EVERY = {"SMB": 95, "Mid-market": 45, "Enterprise": 24}  # days between two touchpoints
_TICKET_EVERY = {"SMB": 150, "Mid-market": 75, "Enterprise": 40}
_PRIORITIES = (("low", 0.2), ("normal", 0.55), ("high", 0.2), ("urgent", 0.05))


def known_days(story: Story, calendar: Calendar) -> Iterator[tuple[int, int]]:
    """Stretches [start, end) of the recorded years in which the account was a paying customer."""
    for start, end in story.paid_spans():
        stop = calendar.end + 1 if end is None else min(end, calendar.end + 1)
        if max(start, calendar.first) < stop:
            yield max(start, calendar.first), stop


def touchpoints(
    story: Story, calendar: Calendar, dice: Dice, people: list[Row], owners: list[tuple[str, int, int | None]]
) -> Iterator[Row]:
    count = 0
    for start, stop in known_days(story, calendar):
        day = start
        while (day := day + dice.gap(_EVERY[story.entry.segment])) < stop:
            owner = owner_on(owners, day)
            if owner is None:
                continue
            count += 1
            yield _touchpoint(story, calendar, dice, people, owner, count, day)


def owner_on(owners: list[tuple[str, int, int | None]], day: int) -> str | None:
    """Who looked after the account on the day."""
    return next((who for who, start, end in owners if start <= day and (end is None or day < end)), None)


def _touchpoint(
    story: Story, calendar: Calendar, dice: Dice, people: list[Row], owner: str, count: int, day: int
) -> Row:
    kind = dice.weighted((("meeting", 0.38), ("call", 0.27), ("email", 0.35)))
    worried = kind != "email" and story.mood(day) < -0.5 and dice.chance(0.7)
    texts = WORRIED if worried else {"meeting": MEETINGS, "call": CALLS, "email": MAILS}[kind]
    subject, body = dice.pick(texts)
    contact = dice.pick(people)
    words = {"contact": contact["name"], "feature": spoken(dice.pick(FEATURES))}
    return {
        "touchpoint_id": f"{story.entry.id}-T{count}",
        "account_id": story.entry.id,
        "contact_id": contact["contact_id"],
        "kind": kind,
        "occurred_at": calendar.at(day, 8 + 9 * dice.roll()),
        "subject": subject.format(**words),
        "body": body.format(**words),
        "csm_id": owner,
    }


def spoken(feature: str) -> str:
    words = feature.replace("_", " ")
    return "AI summaries" if feature == "ai_summaries" else words[0].upper() + words[1:]


def tickets(story: Story, calendar: Calendar, dice: Dice, people: list[Row]) -> Iterator[Row]:
    """More of them, and more that are escalated, in a bad mood."""
    count = 0
    for start, stop in known_days(story, calendar):
        day = start
        while (day := day + dice.gap(_TICKET_EVERY[story.entry.segment])) < stop:
            bad = story.mood(day) < -0.5
            count += 1
            yield _ticket(story, calendar, dice, people, count, day, bad)


def _ticket(story: Story, calendar: Calendar, dice: Dice, people: list[Row], count: int, day: int, bad: bool) -> Row:
    opened = calendar.at(day, 7 + 11 * dice.roll())
    answered = opened + int(1800 + 3600 * dice.gap(7) * dice.roll())
    solved = answered + 3600 * dice.gap(60 if bad else 30)
    now = calendar.midnight(calendar.end + 1)
    done = solved < now
    return {
        "ticket_id": f"{story.entry.id}-K{count}",
        "account_id": story.entry.id,
        "contact_id": dice.pick(people)["contact_id"],
        "subject": dice.pick(TICKETS).format(feature=spoken(dice.pick(tuple(TAKE_UP)))),
        "priority": dice.weighted(_PRIORITIES),
        "status": ("closed" if dice.chance(0.6) else "solved") if done else "pending" if answered < now else "open",
        "escalated": dice.chance(0.16 if bad else 0.03),
        "opened_at": opened,
        "first_answered_at": answered if answered < now else None,
        "solved_at": solved if done else None,
    }
