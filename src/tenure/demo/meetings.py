"""Meetings of the demo company: some to come, some that were held and ended in decisions."""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.utils import timezone

from tenure.company.models import Role, User
from tenure.customers.models import Account, Contact
from tenure.work.meetings import verbs
from tenure.work.meetings.models import Meeting

_KINDS: Final = (
    ("Kick-off", "1. What has to be different in six months\n2. Who does what\n3. The first team"),
    ("Business review", "1. What was agreed, and what came of it\n2. What did not work\n3. Priorities\n4. Decisions"),
    ("Renewal", "1. Does the size still fit?\n2. Who is involved on your side"),
)
_CAME_OF_IT: Final = (
    ("They want the approvals first and the reports later. The sponsor came for ten minutes and asked about the date.",
     ("Legal is set up by the end of the month", "The second team begins when the first has closed a project")),
    ("Open talk about the support times. They stay if tickets of high priority are answered within a day.",
     ("Weekly call until the open tickets are closed",)),
)  # fmt: skip


def hold() -> None:
    """Once, where mails become files: invitations of a demo reach nobody."""
    if Meeting.objects.exists() or settings.TENURE_MAIL_KIND != "file":
        return
    for number, csm in enumerate(User.objects.filter(role=Role.CSM).order_by("email")):
        for n, account in enumerate(Account.objects.filter(owner=csm, state__status="customer").order_by("-pk")[:2]):
            _one(csm, account, 2 * number + n)


def _one(csm: User, account: Account, number: int) -> None:
    contacts = list(Contact.objects.filter(account=account, left_on=None).order_by("pk")[:2])
    if not contacts:
        return
    title, agenda = _KINDS[number % len(_KINDS)]
    over = number % 3 == 1
    day = timezone.now().date() + timedelta(days=-2 - number if over else 1 + number)
    while day.weekday() > 4:  # nobody meets on a weekend
        day += timedelta(days=-1 if over else 1)
    starts = datetime(day.year, day.month, day.day, 9 + number % 7)  # noqa: DTZ001 - of the zone of its plan
    agreed = verbs.Plan(title, starts, 45, "Europe/Paris", agenda, link="https://meet.example.com/fernwell")
    meeting = verbs.plan(csm, account, agreed, [contact.pk for contact in contacts])
    if over:
        notes, decisions = _CAME_OF_IT[number % len(_CAME_OF_IT)]
        came = [str(contacts[0]), str(csm)]
        verbs.hold(csm, meeting, notes, decisions, came, seen=verbs.version(meeting))
