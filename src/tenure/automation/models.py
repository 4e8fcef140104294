"""Runs of playbooks, as facts; since when reactions are there."""

from django.db import models

from tenure.core.model import Fact, TextKey


class Began(models.Model):
    """Since which day a reaction is there: what happened before it is no reason to act."""

    name = models.CharField(max_length=60, primary_key=True)
    on = models.DateField()

    def __str__(self) -> str:
        return f"{self.name} since {self.on}"


class PlaybookRun(Fact):
    """A playbook opened on an account, or the same moment of an account that was held out."""

    id = TextKey(primary_key=True)
    playbook_id = models.CharField(max_length=190)
    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="playbook_runs")
    arm = models.CharField(max_length=20, default="playbook", help_text="playbook or holdout")
    opened_on = models.DateField()
    status = models.CharField(max_length=20, default="open", help_text="open, closed or invalid")
    outcome_at_horizon = models.CharField(max_length=20, blank=True, default="", help_text="success, fail, or empty")

    def __str__(self) -> str:
        return f"{self.playbook_id} on {self.account_id}"
