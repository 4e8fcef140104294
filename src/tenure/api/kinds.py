"""Kinds of values that come in and go out, each with its limits."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from ninja import Schema
from pydantic import ConfigDict, Field

Item = TypeVar("Item")
Day = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2200, 1, 1))]
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
Words = Annotated[str, Field(max_length=10_000)]
Short = Annotated[str, Field(max_length=300)]


class Sent(Schema):
    """What a program sends: a field that is not known is a mistake, not something to overlook."""

    model_config = ConfigDict(extra="forbid")


class Money(Schema):
    """An amount in minor units, such as cents."""

    minor: int
    currency: str


def money(minor: int | None, currency: str) -> Money | None:
    return None if minor is None else Money(minor=minor, currency=currency)


class Person(Schema):
    id: int
    name: str
    email: str


def person(user: Any) -> Person | None:
    return Person(id=user.pk, name=str(user), email=user.email) if user else None


class Paging(Schema):
    page: Annotated[int, Field(ge=1, le=100_000, description="Counted from 1")] = 1
    per_page: Annotated[int, Field(ge=1, le=500)] = 50

    @property
    def before(self) -> int:
        """How many rows lie before the page."""
        return (self.page - 1) * self.per_page


class Page(Schema, Generic[Item]):
    """One page of a list. `next` is the address of the one after, null on the last."""

    as_of: Annotated[date | None, Field(description="The day that the values are of, where they are of one")] = None
    items: list[Item]
    next: str | None


def paged(request: HttpRequest, paging: Paging, items: Iterable[Any], *, as_of: date | None = None) -> dict[str, Any]:
    """`items` are those of the page and one more, if there is one."""
    found = list(items)
    following = None
    if len(found) > paging.per_page:
        asked = [(name, value) for name, values in request.GET.lists() for value in values if name != "page"]
        following = f"{request.path}?{urlencode([*asked, ('page', paging.page + 1)])}"
    return {"as_of": as_of, "items": found[: paging.per_page], "next": following}


Row = TypeVar("Row", bound=Model)


def cut(rows: QuerySet[Row], paging: Paging) -> Sequence[Row]:
    """The rows of the page and one more, cut by the database."""
    return list(rows[paging.before : paging.before + paging.per_page + 1])
