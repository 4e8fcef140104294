"""What a contact is shown. The one place that decides: every page of theirs takes its rows from here.

Everything begins with their own account; of that only what is shared. Who asks for anything else gets a 404.
"""

from datetime import date
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils import timezone

from tenure.customers.models import Contact, ProductUser
from tenure.work.meetings.models import Meeting
from tenure.work.models import Task
from tenure.work.portal.doing import shared_tasks
from tenure.work.portal.models import Resource
from tenure.work.portal.resources import of_account

Row = TypeVar("Row", bound=Model)

MOST = 50


def tasks(contact: Contact) -> QuerySet[Task]:
    return (
        shared_tasks(contact)
        .select_related("contact", "owner", "finished_by", "finished_contact")
        .order_by("due_on", "priority", "pk")
    )


def task_or_404(contact: Contact, task_id: int) -> Task:
    return _one(tasks(contact), pk=task_id)


def meetings(contact: Contact) -> QuerySet[Meeting]:
    """Those to come that they are invited to."""
    found = Meeting.objects.filter(account=contact.account_id, attendees__contact_id=contact.pk, state="planned")
    return found.filter(ends_at__gte=timezone.now()).select_related("organiser").order_by("starts_at", "pk")


def meeting_or_404(contact: Contact, meeting_id: int) -> Meeting:
    return _one(meetings(contact), pk=meeting_id)


def resources(contact: Contact, currency: str = "") -> list[Resource]:
    return of_account(contact.account_id, currency)


def resource_or_404(contact: Contact, resource_id: int) -> Resource:
    found = next((one for one in resources(contact) if one.pk == resource_id), None)
    if found is None:
        raise Http404
    return found


def users(contact: Contact, day: date) -> QuerySet[ProductUser]:
    """The users of the product at their company, without ours and those who are gone."""
    found = ProductUser.objects.filter(account=contact.account_id, is_internal=False)
    return found.exclude(deactivated_on__lte=day).order_by("name", "pk")


def user_or_404(contact: Contact, day: date, user_id: str) -> ProductUser:
    return _one(users(contact, day), pk=user_id)


def _one(rows: QuerySet[Row], **key: object) -> Row:
    found = rows.filter(**key).first()
    if found is None:
        raise Http404
    return found
