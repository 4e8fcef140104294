"""A document as a form, made from what its kind is declared as: fields, parts, and lists that are put in order.

What is typed is a tree of texts in the shape of the body; its fields are sent under their path, such as
`phases.0.steps.2.title`, and for each list how many items it has, under `phases.#`.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from types import UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin

from annotated_types import MaxLen
from django.http import QueryDict
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from tenure.core.whole import whole
from tenure.library.models import Kind
from tenure.library.reading import MODELS

FORMED: Final = frozenset({Kind.ONBOARDING, Kind.SUCCESS_PLAN, Kind.DECK}) & frozenset(MODELS)
_MOST_ITEMS: Final = 60  # of one list; a forged form may say more
_LONG: Final = 200  # characters, from which a text has lines
Raw = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a field is: text, lines, number, yes, choice, words (a list of texts), part (fields of its own) or list."""

    look: str
    model: type[BaseModel] | None = None
    choices: tuple[str, ...] = ()
    optional: bool = False


def shape(info: FieldInfo) -> Shape:
    annotation, optional = _without_none(info.annotation)
    if get_origin(annotation) is tuple:
        inner = get_args(annotation)[0]
        model = inner if _is(inner, BaseModel) else None
        return Shape("list" if model else "words", model)
    if _is(annotation, BaseModel):
        return Shape("part", annotation, optional=optional)
    if annotation is bool:
        return Shape("yes")
    if _is(annotation, StrEnum):
        return Shape("choice", choices=tuple(annotation), optional=optional)
    if get_origin(annotation) is Literal:
        return Shape("choice", choices=get_args(annotation), optional=optional)
    if annotation in (int, float):
        return Shape("number", optional=optional)
    longest = next((one.max_length for one in info.metadata if isinstance(one, MaxLen)), 0)
    return Shape("lines" if longest > _LONG else "text", optional=optional)


def _without_none(annotation: Any) -> tuple[Any, bool]:
    if get_origin(annotation) in (Union, UnionType):
        parts = [one for one in get_args(annotation) if one is not type(None)]
        return _plain(parts[0]), len(parts) < len(get_args(annotation))
    return _plain(annotation), False


def _plain(annotation: Any) -> Any:
    """Without what is only annotated."""
    return get_args(annotation)[0] if hasattr(annotation, "__metadata__") else annotation


def _is(annotation: Any, of: type) -> Any:
    return isinstance(annotation, type) and issubclass(annotation, of)


def shapes(model: type[BaseModel]) -> Iterator[tuple[str, FieldInfo, Shape]]:
    for name, info in model.model_fields.items():
        yield name, info, shape(info)


def raw_of(model: type[BaseModel], body: Mapping[str, Any] | None) -> Raw:
    """A body as if it had been typed; an empty one has the usual values."""
    found: Raw = {}
    for name, info, one in shapes(model):
        value = body[name] if body is not None and name in body else _usual(info)
        if one.model and one.look == "list":
            found[name] = [raw_of(one.model, item) for item in value or ()]
        elif one.model:
            found[name] = raw_of(one.model, value) if value is not None else _blank(one.model)
        else:
            found[name] = _text(value)
    return found


def _usual(info: FieldInfo) -> Any:
    return None if info.is_required() else info.get_default(call_default_factory=True)


def _blank(model: type[BaseModel]) -> Raw:
    return {name: [] if one.look == "list" else _blank(one.model) if one.model else ""
            for name, _, one in shapes(model)}  # fmt: skip


def _text(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return "yes" if value else ""
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def raw_sent(model: type[BaseModel], given: QueryDict, path: str = "") -> Raw:
    found: Raw = {}
    for name, _, one in shapes(model):
        here = f"{path}{name}"
        if one.model and one.look == "list":
            found[name] = [raw_sent(one.model, given, f"{here}.{n}.") for n in range(_count(given, here))]
        elif one.model:
            found[name] = raw_sent(one.model, given, f"{here}.")
        else:
            found[name] = given.get(here, "").replace("\r\n", "\n")
    return found


def _count(given: QueryDict, path: str) -> int:
    said = given.get(f"{path}.#", "0")
    return min(whole(said, 3), _MOST_ITEMS)


def body_of(model: type[BaseModel], raw: Raw) -> dict[str, Any]:
    """What the declaration would be made of; nothing is checked yet. What is empty has its usual value."""
    found: dict[str, Any] = {}
    for name, info, one in shapes(model):
        value = raw[name]
        if one.model and one.look == "list":
            found[name] = _keyed([body_of(one.model, item) for item in value])
        elif one.model:
            found[name] = None if one.optional and not _filled(value) else body_of(one.model, value)
        elif one.look == "yes":
            found[name] = value == "yes"
        elif one.look == "words":
            found[name] = [word for word in re.split(r"[,\n]\s*", value.strip()) if word]
        elif one.look == "number" and (number := _number(value.strip())) is not None:
            found[name] = number
        elif value.strip() or info.is_required() or (not one.optional and one.look not in ("number", "choice")):
            found[name] = value.strip() if one.look != "lines" else value
    return found


def _number(text: str) -> int | float | None:
    """None for what is no number; whoever reads the body says so."""
    with suppress(ValueError):
        return int(text)
    with suppress(ValueError):
        return float(text)
    return None


def _filled(raw: Any) -> bool:
    if isinstance(raw, dict):
        return any(_filled(one) for one in raw.values())
    return bool(raw) if isinstance(raw, list) else bool(raw.strip())


def _keyed(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """An item whose key was left empty gets one from its title."""
    taken = {item.get("key") for item in items}
    for item in items:
        if item.get("key") == "" and (said := as_key(item.get("title") or item.get("name") or "")):
            item["key"] = next(one for one in _numbered(said) if one not in taken)
            taken.add(item["key"])
    return items


def as_key(text: str) -> str:
    """A key that says what a text says; empty where it has no letters."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_0123456789")[:36].strip("_")


def _numbered(key: str) -> Iterator[str]:
    yield key
    yield from (f"{key}_{n}" for n in range(2, 10_000))


def arranged(model: type[BaseModel], raw: Raw, do: str) -> str:
    """Change lists in place: `add:phases`, `remove:phases.1`, `up:phases.1.steps.0`, `down:…`; the path to look at.

    What is moved beyond an end of its list goes to the neighbouring list of the same kind.
    """
    verb, _, path = do.partition(":")
    parts = path.split(".")
    if verb == "add":
        items, made = _at(raw, parts), _model_at(model, parts)
        if isinstance(items, list) and made and len(items) < _MOST_ITEMS:
            items.append(raw_of(made, None))
            return f"{path}.{len(items) - 1}"
        return ""
    items, at = _at(raw, parts[:-1]), whole(parts[-1], 3, -1)
    if not isinstance(items, list) or not 0 <= at < len(items):
        return ""
    if verb == "remove":
        del items[at]
        return ".".join(parts[:-1])
    return _moved(raw, parts, items, at, {"up": -1, "down": 1}.get(verb, 0))


def _moved(raw: Raw, parts: list[str], items: list[Raw], at: int, step: int) -> str:
    if 0 <= at + step < len(items):
        items[at], items[at + step] = items[at + step], items[at]
        return ".".join([*parts[:-1], str(at + step)])
    if len(parts) >= 4 and (beside := _beside(raw, parts, step)) is not None:
        others, place = beside
        others.insert(len(others) if step < 0 else 0, items.pop(at))
        return ".".join([*parts[:-3], str(place), parts[-2], str(len(others) - 1 if step < 0 else 0)])
    return ".".join(parts)


def _beside(raw: Raw, parts: list[str], step: int) -> tuple[list[Raw], int] | None:
    above, place = _at(raw, parts[:-3]), int(parts[-3]) + step
    if isinstance(above, list) and 0 <= place < len(above) and isinstance(above[place].get(parts[-2]), list):
        return above[place][parts[-2]], place
    return None


def _at(raw: Any, parts: list[str]) -> Any:
    for part in parts:
        if isinstance(raw, list):
            place = whole(part, 3, len(raw))
            raw = raw[place] if place < len(raw) else None
        elif isinstance(raw, dict):
            raw = raw.get(part)
        else:
            return None
    return raw


def _model_at(model: type[BaseModel], parts: list[str]) -> type[BaseModel] | None:
    found: type[BaseModel] | None = model
    for part in parts:
        if found is None or part.isdecimal():
            continue
        info = found.model_fields.get(part)
        found = shape(info).model if info else None
    return found


def places(problems: Mapping[str, str]) -> dict[str, str]:
    """Sentences by the paths of a form, which count from 0 where sentences count from 1."""
    return {re.sub(r"(?<=\.)\d+(?=\.|$)", lambda one: str(int(one[0]) - 1), place): said
            for place, said in problems.items()}  # fmt: skip
