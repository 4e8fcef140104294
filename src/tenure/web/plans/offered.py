"""What the fields of an objective offer to choose from."""

from collections.abc import Sequence
from typing import Any

from tenure.customers.models import Contact
from tenure.library.reading import published_measures
from tenure.metrics.measures import Measure
from tenure.planning.models import Importance
from tenure.planning.plans.accepting import PERIODS
from tenure.work.access import workers

_GROUPS = {"usage": "Usage", "outcomes": "Outcomes", "support": "Support", "feedback": "Feedback",
           "relationship": "Relationship", "commercial": "Commercial"}  # fmt: skip


def measures_by_group() -> list[tuple[str, Sequence[Measure]]]:
    """What a customer would set out to change; our own judgement of them is none of it."""
    found = list(published_measures().values())
    return [(label, mine) for group, label in _GROUPS.items() if (mine := [one for one in found if one.group == group])]


def choices(account_id: str) -> dict[str, Any]:
    return {
        "measures": measures_by_group(), "people": workers(), "importances": Importance.choices,
        "contacts": Contact.objects.filter(account=account_id, left_on=None).order_by("name")[:200],
        "periods": PERIODS.items(),
    }  # fmt: skip
