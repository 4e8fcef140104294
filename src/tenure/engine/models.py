"""What the engine remembers in the operational database: how far each derived table is filled, and frozen months."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models

from tenure.metrics.learning import Card, Risk
from tenure.metrics.measures import Measure, read
from tenure.metrics.proof import TooFew


class Fill(models.Model):
    """How far one derived table is filled: one row a table, or one a table and day.

    STARTED means the run that began it was killed; the next one does it again. DONE holds while the inputs hash to
    `input_hash` and the file is there.
    """

    class State(models.TextChoices):
        STARTED = "started", "Started"
        DONE = "done", "Done"

    table = models.CharField(max_length=60)
    part = models.CharField(max_length=10, blank=True, default="", help_text="ISO day, or empty for the whole table")
    state = models.CharField(max_length=10, choices=State.choices)
    rows = models.BigIntegerField(default=0)
    input_hash = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["table", "part"], name="fill_once_per_table_and_part")]

    def __str__(self) -> str:
        return f"{self.table} {self.part} {self.state}".replace("  ", " ")


class BandCrossing(models.Model):
    """The score of an account is in another band for the third day, from the daily files of scores. Derived.

    Scores are hundredths of a point; `before` is of the last day of three in the band before.
    """

    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="band_crossings")
    day = models.DateField()
    before = models.IntegerField()
    after = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "day"], name="crossing_once_a_day")]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.before} to {self.after} on {self.day}"


class CrossingMark(models.Model):
    """Up to which day crossings of bands are known. One row."""

    day = models.DateField()

    def __str__(self) -> str:
        return f"{self.day}"


class KpiValue(models.Model):
    """One number at its default window and parameters, kept so that histories need no computing. Derived.

    Numerator and denominator are exact numbers as text, such as 7 or 7/12: they may outgrow 64 bits.
    """

    kpi = models.CharField(max_length=60)
    unit = models.CharField(max_length=10)
    as_of = models.DateField()
    window = models.CharField(max_length=10)
    params: models.JSONField[Any, Any] = models.JSONField(default=dict)
    definition_version = models.CharField(max_length=20)
    inputs = models.CharField(max_length=40, help_text="Hash of the statement and of what it read")
    publication = models.CharField(max_length=40, default="", help_text="The last one for which this holds")
    computed_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True, default="", help_text="Why it could not be computed, as a sentence")
    numerator = models.CharField(max_length=80, blank=True, default="")
    denominator = models.CharField(max_length=80, blank=True, default="")
    value = models.FloatField(null=True)
    status = models.CharField(max_length=20)
    counted = models.BigIntegerField(default=0)
    left_out = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kpi", "unit", "as_of"], name="kpi_value_once")]

    def __str__(self) -> str:
        return f"{self.kpi} on {self.as_of}"


class FrozenMonth(models.Model):
    """A closed month whose figures are published (rule R9). Edition 1 is the first freeze, later ones restate it."""

    month = models.DateField(help_text="First day of the month")
    edition = models.PositiveIntegerField(default=1)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(blank=True, default="")
    watermark: models.JSONField[Any, Any] = models.JSONField(default=dict, help_text="What the inputs were")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["month", "edition"], name="frozen_month_edition")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}, edition {self.edition}"


class FrozenFigure(models.Model):
    """One number of a frozen month. Never updated: a correction is a figure of the next edition."""

    month = models.ForeignKey(FrozenMonth, on_delete=models.CASCADE, related_name="figures")
    kpi = models.CharField(max_length=60)
    unit = models.CharField(max_length=10)
    window = models.CharField(max_length=10)
    params: models.JSONField[Any, Any] = models.JSONField(default=dict)
    definition_version = models.CharField(max_length=20)
    numerator = models.CharField(max_length=80, blank=True, default="")
    denominator = models.CharField(max_length=80, blank=True, default="")
    value = models.FloatField(null=True)
    status = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["month", "kpi", "unit"], name="frozen_figure_once")]

    def __str__(self) -> str:
        return f"{self.kpi} of {self.month}"


class ChurnTraining(models.Model):
    """The churn risk as it was learned on a day: the card always, the risk only where the card says it is shown.

    Never changed: the newest counts, older ones stay readable. `measures` are the declarations it was learned with, so
    that what it says does not change with them.
    """

    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    publication = models.CharField(max_length=40)
    as_of = models.DateField(help_text="The last day it knew")
    looked_at = models.IntegerField(help_text="Accounts of the sample")
    of_accounts = models.IntegerField(help_text="Accounts in the book")
    shown = models.BooleanField()
    card = models.TextField()
    model = models.TextField(blank=True, default="")
    measures: models.JSONField[Any, Any] = models.JSONField(default=list)
    left_out: models.JSONField[Any, Any] = models.JSONField(
        default=list, help_text="Names of measures that were never known, or always the same"
    )

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"Churn risk learned on {self.as_of}"

    def read_card(self) -> Card:
        return Card.from_json(self.card)

    @property
    def too_few(self) -> bool:
        """Whether there was too little for any result."""
        return isinstance(self.read_card().tested, TooFew)

    def risk(self) -> Risk:
        """Only of one that is shown; raises LookupError."""
        if not self.shown:
            raise LookupError(f"{self} is not to be shown.")
        return Risk.from_json(self.model)

    def declared(self) -> dict[str, Measure]:
        """The measures of the risk by id."""
        return {body["id"]: read(body) for body in self.measures}

    def day(self, number: int) -> date:
        """A day of its card."""
        return date.fromordinal(date(1970, 1, 1).toordinal() + number)
