"""What was brought in, what waits to be mended, and which column meant what."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models


class Upload(models.Model):
    """Files sent to the Data page, which wait in HOME/uploads/<id> until they are imported."""

    id = models.CharField(max_length=32, primary_key=True)
    source = models.CharField(max_length=60)
    files: models.JSONField[Any, Any] = models.JSONField(default=list, help_text="[{name, size}]")
    at = models.DateTimeField()
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    def __str__(self) -> str:
        return f"{len(self.files)} files of {self.source}"


class State(models.TextChoices):
    WAITING = "waiting", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


class ImportRun(models.Model):
    """One file brought into one canonical table; the files of one command or upload share `batch`."""

    batch = models.CharField(max_length=40, db_index=True)
    source = models.CharField(max_length=60, db_index=True)
    file = models.CharField(max_length=400)
    table = models.CharField(max_length=60, db_index=True)
    mapping: models.JSONField[Any, Any] = models.JSONField(default=dict, help_text="TableMapping as it was used")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    rows = models.BigIntegerField(default=0)
    created = models.BigIntegerField(default=0)
    changed = models.BigIntegerField(default=0)
    unchanged = models.BigIntegerField(default=0)
    rejected = models.BigIntegerField(default=0)
    skipped = models.BigIntegerField(default=0, help_text="Rows the mapping leaves out")
    problems: models.JSONField[Any, Any] = models.JSONField(default=dict, help_text="Kind of problem -> rows")
    notes: models.JSONField[Any, Any] = models.JSONField(default=list, help_text="Sentences about what was done")
    progress = models.CharField(max_length=200, blank=True, default="")
    reason = models.TextField(blank=True, default="", help_text="Why it failed")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return f"{self.file} to {self.table}"


class QuarantinedRow(models.Model):
    """A row that could not be accepted, with its reasons; it waits until somebody mends or discards it.

    `values` are canonical columns as text, which the mend form edits; `original` is the row as the file had it.
    """

    class Outcome(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RESOLVED = "resolved", "Resolved"
        DISCARDED = "discarded", "Discarded"

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="quarantined")
    source = models.CharField(max_length=60)
    table = models.CharField(max_length=60)
    row_number = models.BigIntegerField(help_text="As a spreadsheet counts: the header is row 1")
    fingerprint = models.CharField(max_length=32, help_text="The same bad row is kept once, however often it comes")
    original: models.JSONField[Any, Any] = models.JSONField(default=dict)
    values: models.JSONField[Any, Any] = models.JSONField(default=dict)
    problems: models.JSONField[Any, Any] = models.JSONField(default=list, help_text="[{kind, column, sentence}]")
    kind = models.CharField(max_length=40, help_text="Kind of the first problem")
    state = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.WAITING)
    reason = models.TextField(blank=True, default="")
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "table", "fingerprint"], name="quarantined_row_once"),
        ]
        indexes = [
            models.Index(fields=["state", "table", "kind"], name="quarantined_state_table_kind"),
            models.Index(fields=["state", "id"], name="quarantined_in_order"),
        ]

    def __str__(self) -> str:
        return f"Row {self.row_number} of {self.table}"


class SavedMapping(models.Model):
    """What the columns of a source's file meant last time; used again when the same header comes."""

    source = models.CharField(max_length=60)
    signature = models.CharField(max_length=32, help_text="Digest of the normalised header")
    table = models.CharField(max_length=60)
    document: models.JSONField[Any, Any] = models.JSONField(default=dict, help_text="TableMapping")
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "signature"], name="mapping_once_per_header")]

    def __str__(self) -> str:
        return f"{self.source}: {self.table}"
