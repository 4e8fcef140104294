from typing import Any

from django.conf import settings
from django.db import models

from tenure.core.model import EditableFact, Fact, TextKey


class Account(EditableFact):
    """A customer, a prospect or a former customer. `account_id` of every other table is this key."""

    id = TextKey(primary_key=True)
    name = models.CharField(max_length=200, db_index=True)
    domain = models.CharField(max_length=200, blank=True, default="")
    # No index on segment and region: so few values that a plan which starts there sorts half the book.
    segment = models.CharField(max_length=80, blank=True, default="")
    region = models.CharField(max_length=80, blank=True, default="")
    country = models.CharField(max_length=80, blank=True, default="")
    industry = models.CharField(max_length=80, blank=True, default="")
    tier = models.CharField(max_length=40, blank=True, default="")
    motion = models.CharField(max_length=40, blank=True, default="", help_text="sales_led, product_led or hybrid")
    channel = models.CharField(max_length=80, blank=True, default="")
    is_test = models.BooleanField(default=False)
    do_not_ask = models.BooleanField(default=False, help_text="Not to be asked for referrals or references.")
    created_on = models.DateField(null=True, blank=True)
    referred_by_account_id = models.CharField(max_length=190, blank=True, default="")
    referral_attributed_on = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="accounts"
    )

    def __str__(self) -> str:
        return self.name


class AccountParent(Fact):
    """`account` belonged to `parent` on the days [valid_from, valid_to_excl); empty ends are open."""

    id = TextKey(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="parents")
    parent_account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="children")
    valid_from = models.DateField(null=True, blank=True)
    valid_to_excl = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.account_id} in {self.parent_account_id}"


class Assignment(Fact):
    """Who looked after an account on the days [start_date, end_date_excl): the history of `Account.owner`."""

    id = TextKey(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="assignments")
    csm_id = models.CharField(max_length=190, help_text="E-mail address of the CSM")
    start_date = models.DateField()
    end_date_excl = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.csm_id} for {self.account_id}"


class Csm(Fact):
    """How much of a full working week a customer success manager has for accounts."""

    id = TextKey(primary_key=True)
    name = models.CharField(max_length=200, blank=True, default="")
    fte = models.DecimalField(max_digits=6, decimal_places=3, default=1, help_text="1 is full-time")

    def __str__(self) -> str:
        return self.name or self.id


class AccountTag(models.Model):
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="tags")
    tag = models.CharField(max_length=60, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "tag"], name="account_tag_once")]

    def __str__(self) -> str:
        return self.tag


class AccountState(models.Model):
    """Current values of an account, written back by the engine once a refresh. Derived: may be deleted and comes back.

    Money is minor units of the reporting currency. A null is unknown; 0 is 0.
    """

    account = models.OneToOneField(Account, on_delete=models.CASCADE, primary_key=True, related_name="state")
    as_of = models.DateField()
    status = models.CharField(
        max_length=20, db_index=True, help_text="customer, paused, lapsed, trial or prospect, from subscriptions"
    )
    customer_since = models.DateField(null=True, db_index=True)
    mrr_minor = models.BigIntegerField(null=True, db_index=True)
    arr_minor = models.BigIntegerField(null=True, db_index=True)
    mrr_change_12m_minor = models.BigIntegerField(null=True, db_index=True)
    seats = models.IntegerField(null=True, db_index=True)
    active_users_7d = models.IntegerField(null=True, db_index=True)
    active_users_30d = models.IntegerField(null=True, db_index=True)
    active_users_30d_before = models.IntegerField(null=True, help_text="The same 30 days earlier")
    utilisation = models.FloatField(null=True, db_index=True, help_text="active_users_30d / seats; may exceed 1")
    usage_trend = models.FloatField(null=True, db_index=True, help_text="active_users_30d / before - 1")
    features_used_30d = models.IntegerField(null=True, db_index=True)
    features_entitled = models.IntegerField(null=True)
    usage_weeks: models.JSONField[Any, Any] = models.JSONField(
        default=list, help_text="Weekly active users on the last 20 week ends, oldest first"
    )
    last_event_on = models.DateField(null=True, db_index=True)
    last_touch_on = models.DateField(null=True, db_index=True)
    renewal_on = models.DateField(null=True)
    open_tickets = models.IntegerField(null=True, db_index=True)
    nps = models.IntegerField(null=True, db_index=True, help_text="Latest answer 0..10")
    health = models.IntegerField(null=True, db_index=True, help_text="Score in hundredths of a point, 0..10000")
    health_change = models.IntegerField(null=True, help_text="Against yesterday, in hundredths")
    health_coverage = models.FloatField(null=True, help_text="How much of the scorecard's weight was known, 0..1")
    scorecard = models.CharField(
        max_length=60, blank=True, default="", db_default="", help_text="Which one judges the account"
    )
    churn_risk = models.FloatField(
        null=True, db_index=True, help_text="Learned probability of leaving within the horizon, 0..1"
    )
    plan_ids: models.JSONField[Any, Any] = models.JSONField(default=list)
    product_ids: models.JSONField[Any, Any] = models.JSONField(default=list)
    parent_id = models.CharField(max_length=190, blank=True, default="", help_text="Ultimate parent; itself if none")

    class Meta:
        # Totals of a filtered list read this index alone, not the wide rows: 100,000 accounts in 40 ms instead of 80.
        indexes = [
            models.Index(
                fields=[
                    "account", "arr_minor", "mrr_change_12m_minor", "seats", "active_users_30d",
                    "active_users_30d_before", "renewal_on", "as_of",
                ],
                name="state_totals",
            ),
            # What waits on a team's day is counted and ordered from these alone.
            models.Index(fields=["health_change", "health", "arr_minor", "account"], name="state_moved_by_value"),
            models.Index(fields=["renewal_on", "status", "arr_minor", "account"], name="state_renewing"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.account_id} on {self.as_of}"


class BookTotals(models.Model):
    """Sums over every AccountState, one row, written whenever the states are. See `tenure.customers.totals`."""

    today = models.DateField(help_text="The day from which “renewing soon” was counted")
    states = models.IntegerField(help_text="How many states were added up")
    sums: models.JSONField[Any, Any] = models.JSONField(default=dict)
    kept_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.states} accounts on {self.today}"
