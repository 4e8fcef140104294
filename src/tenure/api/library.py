"""The library: documents of every kind, listed, checked, drafted, published, retired, and many brought in at once."""

from typing import Annotated, Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Schema
from pydantic import Field

from tenure.api import documents
from tenure.api.documents import Publish, Version, VersionWithBody, Which
from tenure.api.kinds import Page, Paging, Sent, Short, Words, cut, paged
from tenure.api.operations import Area
from tenure.api.versions import IfMatch, give, hold
from tenure.company.models import User
from tenure.company.roles import require, user_of
from tenure.engine.tasks import follow
from tenure.library import verbs
from tenure.library.bringing import Brought, bring_in
from tenure.library.files import MOST, Found
from tenure.library.models import Document, Kind, State
from tenure.library.permissions import needed
from tenure.library.reading import check

area = Area("Library")
OfKind = Annotated[Kind, Path(description="What it is")]


class Listed(Version):
    kind: Kind
    as_shipped: Annotated[bool, Field(description="As it came with Tenure, changed by nobody")]


class Asked(Paging):
    kind: Kind | None = None
    state: Annotated[State, Field(description="In force unless given")] = State.PUBLISHED
    search: Annotated[Short, Field(description="Words of its name or id")] = ""


class Body(Sent):
    """A document as its kind declares it."""

    kind: Kind
    body: dict[str, Any]


class DraftDocument(Sent):
    body: Annotated[dict[str, Any], Field(description="The declaration; its id is that of the address")]


class Usable(Schema):
    """It could be published."""

    kind: Kind
    id: str
    name: str
    body: Annotated[dict[str, Any], Field(description="With every field of its kind")]


class Retire(Sent):
    reason: Annotated[Words, Field(min_length=1, description="Why; kept with the version")]


class Bring(Sent):
    documents: Annotated[list[Body], Field(min_length=1, max_length=MOST)]
    note: Annotated[Words | None, Field(description="With it they come into force; without it they become drafts")] = (
        None
    )


class BroughtOut(Schema):
    """What became of one document, or would: new, changed, same or refused."""

    kind: str
    id: str
    name: str
    outcome: str
    version: int | None
    problem: str
    changes: Annotated[list[str], Field(description="Field by field, in words")]


@area.get("/documents", Page[Listed])
def documents_(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    """List documents of every kind, or of one, by kind and name."""
    found = Document.objects.filter(state=asked.state).select_related("author").order_by("kind", "title", "key", "pk")
    if asked.kind:
        found = found.filter(kind=asked.kind)
    for word in asked.search.split():
        found = found.filter(Q(title__icontains=word) | Q(key__icontains=word))
    return paged(request, asked, [_listed(one) for one in cut(found, asked)])


@area.get("/documents/{kind}/{document_id}", VersionWithBody)
def document(
    request: HttpRequest, kind: OfKind, document_id: str, response: HttpResponse, version: Which = "published"
) -> VersionWithBody:
    """Show a version of a document: the one in force, the draft, or an older one by its number."""
    shown = documents.whole(documents.found(kind, document_id, version))
    give(response, shown.etag)
    return shown


@area.get("/documents/{kind}/{document_id}/versions", Page[Listed])
def document_versions(request: HttpRequest, kind: OfKind, document_id: str, asked: Query[Paging]) -> dict[str, Any]:
    """List the versions of a document, the newest first."""
    found = Document.objects.filter(kind=kind, key=document_id).select_related("author").order_by("-version")
    return paged(request, asked, [_listed(one) for one in cut(found, asked)])


@area.ask("/documents/check", Usable)
def check_document(request: HttpRequest, sent: Body) -> Usable:
    """Say whether a document could be published; if not, which field is wrong."""
    made = check(sent.kind, sent.body, "The document")
    return Usable(kind=sent.kind, id=made.id, name=made.name, body=made.model_dump(mode="json"))


@area.replace("/documents/{kind}/{document_id}/draft", VersionWithBody, needs="edit_templates")
def draft_document(
    request: HttpRequest, kind: OfKind, document_id: str, sent: DraftDocument, response: HttpResponse,
    if_match: IfMatch = None,
) -> VersionWithBody:  # fmt: skip
    """Save the draft of a document, in place of the draft before.

    `If-Match` is the `etag` of the draft, or of the version in force when there is none; a new document needs none.
    """
    who = _may_change(request, kind)
    body = check(kind, sent.body, "The document").model_dump(mode="json")
    saved = documents.whole(documents.save(kind, document_id, body, who, if_match))
    give(response, saved.etag)
    return saved


@area.delete("/documents/{kind}/{document_id}/draft", needs="edit_templates")
def discard_document(request: HttpRequest, kind: OfKind, document_id: str, if_match: IfMatch = None) -> None:
    """Throw the draft of a document away."""
    documents.throw_away(kind, document_id, _may_change(request, kind), if_match)


@area.change("/documents/{kind}/{document_id}/publish", VersionWithBody, needs="edit_templates")
def publish_document(
    request: HttpRequest, kind: OfKind, document_id: str, sent: Publish, if_match: IfMatch = None
) -> VersionWithBody:
    """Put the draft of a document in force with a note."""
    who = _may_change(request, kind)
    return documents.whole(documents.put_in_force(kind, document_id, sent.note, who, if_match))


@area.change("/documents/{kind}/{document_id}/retire", Listed, needs="edit_templates")
def retire_document(
    request: HttpRequest, kind: OfKind, document_id: str, sent: Retire, if_match: IfMatch = None
) -> Listed:
    """Take a document out of force; refused while another document in force names it."""
    who = _may_change(request, kind)
    held = documents.found(kind, document_id, "published")
    hold(if_match, documents.etag(held))
    verbs.retire(held, who, sent.reason)
    follow({kind}, who.pk)
    held.refresh_from_db()
    return _listed(held)


@area.ask("/documents/check-many", list[BroughtOut])
def check_documents(request: HttpRequest, sent: Bring) -> list[BroughtOut]:
    """Say what would become of each document if they were brought in; nothing is."""
    return [_brought(one) for one in bring_in(_found(sent), user_of(request), sent.note, dry=True)]


@area.change("/documents/import", list[BroughtOut], needs="edit_templates")
def import_documents(request: HttpRequest, sent: Bring) -> list[BroughtOut]:
    """Bring many documents in, as drafts, or in force with a note. What is wrong stays out and says why."""
    for kind in {one.kind for one in sent.documents}:
        _may_change(request, kind)
    rows = bring_in(_found(sent), user_of(request), sent.note)
    if sent.note is not None:
        follow({one.kind for one in rows if one.outcome in ("new", "changed")}, user_of(request).pk)
    return [_brought(one) for one in rows]


def _found(sent: Bring) -> list[Found]:
    return [Found(f"document {n}", one.kind, one.body) for n, one in enumerate(sent.documents, 1)]


def _brought(one: Brought) -> BroughtOut:
    return BroughtOut(kind=one.kind, id=one.key, name=one.title, outcome=one.outcome, version=one.version,
                      problem=one.problem, changes=[change.sentence for change in one.changes])  # fmt: skip


def _may_change(request: HttpRequest, kind: Kind) -> User:
    require(user_of(request), needed(kind))
    return user_of(request)


def _listed(one: Document) -> Listed:
    return Listed(**documents.told(one).dict(), kind=Kind(one.kind), as_shipped=one.shipped)
