from django.db import models

from tenure.core.model import Fact, TextKey


class Product(Fact):
    id = TextKey(primary_key=True)
    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name


class Plan(Fact):
    """A tier of a product; a higher rank is a higher tier."""

    id = TextKey(primary_key=True)
    product_id = models.CharField(max_length=190, blank=True, default="")
    name = models.CharField(max_length=200, blank=True, default="")
    rank = models.IntegerField(default=0)

    def __str__(self) -> str:
        return self.name or self.id


class Subscription(Fact):
    """An interval [start_date, end_date_excl) in which nothing about a subscription changes.

    `mrr_minor` is the recurring price per month in minor units of `currency`, rounded once (rule R6).
    """

    id = TextKey(primary_key=True)
    subscription_id = models.CharField(max_length=190, db_index=True)
    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="subscriptions")
    product_id = models.CharField(max_length=190, blank=True, default="")
    plan_id = models.CharField(max_length=190, blank=True, default="")
    plan_rank = models.IntegerField(null=True, blank=True)
    seats = models.IntegerField(null=True, blank=True)
    billing_interval = models.CharField(max_length=20, default="month", help_text="day, week, month, year or one_off")
    interval_count = models.PositiveIntegerField(default=1)
    price_minor = models.BigIntegerField(help_text="Price of one billing interval, before discounts")
    discount_minor = models.BigIntegerField(default=0, help_text="Recurring discount of one billing interval")
    discount_percent = models.DecimalField(max_digits=9, decimal_places=6, default=0)
    mrr_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    recurring = models.BooleanField(default=True)
    status = models.CharField(
        max_length=20, default="active", help_text="trialing, active, past_due, paused, cancelled"
    )
    start_date = models.DateField()
    end_date_excl = models.DateField(null=True, blank=True)
    scheduled_resume_date = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["account", "start_date"], name="subscription_account_start")]

    def __str__(self) -> str:
        return f"{self.subscription_id} from {self.start_date}"


class Entitlement(Fact):
    id = TextKey(primary_key=True)
    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="entitlements")
    product_id = models.CharField(max_length=190, blank=True, default="")
    feature = models.CharField(max_length=190)
    seats = models.IntegerField(null=True, blank=True)
    start_date = models.DateField(null=True, blank=True)
    end_date_excl = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.feature} for {self.account_id}"


class FxRate(Fact):
    """Units of the reporting currency for one unit of `currency`, from `rate_date` until the next rate."""

    id = TextKey(primary_key=True)
    currency = models.CharField(max_length=3)
    rate_date = models.DateField()
    rate_to_reporting = models.DecimalField(max_digits=20, decimal_places=10)

    def __str__(self) -> str:
        return f"{self.currency} {self.rate_date}"


class Offering(Fact):
    """A product, feature or service whose uptake can lead to an expansion.

    Reached when the milestone named `milestone` is, or by `min_events` core events of `feature` by `min_users` users.
    """

    id = TextKey(primary_key=True)
    name = models.CharField(max_length=200)
    milestone = models.CharField(max_length=80, blank=True, default="")
    feature = models.CharField(max_length=190, blank=True, default="")
    min_events = models.PositiveIntegerField(default=3)
    min_users = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.name


class OfferingPlan(Fact):
    """Accounts on this plan are eligible for the offering."""

    id = TextKey(primary_key=True)
    offering = models.ForeignKey(Offering, on_delete=models.CASCADE, related_name="plans")
    plan_id = models.CharField(max_length=190)

    def __str__(self) -> str:
        return f"{self.offering_id} for {self.plan_id}"


class Opportunity(Fact):
    id = TextKey(primary_key=True)
    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="opportunities")
    name = models.CharField(max_length=200, blank=True, default="")
    type = models.CharField(max_length=20, blank=True, default="", help_text="upsell, cross_sell, renewal or new")
    source_team = models.CharField(max_length=20, blank=True, default="", help_text="cs, sales or product")
    product_id = models.CharField(max_length=190, blank=True, default="")
    amount_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    created_on = models.DateField()
    cs_decision = models.CharField(max_length=20, blank=True, default="", help_text="pending, accepted or rejected")
    stage = models.CharField(max_length=20, default="open", help_text="open, won or lost")
    closed_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name or self.id
