"""What was typed into a measure's form, read as the body of its declaration; and what the form offers to choose from.

What is typed is a flat mapping of paths to text, such as `formula.over.days` to `30`. A field that is not there, as
after another kind was chosen, has its usual value; so form and body always agree.
"""

from collections.abc import Mapping
from typing import Any, Final, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from tenure.metrics.measures.describing import UNITS, thing
from tenure.metrics.measures.kinds import Change, Distinct, Latest, Level, Ratio, Recency, Share, Sum
from tenure.metrics.measures.measure import DEEPEST, Measure
from tenure.metrics.measures.sources import SOURCES, Source
from tenure.web.measures.listing import GROUPS

Typed = Mapping[str, str]
Options = tuple[tuple[str, str], ...]

MODELS: Final[Mapping[str, type[BaseModel]]] = {
    "level": Level, "sum": Sum, "distinct": Distinct, "recency": Recency, "latest": Latest, "share": Share,
    "ratio": Ratio, "change": Change,
}  # fmt: skip
_FIRST_KIND: Final = "distinct"
_USUAL_DAYS: Final = "30"
_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "group": GROUPS, "unit": UNITS, "good": {"up": "more", "down": "less"},
    "ahead": {"no": "back, to the last row", "yes": "ahead, to the next row"},
    "relative": {"no": "a difference", "yes": "a share of the earlier value"},
}  # fmt: skip


def body(typed: Typed) -> dict[str, Any]:
    """What the declaration would be made of; nothing is checked yet."""
    return {**_fields(Measure, "", typed), "formula": _formula(typed, "formula", 1)}


def _formula(typed: Typed, path: str, depth: int) -> dict[str, Any]:
    kind = kind_of(typed, path)
    inside = nested(MODELS[kind]) if depth <= DEEPEST else ()
    made = {name: _formula(typed, f"{path}.{name}", depth + 1) for name in inside}
    return {"kind": kind, **_fields(MODELS[kind], f"{path}.", typed), **made}


def _fields(model: type[BaseModel], prefix: str, typed: Typed) -> dict[str, Any]:
    said = {name: value(model, name, typed, prefix) for name in plain(model)}
    return {name: one == "yes" if model.model_fields[name].annotation is bool else one for name, one in said.items()}


def typed_of(body: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """A body as if it had been typed."""
    found: dict[str, str] = {}
    for name, one in body.items():
        if isinstance(one, Mapping):
            found |= typed_of(one, f"{prefix}{name}.")
        else:
            found[f"{prefix}{name}"] = _text(one)
    return found


def plain(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields of a declaration that are neither its kind nor formulas."""
    inside = nested(model)
    return tuple(name for name in model.model_fields if name != "kind" and name not in inside)


def nested(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields that are formulas themselves."""
    return tuple(name for name, one in model.model_fields.items() if one.discriminator == "kind")


def kind_of(typed: Typed, path: str) -> str:
    said = typed.get(f"{path}.kind", _FIRST_KIND)
    return said if said in MODELS else _FIRST_KIND


def value(model: type[BaseModel], name: str, typed: Typed, prefix: str) -> str:
    """What was typed; a choice that is not offered any more gives way to the usual one, or the first."""
    usual, offered = _usual(model.model_fields[name]), options(model, name, typed, prefix)
    said = typed.get(f"{prefix}{name}", usual).strip()
    if offered and said not in dict(offered):
        return usual if usual in dict(offered) else offered[0][0]
    return said


def _usual(one: FieldInfo) -> str:
    if one.is_required():
        return _USUAL_DAYS if one.annotation is int else ""
    return _text(one.get_default())


def _text(one: object) -> str:
    return {True: "yes", False: "no"}[one] if isinstance(one, bool) else str(one)


def options(model: type[BaseModel], name: str, typed: Typed, prefix: str) -> Options:
    """What may be chosen, with its words; nothing where one types freely."""
    annotation = model.model_fields[name].annotation
    if get_origin(annotation) is Literal:
        return tuple((one, _WORDS[name][one]) for one in get_args(annotation))
    if annotation is bool:
        return tuple(_WORDS[name].items())
    if name == "of":
        return tuple((source.name, source.label) for source in SOURCES.values() if _fits(model, source))
    if name == "count":
        return tuple((column, thing(column)) for column in source_of(model, typed, prefix).things)
    return _amounts(model, source_of(model, typed, prefix)) if name == "amount" else ()


def _amounts(model: type[BaseModel], source: Source) -> Options:
    words = [(column, thing(column)) for column in source.amounts]
    if model is Latest:
        return tuple(words)
    return ("", "how many rows"), *((column, f"{word}, added up") for column, word in words)


def source_of(model: type[BaseModel], typed: Typed, prefix: str) -> Source:
    return SOURCES[value(model, "of", typed, prefix)]


def _fits(model: type[BaseModel], source: Source) -> bool:
    """Whether a declaration of this kind can be over these rows at all."""
    if source.only and model not in {MODELS[kind] for kind in source.only}:
        return False
    if model is Level:
        return bool(source.until or source.steps)
    return bool(source.things) if model is Distinct else bool(source.amounts) if model is Latest else True
