"""Text as a file of slides or paper can hold it: names from files carry letters that no XML may."""

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final, TypeVar, cast

from pydantic import BaseModel

T = TypeVar("T")
_UNHELD: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def readable(value: T) -> T:
    """The same without such letters, however deep they stand."""
    return cast(T, _cleaned(value))


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return _UNHELD.sub("", value)
    if isinstance(value, list | tuple):
        return type(value)(_cleaned(one) for one in value)
    if isinstance(value, BaseModel):
        return value.model_copy(update={name: _cleaned(getattr(value, name)) for name in type(value).model_fields})
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: _cleaned(getattr(value, one.name)) for one in fields(value)})
    return value
