"""A source of entries: which rows of an account it has, at which of their columns they stand, and what they say.

Every source tells its newest rows before a place from an index, all of them in one query; then the rows that the page
shows are read, from the sources that have some. So another source costs no query unless it has something to show.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import BigAutoField, CharField, DateField, DateTimeField, F, Model, Q, QuerySet, Value
from django.db.models.functions import Cast, Collate
from django.db.models.lookups import LessThan

from tenure.company.models import User
from tenure.core.model import Fact
from tenure.core.periods import local_date, starts_at
from tenure.feedback.models import TextKind
from tenure.feedback.tones import Label, label_of, of, tone_of
from tenure.timeline.entry import Entry, Link, Place
from tenure.timeline.wish import Wish
from tenure.work.models import Touchpoint

_DIGITS: Final = 20  # of an id that is a number, so that as text it has the same order


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a source has to look: so many of its newest rows of one account before a place."""

    account_id: str
    zone: ZoneInfo
    limit: int
    before: Place
    wish: Wish = field(default_factory=Wish)
    end: datetime | None = None  # of the past day that is looked at

    def at(self, day: date) -> datetime:
        return starts_at(day, self.zone)

    def shows(self, place: Place) -> bool:
        """For what has all its rows at hand."""
        return place < self.before and (self.wish.first is None or place.at >= self.at(self.wish.first))


@dataclass(frozen=True, slots=True)
class Said:
    """What a row says, beside what follows from where it is kept."""

    title: str
    icon: str
    tone: str = ""
    text: str = ""
    who: str = ""
    link: Link | None = None
    touchpoint: Touchpoint | None = None
    deleted: int | None = None
    source: str = ""
    kind: str = ""  # where its source has several


@dataclass(frozen=True, slots=True)
class Source:
    """`kinds` are what its entries are filtered by; `people` is None where only some are what people did or said.

    A filter that a source does not declare leaves it out: who searches for a word wants rows that hold it.
    """

    kinds: tuple[str, ...]
    model: type[Model]
    at: str
    say: Callable[[Any, Reach], Said]
    keep: Q = field(default_factory=Q)
    account: str = "account_id"
    people: bool | None = True
    by_people: Callable[[bool], Q] | None = None
    of_kinds: Callable[[Sequence[str]], Q] | None = None
    words: tuple[str, ...] = ()
    person: Callable[[User], Any] | None = None
    contact: Callable[[str], Any] | None = None
    text: TextKind | None = None  # its rows hold texts, which have labels
    join: tuple[str, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)  # annotations of the rows that are shown

    @property
    def timed(self) -> bool:
        return isinstance(self.model._meta.get_field(self.at), DateTimeField)

    def answers(self, wish: Wish) -> bool:
        """Whether it can have anything of what is wanted."""
        asked = ((wish.kinds, set(wish.kinds) & set(self.kinds)), (wish.words, self.words), (wish.person, self.person),
                 (wish.contact, self.contact), (wish.tone, self.text))  # fmt: skip
        return all(has for wanted, has in asked if wanted) and not (
            wish.people is not None and self.people is not None and wish.people != self.people
        )

    def newest(self, reach: Reach, rank: int) -> QuerySet[Any]:
        """Rank, moment, day and id of its newest rows, in no order."""
        rows = _before(_wanted(self, reach), self, reach, rank)
        newest = rows.order_by(F(self.at).desc(), _key(self.model).desc())[: reach.limit]
        at, day = (F(self.at), _none(DateField())) if self.timed else (_none(DateTimeField()), F(self.at))
        kept = self.model._default_manager.filter(pk__in=newest.values("pk")).order_by()
        spots = kept.annotate(spot_rank=Value(rank), spot_at=at, spot_day=day, spot_key=Cast("pk", CharField()))
        told: QuerySet[Any] = spots.values_list("spot_rank", "spot_at", "spot_day", "spot_key")
        return told

    def shown(self, rows: QuerySet[Any], reach: Reach) -> QuerySet[Any]:
        """Rows with what is shown of them beside their own columns."""
        rows = rows.select_related(*self.join) if self.join else rows
        told = {"told": label_of(self.text, reach.end)} if self.text else {}
        annotated: QuerySet[Any] = rows.annotate(**self.more, **told)
        return annotated


@dataclass(frozen=True, slots=True)
class Listed:
    """A source of few rows that only tell something side by side: all of them are read."""

    kinds: tuple[str, ...]
    read: Callable[[Reach, int], Iterator[Entry]]
    people: bool = False

    def answers(self, wish: Wish) -> bool:
        wrong = wish.person or wish.contact or wish.tone or (wish.people is not None and wish.people != self.people)
        return not wrong and not (wish.kinds and not set(wish.kinds) & set(self.kinds))

    def entries(self, reach: Reach, rank: int) -> Iterator[Entry]:
        words = reach.wish.words.casefold().split()
        for one in self.read(reach, rank):
            said = f"{one.title} {one.text}".casefold()
            if reach.shows(one.place) and all(word in said for word in words):
                yield one


def entry(source: Source, place: Place, row: Any, reach: Reach) -> Entry:
    said: Said = source.say(row, reach)
    fact = isinstance(row, Fact)
    label: Label | None = of(getattr(row, "told", None)) if source.text else None
    people = row_people(row) if source.people is None else source.people
    return Entry(
        place, said.kind or source.kinds[0], said.title, said.icon, said.tone, said.text, said.who, source.timed,
        people,
        said.source or (row.source or "Unknown source" if fact else "Tenure"), row.loaded_at if fact else place.at,
        said.touchpoint, link=said.link, label=label, deleted=said.deleted,
    )  # fmt: skip


def row_people(row: Any) -> bool:
    """Whether somebody did what the journal says."""
    return getattr(row, "actor_id", None) is not None


def spots(sources: Iterable[tuple[int, Source]], reach: Reach) -> list[Place]:
    """Where the newest rows of all of them stand; one query."""
    asked = [source.newest(reach, rank) for rank, source in sources if source.answers(reach.wish)]
    if not asked:
        return []
    models = {rank: source.model for rank, source in sources}
    rows = asked[0].union(*asked[1:], all=True) if len(asked) > 1 else asked[0]
    return [Place(at or reach.at(day), rank, _padded(models[rank], key)) for rank, at, day, key in rows]


def read(sources: Mapping[int, Source], places: Iterable[Place], reach: Reach) -> Iterator[Entry]:
    """The entries at these places; a query for each table that has some."""
    by_model: dict[type[Model], list[Place]] = {}
    for place in places:
        by_model.setdefault(sources[place.rank].model, []).append(place)
    for model, several in by_model.items():
        rows: QuerySet[Any] = model._default_manager.filter(pk__in={_id(model, place.key) for place in several})
        for rank in {place.rank: None for place in several}:
            rows = sources[rank].shown(rows, reach)
        by_key = {_text(row): row for row in rows}
        for place in several:
            if place.key in by_key:  # not deleted in between
                yield entry(sources[place.rank], place, by_key[place.key], reach)


def _wanted(source: Source, reach: Reach) -> QuerySet[Any]:
    wish = reach.wish
    rows = source.model._default_manager.filter(source.keep, **{source.account: reach.account_id})
    if wish.kinds and source.of_kinds:
        rows = rows.filter(source.of_kinds([kind for kind in wish.kinds if kind in source.kinds]))
    if wish.people is not None and source.by_people:
        rows = rows.filter(source.by_people(wish.people))
    for word in wish.words.split():
        rows = rows.filter(reduce(or_, (Q(**{f"{column}__icontains": word}) for column in source.words)))
    if wish.person and source.person:
        rows = rows.filter(source.person(wish.person))
    if wish.contact and source.contact:
        rows = rows.filter(source.contact(wish.contact))
    if wish.tone and source.text:
        rows = rows.annotate(tone=tone_of(source.text, reach.end)).filter(tone=wish.tone)
    return rows


def _before(rows: QuerySet[Any], source: Source, reach: Reach, rank: int) -> QuerySet[Any]:
    """Those before the place and not before the first day; a day stands at its first moment where one is."""
    first = reach.wish.first
    if source.timed:
        rows = rows.filter(**{f"{source.at}__gte": reach.at(first)}) if first else rows
        return _earlier(rows, source, reach.before.at, reach.before, rank)
    rows = rows.filter(**{f"{source.at}__gte": first}) if first else rows
    day = local_date(reach.before.at, reach.zone)
    if reach.at(day) == reach.before.at:
        return _earlier(rows, source, day, reach.before, rank)
    return rows.filter(**{f"{source.at}__lte": day})


def _earlier(rows: QuerySet[Any], source: Source, value: datetime | date, before: Place, rank: int) -> QuerySet[Any]:
    if rank > before.rank:
        return rows.filter(**{f"{source.at}__lt": value})
    # The first condition is the range of the index, the second only tells ties apart.
    rows = rows.filter(**{f"{source.at}__lte": value})
    if rank < before.rank:
        return rows
    key = LessThan(_key(source.model), Value(_id(source.model, before.key)))
    return rows.filter(Q(**{f"{source.at}__lt": value}) | Q(key))


def _none(kind: Any) -> Cast:
    return Cast(Value(None), kind)


def _counted(model: type[Model]) -> bool:
    return isinstance(model._meta.pk, BigAutoField)


def holds(model: type[Model], key: str) -> bool:
    """Whether it can be the id of a row, as it stands in a place."""
    return not _counted(model) or (key.isdecimal() and len(key) <= _DIGITS and int(key) < 2**63)


def _id(model: type[Model], key: str) -> int | str:
    return int(key) if _counted(model) else key


def _text(row: Model) -> str:
    return _padded(type(row), str(row.pk))


def _padded(model: type[Model], key: str) -> str:
    return key.zfill(_DIGITS) if _counted(model) else key


def _key(model: type[Model]) -> F | Collate:
    # By code point, as Python compares: a database that sorts by language would skip entries between two pages.
    return F("pk") if _counted(model) else Collate("pk", "C" if connection.vendor == "postgresql" else "BINARY")
