"""A measure as pages open it, and what a version of it changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tenure.library.models import Document, Kind
from tenure.library.versions import Versions, versions_or_404
from tenure.metrics import measures
from tenure.metrics.measures import Measure

SHOWN = 20


def held(key: str) -> Versions:
    """Of a measure that is or was; a 404 otherwise."""
    return versions_or_404(Kind.MEASURE, key)


def read(document: Document) -> Measure:
    return measures.read(document.body, document.title)


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in two bodies; empty text where it is in only one of them."""

    field: str
    before: str
    after: str


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    old, new = dict(_flat(before)), dict(_flat(after))
    names = dict.fromkeys([*old, *new])
    both = (Difference(name, old.get(name, ""), new.get(name, "")) for name in names)
    return [one for one in both if one.before != one.after]


def _flat(body: Mapping[str, Any], path: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in body.items():
        if isinstance(value, Mapping):
            found += _flat(value, f"{path}{name}.")
        else:
            found.append((f"{path}{name}", _said(value)))
    return found


def _said(value: Any) -> str:
    return {True: "yes", False: "no", None: ""}[value] if value is None or isinstance(value, bool) else str(value)


def history(found: Versions) -> list[tuple[Document, list[Difference]]]:
    """Published versions, the newest first, each with what it changed."""
    return [(one, differences(was.body, one.body) if was else []) for one, was in found.pairs(SHOWN)]
