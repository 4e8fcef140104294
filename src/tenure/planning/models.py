"""Success plans, goals, reviews and the value customers got, as facts."""

from django.conf import settings
from django.db import models

from tenure.core.model import EditableFact, Fact, TextKey
from tenure.planning.checkins.models import CheckIn, CheckInCadence, CheckInMark
from tenure.planning.inventory.models import ProposedGoal
from tenure.planning.plans.models import GoalComment, GoalState, Measured, PlanState, StandingMark
from tenure.planning.reviews.models import (
    Minutes,
    NextStep,
    Review,
    ReviewBlock,
    ReviewCadence,
    ReviewFeedback,
    ReviewFinding,
    ReviewGuest,
)
from tenure.planning.stakeholders.models import AccountPlan, Stakeholder
from tenure.planning.value.models import ValueRealised

__all__ = [
    "AccountPlan",
    "CheckIn",
    "CheckInCadence",
    "CheckInMark",
    "CustomerValue",
    "Goal",
    "GoalComment",
    "GoalState",
    "GoalValue",
    "Importance",
    "Measured",
    "Minutes",
    "NextStep",
    "PlanState",
    "ProposedGoal",
    "Review",
    "ReviewBlock",
    "ReviewCadence",
    "ReviewFeedback",
    "ReviewFinding",
    "ReviewGuest",
    "Stakeholder",
    "StandingMark",
    "SuccessPlan",
    "ValueRealised",
]


class Importance(models.IntegerChoices):
    HIGH = 1, "High"
    NORMAL = 2, "Normal"
    LOW = 3, "Low"


class SuccessPlan(EditableFact):
    """What an account wants to reach with us. `template` is the key of the document that it began with."""

    id = TextKey(primary_key=True)
    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="success_plans")
    name = models.CharField(max_length=200, blank=True, default="")
    summary = models.TextField(blank=True, default="", help_text="What is different when it worked")
    started_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="success_plans"
    )
    template = models.CharField(max_length=60, blank=True, default="")
    template_version = models.PositiveIntegerField(null=True, blank=True)
    shared = models.BooleanField(default=False, help_text="The customer sees it, and its shared objectives")

    def __str__(self) -> str:
        return self.name or self.id


class Goal(EditableFact):
    """An objective of a success plan: its statement is `name`, and its number goes from `baseline` to `target`.

    With a `measure` (the key of a declared one) values come from the facts; else they are typed, in `unit`.
    """

    id = TextKey(primary_key=True)
    plan = models.ForeignKey(SuccessPlan, on_delete=models.CASCADE, related_name="goals")
    name = models.CharField(max_length=300, blank=True, default="")
    why = models.TextField(blank=True, default="", help_text="What it is worth to them, in their words")
    measure = models.CharField(max_length=60, blank=True, default="")
    unit = models.CharField(max_length=40, blank=True, default="")
    due_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=20, default="open", help_text="open, closed or cancelled")
    baseline = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    baseline_on = models.DateField(null=True, blank=True, help_text="The day of the baseline; values count from here")
    target = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    actual = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    importance = models.PositiveSmallIntegerField(choices=Importance.choices, default=Importance.NORMAL)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="goals"
    )
    contact = models.ForeignKey(
        "customers.Contact", null=True, blank=True, on_delete=models.SET_NULL, related_name="goals",
        help_text="Whose it is at the customer",
    )  # fmt: skip
    shared = models.BooleanField(default=False, help_text="The customer sees it, where the plan is shared")
    position = models.PositiveSmallIntegerField(default=0)
    customer_verified_on = models.DateField(null=True, blank=True)
    verified_contact = models.ForeignKey(
        "customers.Contact", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    verified_said = models.CharField(max_length=200, blank=True, default="", help_text="Who at the customer said so")
    closed_on = models.DateField(null=True, blank=True, help_text="When it was closed or cancelled, if that is known")
    close_reason = models.CharField(max_length=300, blank=True, default="")
    rate_minor = models.BigIntegerField(null=True, blank=True, help_text="What one unit of the number is worth")
    rate_currency = models.CharField(max_length=3, blank=True, default="")
    rate_per = models.CharField(max_length=10, blank=True, default="", help_text="month, or once")

    def __str__(self) -> str:
        return self.name or self.id


class GoalValue(EditableFact):
    """What was measured of a goal on a day; it holds until the next. `Goal.actual` counts only where there is none.

    `source` is "measure:" and its key where the facts said it.
    """

    id = TextKey(primary_key=True)
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="values")
    value_on = models.DateField()
    value = models.DecimalField(max_digits=20, decimal_places=6)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    contact = models.ForeignKey("customers.Contact", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["goal", "value_on"], name="goal_value_once_a_day")]

    def __str__(self) -> str:
        return f"{self.value} on {self.value_on}"


class CustomerValue(Fact):
    """What an account got out of a period and what the period cost it, in its own currency."""

    id = TextKey(primary_key=True)
    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="values_realised")
    period = models.CharField(max_length=40, help_text="Such as 2026-Q3")
    currency = models.CharField(max_length=3, blank=True, default="")
    realised_value_minor = models.BigIntegerField()
    total_cost_minor = models.BigIntegerField()
    customer_verified_on = models.DateField(null=True, blank=True)

    class Meta:
        # All that the totals of a quarter add up.
        indexes = [
            models.Index(
                fields=["period", "currency", "realised_value_minor", "total_cost_minor", "customer_verified_on"],
                name="value_of_period",
            )
        ]

    def __str__(self) -> str:
        return f"{self.account_id} in {self.period}"
