"""What every fact's row has in common."""

from django.db import models


class TextKey(models.CharField[str, str]):
    """An id as its source system writes it; ids are text everywhere."""

    def __init__(self, *args: object, **options: object) -> None:
        options.setdefault("max_length", 190)
        super().__init__(*args, **options)  # type: ignore[arg-type]


class Fact(models.Model):
    """A dated fact that came in from a source. The source's id is the key, so a second import finds the same row."""

    source = models.CharField(max_length=60, blank=True, default="")
    loaded_at = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        abstract = True
