"""Whose token it is."""

from datetime import datetime
from typing import cast

from django.http import HttpRequest
from ninja import Schema

from tenure.api.kinds import Person, person
from tenure.api.operations import Area, token_of

area = Area("Me")


class Me(Schema):
    person: Person
    role: str
    token: str
    may_write: bool
    expires_at: datetime | None


@area.get("/me", Me, needs="use_api")
def me(request: HttpRequest) -> Me:
    """Say whose token this is and what it may do."""
    token = token_of(request)
    return Me(
        person=cast(Person, person(token.user)), role=token.user.role, token=token.name, may_write=token.may_write,
        expires_at=token.expires_at,
    )  # fmt: skip
