"""What a person has in front of them while they edit: fields or YAML, with what is wrong and what others saved."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import QueryDict

from tenure.metrics import measures
from tenure.metrics.measures import BadMeasure, Measure
from tenure.metrics.measures.documents import as_yaml, loaded
from tenure.web.measures import filled, held
from tenure.web.measures.form import Form

_NAMELESS = "Untitled"
_MOST_FIELDS = 200  # a form has some dozens; a forged one more


@dataclass(frozen=True, slots=True)
class Draft:
    """`text` is YAML and None while the fields are shown; `theirs` is what somebody else saved meanwhile."""

    typed: Mapping[str, str] = field(default_factory=dict)
    text: str | None = None
    problems: Mapping[str, str] = field(default_factory=dict)
    sentences: tuple[str, ...] = ()
    theirs: Mapping[str, str] = field(default_factory=dict)
    fixed_id: bool = False

    @classmethod
    def empty(cls) -> "Draft":
        return cls()

    @classmethod
    def of(cls, body: Mapping[str, Any], yaml: bool = False) -> "Draft":
        return cls(filled.typed_of(body), as_yaml(body) if yaml else None, fixed_id=True)

    @classmethod
    def copy(cls, body: Mapping[str, Any]) -> "Draft":
        named = {"id": f"{body['id']}_copy"[:60], "name": f"{body['name']} (copy)"[:80]}
        return cls(filled.typed_of({**body, **named}))

    @classmethod
    def sent(cls, given: QueryDict) -> "Draft":
        typed = {name: str(given[name]) for name in list(given)[:_MOST_FIELDS]}
        return cls(typed, typed.get("yaml"), fixed_id=bool(typed.get("key")))

    @property
    def form(self) -> Form:
        return Form(self.typed, self.problems, self.theirs, self.fixed_id)

    def switched(self, to_yaml: bool) -> "Draft":
        """The same as YAML, or as fields; what cannot be read as YAML stays as it is, with the reason."""
        if to_yaml:
            return self if self.text is not None else replace(self, text=as_yaml(filled.body(self.typed)))
        if self.text is None:
            return self
        try:
            body = loaded(self.text, "The text", BadMeasure)
        except BadMeasure as error:
            return replace(self, sentences=tuple(str(error).splitlines()))
        return replace(self, text=None, typed=filled.typed_of(body if isinstance(body, dict) else {}))

    def key(self) -> str:
        """The id of what was typed, once it was checked."""
        return self.checked(asks_name=False).id

    def checked(self, key: str = "", *, asks_name: bool = True) -> Measure:
        """The measure; its id is `key` if that is given. Raises BadMeasure."""
        body = loaded(self.text, "The text", BadMeasure) if self.text is not None else filled.body(self.typed)
        if isinstance(body, dict) and not asks_name:
            body = {**body, "name": body.get("name") or _NAMELESS, "id": body.get("id") or "untitled"}
        made = measures.read(body, "The measure")
        if key and made.id != key:
            said = f"stays {key}; copy the measure to make another"
            raise BadMeasure(f"The measure, id: {said}.", {"id": said})
        return made

    def refused(self, error: BadMeasure) -> "Draft":
        """With what is wrong: beside the fields, or as sentences where there are none."""
        beside = self.text is None and error.places
        return replace(self, problems=error.places, sentences=() if beside else tuple(str(error).splitlines()))

    def said(self, error: BadMeasure) -> list[str]:
        """What is wrong, by the labels of the fields where there are fields."""
        form = self.refused(error).form
        controls = [*form.head().all(), *form.formula().all()] if self.text is None else []
        beside = [f"{one.label} ({one.path}): {one.problem}." for one in controls if one.problem]
        return [*beside, *form.elsewhere()] if beside else str(error).splitlines()

    def beside(self, theirs: Mapping[str, Any]) -> "Draft":
        """With what somebody else saved meanwhile, where it differs from what was typed."""
        mine = self.checked(asks_name=False).model_dump(mode="json")
        return replace(self, theirs={one.field: one.after for one in held.differences(mine, theirs)}, fixed_id=True)
