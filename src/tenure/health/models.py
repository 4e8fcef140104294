"""Health scores, as facts."""

from django.db import models

from tenure.core.model import Fact, TextKey


class HealthScore(Fact):
    """What a source said of an account's health at a moment, 0 to 100."""

    id = TextKey(primary_key=True)
    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="health_scores")
    ts = models.DateTimeField()
    score = models.DecimalField(max_digits=6, decimal_places=3)

    def __str__(self) -> str:
        return f"{self.account_id}: {self.score}"
