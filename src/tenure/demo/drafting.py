"""What the lead of the simulated company works on in the lab: a better scorecard and a signal, both still drafts."""

from copy import deepcopy

from tenure.company.models import User
from tenure.library import verbs
from tenure.library.models import Document, Kind

_URGENT = {"measure": "urgent_tickets", "weight": 5, "curve": [[0, 80], [1, 45], [3, 0]]}
_SIGNAL = {
    "id": "usage_halved", "name": "Usage halved", "sentence": "Half of the active users of a month ago are gone.",
    "tests": [{"measure": "usage_trend", "op": "at_most", "value": -0.5}], "due_days": 5,
}  # fmt: skip


def begin(lead: User) -> None:
    """Once: what was published or discarded since does not come back."""
    if Document.objects.filter(kind=Kind.SIGNAL, key=_SIGNAL["id"]).exists():
        return
    body = deepcopy(Document.objects.get(kind=Kind.SCORECARD, key="standard", version=1).body)
    groups = {group["name"]: group for group in body["groups"]}
    groups["Usage"]["weight"], groups["Feedback"]["weight"] = 50, 5
    groups["Support"]["inputs"] = [_URGENT, *groups["Support"]["inputs"]]
    verbs.draft(Kind.SCORECARD, body, lead)
    verbs.draft(Kind.SIGNAL, _SIGNAL, lead)
