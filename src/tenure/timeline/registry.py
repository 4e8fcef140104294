"""Everything that stands on a timeline: a line a source. A stage adds its sources here, and a kind when it has one.

The place in the list only orders entries of the same instant. What a source is: `source.py`.
"""

from typing import Final

from tenure.timeline import doings, stages, texts
from tenure.timeline.changes import CHANGES
from tenure.timeline.entry import Place
from tenure.timeline.source import Listed, Source, holds
from tenure.timeline.subscriptions import subscriptions

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


def place(text: str) -> Place:
    """The place that an address names; raises ValueError for one at which nothing can stand."""
    found = Place.read(text)
    if not 1900 <= found.at.year <= 2200 or "\x00" in found.key:
        raise ValueError(f"Nothing stands at {found.at.isoformat()}.")
    if found.rank in SOURCES and not holds(SOURCES[found.rank].model, found.key):
        raise ValueError(f"{found.key!r} is no id of what stands there.")
    return found
