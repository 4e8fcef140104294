"""Declarations read from mappings or YAML text; what cannot be used is said in sentences that name the field."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

Declared = TypeVar("Declared", bound=BaseModel)
_KINDS = frozenset({"level", "sum", "distinct", "recency", "latest", "share", "ratio", "change"})


def declared(
    model: type[Declared], document: Mapping[str, Any] | str, where: str, refused: type[ValueError]
) -> Declared:
    """The declaration; raises `refused` with a sentence for each thing that is wrong, one a line."""
    try:
        return model.model_validate(yaml.safe_load(document) if isinstance(document, str) else document)
    except yaml.YAMLError as error:
        raise refused(f"{where} cannot be read as YAML: {error}.") from None
    except ValidationError as error:
        raise refused("\n".join(_sentence(where, item["loc"], item["msg"]) for item in error.errors())) from None


def _sentence(where: str, location: Sequence[Any], message: str) -> str:
    place = ".".join(str(part) for part in _parts(location)) or "as a whole"
    return f"{where}, {place}: {message.removeprefix('Value error, ')}."


def _parts(location: Iterable[Any]) -> list[Any]:
    """Without the names of kinds that pydantic puts in; counted from 1."""
    return [part + 1 if isinstance(part, int) else part for part in location if part not in _KINDS]
