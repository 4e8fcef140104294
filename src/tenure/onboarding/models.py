"""Onboardings, as facts; their plans and tasks come with the onboarding pages."""

from django.db import models

from tenure.core.model import Fact, TextKey


class Onboarding(Fact):
    id = TextKey(primary_key=True)
    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="onboardings")
    started_on = models.DateField()
    completed_on = models.DateField(null=True, blank=True)
    cancelled_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Onboarding of {self.account_id}"
