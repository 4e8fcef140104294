"""The versions of one document: the draft, the one in force, and those that were."""

from dataclasses import dataclass

from django.http import Http404

from tenure.library.models import Document, State


@dataclass(frozen=True, slots=True)
class Versions:
    """`past` are those that are or were in force, the newest first."""

    key: str
    draft: Document | None
    past: tuple[Document, ...]

    @property
    def published(self) -> Document | None:
        return next((one for one in self.past if one.state == State.PUBLISHED), None)

    @property
    def base(self) -> Document:
        """What an edit begins with."""
        return self.draft or self.published or self.past[0]

    @property
    def shown(self) -> Document:
        """What a page of it is about: what is in force, or else the draft, or what was in force last."""
        return self.published or self.base

    def numbered(self, number: str) -> Document:
        """The version of that number; what a page is about when none is asked for; a 404 when it is not there."""
        every = [*self.past, *([self.draft] if self.draft else [])]
        found = self.shown if not number else next((one for one in every if str(one.version) == number), None)
        if found is None:
            raise Http404
        return found

    def pairs(self, most: int) -> list[tuple[Document, Document | None]]:
        """The newest `most` that are or were in force, each with the one before it."""
        return list(zip(self.past[:most], [*self.past[1:], None], strict=False))


def versions(kind: str, key: str) -> Versions | None:
    """None when there is no such document and never was."""
    found = list(Document.objects.filter(kind=kind, key=key).select_related("author").order_by("-version"))
    draft = next((one for one in found if one.state == State.DRAFT), None)
    return Versions(key, draft, tuple(one for one in found if one.state != State.DRAFT)) if found else None


def versions_or_404(kind: str, key: str) -> Versions:
    found = versions(kind, key)
    if found is None:
        raise Http404
    return found
