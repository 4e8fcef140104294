"""Where the customer got to: milestones, onboardings, reviews, goals."""

from functools import partial
from typing import Final

from django.db.models import Q

from tenure.customers.models import Milestone
from tenure.onboarding.models import Onboarding
from tenure.planning.models import Goal, Review
from tenure.timeline.entry import Link
from tenure.timeline.source import Reach, Said, Source


def _milestone(row: Milestone, reach: Reach) -> Said:
    return Said(f"Reached {row.milestone.replace('_', ' ')}", "flag", "good")


# Of the account as a whole; those of single users would bury the rest.
MILESTONES: Final = Source(
    ("milestone",), Milestone, "reached_at", _milestone, Q(user_id=""), people=False, words=("milestone",)
)


def _onboarding(word: str, tone: str, row: Onboarding, reach: Reach) -> Said:
    return Said(f"Onboarding {word}", "rocket", tone, link=Link("onboarding", row.pk))


STARTED, COMPLETED, CANCELLED = (
    Source(("onboarding",), Onboarding, f"{word}_on", partial(_onboarding, word, tone), people=False)
    for word, tone in (("started", ""), ("completed", "good"), ("cancelled", "bad"))
)


def _review(row: Review, reach: Reach) -> Said:
    attended = "The customer attended." if row.customer_attended else "Without the customer."
    link = Link("review", row.pk)
    return Said(f"{row.get_kind_display()} held", "presentation-analytics", "info", attended, link=link)


# One that was held here, with the customer, stands there as the meeting it was, with what was decided.
REVIEWS: Final = Source(
    ("review",), Review, "held_on", _review, Q(status="held") & ~Q(source="Tenure", customer_attended=True)
)


def _goal(row: Goal, reach: Reach) -> Said:
    word, tone = ("given up", "") if row.status == "cancelled" else ("closed", "good")
    return Said(f"Goal {word}: {row.name or row.pk}", "target", tone)


GOALS: Final = Source(
    ("goal",), Goal, "closed_on", _goal, ~Q(status="open"), account="plan__account_id", words=("name",)
)
