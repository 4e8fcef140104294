"""What every fact's row has in common."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final, Self

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


class EditableFact(Fact):
    """A fact that people change here too.

    Of every field that is changed here `file_said` keeps what it was when it came in. A file that still says so has
    nothing new to tell and leaves the change alone; one that says something else is the later of the two and wins.
    """

    file_said: models.JSONField[Any, Any] = models.JSONField(default=dict, editable=False)

    class Meta:
        abstract = True

    def save(self, *, update_fields: Iterable[str] | None = None, **options: Any) -> None:
        only = None if update_fields is None else set(update_fields)
        before = self._came_in(only)
        if before:
            self.file_said = before | self.file_said
            only = None if only is None else {*only, "file_said"}
        super().save(update_fields=only, **options)
        self._remember(only)

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **options: Any) -> Self:
        found = super().from_db(db, field_names, values, **options)
        found._remember()
        return found

    def refresh_from_db(
        self, using: str | None = None, fields: Iterable[str] | None = None,
        from_queryset: models.QuerySet[Any, Any] | None = None,
    ) -> None:  # fmt: skip
        """Of some fields also when one that was deferred is asked for."""
        only = None if fields is None else list(fields)
        super().refresh_from_db(using, only, from_queryset)
        self._remember(only)

    def _remember(self, only: Collection[str] | None = None) -> None:
        """What is stored: of all fields, or of `only` some. What is about to change in the others still is."""
        known = dict(self.__dict__)
        before = known.pop("_loaded", {})
        if only is not None:
            read = [f.attname for f in self._meta.concrete_fields if _is_among(f, only) and f.attname in known]
            known = {**before, **{name: known[name] for name in read}}
        self._loaded: Mapping[str, Any] = known

    def _came_in(self, only: Collection[str] | None) -> dict[str, Any]:
        """What the fields that are about to change were, as far as they are saved."""
        loaded = getattr(self, "_loaded", {})
        saved = (f for f in self._meta.concrete_fields if only is None or _is_among(f, only))
        names = [f.attname for f in saved if f.attname in loaded and f.name not in _NEVER_FROM_FILES]
        return {name: as_said(loaded[name]) for name in names if getattr(self, name) != loaded[name]}


_NEVER_FROM_FILES: Final = frozenset({"id", "source", "loaded_at", "file_said"})


def as_said(value: Any) -> Any:
    """A value as `file_said` keeps it: what JSON has as it is, everything else as text."""
    return value if value is None or isinstance(value, str | int | bool | list | dict) else str(value)


def _is_among(field: models.Field[Any, Any], names: Collection[str]) -> bool:
    """Both ways that Django takes: `owner` and `owner_id`."""
    return field.name in names or field.attname in names
