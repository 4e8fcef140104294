"""Referrals and acts of advocacy, as facts."""

from django.db import models

from tenure.core.model import Fact, TextKey


class Referral(Fact):
    id = TextKey(primary_key=True)
    referrer_account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="referrals")
    lead_key = models.CharField(max_length=190)
    created_on = models.DateField()
    is_existing_customer = models.BooleanField(default=False)
    converted_on = models.DateField(null=True, blank=True)
    referred_account_id = models.CharField(max_length=190, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.lead_key} by {self.referrer_account_id}"


class ReferralEvent(Fact):
    """Something happened around referring: referral_discussion_initiated, referral_prompt_shown ..."""

    id = TextKey(primary_key=True)
    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="referral_events")
    user_id = models.CharField(max_length=190, blank=True, default="")
    event = models.CharField(max_length=80)
    channel = models.CharField(max_length=80, blank=True, default="")
    occurred_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.event} by {self.account_id}"


class AdvocacyAct(Fact):
    id = TextKey(primary_key=True)
    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="advocacy_acts")
    act = models.CharField(max_length=40, help_text="referral, reference_call, review, case_study or talk")
    occurred_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.act} by {self.account_id}"
