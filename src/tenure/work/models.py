"""What we did with a customer, what they asked of us, and what is to be done."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from tenure.core.model import EditableFact, Fact, TextKey
from tenure.work.feeds.models import CalendarFeed
from tenure.work.meetings.models import Attendee, Meeting
from tenure.work.messages.models import (
    IncomingMail,
    Mail,
    MailLink,
    MailSeen,
    MailSettings,
    MailStop,
    Message,
)
from tenure.work.notices.models import Notice, NoticeSettings, Reminder
from tenure.work.portal.models import (
    PortalCode,
    PortalDraft,
    PortalLink,
    PortalNews,
    PortalRule,
    PortalSession,
    PortalSettings,
    PortalVisit,
    Resource,
    ResourceSeen,
)
from tenure.work.repeating import Rule

__all__ = [
    "Attendee",
    "CalendarFeed",
    "ChecklistItem",
    "IncomingMail",
    "Mail",
    "MailLink",
    "MailSeen",
    "MailSettings",
    "MailStop",
    "Meeting",
    "Message",
    "Notice",
    "NoticeSettings",
    "Participant",
    "PortalCode",
    "PortalDraft",
    "PortalLink",
    "PortalNews",
    "PortalRule",
    "PortalSession",
    "PortalSettings",
    "PortalVisit",
    "Reminder",
    "Resource",
    "ResourceSeen",
    "Task",
    "TaskSeries",
    "Ticket",
    "Touchpoint",
]


class Touchpoint(EditableFact):
    """A contact with the customer: meeting, call, mail, or a note about them."""

    id = TextKey(primary_key=True)
    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="touchpoints")
    contact_id = models.CharField(max_length=190, blank=True, default="")
    kind = models.CharField(max_length=20, default="note", help_text="note, call, email, meeting")
    occurred_at = models.DateTimeField()
    subject = models.CharField(max_length=300, blank=True, default="")
    body = models.TextField(blank=True, default="", help_text="Markdown")
    csm_id = models.CharField(max_length=190, blank=True, default="", help_text="E-mail of who held it, when imported")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="touchpoints"
    )
    edited_at = models.DateTimeField(null=True, blank=True)
    direction = models.CharField(max_length=3, blank=True, default="", help_text="in or out, of a mail")
    participants: models.JSONField[Any, Any] = models.JSONField(default=list, help_text="Names of who took part")
    decisions: models.JSONField[Any, Any] = models.JSONField(default=list, help_text="What was decided")

    class Meta:
        indexes = [models.Index(fields=["account", "-occurred_at"], name="touchpoint_account_at")]

    def __str__(self) -> str:
        return self.subject or self.kind


class Participant(models.Model):
    """Who took part in a touchpoint: a contact, one of us, or somebody who is only known by name."""

    touchpoint = models.ForeignKey(Touchpoint, on_delete=models.CASCADE, related_name="people")
    contact = models.ForeignKey(
        "customers.Contact", null=True, blank=True, on_delete=models.SET_NULL, related_name="took_part"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="took_part"
    )
    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name


class Ticket(Fact):
    id = TextKey(primary_key=True)
    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="tickets")
    contact_id = models.CharField(max_length=190, blank=True, default="")
    subject = models.CharField(max_length=300, blank=True, default="")
    priority = models.CharField(max_length=20, blank=True, default="", help_text="low, normal, high, urgent")
    status = models.CharField(max_length=20, default="open", help_text="open, pending, solved, closed")
    escalated = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    first_answered_at = models.DateTimeField(null=True, blank=True)
    solved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["account", "-opened_at"], name="ticket_account_at")]

    def __str__(self) -> str:
        return self.subject or self.id


class TaskSeries(models.Model):
    """A task that comes again. Each one carries on what the one before it said; the series holds only the rule."""

    class Counted(models.TextChoices):
        FROM_DUE = "due", "On its days"
        FROM_FINISH = "finish", "Counted from when it is done"

    every = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=6, help_text="days, weeks or months")
    weekdays: models.JSONField[Any, Any] = models.JSONField(default=list, help_text="0 is Monday")
    counted = models.CharField(max_length=6, choices=Counted.choices, default=Counted.FROM_DUE)
    starts_on = models.DateField(help_text="The day that its days are counted from")
    ends_on = models.DateField(null=True, blank=True, help_text="None is made for a day after this")
    next_on = models.DateField(null=True, blank=True, help_text="When one is made even if the one before is open")
    ended_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["next_on"], condition=Q(ended_at=None), name="series_next")]

    def __str__(self) -> str:
        return str(self.rule)

    @property
    def rule(self) -> Rule:
        return Rule(self.every, self.unit, tuple(self.weekdays))


class Task(models.Model):
    """Something one person is to do by a day. Finished ones stay, with who finished them and when."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        DONE = "done", "Done"
        CANCELLED = "cancelled", "Cancelled"

    class Priority(models.IntegerChoices):
        HIGH = 1, "High"
        NORMAL = 2, "Normal"
        LOW = 3, "Low"

    title = models.CharField(max_length=200)
    note = models.TextField(blank=True, default="")
    account = models.ForeignKey(
        "customers.Account", null=True, blank=True, on_delete=models.CASCADE, related_name="tasks"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="tasks"
    )
    contact = models.ForeignKey(
        "customers.Contact", null=True, blank=True, on_delete=models.SET_NULL, related_name="tasks",
        help_text="Who at the customer is to do it; then the owner is who follows it up",
    )  # fmt: skip
    shared = models.BooleanField(default=False, help_text="The customer sees it on their page")
    due_on = models.DateField()
    priority = models.PositiveSmallIntegerField(choices=Priority.choices, default=Priority.NORMAL)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    finished_contact = models.ForeignKey(
        "customers.Contact", null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        help_text="Who at the customer finished it",
    )  # fmt: skip
    series = models.ForeignKey(TaskSeries, null=True, blank=True, on_delete=models.SET_NULL, related_name="tasks")
    occurs_on = models.DateField(null=True, blank=True, help_text="Which day of the series it is for")
    origin_kind = models.CharField(max_length=20, blank=True, default="", help_text="What it came from: risk, ...")
    origin_id = models.CharField(max_length=190, blank=True, default="")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "due_on"], condition=Q(state="open"), name="task_open_of_owner"),
            # Whole orders of the list, so that its pages and its counts read nothing but an index.
            models.Index(fields=["state", "due_on", "priority", "id"], name="task_by_day"),
            models.Index(fields=["state", "priority", "due_on", "id"], name="task_by_priority"),
            models.Index(fields=["state", "-finished_at", "id"], name="task_by_end"),
            # Begins with the state, so that it is taken before the index of all that is open.
            models.Index(
                fields=["state", "due_on", "contact"],
                condition=Q(state="open", contact__isnull=False),
                name="task_with_customer",
            ),
            models.Index(fields=["state"], condition=Q(account=None), name="task_about_none"),
            models.Index(fields=["account", "due_on"], name="task_of_account"),
            models.Index(fields=["account", "state", "-finished_at"], name="task_end_of_account"),
            models.Index(fields=["origin_kind", "origin_id"], name="task_of_origin"),
        ]
        constraints = [models.UniqueConstraint(fields=["series", "occurs_on"], name="task_once_a_day_of_series")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN


class ChecklistItem(models.Model):
    """A small step of a task, ticked when it is done."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="items")
    place = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["task", "place"], name="item_of_task")]

    def __str__(self) -> str:
        return self.text


class Aside(models.Model):
    """What a person has seen and put away: it does not wait for them before the day `until`.

    For what has no state of its own: a change of health (until its day is over), a renewal, a draft, a review to come.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="asides")
    kind = models.CharField(max_length=20, help_text="change, renewal, draft")
    key = models.CharField(max_length=190, help_text="Id of the account or of the document")
    until = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind", "key"], name="aside_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} until {self.until}"
