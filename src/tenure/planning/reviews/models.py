"""Reviews, what stands in them, who takes part, and what came of them."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from tenure.core.model import EditableFact, TextKey


def _person(help_text: str = "", related_name: str = "+") -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name=related_name,
        help_text=help_text,
    )  # fmt: skip


class ReviewCadence(EditableFact):
    """How many days may pass between two reviews of a customer of a tier; without a row there is no cadence."""

    id = TextKey(primary_key=True, help_text="The tier")
    days = models.PositiveIntegerField()
    deck = models.CharField(max_length=60, blank=True, default="", help_text="Deck of its reviews; the usual if empty")

    class Meta:
        app_label = "planning"

    def __str__(self) -> str:
        return f"{self.id}: every {self.days} days"


class Review(EditableFact):
    """A review of an account: planned, prepared, and then held or not. Imported ones have no blocks."""

    class Kind(models.TextChoices):
        BUSINESS = "business", "Business review"
        SUCCESS = "success", "Customer Success Review"

    class Status(models.TextChoices):
        SCHEDULED = "scheduled", "Scheduled"
        HELD = "held", "Held"
        NO_SHOW = "no_show", "No-show"
        CANCELLED = "cancelled", "Cancelled"

    id = TextKey(primary_key=True)
    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="reviews")
    due_on = models.DateField(null=True, blank=True)
    held_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=20, default="scheduled", help_text="scheduled, held, no_show or cancelled")
    customer_attended = models.BooleanField(default=False)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.BUSINESS)
    title = models.CharField(max_length=200, blank=True, default="")
    owner = _person("Who prepares and holds it", "reviews")
    deck = models.CharField(max_length=60, blank=True, default="")
    deck_version = models.PositiveIntegerField(null=True, blank=True)
    as_of = models.DateField(null=True, blank=True, help_text="Day of the facts it was prepared from")
    prepared_at = models.DateTimeField(null=True, blank=True)
    meeting = models.ForeignKey(
        "work.Meeting", null=True, blank=True, on_delete=models.SET_NULL, related_name="reviews"
    )
    shared_at = models.DateTimeField(null=True, blank=True, help_text="Since when the customer sees it on their page")
    reason = models.CharField(max_length=300, blank=True, default="", help_text="Why it was cancelled or moved")
    origin = models.CharField(max_length=200, blank=True, default="", help_text="cadence, or onboarding and its id")

    class Meta:
        app_label = "planning"
        indexes = [
            models.Index(fields=["account", "-due_on"], name="review_account_due"),
            # Whole orders of the list and of the calendar, so that they are cut and counted by an index alone.
            models.Index(
                fields=["due_on", "id", "status", "kind"],
                condition=Q(status="scheduled"),
                name="review_scheduled_in_order",
            ),
            models.Index(
                fields=["-due_on", "-id", "status", "kind"],
                condition=Q(status__in=("no_show", "cancelled")),
                name="review_missed_in_order",
            ),
            models.Index(
                fields=["-held_on", "-id", "status", "kind"], condition=Q(status="held"), name="review_held_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"Review of {self.account_id}"

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.SCHEDULED

    @property
    def is_prepared(self) -> bool:
        return self.prepared_at is not None

    @property
    def is_shared(self) -> bool:
        return self.shared_at is not None


class ReviewBlock(models.Model):
    """One part of a review: facts as they were taken, and what people wrote to them.

    Facts and what is typed are written apart, so that taking facts again never touches a word. `version` counts what
    people changed; `facts` are `exhibits.Facts`, whole, so that what was shown can be shown again.
    """

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="blocks")
    place = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, help_text="See tenure.library.decks.BLOCKS")
    title = models.CharField(max_length=80)
    prompt = models.CharField(max_length=300, blank=True, default="", help_text="For who prepares it")
    headline = models.CharField(max_length=160, blank=True, default="", help_text="Instead of what the facts say")
    body = models.TextField(blank=True, default="", help_text="Markdown")
    facts: models.JSONField[Any, Any] = models.JSONField(default=dict)
    facts_at = models.DateTimeField(null=True, blank=True)
    internal = models.BooleanField(default=False, help_text="For us alone: not shared, not in the customer's file")
    hidden = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    edited_by = _person()
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "planning"
        ordering = ["place", "pk"]

    def __str__(self) -> str:
        return self.title


class ReviewGuest(models.Model):
    """Somebody who is to take part: a contact, or a colleague. `attended` is not known before it is held."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="guests")
    contact = models.ForeignKey("customers.Contact", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    user = _person()
    name = models.CharField(max_length=200)
    attended = models.BooleanField(null=True, blank=True)

    class Meta:
        app_label = "planning"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "contact"], name="review_contact_once"),
            models.UniqueConstraint(fields=["review", "user"], name="review_colleague_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Minutes(models.Model):
    """What was said and decided in a review."""

    review = models.OneToOneField(Review, on_delete=models.CASCADE, primary_key=True, related_name="minutes")
    notes = models.TextField(blank=True, default="", help_text="Markdown, for us")
    decisions: models.JSONField[Any, Any] = models.JSONField(default=list, help_text="Sentences; shared with a review")
    edited_by = _person()
    edited_at = models.DateTimeField()

    class Meta:
        app_label = "planning"

    def __str__(self) -> str:
        return f"Minutes of {self.review_id}"


class NextStep(models.Model):
    """A task that a review ended in, and the objective it serves."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="steps")
    task = models.OneToOneField("work.Task", on_delete=models.CASCADE, related_name="step")
    goal = models.ForeignKey("planning.Goal", null=True, blank=True, on_delete=models.SET_NULL, related_name="steps")

    class Meta:
        app_label = "planning"

    def __str__(self) -> str:
        return f"{self.task}"


class ReviewFinding(models.Model):
    """A risk or an opportunity that showed in a review; `made_id` is the row that was opened for it."""

    class Kind(models.TextChoices):
        RISK = "risk", "Risk"
        OPPORTUNITY = "opportunity", "Opportunity"

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="findings")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    title = models.CharField(max_length=120)
    cause = models.TextField(blank=True, default="")
    made_id = models.CharField(max_length=190)
    found_by = _person()
    found_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "planning"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class ReviewFeedback(models.Model):
    """What the customer thought of a review: a rating of 1 to 5 and their words; each person has one."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="feedback")
    contact = models.ForeignKey("customers.Contact", null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=200)
    rating = models.PositiveSmallIntegerField()
    words = models.TextField(blank=True, default="")
    given_at = models.DateTimeField()
    taken_by = _person("Who wrote it down for them; nobody when they did themselves")

    class Meta:
        app_label = "planning"
        ordering = ["given_at"]
        constraints = [
            models.UniqueConstraint(fields=["review", "contact"], name="review_feedback_once"),
            models.CheckConstraint(condition=Q(rating__gte=1, rating__lte=5), name="review_rating_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.rating} of 5 by {self.name}"
