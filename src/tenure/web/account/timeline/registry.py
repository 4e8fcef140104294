"""Everything that stands on a timeline: a line a source. A stage adds its sources here, and a kind when it has one.

The place in the list only orders entries of the same instant. What a source is: `source.py`.
"""

from typing import Final

from tenure.web.account.timeline import doings, stages, texts
from tenure.web.account.timeline.changes import CHANGES
from tenure.web.account.timeline.source import Listed, Source
from tenure.web.account.timeline.subscriptions import subscriptions

# What the entries can be filtered by, in the order of the form.
KINDS: Final = {
    "note": "Notes", "call": "Calls", "email": "Mails", "meeting": "Meetings", "task": "Tasks", "ticket": "Tickets",
    "survey": "Surveys", "health": "Health", "onboarding": "Onboarding", "goal": "Goals", "review": "Reviews",
    "milestone": "Milestones", "money": "Subscriptions", "advocacy": "Advocacy", "visit": "Customer’s page",
    "change": "Changes",
}  # fmt: skip
_ORDER: Final[tuple[Source | Listed, ...]] = (
    Listed(("money",), subscriptions),
    stages.MILESTONES,
    stages.STARTED,
    stages.COMPLETED,
    stages.CANCELLED,
    CHANGES,
    stages.GOALS,
    stages.REVIEWS,
    doings.ADVOCACY,
    doings.REFERRALS,
    doings.TASKS,
    doings.VISITS,
    texts.SURVEYS,
    texts.OPENED,
    texts.SOLVED,
    doings.PULSES_GIVEN,
    doings.CROSSINGS,
    texts.TOUCHPOINTS,
)
SOURCES: Final[dict[int, Source]] = {rank: one for rank, one in enumerate(_ORDER) if isinstance(one, Source)}
LISTED: Final[dict[int, Listed]] = {rank: one for rank, one in enumerate(_ORDER) if isinstance(one, Listed)}
