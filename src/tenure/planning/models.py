"""Success plans, goals, reviews and the value customers got, as facts."""

from django.db import models

from tenure.core.model import Fact, TextKey
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

__all__ = [
    "CustomerValue",
    "Goal",
    "GoalValue",
    "Minutes",
    "NextStep",
    "Review",
    "ReviewBlock",
    "ReviewCadence",
    "ReviewFeedback",
    "ReviewFinding",
    "ReviewGuest",
    "SuccessPlan",
]


class SuccessPlan(Fact):
    id = TextKey(primary_key=True)
    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="success_plans")
    name = models.CharField(max_length=200, blank=True, default="")
    started_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name or self.id


class Goal(Fact):
    id = TextKey(primary_key=True)
    plan = models.ForeignKey(SuccessPlan, on_delete=models.CASCADE, related_name="goals")
    name = models.CharField(max_length=300, blank=True, default="")
    due_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=20, default="open", help_text="open, closed or cancelled")
    baseline = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    target = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    actual = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    customer_verified_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True, help_text="When it was closed or cancelled, if that is known")

    def __str__(self) -> str:
        return self.name or self.id


class GoalValue(Fact):
    """What was measured of a goal on a day; it holds until the next. `Goal.actual` counts only where there is none."""

    id = TextKey(primary_key=True)
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="values")
    value_on = models.DateField()
    value = models.DecimalField(max_digits=20, decimal_places=6)

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

    def __str__(self) -> str:
        return f"{self.account_id} in {self.period}"
