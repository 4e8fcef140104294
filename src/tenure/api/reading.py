"""Bodies read: JSON, or YAML where it says so; only what every database can hold comes through."""

import json
import math
from typing import Any, Final

import yaml
from django.http import HttpRequest
from ninja.parser import Parser

from tenure.core.strict_yaml import StrictLoader

_LARGEST_YAML: Final = 500_000  # bytes; reading these takes seconds


class BodyParser(Parser):
    def parse_body(self, request: HttpRequest) -> Any:
        """Raises ValueError with a sentence."""
        try:
            return _storable(_yaml(request) if "yaml" in (request.content_type or "") else _json(request.body))
        except RecursionError:
            raise ValueError("it is nested too deep") from None


def _json(body: bytes) -> Any:
    return json.loads(body, parse_constant=_refuse, parse_float=_finite)


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no number")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{text[:20]} is too large a number")
    return value


def _yaml(request: HttpRequest) -> Any:
    if len(request.body) > _LARGEST_YAML:
        raise ValueError(f"it has {len(request.body):,} bytes; of YAML {_LARGEST_YAML:,} are read, of JSON more")
    try:
        return yaml.load(request.body, StrictLoader)  # noqa: S506  a safe loader
    except yaml.YAMLError as error:
        raise ValueError(f"it is no YAML, {' '.join(str(error).split())[:200]}") from None


def _storable(found: Any) -> Any:
    if isinstance(found, str):
        if "\0" in found:
            raise ValueError("text may not contain the character NUL")
        found.encode()  # refuses half of a surrogate pair
    elif isinstance(found, float) and not math.isfinite(found):
        raise ValueError("a number is not finite")
    elif isinstance(found, list):
        for item in found:
            _storable(item)
    elif isinstance(found, dict):
        for name, item in found.items():
            _storable(name)
            _storable(item)
    return found
