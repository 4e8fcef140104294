"""Which documents are asked for, and a page of them: one row a document, counted and sorted by the database."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.http import QueryDict

from tenure.library.models import Document, Kind, Offer, State

PER_PAGE: Final = 50
STATES: Final = {"": "All", "published": "In force", "draft": "Drafts", "retired": "Retired"}
ORIGINS: Final = {"shipped": "As it came with Tenure", "changed": "Came with Tenure, changed here", "own": "Our own",
                  "newer": "A newer text is there"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    kind: str = ""
    state: str = ""
    origin: str = ""
    search: str = ""
    page: str = "1"

    @classmethod
    def read(cls, given: QueryDict) -> "Asked":
        kind, state, origin = given.get("kind", ""), given.get("state", ""), given.get("origin", "")
        return cls(kind if kind in Kind.values else "", state if state in STATES else "",
                   origin if origin in ORIGINS else "", " ".join(given.get("q", "").split())[:100],
                   given.get("page", "1"))  # fmt: skip

    def address(self, **changes: str) -> str:
        """The query of this view with some of it changed."""
        wanted = {"kind": self.kind, "state": self.state, "origin": self.origin, "q": self.search} | changes
        return "?" + urlencode({name: value for name, value in wanted.items() if value})

    @property
    def narrowed(self) -> bool:
        return bool(self.kind or self.state or self.origin or self.search)


def _same(**of: Any) -> QuerySet[Document]:
    return Document.objects.filter(kind=OuterRef("kind"), key=OuterRef("key"), **of)


def _offered() -> Exists:
    return Exists(Offer.objects.filter(kind=OuterRef("kind"), key=OuterRef("key"), declined=False))


def documents() -> QuerySet[Any]:
    """Each document once: the version in force, or else its draft, or else the one that was in force last."""
    in_force, drafted = _same(state=State.PUBLISHED), _same(state=State.DRAFT)
    later = _same(state=State.RETIRED, version__gt=OuterRef("version"))
    found: QuerySet[Any] = Document.objects.annotate(
        forced=Exists(in_force), drafted=Exists(drafted), came=Exists(_same(shipped=True)), offered=_offered()
    )
    return found.filter(
        Q(state=State.PUBLISHED) | Q(state=State.DRAFT, forced=False)
        | (Q(state=State.RETIRED, forced=False, drafted=False) & ~Exists(later))
    )  # fmt: skip


def asked_for(asked: Asked) -> QuerySet[Any]:
    found = _but_kind(asked)
    return found.filter(kind=asked.kind) if asked.kind else found


def _but_kind(asked: Asked) -> QuerySet[Any]:
    found = documents()
    if asked.state == "draft":
        found = found.filter(drafted=True)
    elif asked.state:
        found = found.filter(state=asked.state)
    for word in asked.search.split():
        found = found.filter(Q(title__icontains=word) | Q(key__icontains=word) | Q(note__icontains=word))
    origins = {"shipped": Q(shipped=True), "changed": Q(shipped=False, came=True), "own": Q(came=False),
               "newer": Q(offered=True)}  # fmt: skip
    return found.filter(origins[asked.origin]) if asked.origin else found


def page_of(asked: Asked) -> Page[Any]:
    kinds = [When(kind=kind, then=Value(number)) for number, kind in enumerate(Kind.values)]
    placed = Case(*kinds, default=Value(len(kinds)), output_field=IntegerField())
    found = asked_for(asked).select_related("author").order_by(placed, "title", "key")
    return Paginator(found, PER_PAGE).get_page(asked.page)


def counts(asked: Asked) -> dict[str, int]:
    """By kind, of everything else that is asked."""
    return dict(_but_kind(asked).order_by().values_list("kind").annotate(Count("pk")))


def drafts_of(documents: list[Any]) -> dict[tuple[str, str], Document]:
    """The draft beside what is in force, of documents that have one."""
    keys = {(one.kind, one.key) for one in documents if one.state == State.PUBLISHED and one.drafted}
    if not keys:
        return {}
    found = Document.objects.filter(state=State.DRAFT, key__in={key for _, key in keys}).select_related("author")
    return {(one.kind, one.key): one for one in found if (one.kind, one.key) in keys}


def origin(document: Any) -> str:
    return "shipped" if document.shipped else "changed" if document.came else "own"


def offers() -> tuple[int, int]:
    """How many documents have a newer text, and of how many of them nobody changed the one before."""
    waiting = Offer.objects.filter(declined=False)
    as_shipped = Exists(_same(state=State.PUBLISHED, shipped=True))
    told = waiting.aggregate(all=Count("pk"), plain=Count("pk", filter=Q(as_shipped)))
    return told["all"], told["plain"]
