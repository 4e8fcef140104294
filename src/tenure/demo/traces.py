"""Traces of work that only people leave: notes in the timeline, and saved views. Written as the people would."""

from datetime import timedelta

from django.utils import timezone

from tenure.company.models import User
from tenure.core.conditions import parse
from tenure.customers.fields import DEFAULT_COLUMNS, condition_fields
from tenure.customers.models import Account
from tenure.customers.saved import save_view
from tenure.demo import drafting, measuring, shelving, travelling
from tenure.demo.staff import LEAD
from tenure.work.verbs import write_touchpoint

_NOTES = (
    "Sponsor confirmed the roll-out to the second office. **Next:** send the training dates.",
    "They compare us with a spreadsheet, not with another tool. Show the *time saved* in the next review.",
    "New head of operations starts on the 1st. Asked for an introduction.",
    "Happy with the last release. Good moment to ask for a reference.",
    "Usage of approvals is low because legal was never set up. Help them with a template.",
    "Procurement wants the renewal paper six weeks early this time.",
)
_VIEWS = (
    ("Usage is falling", "usage_trend <= -25 and arr > 0", "usage_trend"),
    ("Seats nearly all used", "utilisation >= 85 and arr > 0", "-utilisation"),
    ("Enterprise in Europe", 'segment = "Enterprise" and region = "Europe"', "-arr"),
)


def leave() -> None:
    """Once: whoever wrote something already is left alone."""
    lead = User.objects.get(email=LEAD)
    _views(lead)
    measuring.declare(lead)
    drafting.begin(lead)
    travelling.design(lead)
    shelving.arrange(lead)
    for number, csm in enumerate(User.objects.filter(accounts__isnull=False).distinct().order_by("email")):
        if not csm.touchpoints.exists():
            _notes(csm, number)


def _notes(csm: User, number: int) -> None:
    accounts = Account.objects.filter(owner=csm, segment="Enterprise").order_by("pk")[:2]
    for n, account in enumerate(accounts):
        when = timezone.now() - timedelta(days=1 + number + 5 * n, hours=3)
        write_touchpoint(csm, account, _NOTES[(2 * number + n) % len(_NOTES)], "note", occurred_at=when)


def _views(lead: User) -> None:
    """Saved as the lead would; those she has renamed or thrown away since do not come back in a demo that is ready."""
    for name, text, sort in _VIEWS:
        if not lead.segments.filter(name=name).exists():
            condition = parse(text, condition_fields())
            save_view(lead, name, condition=condition, search="", columns=DEFAULT_COLUMNS, sort=sort, shared=True)
