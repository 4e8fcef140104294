"""What a contact asks on their page, and what that asks of us. Nobody signs in: the journal says which contact it was.

Finishing and reopening their own tasks are verbs of `work.tasks`.
"""

from datetime import date, timedelta
from hashlib import sha256
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from tenure.company.clock import today
from tenure.core.problems import NotAccepted
from tenure.customers.models import Account, Contact
from tenure.journal.write import record
from tenure.work.models import Task, Touchpoint
from tenure.work.portal.telling import tell_us

LONGEST: Final = 5_000
_A_DAY: Final = 20  # questions of one contact
_SATURDAY: Final = 5


def shared_tasks(contact: Contact) -> QuerySet[Task]:
    """What a contact sees: shared tasks of their account, whoever is to do them; cancelled ones are nobody's."""
    return Task.objects.filter(account=contact.account_id, shared=True).exclude(state=Task.State.CANCELLED)


@transaction.atomic
def ask(contact: Contact, task_id: int, words: str) -> Touchpoint:
    """A question about a task, on the timeline; to answer it is a task of whoever follows it up."""
    task = shared_tasks(contact).select_related("owner", "account__owner").filter(pk=task_id).first()
    if task is None:
        raise Http404
    touchpoint = write_down(contact, f"Question about: {task.title}", words)
    for_us(contact, f"Answer {contact}: {task.title}", touchpoint.body, ("touchpoint", touchpoint.pk), task=task)
    return touchpoint


def write_down(contact: Contact, subject: str, words: str) -> Touchpoint:
    """What a contact says on their page, on the timeline. Sent twice it stands there once."""
    text = words.replace("\r\n", "\n").replace("\x00", "").strip()
    if not text:
        raise NotAccepted("Write your question first.")
    if len(text) > LONGEST:
        raise NotAccepted(f"This has {len(text):,} characters; {LONGEST:,} fit.")
    Account.objects.select_for_update().get(pk=contact.account_id)
    start = timezone.now() - timedelta(days=1)
    said = Touchpoint.objects.filter(contact_id=contact.pk, account=contact.account_id, id__startswith="page-")
    if said.filter(occurred_at__gt=start).count() >= _A_DAY:
        raise NotAccepted("You have written a lot today. Please write us a mail for the rest.")
    made, new = Touchpoint.objects.get_or_create(
        pk=_once(contact, subject, text),
        defaults={
            "account_id": contact.account_id, "contact_id": contact.pk, "kind": "note", "direction": "in",
            "occurred_at": timezone.now(), "subject": subject[:300], "body": text, "source": "Tenure",
            "participants": [str(contact)],
        },
    )  # fmt: skip
    if new:
        record("portal.asked", made, account_id=contact.account_id, origin="portal", after=_who(contact))
    return made


def for_us(
    contact: Contact, title: str, note: str, origin: tuple[str, str], *, task: Task | None = None, high: bool = False
) -> Task:
    """A task of ours that a contact's doing asks for: once for each origin, by the next working day."""
    account = contact.account
    owner = task.owner if task is not None and task.owner else account.owner
    found = Task.objects.filter(origin_kind=origin[0], origin_id=origin[1], account=account).first()
    if found is not None:
        return found
    made = Task.objects.create(
        title=title[:200], note=note, account=account, owner=owner, due_on=_next_working_day(today()),
        priority=Task.Priority.HIGH if high else Task.Priority.NORMAL, origin_kind=origin[0], origin_id=origin[1],
    )  # fmt: skip
    record("task.added", made, account_id=account.pk, origin="portal", after={"title": made.title, **_who(contact)})
    tell_us(contact, f"task:{made.pk}", made.title, note, about=("task", str(made.pk)), owner=owner)
    return made


def _once(contact: Contact, subject: str, text: str) -> str:
    told = "\x00".join((contact.pk, subject, text, str(today())))
    return f"page-{sha256(told.encode()).hexdigest()[:32]}"


def _next_working_day(day: date) -> date:
    following = day + timedelta(days=1)
    return following if following.weekday() < _SATURDAY else _next_working_day(following)


def _who(contact: Contact) -> dict[str, str]:
    return {"contact_id": contact.pk, "by": str(contact)}
