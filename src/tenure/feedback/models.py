"""Survey answers, as facts."""

from django.db import models

from tenure.core.model import Fact, TextKey


class SurveyResponse(Fact):
    id = TextKey(primary_key=True)
    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="survey_responses")
    type = models.CharField(max_length=20, help_text="nps, csat or ces")
    user_id = models.CharField(max_length=190, blank=True, default="")
    sent_on = models.DateField(null=True, blank=True)
    responded_on = models.DateField(null=True, blank=True)
    score = models.IntegerField(null=True, blank=True)
    scale_min = models.IntegerField(default=0)
    scale_max = models.IntegerField(default=10)
    comment = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return f"{self.type} by {self.account_id}"
