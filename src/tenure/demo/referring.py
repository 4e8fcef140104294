"""Rows about advocacy: prompts and discussions, leads who were referred, references and talks."""

from collections.abc import Iterator
from math import exp

from tenure.demo.calendar import Calendar
from tenure.demo.dice import Dice
from tenure.demo.files import Row
from tenure.demo.people import Team
from tenure.demo.story import Story
from tenure.demo.texts import CHANNELS
from tenure.demo.working import known_days

STARTED = "referral_discussion_initiated"
_ACTS = ("reference_call", "review", "case_study", "talk")


def referral_events(story: Story, people: Team, calendar: Calendar, dice: Dice) -> Iterator[Row]:
    """A prompt shown is no discussion. Who is content starts one now and then; who referred somebody did."""
    count = 0
    for start, stop in known_days(story, calendar):
        for day, event in _occasions(story, calendar, dice, start, stop):
            count += 1
            yield _event(story, people, calendar, dice, count, day, event)
    for lead in story.entry.referred:
        if lead.created <= calendar.end:
            count += 1
            yield _event(story, people, calendar, dice, count, lead.created - 1, STARTED)


def _occasions(story: Story, calendar: Calendar, dice: Dice, start: int, stop: int) -> Iterator[tuple[int, str]]:
    day = start
    while (day := day + dice.gap(110)) < stop:
        if not story.entry.do_not_ask:
            yield day, "referral_prompt_shown"
        if dice.chance(0.078 * exp(0.7 * story.mood(day))):
            yield day, STARTED


def _event(story: Story, people: Team, calendar: Calendar, dice: Dice, count: int, day: int, event: str) -> Row:
    channel = dice.weighted(CHANNELS) if event == STARTED else "in_product"
    there = [id for id, joined in zip(people.ids, people.joined, strict=True) if joined <= day]
    return {
        "event_id": f"{story.entry.id}-E{count}",
        "account_id": story.entry.id,
        "user_id": dice.pick(there) if there and channel != "review_with_csm" else None,
        "event": event,
        "channel": channel,
        "occurred_at": calendar.at(day, 9 + 8 * dice.roll()),
    }


def referrals(story: Story, calendar: Calendar, dice: Dice) -> Iterator[Row]:
    """Those who became customers, and others who did not, or not yet."""
    for count, lead in enumerate(story.entry.referred, 1):
        if lead.created <= calendar.end:
            converted = calendar.known(lead.paid)
            yield {
                **_lead(story, f"{story.entry.id}-F{count}", lead.domain, lead.created),
                "converted_on": converted,
                "referred_account_id": lead.id if converted is not None else None,
            }
    for start, stop in known_days(story, calendar):
        if story.fit > -0.2 and dice.chance(0.09):
            day = dice.between(start, stop - 1)
            key = f"lead-{story.entry.index}-{day}.example"
            yield {**_lead(story, f"{story.entry.id}-G{day}", key, day), "is_existing_customer": dice.chance(0.1)}


def _lead(story: Story, id: str, key: str, day: int) -> Row:
    row = {"referral_id": id, "referrer_account_id": story.entry.id, "lead_key": key, "created_on": day}
    return {**row, "is_existing_customer": False}


def advocacy_acts(story: Story, calendar: Calendar, dice: Dice) -> Iterator[Row]:
    acts = {("referral", lead.created) for lead in story.entry.referred if lead.created <= calendar.end}
    for start, stop in known_days(story, calendar):
        day = start + 120
        while (day := day + dice.gap(700)) < stop:
            if story.mood(day) > 0:
                acts.add((dice.pick(_ACTS), day))
    for act, day in sorted(acts):
        yield {"account_id": story.entry.id, "act": act, "occurred_on": day}
