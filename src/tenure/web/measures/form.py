"""A measure as a form: its fields made from its declaration."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import BaseModel

from tenure.metrics.measures.describing import KINDS
from tenure.metrics.measures.measure import DEEPEST, Measure
from tenure.web.measures import filled
from tenure.web.measures.filled import MODELS, Options, Typed

_LABELS: Final = {
    "id": "Id", "name": "Name", "sentence": "What it says, in a sentence", "group": "Group", "unit": "Unit",
    "good": "Better is", "kind": "Kind", "of": "Rows of", "where": "Only where", "amount": "Value",
    "count": "Different", "ahead": "Looks", "fade": "Fades out over days", "relative": "As", "days": "Window in days",
}  # fmt: skip
_PARTS: Final = {"over": "Divide", "under": "By", "of": "Of", "formula": "Formula"}


@dataclass(frozen=True, slots=True)
class Control:
    """One field; `theirs` is what somebody else saved in it meanwhile."""

    path: str
    label: str
    kind: str  # select, number, text or long
    value: str
    options: Options = ()
    help: str = ""
    problem: str = ""
    theirs: str | None = None
    fixed: bool = False
    chooses: bool = False  # other fields depend on it

    @property
    def id(self) -> str:
        return f"f-{self.path.replace('.', '-')}"


@dataclass(frozen=True, slots=True)
class Part:
    """The fields of one declaration, and the formulas inside it."""

    title: str
    controls: tuple[Control, ...]
    inside: tuple["Part", ...] = ()
    help: str = ""

    def all(self) -> Iterator[Control]:
        yield from self.controls
        for one in self.inside:
            yield from one.all()


@dataclass(frozen=True, slots=True)
class Form:
    """What was typed, what is wrong with it by its place, and what somebody else saved meanwhile by its place."""

    typed: Typed
    problems: Mapping[str, str] = field(default_factory=dict)
    theirs: Mapping[str, str] = field(default_factory=dict)
    fixed_id: bool = False

    def head(self) -> Part:
        return Part("", tuple(self._controls(Measure, "")))

    def formula(self) -> Part:
        return self._part("formula", 1)

    def elsewhere(self) -> list[str]:
        """Sentences about places that no field stands for."""
        shown = {control.path for part in (self.head(), self.formula()) for control in part.all()}
        return [f"{place}: {said}" for place, said in self.problems.items() if place not in shown]

    def _part(self, path: str, depth: int) -> Part:
        kind = filled.kind_of(self.typed, path)
        kinds = tuple((name, words.label) for name, words in KINDS.items() if depth < DEEPEST or not _holds(name))
        choice = self._control(f"{path}.kind", "select", kind, options=kinds, chooses=True)
        inside = (self._part(f"{path}.{name}", depth + 1) for name in filled.nested(MODELS[kind]))
        title = _PARTS[path.rpartition(".")[2]]
        return Part(title, (choice, *self._controls(MODELS[kind], f"{path}.")), tuple(inside), KINDS[kind].sentence)

    def _controls(self, model: type[BaseModel], prefix: str) -> Iterator[Control]:
        for name in filled.plain(model):
            options = filled.options(model, name, self.typed, prefix)
            yield self._control(
                f"{prefix}{name}", _look(model, name, options), filled.value(model, name, self.typed, prefix),
                options=options, help=self._help(model, name, prefix), chooses=name == "of",
                fixed=name == "id" and self.fixed_id,
            )  # fmt: skip

    def _control(self, path: str, kind: str, value: str, **more: Any) -> Control:
        above, _, name = path.rpartition(".")
        apart = name == "days" and filled.kind_of(self.typed, above) == "change"
        return Control(path, "Days before" if apart else _LABELS[name], kind, value,
                       problem=self.problems.get(path, ""), theirs=self.theirs.get(path), **more)  # fmt: skip

    def _help(self, model: type[BaseModel], name: str, prefix: str) -> str:
        if name == "id":
            return "Small letters, digits and _; it stays the same for ever."
        if name != "where":
            return ""
        fields = filled.source_of(model, self.typed, prefix).fields
        asked = ", ".join(f"{one.name} (yes or no)" if one.kind == "flag" else one.name for one in fields.values())
        return f"May ask for {asked}." if asked else "These rows have nothing to ask for."


def _holds(kind: str) -> bool:
    """Whether formulas of this kind are made of others."""
    return bool(filled.nested(MODELS[kind]))


def _look(model: type[BaseModel], name: str, options: Options) -> str:
    if options:
        return "select"
    return "number" if model.model_fields[name].annotation is int else "long" if name == "sentence" else "text"
