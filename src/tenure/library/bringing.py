"""Bringing documents in from files: each is checked, what is wrong stays out, and what comes in comes in whole."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db import transaction

from tenure.library import verbs
from tenure.library.differing import Difference, differences
from tenure.library.files import Found
from tenure.library.models import Document, Kind, State
from tenure.library.reading import check, normal
from tenure.metrics.measures.documents import Unusable

_ORDER: Final = {kind: number for number, kind in enumerate(Kind.values)}  # what is named comes before what names it


@dataclass(frozen=True, slots=True)
class Brought:
    """What became, or would become, of one document: new, changed, same or refused; `version` is the one it became."""

    where: str
    kind: str
    key: str
    title: str
    outcome: str
    version: int | None = None
    problem: str = ""
    changes: tuple[Difference, ...] = ()


def bring_in(found: Iterable[Found], who: Any, note: str | None, *, dry: bool = False) -> list[Brought]:
    """As drafts, or published with a note. A dry run does all of it and takes it back, so it says what would happen."""
    if note is not None and not note.strip():
        raise verbs.Refused("Say what changed and why; it is kept with the versions.")
    ordered = sorted(enumerate(found), key=lambda one: (_ORDER.get(one[1].kind, -1), one[0]))
    with transaction.atomic():
        met: set[tuple[str, str]] = set()
        brought = [(place, _one(document, who, note, met)) for place, document in ordered]
        if dry:
            transaction.set_rollback(True)
    return [one for _, one in sorted(brought, key=lambda one: one[0])]


def _one(found: Found, who: Any, note: str | None, met: set[tuple[str, str]]) -> Brought:
    body = found.body or {}
    none = Brought(found.where, found.kind, str(body.get("id", ""))[:60], str(body.get("name", ""))[:80], "refused")
    if found.problem:
        return replace(none, problem=found.problem)
    try:
        made = check(found.kind, body, found.where)
        key = (found.kind, made.id)
        if key in met:
            raise verbs.Refused(f"{made.id} is in what you bring twice; keep one.")
        met.add(key)
        with transaction.atomic():
            return _kept(replace(none, key=made.id, title=made.name), made.model_dump(mode="json"), who, note)
    except (Unusable, verbs.Refused) as error:
        return replace(none, problem=str(error))


def _kept(one: Brought, body: Mapping[str, Any], who: Any, note: str | None) -> Brought:
    held = _held(one)
    draft, force = held.get(State.DRAFT), held.get(State.PUBLISHED)
    against = force if note is not None else draft or force
    if against and normal(one.kind, against.body) == body:
        return replace(one, outcome="same", version=against.version)
    last = against or held.get(State.RETIRED)
    changes = tuple(differences(normal(one.kind, last.body), body)) if last else ()
    if draft is None:
        draft = verbs.draft(one.kind, body, who, seen=force.edited_at.isoformat() if force else "")
    elif normal(one.kind, draft.body) != body:
        raise verbs.Refused(f"{draft.author or 'Somebody'} has a draft of it, version {draft.version}; publish or "
                            "discard that first.")  # fmt: skip
    if note is not None:
        draft = verbs.publish(draft, who, note)
    return replace(one, outcome="changed" if held else "new", version=draft.version, changes=changes)


def _held(one: Brought) -> dict[str, Document]:
    documents = Document.objects.filter(kind=one.kind, key=one.key).select_related("author").order_by("version")
    return {document.state: document for document in documents}


def wrong(brought: Sequence[Brought]) -> list[Brought]:
    return [one for one in brought if one.outcome == "refused"]
