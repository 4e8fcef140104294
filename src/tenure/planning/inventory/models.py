"""Proposed goals, from the first sentence to the objective that they became or the reason why not."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class ProposedGoal(models.Model):
    """What somebody proposes to reach: one of us, or a contact on their own page. What is not known yet is empty."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "Waits for us"
        ASKED = "asked", "Waits for the customer"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"

    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="proposed_goals")
    statement = models.CharField(max_length=300)
    why = models.TextField(blank=True, default="")
    measure = models.CharField(max_length=60, blank=True, default="", help_text="Key of a declared measure")
    unit = models.CharField(max_length=40, blank=True, default="", help_text="Of a number that is typed in")
    baseline = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    target = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    contact_owner = models.ForeignKey(
        "customers.Contact", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    importance = models.PositiveSmallIntegerField(default=2, help_text="1 high, 2 normal, 3 low")
    shared = models.BooleanField(default=False, help_text="The customer sees it; always what they proposed")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    contact = models.ForeignKey(
        "customers.Contact", null=True, blank=True, on_delete=models.SET_NULL, related_name="proposed_goals",
        help_text="Who proposed it, where the customer did",
    )  # fmt: skip
    by_name = models.CharField(max_length=200)
    answer = models.TextField(blank=True, default="", help_text="What we asked back, or why it was declined")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    goal = models.OneToOneField(
        "planning.Goal", null=True, blank=True, on_delete=models.SET_NULL, related_name="proposal"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        app_label = "planning"
        indexes = [
            models.Index(fields=["account", "-created_at"], name="proposed_goal_account"),
            models.Index(fields=["created_at"], condition=Q(state="proposed"), name="proposed_goal_waiting"),
        ]

    def __str__(self) -> str:
        return self.statement

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.PROPOSED, self.State.ASKED)
