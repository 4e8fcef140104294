"""Customers' pages in the demo company: guides, links, visits, tasks that customers did, a question, what they think.

By the verbs that people and contacts use; links go out as files like every mail of a demo, visits are dated back.
"""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.utils import timezone

from tenure.company.clock import today
from tenure.company.models import Role, User
from tenure.core.periods import DAY
from tenure.customers.models import Account, Contact
from tenure.demo.staff import LEAD
from tenure.feedback.asking import how_easy
from tenure.work import tasks
from tenure.work.portal import doing, links, resources, visits
from tenure.work.portal.access import invited
from tenure.work.portal.models import PortalLink, PortalVisit, Resource, ResourceSeen
from tenure.work.portal.resources import Content

_FIRST_STEPS: Final = """## Before you begin

Have a list of your teams at hand, and one project that everybody knows.

1. **Invite two people.** One who will look after the rest, and one who will use it every day.
2. **Bring in that one project.** Not all of them; the first one shows what you still have to decide.
3. **Look at the first report together**, after a week.

## If something is in the way

Write to whoever looks after you. Nobody has to read a manual first.
"""
_GUIDES: Final = (
    Content("First steps", "guide", body=_FIRST_STEPS, minutes=8, place=10),
    Content("Training of administrators", "recording", "https://learn.example.com/admins", minutes=41, place=20),
    Content("Layout of the file to import", "sheet", "https://files.example.com/import-layout.xlsx", place=30),
    Content("Approvals in an hour", "course", "https://learn.example.com/approvals", minutes=60, place=40),
    Content("Sign-on for large companies", "guide", "https://docs.example.com/sign-on", minutes=12, place=50,
            condition="segment = Enterprise"),
    Content("Start without us", "guide", "https://docs.example.com/start", minutes=5, place=5,
            condition="motion = product_led"),
)  # fmt: skip
# Title, note, days from today.
_THEIRS: Final = (
    ("Send a test file from payroll", "The layout is among your guides. Twenty rows are enough.", -3),
    ("Name who approves expenses", "We set the approvals up with them.", 4),
    ("Choose the second team", "It begins when the first has closed a project.", 12),
)
_QUESTION: Final = "Does the file need our cost centres, or only the department?"
_SAID: Final = (
    (4, "Quick answers, thank you."),
    (5, ""),
    (2, "We waited for a week before somebody told us what was missing."),
)


def share() -> None:
    """Once, and only where mails become files and links lead somewhere."""
    if Resource.objects.exists() or settings.TENURE_MAIL_KIND != "file" or not settings.TENURE_URL:
        return
    lead = User.objects.get(email=LEAD)
    for content in _GUIDES:
        resources.add(lead, content)
    number = 0
    for csm in User.objects.filter(role=Role.CSM, is_active=True).order_by("email"):
        for account in _accounts(csm):
            contacts = list(invited(account).exclude(email="").order_by("role", "pk")[:2])
            for contact in contacts[: 1 + number % 2]:
                _open(csm, contact, number)
            if contacts:
                _work(csm, account, contacts[0], number)
                number += 1


def _accounts(csm: User) -> list[Account]:
    """One who is being brought to first value, one with shared objectives, and one who just is a customer."""
    own = Account.objects.filter(owner=csm).exclude(state__status="lapsed").select_related("owner", "state")
    own = own.order_by("pk").distinct()
    starting = own.filter(onboardings__plan__isnull=False, onboardings__completed_on=None)[:1]
    planned = own.filter(success_plans__shared=True, success_plans__closed_on=None)[:1]
    others = own.filter(state__status="customer")[:1]
    return list({one.pk: one for one in (*starting, *planned, *others)}.values())


def _open(csm: User, contact: Contact, number: int) -> None:
    """A link, and some looks at the page; the third contact has not looked yet."""
    link = links.send(csm, contact)
    if number % 3 == 2:
        return
    shown = resources.of_account(contact.account_id)
    resources.introduce(contact, shown)
    begun = timezone.now() - timedelta(days=2 + number % 9, hours=number % 5)
    PortalLink.objects.filter(pk=link.pk).update(created_at=begun - DAY, first_used_at=begun)
    _look(contact, begun, "home")
    for n, guide in enumerate(shown[: 1 + number % 3]):
        resources.opened(contact, guide)
        at = begun + timedelta(minutes=2 + 7 * n)
        ResourceSeen.objects.filter(resource=guide, contact=contact).update(introduced_at=begun, opened_at=at)
        _look(contact, at, "guide", str(guide.pk), guide.title)
    _look(contact, timezone.now() - timedelta(hours=3 + number), "home")


def _look(contact: Contact, at: datetime, page: str, subject: str = "", title: str = "") -> None:
    PortalVisit.objects.create(
        contact=contact, account_id=contact.account_id, at=at, page=page, subject_id=subject, title=title,
        browser=visits.family("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36"),
    )  # fmt: skip


def _work(csm: User, account: Account, contact: Contact, number: int) -> None:
    """Tasks of theirs, of which one is done; now and then a question, and how easy it is."""
    made = [tasks.add_task(csm, title, today() + days * DAY, account=account, contact=contact, note=note)
            for title, note, days in _THEIRS]  # fmt: skip
    if number % 2:
        tasks.finish_as_contact(contact, made[0].pk)
    if number % 4 == 0:
        doing.ask(contact, made[0].pk, _QUESTION)
    if number % 3 != 2:
        score, words = _SAID[number // 2 % len(_SAID)]
        how_easy(contact, score, words)
