"""Where plans and objectives stand, as rows to list by; and what people say about an objective."""

from django.conf import settings
from django.db import models


class GoalState(models.Model):
    """Where an objective stands on `as_of`, from its values. Derived: may be deleted and comes back."""

    goal = models.OneToOneField("planning.Goal", on_delete=models.CASCADE, primary_key=True, related_name="state")
    as_of = models.DateField()
    value = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    value_on = models.DateField(null=True)
    progress = models.PositiveIntegerField(null=True, help_text="In millionths; null without a way to go")
    attained_on = models.DateField(null=True, help_text="Since when the value reaches the target")
    standing = models.CharField(max_length=12, help_text="Of plans.progress.STANDINGS")

    class Meta:
        app_label = "planning"

    def __str__(self) -> str:
        return f"{self.goal_id}: {self.standing}"


class PlanState(models.Model):
    """How the objectives of a plan stand, counted; lists are cut and ordered by it. Derived, as `GoalState`."""

    plan = models.OneToOneField(
        "planning.SuccessPlan", on_delete=models.CASCADE, primary_key=True, related_name="state"
    )
    account_id = models.CharField(max_length=190)
    is_open = models.BooleanField()
    objectives = models.PositiveIntegerField(default=0, help_text="Without cancelled ones")
    attained = models.PositiveIntegerField(default=0)
    verified = models.PositiveIntegerField(default=0)
    at_risk = models.PositiveIntegerField(default=0, help_text="Slow or behind")
    overdue = models.PositiveIntegerField(default=0)
    unmeasured = models.PositiveIntegerField(default=0, help_text="Without a baseline, a target or a value")
    next_due_on = models.DateField(null=True, help_text="Of the objectives still open and not attained")
    moved_on = models.DateField(help_text="The last day on which anything about it was written")

    class Meta:
        app_label = "planning"
        indexes = [
            models.Index(fields=["is_open", "next_due_on", "plan"], name="plan_open_by_due"),
            models.Index(fields=["is_open", "-overdue", "-at_risk", "plan"], name="plan_open_by_trouble"),
            models.Index(fields=["is_open", "-moved_on", "plan"], name="plan_open_by_moved"),
            models.Index(fields=["account_id", "is_open"], name="plan_state_account"),
            models.Index(fields=["is_open", "objectives", "attained", "verified"], name="plan_open_sums"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.attained} of {self.objectives}"


class GoalComment(models.Model):
    """What somebody says about an objective: one of us, or a contact of the customer. Ours may stay among us."""

    goal = models.ForeignKey("planning.Goal", on_delete=models.CASCADE, related_name="comments")
    body = models.TextField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    contact = models.ForeignKey("customers.Contact", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=200)
    shared = models.BooleanField(default=False, help_text="The customer sees it")
    at = models.DateTimeField()

    class Meta:
        app_label = "planning"
        indexes = [models.Index(fields=["goal", "at"], name="goal_comment_at")]

    def __str__(self) -> str:
        return f"{self.by_name}: {self.body[:60]}"

    @property
    def by_customer(self) -> bool:
        return self.author_id is None


class Measured(models.Model):
    """Up to which day the values of an objective were taken from the facts, and of which measure."""

    goal = models.OneToOneField("planning.Goal", on_delete=models.CASCADE, primary_key=True, related_name="measured")
    measure = models.CharField(max_length=60)
    until = models.DateField()
    publication = models.CharField(max_length=60)

    class Meta:
        app_label = "planning"
        indexes = [models.Index(fields=["until"], name="goal_measured_until")]

    def __str__(self) -> str:
        return f"{self.goal_id} until {self.until}"


class StandingMark(models.Model):
    """Up to when plans were looked at. One row."""

    at = models.DateTimeField()
    day = models.DateField()

    class Meta:
        app_label = "planning"

    def __str__(self) -> str:
        return f"{self.day}"
