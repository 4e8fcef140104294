"""Declarations read from mappings or YAML text; what cannot be used is said in sentences that name the field."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from tenure.core.strict_yaml import StrictLoader

Declared = TypeVar("Declared", bound=BaseModel)
_KINDS = frozenset({"level", "sum", "distinct", "recency", "latest", "share", "ratio", "change"})
_LONGEST: Final = 50_000  # characters of a document; a real one has some hundreds
_PLAIN: Final = {
    "missing": "is missing; give it a value",
    "extra_forbidden": "is no field here; leave it out",
    "int_parsing": "give a whole number",
    "int_from_float": "give a whole number",
    "int_type": "give a whole number",
    "string_type": "give a text",
    "string_too_short": "is empty; give it a text",
    "string_pattern_mismatch": "use small letters, digits and _, and begin with a letter",
    "recursion_loop": "is nested too deep; simplify it",
}


class Unusable(ValueError):
    """The declaration cannot be used; the sentences name the field, one a line. `places` has them by their field."""

    def __init__(self, text: str, places: Mapping[str, str] | None = None) -> None:
        super().__init__(text)
        self.places: Mapping[str, str] = places or {}


def declared(model: type[Declared], document: Mapping[str, Any] | str, where: str, refused: type[Unusable]) -> Declared:
    """The declaration; raises `refused` with a sentence for each thing that is wrong, one a line."""
    try:
        return model.model_validate(loaded(document, where, refused) if isinstance(document, str) else document)
    except ValidationError as error:
        places = dict(map(_sentence, error.errors()))
        raise refused("\n".join(f"{where}, {place}: {said}." for place, said in places.items()), places) from None


def loaded(text: str, where: str, refused: type[Unusable]) -> Any:
    """What YAML text holds, not looked at yet."""
    if len(text) > _LONGEST:
        raise refused(f"{where} is longer than {_LONGEST:,} characters; a declaration has some hundreds.")
    try:
        return yaml.load(text, StrictLoader)  # noqa: S506  a safe loader
    except yaml.YAMLError as error:
        raise refused(f"{where} cannot be read as YAML{_wrong(error)}.") from None
    except ValueError as error:  # a day that does not exist
        raise refused(f"{where} holds a value that cannot be: {error}.") from None
    except RecursionError:
        raise refused(f"{where} is nested too deep; simplify it.") from None


def as_yaml(body: Mapping[str, Any]) -> str:
    """A declaration as YAML, its fields in their order; what is empty is left out."""
    text: str = yaml.safe_dump(_plain(body), sort_keys=False, allow_unicode=True)
    return text


def _plain(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    return {name: _plain(one) for name, one in value.items() if one not in ("", None)}


def _wrong(error: yaml.YAMLError) -> str:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        return f", line {error.problem_mark.line + 1}: {error.problem}"
    return f": {error}"


def _sentence(item: ErrorDetails) -> tuple[str, str]:
    place = [str(part) for part in _parts(item["loc"])]
    said = _PLAIN.get(item["type"], item["msg"].removeprefix("Value error, "))
    if item["type"] == "value_error" and (named := re.match(r"([a-z_]+): ", said)):
        place, said = [*place, named[1]], said[named.end() :]
    return ".".join(place) or "as a whole", said.removesuffix(".")


def _parts(location: Iterable[Any]) -> list[Any]:
    """Without the names of kinds that pydantic puts in; counted from 1."""
    return [part + 1 if isinstance(part, int) else part for part in location if part not in _KINDS]
