"""Onboardings as facts, and the plans we work along: steps, where they are stuck, how a plan looked earlier."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from tenure.core.model import EditableFact, TextKey
from tenure.library.onboarding import StepKind
from tenure.onboarding.schedule import State


class Onboarding(EditableFact):
    """That an account is, or was, brought to its first value; imported ones have no plan."""

    id = TextKey(primary_key=True)
    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="onboardings")
    started_on = models.DateField()
    completed_on = models.DateField(null=True, blank=True)
    cancelled_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["-started_on", "id"], name="onboarding_by_start"),
            models.Index(fields=["-completed_on", "id"], condition=Q(completed_on__isnull=False),
                         name="onboarding_by_end"),
            # With what its condition compares, so that those that run are walked without a look at their rows.
            models.Index(fields=["started_on", "id", "completed_on", "cancelled_on"],
                         condition=Q(completed_on=None, cancelled_on=None), name="onboarding_that_run"),
            models.Index(fields=["-cancelled_on", "id", "completed_on"],
                         condition=Q(completed_on__isnull=True, cancelled_on__isnull=False),
                         name="onboarding_by_cancelling"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Onboarding of {self.account_id}"

    @property
    def is_running(self) -> bool:
        return self.completed_on is None and self.cancelled_on is None


class Plan(models.Model):
    """The plan of an onboarding. What was agreed is here; what was reckoned from it is kept for lists (`reckoning`)."""

    class Standing(models.TextChoices):
        ON_TRACK = State.ON_TRACK.value, "On track"
        BEHIND = State.BEHIND.value, "Behind"
        STUCK = State.STUCK.value, "Stuck"

    onboarding = models.OneToOneField(Onboarding, on_delete=models.CASCADE, primary_key=True, related_name="plan")
    name = models.CharField(max_length=120)
    template = models.CharField(max_length=60, help_text="Key of the template it was made from")
    template_version = models.PositiveIntegerField()
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="onboardings"
    )
    phases: models.JSONField[Any, Any] = models.JSONField(default=list, help_text="Names, in their order")
    first_value_days = models.PositiveIntegerField(null=True, blank=True, help_text="Within which it is expected")
    first_value_feature = models.CharField(max_length=190, blank=True, default="")
    planned_on = models.DateField(help_text="The last planned end of a step")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        help_text="Nobody: the rule made it",
    )  # fmt: skip
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField(help_text="When somebody last changed the plan itself")
    end_reason = models.TextField(blank=True, default="", help_text="Why it was cancelled")
    closed_tasks: models.JSONField[Any, Any] = models.JSONField(
        default=list, help_text="Tasks that were cancelled because it ended; they are open again when it is"
    )

    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.ON_TRACK)
    forecast_on = models.DateField(null=True)
    late_days = models.IntegerField(default=0, help_text="Working days from the planned to the expected end")
    done_share = models.FloatField(default=0)
    steps_done = models.PositiveIntegerField(default=0)
    steps_all = models.PositiveIntegerField(default=0)
    steps_stuck = models.PositiveIntegerField(default=0)
    phase = models.CharField(max_length=60, blank=True, default="", help_text="Of the first step that is open")
    reckoned_at = models.DateTimeField(null=True)
    reckoned_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["lead", "standing"], name="plan_of_lead"),
            models.Index(fields=["standing", "forecast_on"], name="plan_by_standing"),
            models.Index(fields=["reckoned_on"], name="plan_reckoned"),
            models.Index(fields=["phase"], name="plan_phase"),
        ]

    def __str__(self) -> str:
        return self.name


class Step(models.Model):
    """A step of a plan. Who does it, by when, and whether it is done is in its task; here is how it hangs together."""

    KINDS = [(one.value, one.value.capitalize()) for one in StepKind]

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="steps")
    key = models.CharField(max_length=40)
    phase = models.CharField(max_length=60)
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=KINDS, default=StepKind.TASK.value)
    role = models.CharField(max_length=60, blank=True, default="", help_text="Who does it, as the template says")
    task = models.OneToOneField("work.Task", on_delete=models.CASCADE, related_name="onboarding_step")
    days = models.PositiveIntegerField(help_text="Working days it is expected to take")
    after: models.JSONField[Any, Any] = models.JSONField(default=list, help_text="Keys of the steps it waits for")
    not_before = models.DateField(null=True, blank=True, help_text="Put off by hand until this day")
    milestone = models.CharField(max_length=60, blank=True, default="")
    message_key = models.CharField(max_length=60, blank=True, default="", help_text="Template of its message")
    agenda = models.TextField(blank=True, default="")
    minutes = models.PositiveSmallIntegerField(default=45)
    message = models.ForeignKey("work.Message", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    meeting = models.ForeignKey("work.Meeting", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    followed = models.BooleanField(default=False, help_text="It was done because its message went, or its meeting was")
    planned_start = models.DateField()
    planned_finish = models.DateField()
    removed_on = models.DateField(null=True, blank=True, help_text="Taken out of the plan; past days still have it")
    due_set = models.DateField(help_text="The due date that the plan gave the task; another one was given by a person")
    told_due = models.DateField(null=True, blank=True, help_text="The due date that the customer knows, where shared")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "key"], name="step_once")]
        indexes = [models.Index(fields=["plan", "position"], name="step_of_plan")]

    def __str__(self) -> str:
        return self.key


class Standstill(models.Model):
    """A step cannot go on, and why. Half-open: it could on the day `until`."""

    class WaitsFor(models.TextChoices):
        CUSTOMER = "customer", "The customer"
        US = "us", "Us"
        OTHERS = "others", "Somebody else"

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="standstills")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300)
    waits_for = models.CharField(max_length=10, choices=WaitsFor.choices, default=WaitsFor.CUSTOMER)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    freed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step"], condition=Q(until=None), name="standstill_one_open")]
        indexes = [models.Index(fields=["step", "since"], name="standstill_of_step")]

    def __str__(self) -> str:
        return self.reason


class Shape(models.Model):
    """How a plan hung together from a day on: its steps with days, dependencies and planned ends, for any past day."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="shapes")
    day = models.DateField(help_text="From the end of this day on")
    body: models.JSONField[Any, Any] = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "day"], name="shape_once_a_day")]

    def __str__(self) -> str:
        return f"{self.plan_id} from {self.day}"


class Starting(models.Model):
    """Whether onboardings start by themselves: one row."""

    on = models.BooleanField(default=False)
    since = models.DateField(null=True, blank=True, help_text="Whoever became a customer on this day or later")
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return "On" if self.on else "Off"
