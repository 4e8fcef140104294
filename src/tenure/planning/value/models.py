"""What an objective was worth in a quarter."""

from django.conf import settings
from django.db import models


class ValueRealised(models.Model):
    """What an objective was worth to the customer in a quarter, and how that was worked out.

    A row that was reckoned from a rate is made anew until somebody at the customer confirms it; one that a person
    wrote stays as it was written.
    """

    goal = models.ForeignKey("planning.Goal", on_delete=models.CASCADE, related_name="worth")
    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="+")
    period = models.CharField(max_length=7, help_text="Such as 2026-Q3")
    until = models.DateField(help_text="The last day that is in it: the end of the quarter, or how far it has come")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    how = models.CharField(max_length=300, help_text="How it was worked out, as a sentence")
    reckoned = models.BooleanField(default=False, help_text="From the rate of the objective, not by hand")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    verified_on = models.DateField(null=True, blank=True)
    verified_contact = models.ForeignKey(
        "customers.Contact", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    verified_said = models.CharField(max_length=200, blank=True, default="")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        app_label = "planning"
        constraints = [models.UniqueConstraint(fields=["goal", "period"], name="worth_once_a_quarter")]
        indexes = [models.Index(fields=["account", "period"], name="worth_account_period")]

    def __str__(self) -> str:
        return f"{self.goal_id} in {self.period}"
