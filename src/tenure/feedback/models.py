"""Survey answers, as facts; and what texts of customers sound like."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce, NullIf

from tenure.core.model import Fact, TextKey


class SurveyResponse(Fact):
    id = TextKey(primary_key=True)
    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="survey_responses")
    type = models.CharField(max_length=20, help_text="nps, csat or ces")
    user_id = models.CharField(max_length=190, blank=True, default="")
    contact_id = models.CharField(max_length=190, blank=True, default="", help_text="Who answered on their own page")
    sent_on = models.DateField(null=True, blank=True)
    responded_on = models.DateField(null=True, blank=True)
    score = models.IntegerField(null=True, blank=True)
    scale_min = models.IntegerField(default=0)
    scale_max = models.IntegerField(default=10)
    comment = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return f"{self.type} by {self.account_id}"


class Tone(models.TextChoices):
    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


class TextKind(models.TextChoices):
    SURVEY = "survey"
    TOUCHPOINT = "touchpoint"
    TICKET = "ticket"


class TextLabel(models.Model):
    """What a text sounds like: as the model read it, and as a person corrected it, which wins and is kept."""

    kind = models.CharField(max_length=20, choices=TextKind)
    text_id = TextKey(help_text="Key of the survey response, touchpoint or ticket")
    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="text_labels")
    told = models.CharField(max_length=10, choices=Tone, help_text="By the model")
    confidence = models.FloatField()
    score = models.FloatField(help_text="Estimated mean rating of people, -4 to 4")
    words = models.JSONField(default=list, help_text="Those that decided: text, start, end, points")
    model_version = models.CharField(max_length=20)
    text_loaded_at = models.DateTimeField(help_text="State of the text that was read")
    loaded_at = models.DateTimeField(auto_now=True, db_index=True, help_text="As of a fact: a correction changes it")
    corrected = models.CharField(max_length=10, choices=Tone, blank=True, default="")
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    corrected_at = models.DateTimeField(null=True, blank=True)
    label = models.GeneratedField(
        expression=Coalesce(NullIf("corrected", models.Value("")), "told"),
        output_field=models.CharField(max_length=10, choices=Tone),
        db_persist=True,
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "text_id"], name="text_label_once")]
        indexes = [models.Index(fields=["account", "label"], name="text_label_account")]

    def __str__(self) -> str:
        return f"{self.kind} {self.text_id}: {self.label}"
