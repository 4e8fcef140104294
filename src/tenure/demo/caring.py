"""Rows about the stages of the lifecycle: onboarding, first value, plans and goals, reviews, surveys."""

from collections.abc import Iterator

from tenure.demo.calendar import Calendar
from tenure.demo.dice import Dice
from tenure.demo.files import Row
from tenure.demo.people import Team
from tenure.demo.story import Story
from tenure.demo.texts import COMPLAINTS, GOALS, PLAN_NAMES, PRAISE, SHRUGS
from tenure.demo.working import known_days

_ONBOARDING = {"SMB": 30, "Mid-market": 55, "Enterprise": 85}  # days on average
_CADENCE = {"Growth": 182, "Strategic": 91}  # days between two reviews, by tier


def onboarding(story: Story, calendar: Calendar, dice: Dice) -> Row | None:
    """Completed, still running, stuck for months, or cancelled when the customer left first."""
    paid = story.entry.paid
    if paid is None or paid > calendar.end:
        return None
    mean = _ONBOARDING[story.entry.segment]
    completed: int | None = paid + mean // 3 + dice.gap(mean * (0.9 if story.fit > 0 else 1.3))
    if dice.chance(0.03):
        completed = None
    left = story.paid_spans()[0][1]
    cancelled = left if left is not None and (completed is None or completed >= left) else None
    return {
        "onboarding_id": f"{story.entry.id}-O1",
        "account_id": story.entry.id,
        "started_on": paid,
        "completed_on": calendar.known(completed) if cancelled is None else None,
        "cancelled_on": calendar.known(cancelled),
    }


def milestones(story: Story, people: Team, calendar: Calendar, dice: Dice) -> Iterator[Row]:
    """First value of the account; activation of each user, most within two weeks, some never."""
    entry = story.entry
    start = entry.paid if entry.paid is not None else entry.created
    value = start + dice.gap(24 - 6 * max(-1.0, min(1.0, story.fit)))
    if entry.paid is not None and value <= calendar.end and dice.chance(0.93):
        reached = calendar.at(value, 9 + 8 * dice.roll())
        yield {"account_id": entry.id, "user_id": None, "milestone": "first_value", "reached_at": reached}
    for id, joined, habit in zip(people.ids, people.joined, people.habit, strict=True):
        day = joined + dice.gap(5) - 1
        if habit > 0 and day <= calendar.end and dice.chance(0.82):
            reached = calendar.at(day, 18 + 5 * dice.roll())
            yield {"account_id": entry.id, "user_id": id, "milestone": "activation", "reached_at": reached}


def plans(story: Story, calendar: Calendar, dice: Dice) -> Iterator[tuple[Row, list[Row]]]:
    """Success plans of a year or so, with two to four goals each; some customers agree theirs in Tenure itself."""
    if planned_here(story) or (story.entry.segment == "SMB" and not dice.chance(0.15)):
        return
    count = 0
    for start, stop in known_days(story, calendar):
        day = start + dice.gap(60)
        while day < stop:
            count += 1
            end = day + dice.between(240, 400)
            plan = {
                "plan_id": f"{story.entry.id}-P{count}",
                "account_id": story.entry.id,
                "name": dice.pick(PLAN_NAMES),
                "started_on": day,
                "closed_on": calendar.known(min(end, stop)),
            }
            yield plan, [_goal(str(plan["plan_id"]), n, day, story, calendar, dice) for n in range(dice.between(2, 4))]
            day = end + dice.gap(50)


def planned_here(story: Story) -> bool:
    """Whether plans and value of this customer do not come from another system."""
    return story.entry.index % 8 == 5


def _goal(plan: str, n: int, start: int, story: Story, calendar: Calendar, dice: Dice) -> Row:
    name, baseline, target = dice.pick(GOALS)
    due = start + 60 + 75 * n + dice.between(0, 30)
    progress = min(1.0, max(0.0, dice.normal(0.8 + 0.12 * story.mood(due), 0.3)))
    past = due <= calendar.end
    attained = past and progress >= 1.0
    return {
        "goal_id": f"{plan}-G{n + 1}",
        "plan_id": plan,
        "name": name,
        "due_on": due,
        "status": "cancelled" if dice.chance(0.05) else "closed" if past else "open",
        "baseline": baseline,
        "target": target,
        "actual": round(baseline + progress * (target - baseline), 1) if past or dice.chance(0.6) else None,
        "customer_verified_on": calendar.known(due + dice.gap(15)) if attained and dice.chance(0.7) else None,
    }


def measured(goal: Row, calendar: Calendar) -> Iterator[Row]:
    """What was measured on the way to the value a goal has; nothing after the last day that is known."""
    if goal["actual"] is None:
        return
    way = float(str(goal["actual"])) - float(str(goal["baseline"]))
    last = min(int(str(goal["due_on"])), calendar.end)
    for back, share in ((50, 0.35), (25, 0.7), (0, 1.0)):
        value = round(float(str(goal["baseline"])) + share * way, 1)
        yield {"goal_id": goal["goal_id"], "value_on": last - back, "value": value}


def cadences() -> Iterator[Row]:
    for tier, days in _CADENCE.items():
        yield {"tier": tier, "days": days}


def reviews(story: Story, calendar: Calendar, dice: Dice) -> Iterator[Row]:
    cadence = _CADENCE.get(story.entry.tier)
    if cadence is None:
        return
    count = 0
    for start, stop in known_days(story, calendar):
        for due in range(start + cadence, stop + cadence, cadence):
            count += 1
            yield _review(story, calendar, dice, count, due)


def _review(story: Story, calendar: Calendar, dice: Dice, count: int, due: int) -> Row:
    good = story.mood(due) > -0.4
    outcome = dice.weighted((("held", 0.8 if good else 0.5), ("no_show", 0.08), ("cancelled", 0.12)))
    day = due + dice.between(-6, 16)
    happened = day <= calendar.end
    return {
        "review_id": f"{story.entry.id}-B{count}",
        "account_id": story.entry.id,
        "due_on": due,
        "held_on": day if happened and outcome == "held" else None,
        "status": outcome if happened else "scheduled",
        "customer_attended": happened and outcome == "held" and dice.chance(0.93),
    }


def surveys(story: Story, people: Team, calendar: Calendar, dice: Dice) -> Iterator[Row]:
    """NPS twice a year to a few users, CSAT now and then; about a third answers, and says how it feels."""
    if not people.ids:
        return
    count = 0
    for start, stop in known_days(story, calendar):
        day = start + dice.between(60, 150)
        while day < stop:
            for _ in range(min(len(people.ids), dice.between(1, 4))):
                user = dice.between(0, len(people.ids) - 1)
                if people.joined[user] < day:
                    count += 1
                    yield _answer(story, calendar, dice, f"{story.entry.id}-N{count}", people.ids[user], day)
            day += dice.between(150, 210)


def _answer(story: Story, calendar: Calendar, dice: Dice, id: str, user: str, sent: int) -> Row:
    nps = dice.chance(0.7)
    low, high = (0, 10) if nps else (1, 5)
    feeling = 0.79 + 0.17 * story.mood(sent) + dice.normal(0, 0.17)
    score = max(low, min(high, round(low + feeling * (high - low))))
    answered = calendar.known(sent + dice.gap(4) - 1) if dice.chance(0.42) else None
    words = PRAISE if feeling > 0.85 else SHRUGS if feeling > 0.62 else COMPLAINTS
    said = answered is not None and dice.chance(0.45)
    return {
        "response_id": id,
        "account_id": story.entry.id,
        "type": "nps" if nps else "csat",
        "user_id": user,
        "sent_on": sent,
        "responded_on": answered,
        "score": score if answered is not None else None,
        "scale_min": low,
        "scale_max": high,
        "comment": dice.pick(words) if said else None,
    }
