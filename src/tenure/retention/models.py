"""Renewals and the forecasts made of them, as facts."""

from django.db import models

from tenure.core.model import Fact, TextKey


class Renewal(Fact):
    id = TextKey(primary_key=True)
    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="renewals")
    subscription_id = models.CharField(max_length=190, blank=True, default="")
    term_end_on = models.DateField()
    mrr_due_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3, blank=True, default="")
    signed_on = models.DateField(null=True, blank=True)
    mrr_renewed_minor = models.BigIntegerField(null=True, blank=True)
    decision = models.CharField(max_length=20, default="pending", help_text="renewed, churned or pending")

    def __str__(self) -> str:
        return f"Renewal of {self.account_id} on {self.term_end_on}"


class RenewalForecast(Fact):
    id = TextKey(primary_key=True)
    renewal = models.ForeignKey(Renewal, on_delete=models.CASCADE, related_name="forecasts")
    snapshot_on = models.DateField()
    forecast_mrr_minor = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.renewal_id} on {self.snapshot_on}"
