"""The people of an account as we see them, with when each was last spoken to, up to a day."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Max, QuerySet

from tenure.company.clock import zone
from tenure.core.periods import DAY, local_date, starts_at
from tenure.customers.models import Account, Contact
from tenure.planning.models import Stakeholder
from tenure.work.meetings.models import Attendee, Meeting
from tenure.work.messages.models import IncomingMail
from tenure.work.models import Touchpoint

INFLUENCES: Final[Mapping[int, str]] = {1: "Little", 2: "Some", 3: "Advises", 4: "Shapes", 5: "Decides"}
STANCES: Final[Mapping[int, str]] = {int(value): label for value, label in Stakeholder.Stance.choices}
ROLES: Final[Mapping[str, str]] = {
    "executive_sponsor": "Executive sponsor", "champion": "Champion", "decision_maker": "Decision maker",
    "economic_buyer": "Economic buyer", "admin": "Administrator", "user": "User", "it": "IT",
    "procurement": "Procurement",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """`spoken_on` is when they were last met, called or heard from; None for never."""

    id: str
    name: str
    title: str
    role: str
    influence: int | None
    stance: int | None
    reports_to: str
    note: str
    spoken_on: date | None
    left_on: date | None
    version: str  # of what is known of them; empty while nobody wrote anything

    def there(self, day: date) -> bool:
        return self.left_on is None or self.left_on > day

    @property
    def placed(self) -> bool:
        return self.influence is not None and self.stance is not None

    @property
    def role_name(self) -> str:
        return ROLES.get(self.role, self.role.replace("_", " ").capitalize())


def people(account: Account, day: date) -> list[Person]:
    """Those known by the day, the most influential first; who has left by then stands at the end."""
    contacts = Contact.objects.filter(account=account).exclude(created_on__gt=day).select_related("stakeholder")
    found = list(contacts.order_by("name", "pk"))
    spoken = spoken_to(account, day)
    every = [_person(one, spoken.get(one.pk)) for one in found]
    return sorted(every, key=lambda one: (not one.there(day), -(one.influence or 0), one.name))


def _person(contact: Contact, spoken_on: date | None) -> Person:
    held: Stakeholder | None = getattr(contact, "stakeholder", None)
    return Person(
        contact.pk, str(contact), contact.title, (held.role if held else "") or contact.role,
        held.influence if held else None, held.stance if held else None,
        (held.reports_to_id or "") if held else "", held.note if held else "", spoken_on, contact.left_on,
        version(held),
    )  # fmt: skip


def version(held: Stakeholder | None) -> str:
    return held.changed_at.isoformat() if held else ""


def spoken_to(account: Account, day: date) -> Mapping[str, date]:
    """By contact the last day on which somebody met, called or heard from them; what only we sent does not count."""
    before, here = starts_at(day + DAY, zone()), zone()
    touchpoints = Touchpoint.objects.filter(account=account).exclude(kind="note").exclude(direction="out")
    met = Attendee.objects.filter(meeting__account=account, meeting__state=Meeting.State.HELD)
    heard = IncomingMail.objects.filter(account=account, ours=False)
    found: dict[str, date] = {}
    for rows, at in ((touchpoints, "occurred_at"), (met, "meeting__starts_at"), (heard, "at")):
        for contact, moment in _last(rows, at, before):
            found[contact] = max(found.get(contact, date.min), local_date(moment, here))
    return found


def _last(rows: QuerySet[Any], at: str, before: Any) -> Collection[tuple[str, Any]]:
    mine = rows.exclude(contact_id="").filter(**{f"{at}__lt": before}).order_by()
    return list(mine.values_list("contact_id").annotate(last=Max(at)))
