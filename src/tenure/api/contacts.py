"""Contacts of an account: listed, added, changed."""

from datetime import date
from typing import Annotated

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from ninja import Query, Schema
from pydantic import Field

from tenure.api.accounts import area
from tenure.api.kinds import Day, Page, Paging, Sent, cut, paged
from tenure.api.versions import IfMatch, give, hold
from tenure.company.roles import user_of
from tenure.customers import contacts as verbs
from tenure.customers.access import account_or_404
from tenure.customers.contacts import LABELS, Written
from tenure.customers.models import Contact

_Left = Annotated[date | None, Field(description="The day on which they are no longer there")]


class ContactOut(Schema):
    id: str
    account: str
    name: str
    email: str
    phone: str
    title: str
    role: Annotated[str, Field(description="executive_sponsor, champion, admin and the like, as its source says")]
    left_on: _Left
    source: Annotated[str, Field(description=f"Where they came in from; {verbs.HERE} when somebody added them here")]
    etag: str


class WriteContact(Sent):
    name: Annotated[str, Field(max_length=200, description="This or an address")] = ""
    email: Annotated[str, Field(max_length=200)] = ""
    phone: Annotated[str, Field(max_length=60)] = ""
    title: Annotated[str, Field(max_length=200)] = ""
    role: Annotated[str, Field(max_length=60)] = ""
    left_on: Annotated[Day | None, Field(description="The day on which they are no longer there")] = None


@area.get("/accounts/{account_id:account_id}/contacts", Page[ContactOut])
def contacts(request: HttpRequest, account_id: str, asked: Query[Paging]) -> dict[str, object]:
    """List contacts: those who are there by name, then those who left, the latest first."""
    found = account_or_404(request.user, account_id).contacts.order_by(
        F("left_on").desc(nulls_first=True), "name", "pk"
    )
    return paged(request, asked, [_told(one) for one in cut(found, asked)])


@area.create("/accounts/{account_id:account_id}/contacts", ContactOut, needs="write_own_accounts")
def add_contact(request: HttpRequest, account_id: str, sent: WriteContact) -> ContactOut:
    """Add a contact by hand; an address that another contact of the account has is refused."""
    return _told(verbs.add(user_of(request), account_or_404(request.user, account_id), _written(sent)))


@area.replace("/contacts/{account_id:contact_id}", ContactOut, needs="write_own_accounts")
def edit_contact(
    request: HttpRequest, contact_id: str, sent: WriteContact, response: HttpResponse, if_match: IfMatch = None
) -> ContactOut:
    """Write one anew. Of who came in from a file, what is changed stays until the file says something else."""
    seen = verbs.version(verbs.contact_or_404(request.user, contact_id))
    hold(if_match, seen)
    made = verbs.edit(user_of(request), contact_id, _written(sent), seen)
    give(response, verbs.version(made))
    return _told(made)


def _written(sent: WriteContact) -> Written:
    return Written(**{name: getattr(sent, name) for name in LABELS})


def _told(row: Contact) -> ContactOut:
    return ContactOut(
        **{name: getattr(row, name) for name in LABELS}, id=row.pk, account=row.account_id, source=row.source,
        etag=verbs.version(row),
    )  # fmt: skip
