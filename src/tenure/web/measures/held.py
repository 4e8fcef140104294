"""The versions of one measure: the draft, the one in force, and those that were."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from tenure.library.models import Document, Kind, State
from tenure.metrics import measures
from tenure.metrics.measures import Measure

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Held:
    """`versions` are those that were published, the newest first."""

    key: str
    draft: Document | None
    versions: tuple[Document, ...]

    @property
    def published(self) -> Document | None:
        return next((one for one in self.versions if one.state == State.PUBLISHED), None)

    @property
    def shown(self) -> Document:
        """What a page of the measure is about: what is in force, or else the draft, or what was in force last."""
        return self.published or self.draft or self.versions[0]

    @property
    def base(self) -> Document:
        """What an edit begins with."""
        return self.draft or self.published or self.versions[0]

    def measure(self) -> Measure:
        return read(self.shown)


def held(key: str) -> Held:
    """Of a measure that is or was; a 404 otherwise."""
    found = versions(key)
    if found is None:
        raise Http404
    return found


def versions(key: str) -> Held | None:
    found = list(Document.objects.filter(kind=Kind.MEASURE, key=key).select_related("author").order_by("-version"))
    draft = next((one for one in found if one.state == State.DRAFT), None)
    return Held(key, draft, tuple(one for one in found if one.state != State.DRAFT)) if found else None


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


def history(found: Held) -> list[tuple[Document, list[Difference]]]:
    """Published versions, the newest first, each with what it changed."""
    older = [*found.versions[1:], None]
    return [(one, differences(was.body, one.body) if was else [])
            for one, was in zip(found.versions[:SHOWN], older, strict=False)]  # fmt: skip
