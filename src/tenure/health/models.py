"""How well an account does: scores of other systems and pulses as facts, and the risks that people work on."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When

from tenure.core.model import Fact, TextKey


class HealthScore(Fact):
    """What a source said of an account's health at a moment, 0 to 100."""

    id = TextKey(primary_key=True)
    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="health_scores")
    ts = models.DateTimeField()
    score = models.DecimalField(max_digits=6, decimal_places=3)

    def __str__(self) -> str:
        return f"{self.account_id}: {self.score}"


class Pulse(Fact):
    """What the CSM thinks of an account, with the reason; kept beside the score and never part of it by default."""

    id = TextKey(primary_key=True)
    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="pulses")
    score = models.PositiveIntegerField(help_text="0 to 100")
    reason = models.TextField(blank=True, default="")
    given_at = models.DateTimeField()
    csm_id = models.CharField(max_length=190, blank=True, default="", help_text="E-mail of who gave it")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["account", "-given_at"], name="pulse_account_at")]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.score}"


class Stance(models.Model):
    """The latest pulse of an account beside its score of now, so that where the two disagree is one query.

    Both bands and the value follow from pulses and `AccountState` and are made anew (see `reconciling`). What is not
    derived is that the CSM keeps to the judgement: it is quiet until a day, and only while pulse and score band stay.
    """

    account = models.OneToOneField(
        "customers.Account", on_delete=models.CASCADE, primary_key=True, related_name="stance"
    )
    pulse = models.ForeignKey(Pulse, on_delete=models.CASCADE, related_name="+")
    band = models.CharField(max_length=10, help_text="Of the pulse: red, yellow or green")
    given_at = models.DateTimeField()
    score_band = models.CharField(max_length=10, default="none")
    arr_minor = models.BigIntegerField(null=True, help_text="Reporting currency; the list is in its order")
    kept_until = models.DateField(null=True, blank=True)
    kept_reason = models.TextField(blank=True, default="")
    kept_at = models.DateTimeField(null=True, blank=True)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    differs = models.GeneratedField(
        expression=Case(When(Q(score_band="none") | Q(band=F("score_band")), then=False), default=True),
        output_field=models.BooleanField(),
        db_persist=True,
    )

    class Meta:
        indexes = [
            # All that the list is chosen, counted and ordered by.
            models.Index(
                fields=["-arr_minor", "account", "given_at", "kept_until"],
                condition=Q(differs=True),
                name="stance_differs_by_value",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.band}, the score says {self.score_band}"


class Followed(models.Model):
    """Up to when pulses were looked at. One row."""

    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.at}"


class Risk(models.Model):
    """Something that may cost us an account, opened by a signal or by a person, until it is closed.

    Of one kind at most one is open for an account: a repeated signal joins it. A snoozed risk is open and quiet.
    """

    class Outcome(models.TextChoices):
        SAVED = "saved", "Saved"
        LOST = "lost", "Lost"
        FALSE_ALARM = "false_alarm", "False alarm"

    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="risks")
    kind = models.CharField(max_length=60, help_text="Key of the signal, or `raised` by a person")
    title = models.CharField(max_length=120)
    cause = models.TextField(blank=True, default="", help_text="What the last sign saw, as a sentence")
    plan = models.TextField(blank=True, default="")
    value_minor = models.BigIntegerField(null=True, help_text="ARR at stake when it opened, reporting currency")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="risks"
    )
    taken_at = models.DateTimeField(null=True, blank=True, help_text="When the owner took it on; new to them before")
    due_on = models.DateField(db_index=True)
    opened_on = models.DateField()
    last_sign_on = models.DateField()
    signs_seen = models.PositiveIntegerField(default=0)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    snoozed_until = models.DateField(null=True, blank=True)
    snooze_reason = models.CharField(max_length=300, blank=True, default="")
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True, default="")
    reason = models.CharField(max_length=60, blank=True, default="", help_text="Coded; see verbs.REASONS")
    closed_at = models.DateTimeField(null=True, blank=True, db_index=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "kind"], condition=Q(closed_at__isnull=True), name="risk_one_open_of_a_kind"
            )
        ]
        indexes = [
            models.Index(fields=["-value_minor"], condition=Q(closed_at__isnull=True), name="risk_open_by_value"),
            models.Index(fields=["owner", "due_on"], condition=Q(closed_at__isnull=True), name="risk_open_of_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.account_id})"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def held(self) -> str:
        """Names whose it is and whether they took it, so that a later write can tell whether that is still so."""
        return f"{self.owner_id or ''}{'+' if self.taken_at else ''}"


class Sign(models.Model):
    """One firing of a signal, once in effect; it belongs to the risk that it opened or joined."""

    risk = models.ForeignKey(Risk, on_delete=models.CASCADE, related_name="signs")
    account_id = models.CharField(max_length=190)
    kind = models.CharField(max_length=60)
    day = models.DateField()
    seen: models.JSONField[Any, Any] = models.JSONField(default=list, help_text="What each test saw, and in words")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account_id", "kind", "day"], name="sign_once")]

    def __str__(self) -> str:
        return f"{self.kind} on {self.day}"


class Watched(models.Model):
    """Up to which day, and which publication, signals were looked at. One row."""

    day = models.DateField()
    publication = models.CharField(max_length=60)

    def __str__(self) -> str:
        return f"{self.day}"
