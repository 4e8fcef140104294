"""What a plan writes and arranges: messages of its steps, meetings, reminders to people who have not signed in."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from tenure.company.clock import today
from tenure.core.problems import NotAccepted
from tenure.customers.models import Account, Contact, ProductUser
from tenure.journal.write import record
from tenure.library.messages import MessageTemplate
from tenure.library.models import Document, Kind, State
from tenure.library.reading import published_templates
from tenure.onboarding.locking import locked, step_or_404
from tenure.onboarding.models import Step
from tenure.onboarding.reading import Opened
from tenure.work.meetings import verbs as meetings
from tenure.work.messages import drafting
from tenure.work.models import Mail, Meeting, Message

REMINDER: Final = "sign_in_reminder"
CONTACT_ROLE: Final = "end_user"


@transaction.atomic
def begin_message(user: Any, onboarding_id: str, key: str, contacts: Sequence[str]) -> Message:
    """A draft from the step's template to contacts, to be looked at and sent; the one that is there is gone on with."""
    plan = locked(user, onboarding_id)
    step = step_or_404(plan, key)
    if step.message and step.message.state != Message.State.WITHDRAWN:
        return step.message
    template, version = template_of(step.message_key)
    step.message = _begin(user, plan.onboarding.account, template, version, contacts)
    step.followed = False
    step.save(update_fields=["message", "followed"])
    return step.message


@transaction.atomic
def arrange(
    user: Any, onboarding_id: str, key: str, agreed: meetings.Plan, contacts: Sequence[str], colleagues: Sequence[str]
) -> Meeting:
    """Plan the meeting of a step; everybody gets an invitation. One that was cancelled may be planned anew."""
    plan = locked(user, onboarding_id)
    step = step_or_404(plan, key)
    if step.meeting and step.meeting.state != Meeting.State.CANCELLED:
        raise NotAccepted("This meeting is planned already; change it where it is.")
    step.meeting = meetings.plan(user, plan.onboarding.account, agreed, contacts, colleagues)
    step.followed = False
    step.save(update_fields=["meeting", "followed"])
    return step.meeting


@transaction.atomic
def remind(user: Any, onboarding_id: str, users: Sequence[str]) -> Message:
    """A draft to users of the product who have not got there yet; those who are no contacts yet become contacts."""
    plan = locked(user, onboarding_id)
    account = plan.onboarding.account
    found = list(ProductUser.objects.filter(account=account, pk__in=users, is_internal=False).exclude(email=""))
    if not found:
        raise NotAccepted("None of them has an e-mail address, so nobody can be reminded.")
    template, version = template_of(REMINDER)
    people = [_contact_of(user, account, one) for one in found[: drafting.MOST_RECIPIENTS]]
    return _begin(user, account, template, version, [one.pk for one in people])


def _contact_of(user: Any, account: Account, found: ProductUser) -> Contact:
    same = Q(user_id=found.pk) | Q(email__iexact=found.email)
    held = Contact.objects.filter(same, account=account).exclude(email="").order_by("pk").first()
    if held:
        return held
    made = Contact(id=f"contact-{uuid.uuid4().hex}", account=account, name=found.name, email=found.email,
                   role=CONTACT_ROLE, user_id=found.pk, created_on=today(), source="Tenure")  # fmt: skip
    made.save(force_insert=True)
    record("contact.added", made, actor=user, account_id=account.pk, after={"name": made.name, "email": made.email})
    return made


def recipients(account: Account, template: MessageTemplate | None, day: date) -> list[Contact]:
    """Whom a message is for at first: contacts of the role it is written for, or else everybody with an address."""
    found = Contact.objects.filter(account=account).exclude(email="").exclude(left_on__lte=day).order_by("name", "pk")
    everybody = list(found[: drafting.MOST_RECIPIENTS])
    meant = [one for one in everybody if template and template.audience and one.role == template.audience]
    return meant or everybody


def template_of(key: str) -> tuple[MessageTemplate, int]:
    """The template in force and its version."""
    document = Document.objects.filter(kind=Kind.MESSAGE, key=key, state=State.PUBLISHED).first()
    template = published_templates().get(key) if document else None
    if document is None or template is None:
        raise NotAccepted(f"The message template {key or 'of this step'} is not in force any more; publish it again.")
    return template, document.version


def _begin(user: Any, account: Account, template: MessageTemplate, version: int, contacts: Sequence[str]) -> Message:
    return drafting.begin(user, account, template.subject, template.body, contacts, template=template, version=version)


@dataclass(frozen=True, slots=True)
class Written:
    """Somebody a message of the plan went to, and whether they opened it."""

    step: Step
    mail: Mail

    @property
    def band(self) -> str:
        if self.mail.state == Mail.State.SENT:
            return "good" if self.mail.first_opened_at else "info"
        return "bad" if self.mail.state in (Mail.State.FAILED, Mail.State.UNKNOWN) else "idle"

    @property
    def word(self) -> str:
        opened = self.mail.state == Mail.State.SENT and self.mail.first_opened_at
        return "Opened" if opened else self.mail.get_state_display()


def written(here: Opened) -> list[Written]:
    """Who was written to from the plan, step by step."""
    steps = {one.step.message_id or 0: one.step for one in here.steps if one.step.message_id}
    mails = Mail.objects.filter(message__in=steps, kind=Mail.Kind.MESSAGE).order_by("message", "to_name", "pk")
    return [Written(steps[mail.message_id or 0], mail) for mail in mails]
