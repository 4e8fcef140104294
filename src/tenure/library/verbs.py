"""Drafting, publishing and retiring documents. Each is journalled."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from tenure.journal.write import record
from tenure.library.models import Document, Kind, Offer, State
from tenure.library.reading import check, normal, readers, senders


class Refused(ValueError):
    """It cannot be done; the sentence says why."""


class Overtaken(Refused):
    """Somebody else changed it since the person looked; nothing was overwritten."""


@transaction.atomic
def draft(kind: str, body: Mapping[str, Any] | str, who: Any, *, seen: str | None = None) -> Document:
    """Save the draft of a document: the one that is there, or a new version. Raises BadMeasure, BadScorecard, Refused.

    `seen` is the `edited_at` of the version that the person changed, empty for "no draft": if somebody saved since,
    nothing is overwritten.
    """
    made = check(kind, body, str(kind))
    held = Document.objects.select_for_update().filter(kind=kind, key=made.id, state=State.DRAFT).first()
    if seen is not None:
        unchanged_since(held or (_in_force(kind, made.id).first() if seen else None), seen)
    document = held or Document(kind=kind, key=made.id, version=_next(kind, made.id))
    document.title, document.body = made.name, made.model_dump(mode="json")
    document.author, document.edited_at, document.shipped = who, timezone.now(), False
    _save(document)
    record("library.drafted", document, actor=who, after={"version": document.version})
    return document


def _save(document: Document) -> None:
    try:
        with transaction.atomic():
            document.save()
    except IntegrityError:  # two began a draft of it at the same moment
        raise Overtaken("Somebody began a draft of this at the same moment; look at theirs before yours.") from None


def unchanged_since(held: Document | None, seen: str) -> None:
    """Raises Refused when somebody saved after `seen`, or threw away what was seen."""
    if held and held.edited_at.isoformat() != seen:
        raise Overtaken(f"{held.author or 'Somebody'} saved this draft in the meantime; look at theirs before yours.")
    if seen and not held:
        raise Overtaken("Somebody threw this draft away in the meantime; save again if you want it nevertheless.")


@transaction.atomic
def publish(document: Document, who: Any, note: str, *, seen: str | None = None) -> Document:
    """Put a draft in force, if it still is the one that was `seen`; what was in force before is kept with its end."""
    held = Document.objects.select_for_update().filter(pk=document.pk).first()
    if not held or held.state != State.DRAFT:
        raise Refused(f"{document} is not a draft any more.")
    if seen is not None:
        unchanged_since(held, seen)
    check(held.kind, held.body, held.title)
    now = timezone.now()
    _in_force(held.kind, held.key).update(state=State.RETIRED, retired_at=now)
    held.state, held.published_at, held.note, held.author = State.PUBLISHED, now, note.strip(), who
    held.save()
    for offer in Offer.objects.filter(kind=held.kind, key=held.key):
        if offer.body == normal(held.kind, held.body):
            offer.delete()
    record("library.published", held, actor=who, after={"version": held.version}, reason=held.note)
    return held


@transaction.atomic
def retire(document: Document, who: Any, reason: str) -> None:
    """Take a published document out of force; refused for one that another in force names."""
    held = Document.objects.select_for_update().get(pk=document.pk)
    if held.state != State.PUBLISHED:
        raise Refused(f"{held} is not in force.")
    if used := _named_by(held):
        titles = ", ".join(document.title for document in used)
        said = "read" if held.kind == Kind.MEASURE else "sent"
        raise Refused(f"{held.title} is {said} by {titles}; publish those without it first.")
    held.state, held.retired_at = State.RETIRED, timezone.now()
    held.save()
    record("library.retired", held, actor=who, reason=reason)


def _named_by(document: Document) -> list[Document]:
    found = {Kind.MEASURE: readers, Kind.MESSAGE: senders}.get(Kind(document.kind))
    return found().get(document.key, []) if found else []


@transaction.atomic
def discard(document: Document, who: Any) -> None:
    """Throw a draft away."""
    held = Document.objects.select_for_update().filter(pk=document.pk, state=State.DRAFT).first()
    if not held:
        raise Refused(f"{document} is not a draft any more.")
    record("library.discarded", held, actor=who, before={"body": held.body})
    held.delete()


def copy(document: Document, key: str, title: str, who: Any) -> Document:
    """As the draft of a document of its own."""
    key = key.strip()
    if Document.objects.filter(kind=document.kind, key=key).exists():
        raise Refused(f"{key} is there already; choose another id.")
    return draft(document.kind, {**document.body, "id": key, "name": title.strip()}, who, seen="")


def free_key(kind: str, key: str) -> str:
    """An id like that one which no document of the kind has."""
    start = f"{key[:50]}_copy"
    taken = set(Document.objects.filter(kind=kind, key__startswith=start).values_list("key", flat=True))
    return next(one for one in (start, *(f"{start}_{n}" for n in range(2, len(taken) + 3))) if one not in taken)


@transaction.atomic
def bring_back(document: Document, who: Any) -> Document:
    """An older version as a draft. Refused while there is a draft, and when what it names is not there any more."""
    if held := Document.objects.filter(kind=document.kind, key=document.key, state=State.DRAFT).first():
        raise Refused(f"{held.author or 'Somebody'} has a draft, version {held.version}; publish or discard it first.")
    return draft(document.kind, document.body, who, seen=_seen(document))


@transaction.atomic
def adopt(offer: Offer, who: Any, *, note: str | None = None) -> Document:
    """What a newer Tenure brings, as a draft, or put in force with a note where nobody changed what came before."""
    force = _in_force(offer.kind, offer.key).first()
    if held := Document.objects.filter(kind=offer.kind, key=offer.key, state=State.DRAFT).first():
        raise Refused(f"{held.author or 'Somebody'} has a draft of {held.title}; publish or discard it first.")
    if note is not None and not (force and force.shipped):
        raise Refused(f"{offer.title} was changed here; take it as a draft and look at the difference first.")
    drafted = draft(offer.kind, offer.body, who, seen=_seen(offer))
    Document.objects.filter(pk=drafted.pk).update(shipped=True)
    return drafted if note is None else publish(drafted, who, note)


@transaction.atomic
def decline(offer: Offer, who: Any) -> None:
    """Keep what is there; it is offered again when a later Tenure brings yet another."""
    offer.declined = True
    offer.save()
    record("library.declined", offer, actor=who, after={"kind": offer.kind, "key": offer.key})


def _seen(of: Document | Offer) -> str:
    force = _in_force(of.kind, of.key).first()
    return force.edited_at.isoformat() if force else ""


def _next(kind: str, key: str) -> int:
    last = Document.objects.filter(kind=kind, key=key).aggregate(last=Max("version"))["last"]
    return (last or 0) + 1


def _in_force(kind: str, key: str) -> Any:
    return Document.objects.filter(kind=kind, key=key, state=State.PUBLISHED)
