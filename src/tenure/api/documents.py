"""Versions of documents: found, drafted, thrown away, put in force. What is replaced is what was read."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from django.db import transaction
from django.http import Http404
from ninja import Query, Schema
from pydantic import Field

from tenure.api.kinds import Person, Sent, Words, person
from tenure.api.problems import Refusal
from tenure.api.versions import hold
from tenure.company.models import User
from tenure.engine.tasks import follow
from tenure.library import verbs
from tenure.library.models import Document, Kind, State

Which = Annotated[str, Query(pattern=r"^(published|draft|\d{1,9})$")]


class Version(Schema):
    """One version; of each document at most one is a draft and one is published."""

    id: str
    version: int
    state: Literal["draft", "published", "retired"]
    name: str
    note: str
    author: Person | None
    edited_at: datetime
    published_at: datetime | None
    retired_at: datetime | None
    etag: str


class VersionWithBody(Version):
    body: Annotated[dict[str, Any], Field(description="The declaration, as it is sent")]


class Publish(Sent):
    note: Annotated[Words, Field(min_length=1, description="What changed and why; kept with the version")]


def found(kind: Kind, key: str, version: str) -> Document:
    """The one in force, the draft, or a version by its number."""
    versions = Document.objects.filter(kind=kind, key=key).select_related("author")
    versions = versions.filter(version=int(version)) if version.isdecimal() else versions.filter(state=version)
    if (document := versions.first()) is None:
        raise Http404
    return document


def save(kind: Kind, key: str, body: Mapping[str, Any], who: User, if_match: str | None) -> Document:
    """As the draft, in place of the one before."""
    if body["id"] != key:
        raise Refusal(422, f"The id is {body['id']}, the address says {key[:60]}.", "body.id")
    with transaction.atomic():
        if held := _newest(kind, key):
            hold(if_match, etag(held))
        return verbs.draft(kind, body, who)


@transaction.atomic
def throw_away(kind: Kind, key: str, who: User, if_match: str | None) -> None:
    held = _draft(kind, key)
    hold(if_match, etag(held))
    verbs.discard(held, who)


@transaction.atomic
def put_in_force(kind: Kind, key: str, note: str, who: User, if_match: str | None) -> Document:
    held = _draft(kind, key)
    hold(if_match, etag(held))
    document = verbs.publish(held, who, note)
    follow({kind}, who.pk)
    return document


def _newest(kind: Kind, key: str) -> Document | None:
    """The draft, or else what is in force, held until the transaction ends."""
    versions = Document.objects.select_for_update().filter(kind=kind, key=key).exclude(state=State.RETIRED)
    return versions.order_by("-version").first()


def _draft(kind: Kind, key: str) -> Document:
    held = _newest(kind, key)
    if held is None:
        raise Http404
    if held.state != State.DRAFT:
        raise Refusal(409, f"{held.title} has no draft.")
    return held


def told(document: Document) -> Version:
    return Version(
        id=document.key, name=document.title, author=person(document.author), etag=etag(document),
        **{name: getattr(document, name) for name in (
            "version", "state", "note", "edited_at", "published_at", "retired_at")},
    )  # fmt: skip


def whole(document: Document) -> VersionWithBody:
    return VersionWithBody(**told(document).dict(), body=document.body)


def etag(document: Document) -> str:
    return f"{document.version}-{document.edited_at.isoformat()}"
