"""Links, sessions, codes and visits of the customer's page, and its guides and files."""

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

_KEY = 22  # letters of 128 bits


def random_key() -> str:
    return secrets.token_urlsafe(16)


class PortalSettings(models.Model):
    """How customers open their page: one row."""

    days = models.PositiveSmallIntegerField(default=60, help_text="How long a link opens the page")
    code = models.BooleanField(default=False, help_text="A link asks for a code by mail as well")
    former = models.BooleanField(default=False, help_text="Who is no customer any more may still open the page")

    class Meta:
        app_label = "work"

    def __str__(self) -> str:
        return "Settings of the customer's page"


def portal_settings() -> PortalSettings:
    """The one row; made with its defaults the first time."""
    return PortalSettings.objects.get_or_create(pk=1)[0]


class PortalRule(models.Model):
    """Where an account's page differs from the settings: whether a code is asked for."""

    account = models.OneToOneField("customers.Account", on_delete=models.CASCADE, related_name="portal_rule")
    code = models.BooleanField()

    class Meta:
        app_label = "work"

    def __str__(self) -> str:
        return f"{self.account_id}: {'with' if self.code else 'without'} a code"


class PortalLink(models.Model):
    """Opens one contact's page until it expires or is revoked. Its address is signed, and kept nowhere."""

    class Via(models.TextChoices):
        MESSAGE = "message", "in a message"
        MAIL = "mail", "by mail"
        ASKED = "asked", "because they asked for a new one"
        HAND = "hand", "copied by hand"

    contact = models.ForeignKey("customers.Contact", on_delete=models.CASCADE, related_name="portal_links")
    key = models.CharField(max_length=_KEY, unique=True, default=random_key)
    via = models.CharField(max_length=8, choices=Via.choices)
    mail = models.OneToOneField(
        "work.Mail", null=True, blank=True, on_delete=models.SET_NULL, related_name="portal_link"
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    first_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "work"
        indexes = [models.Index(fields=["contact", "-created_at"], name="portal_link_of_contact")]

    def __str__(self) -> str:
        return f"Link of {self.contact_id}"


class PortalSession(models.Model):
    """A browser that a link let in. The cookie's secret is kept as its hash; without `open_at` a code is still due."""

    contact = models.ForeignKey("customers.Contact", on_delete=models.CASCADE, related_name="portal_sessions")
    link = models.ForeignKey(PortalLink, null=True, blank=True, on_delete=models.CASCADE, related_name="sessions")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+",
        help_text="A customer with a sign-in of their own, who needs no link",
    )  # fmt: skip
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    open_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "work"
        indexes = [models.Index(fields=["seen_at"], name="portal_session_seen")]

    def __str__(self) -> str:
        return f"Session of {self.contact_id}"


class PortalCode(models.Model):
    """A code sent by mail. The six digits follow from the row and the installation's key; they are kept nowhere."""

    session = models.ForeignKey(PortalSession, on_delete=models.CASCADE, related_name="codes")
    contact = models.ForeignKey("customers.Contact", on_delete=models.CASCADE, related_name="portal_codes")
    key = models.CharField(max_length=_KEY, unique=True, default=random_key)
    mail = models.OneToOneField(
        "work.Mail", null=True, blank=True, on_delete=models.SET_NULL, related_name="portal_code"
    )
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "work"
        indexes = [models.Index(fields=["contact", "-sent_at"], name="portal_code_of_contact")]

    def __str__(self) -> str:
        return f"Code of {self.contact_id}"


class PortalVisit(models.Model):
    """A contact looked at a page of theirs. Which page and what kind of browser is kept; no address of the network."""

    contact = models.ForeignKey("customers.Contact", on_delete=models.CASCADE, related_name="portal_visits")
    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="portal_visits")
    at = models.DateTimeField()
    page = models.CharField(max_length=20, help_text="home, task, guide, goals, objective, review ...")
    subject_id = models.CharField(max_length=190, blank=True, default="", help_text="Of which task, guide, review")
    title = models.CharField(max_length=200, blank=True, default="", help_text="What that was called then")
    browser = models.CharField(max_length=30, blank=True, default="", help_text="Such as Firefox, Windows")

    class Meta:
        app_label = "work"
        indexes = [
            models.Index(fields=["account", "-at"], name="portal_visit_account_at"),
            models.Index(fields=["contact", "-at"], name="portal_visit_contact_at"),
            models.Index(fields=["-at", "-id"], name="portal_visit_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.contact_id} on {self.page} at {self.at}"


class PortalNews(models.Model):
    """What a contact is told: it stands on their page, and is in one mail a day unless they saw it there first."""

    contact = models.ForeignKey("customers.Contact", on_delete=models.CASCADE, related_name="portal_news")
    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="portal_news",
                                help_text="Whose it is, whatever account the contact is in later")  # fmt: skip
    key = models.CharField(max_length=190, help_text="Of what it is, such as step:12; while it is not told, it is once")
    title = models.CharField(max_length=300)
    text = models.CharField(max_length=300, blank=True, default="")
    page = models.CharField(max_length=20, help_text="Where it is looked at: proposal or task")
    subject_id = models.BigIntegerField()
    at = models.DateTimeField()
    to_mail = models.BooleanField(default=True, help_text="Waits for the next mail")
    seen_at = models.DateTimeField(null=True, blank=True, help_text="When it stood on their page for the first time")
    mailed_at = models.DateTimeField(null=True, blank=True)
    day = models.DateField(null=True, blank=True, help_text="Where it tells one: what the contact knows once told")
    day_before = models.DateField(null=True, blank=True, help_text="And what they know until then")

    class Meta:
        app_label = "work"
        indexes = [
            models.Index(fields=["contact", "-at"], name="portal_news_of_contact"),
            models.Index(fields=["at"], condition=Q(to_mail=True), name="portal_news_to_mail"),
        ]

    def __str__(self) -> str:
        return self.title


class PortalDraft(models.Model):
    """What a contact has typed into a form and not sent yet."""

    contact = models.ForeignKey("customers.Contact", on_delete=models.CASCADE, related_name="portal_drafts")
    form = models.CharField(max_length=20)
    values: models.JSONField[Any, Any] = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        app_label = "work"
        constraints = [models.UniqueConstraint(fields=["contact", "form"], name="portal_draft_once")]

    def __str__(self) -> str:
        return f"{self.form} of {self.contact_id}"


class Resource(models.Model):
    """A guide or file for customers: an address of the web, or a guide written here. For all, for some, or for one."""

    class Kind(models.TextChoices):
        GUIDE = "guide", "Guide"
        RECORDING = "recording", "Recording"
        SHEET = "sheet", "Sheet"
        COURSE = "course", "Course"

    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.GUIDE)
    url = models.URLField(
        max_length=500, blank=True, default="", help_text="https; empty where the guide is written here"
    )
    body = models.TextField(blank=True, default="", help_text="Markdown")
    minutes = models.PositiveSmallIntegerField(null=True, blank=True, help_text="How long it takes")
    account = models.ForeignKey(
        "customers.Account", null=True, blank=True, on_delete=models.CASCADE, related_name="resources"
    )
    condition = models.CharField(max_length=500, blank=True, default="", help_text="Which accounts it is for")
    place = models.PositiveSmallIntegerField(default=100, help_text="Its place in the list, the lowest first")
    retired_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        app_label = "work"
        indexes = [models.Index(fields=["account", "place"], condition=Q(retired_at=None), name="resource_of_account")]

    def __str__(self) -> str:
        return self.title


class ResourceSeen(models.Model):
    """A contact was shown a resource, and perhaps opened it."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="seen")
    contact = models.ForeignKey("customers.Contact", on_delete=models.CASCADE, related_name="resources_seen")
    introduced_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True, help_text="The first time")
    opened = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "work"
        constraints = [models.UniqueConstraint(fields=["resource", "contact"], name="resource_seen_once")]

    def __str__(self) -> str:
        return f"{self.resource_id} by {self.contact_id}"
