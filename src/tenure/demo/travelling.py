"""The lead works on journeys: one is published again with a reason, of another a draft waits."""

from copy import deepcopy

from tenure.company.models import User
from tenure.library import verbs
from tenure.library.models import Document, Kind

_PUBLISHED, _DRAFTED = "enterprise", "self_serve"


def design(lead: User) -> None:
    """Once: whoever changed them already is left alone."""
    journeys = Document.objects.filter(kind=Kind.JOURNEY)
    if journeys.filter(key__in=(_PUBLISHED, _DRAFTED), version=2).exists():
        return
    body = deepcopy(journeys.get(key=_PUBLISHED, version=1).body)
    partnership = next(stage for stage in body["stages"] if stage["name"] == "Partnership")
    partnership["touchpoints"].append({"name": "Planning day for the year", "kind": "meeting", "day": 150})
    verbs.publish(verbs.draft(Kind.JOURNEY, body, lead), lead, "Partners get a planning day each year.")
    draft = deepcopy(journeys.get(key=_DRAFTED, version=1).body)
    team = next(stage for stage in draft["stages"] if stage["name"] == "Team")
    team["leave"] = [{"name": "Half of the seats active", "when": "licence_utilisation >= 0.5"}, *team["leave"][1:]]
    verbs.draft(Kind.JOURNEY, draft, lead)
