"""What is known of the people of an account, and the versions of its plan."""

from typing import Any

from django.conf import settings
from django.db import models


class Stakeholder(models.Model):
    """How we see a contact: their part in decisions, how much they decide, and where they stand towards us."""

    class Stance(models.IntegerChoices):
        OPPONENT = -2, "Opponent"
        CRITIC = -1, "Critic"
        NEUTRAL = 0, "Neutral"
        SUPPORTER = 1, "Supporter"
        ADVOCATE = 2, "Advocate"

    contact = models.OneToOneField(
        "customers.Contact", on_delete=models.CASCADE, primary_key=True, related_name="stakeholder"
    )
    role = models.CharField(max_length=60, blank=True, default="", help_text="Instead of the contact's own, if given")
    influence = models.PositiveSmallIntegerField(null=True, blank=True, help_text="1 little to 5 decides")
    stance = models.SmallIntegerField(choices=Stance.choices, null=True, blank=True)
    reports_to = models.ForeignKey(
        "customers.Contact", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.TextField(blank=True, default="", help_text="What matters to them")
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        app_label = "planning"

    def __str__(self) -> str:
        return f"{self.contact_id}: influence {self.influence}, stance {self.stance}"


class AccountPlan(models.Model):
    """One saved version of an account's plan, with what was known of the account on that day. Never changed again."""

    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="account_plans")
    version = models.PositiveIntegerField()
    body: models.JSONField[Any, Any] = models.JSONField(default=dict, help_text="Text by section")
    known: models.JSONField[Any, Any] = models.JSONField(
        default=dict, help_text="Stakeholders, gaps, risks and whitespace as they were"
    )
    as_of = models.DateField()
    note = models.CharField(max_length=300, blank=True, default="", help_text="What changed and why")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    saved_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "planning"
        constraints = [models.UniqueConstraint(fields=["account", "version"], name="account_plan_version_once")]

    def __str__(self) -> str:
        return f"{self.account_id}, version {self.version}"
