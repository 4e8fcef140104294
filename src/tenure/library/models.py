"""Documents: one row a version."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q


class Kind(models.TextChoices):
    MEASURE = "measure", "Measure"
    SCORECARD = "scorecard", "Scorecard"
    SIGNAL = "signal", "Signal"
    MESSAGE = "message", "Message template"
    JOURNEY = "journey", "Journey"
    ONBOARDING = "onboarding", "Onboarding template"
    SUCCESS_PLAN = "success_plan", "Success plan template"
    DECK = "deck", "Review deck"


class State(models.TextChoices):
    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    RETIRED = "retired", "Retired"


class Document(models.Model):
    """A version of a document. A published version is never changed again: the next one is a new row.

    A version was in force on [published_at, retired_at); of each key at most one is a draft and one is published.
    """

    kind = models.CharField(max_length=20, choices=Kind.choices)
    key = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    title = models.CharField(max_length=80)
    body: models.JSONField[Any, Any] = models.JSONField(default=dict)
    note = models.TextField(blank=True, default="", help_text="What changed and why, said when it was published")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    edited_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    shipped = models.BooleanField(default=False, help_text="As it came with Tenure, changed by nobody")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "version"], name="document_version_once"),
            models.UniqueConstraint(fields=["kind", "key"], condition=Q(state="draft"), name="document_one_draft"),
            models.UniqueConstraint(
                fields=["kind", "key"], condition=Q(state="published"), name="document_one_published"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"


class Offer(models.Model):
    """What a newer Tenure brings for a document that is there already; it waits until somebody adopts or declines it.

    A row is there only while the body is none of the document's versions; `declined` keeps it out of sight.
    """

    kind = models.CharField(max_length=20, choices=Kind.choices)
    key = models.CharField(max_length=60)
    title = models.CharField(max_length=80)
    body: models.JSONField[Any, Any] = models.JSONField(default=dict)
    since = models.DateTimeField()
    declined = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="offer_once")]

    def __str__(self) -> str:
        return f"{self.title}, as it comes with Tenure"
