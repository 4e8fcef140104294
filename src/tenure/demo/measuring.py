"""Measures of the company's own: one that its lead published with a note, and a draft she still thinks about."""

from tenure.company.models import User
from tenure.library import verbs
from tenure.library.models import Document, Kind

_URGENT = {
    "id": "urgent_tickets", "name": "Urgent tickets", "group": "support", "good": "down",
    "sentence": "Open tickets of high or urgent priority.",
    "formula": {"kind": "level", "of": "tickets", "where": "priority in (high, urgent)"},
}  # fmt: skip
_WHY = "Open tickets alone cry wolf: half of them are questions."


def declare(lead: User) -> None:
    """Once: those that were changed or retired since do not come back."""
    if Document.objects.filter(kind=Kind.MEASURE, key=_URGENT["id"]).exists():
        return
    verbs.publish(verbs.draft(Kind.MEASURE, _URGENT, lead), lead, _WHY)
    body = Document.objects.get(kind=Kind.MEASURE, key="first_answer", version=1).body
    for part in ("over", "under"):
        body["formula"][part]["days"] = 30
    month = {**body, "sentence": "Hours until a first answer, on average over the tickets of 30 days."}
    verbs.draft(Kind.MEASURE, month, lead)
