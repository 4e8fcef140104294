"""Customers' pages: links of contacts, and their visits."""

from datetime import datetime
from typing import Annotated, Literal

from django.http import Http404, HttpRequest
from ninja import Query, Schema
from pydantic import Field

from tenure.api.kinds import Key, Page, Paging, Person, Sent, cut, paged, person
from tenure.api.operations import Area
from tenure.api.problems import Refusal
from tenure.company.roles import user_of
from tenure.core.problems import NotAccepted
from tenure.customers.access import visible_accounts, visible_rows
from tenure.customers.models import Contact
from tenure.work.portal import access, links
from tenure.work.portal.models import PortalLink, PortalVisit

area = Area("Customer pages")
Id = Annotated[str, Field(max_length=190)]


class PageLinkOut(Schema):
    id: int
    contact: str
    account: str
    state: Literal["in force", "expired", "revoked"]
    given: Annotated[str, Field(description="In a message, by mail, because they asked, copied by hand")]
    given_at: datetime
    given_by: Person | None
    expires_at: datetime
    first_used_at: datetime | None


class PageVisitOut(Schema):
    contact: str
    account: str
    at: datetime
    page: str
    title: str
    browser: str


class Asked(Paging):
    account: Id = ""
    contact: Id = ""


class GiveLink(Sent):
    contact: Id


@area.get("/customer-pages/links", Page[PageLinkOut])
def page_links(request: HttpRequest, asked: Query[Asked]) -> dict[str, object]:
    """List links to customers' pages, the newest first. Their addresses are not told again."""
    found = visible_rows(request.user, PortalLink.objects.all(), "contact__account")
    found = found.filter(contact__account=asked.account) if asked.account else found
    found = found.filter(contact=asked.contact) if asked.contact else found
    rows = found.select_related("contact", "created_by").order_by("-created_at", "-pk")
    return paged(request, asked, [_told(link) for link in cut(rows, asked)])


@area.create("/customer-pages/links", PageLinkOut, needs="write_own_accounts")
def give_page_link(request: HttpRequest, sent: GiveLink) -> PageLinkOut:
    """Mail a contact a link to their page. Its address is told to nobody else, so it is not in the answer."""
    contact = _contact(request, sent.contact)
    try:
        return _told(links.send(user_of(request), contact))
    except NotAccepted as error:
        raise Refusal(422, str(error), "body.contact") from None


@area.change("/customer-pages/links/{link_id}/revoke", PageLinkOut, needs="write_own_accounts")
def revoke_page_link(request: HttpRequest, link_id: Key) -> PageLinkOut:
    """Revoke a link: it opens nothing any more, and whom it let in is out."""
    found = PortalLink.objects.select_related("contact__account", "created_by")
    link = found.filter(pk=link_id, contact__account__in=visible_accounts(request.user)).first()
    if link is None:
        raise Http404
    links.revoke(user_of(request), link)
    link.refresh_from_db(fields=["revoked_at"])
    return _told(link)


@area.get("/customer-pages/visits", Page[PageVisitOut])
def page_visits(request: HttpRequest, asked: Query[Asked]) -> dict[str, object]:
    """List looks of contacts at their pages, the newest first."""
    found = visible_rows(request.user, PortalVisit.objects.all())
    found = found.filter(account=asked.account) if asked.account else found
    found = found.filter(contact=asked.contact) if asked.contact else found
    names = ("at", "page", "title", "browser")
    rows = [PageVisitOut(contact=row.contact_id, account=row.account_id, **{name: getattr(row, name) for name in names})
            for row in cut(found.order_by("-at", "-pk"), asked)]  # fmt: skip
    return paged(request, asked, rows)


def _contact(request: HttpRequest, contact_id: str) -> Contact:
    found = Contact.objects.select_related("account__owner")
    contact = found.filter(pk=contact_id, account__in=visible_accounts(request.user)).first()
    if contact is None:
        raise Refusal(422, f"There is no contact {contact_id[:80]}.", "body.contact")
    return contact


def _told(link: PortalLink) -> PageLinkOut:
    state: Literal["in force", "expired", "revoked"] = "in force" if access.opens(link) else "expired"
    state = "revoked" if link.revoked_at else state
    return PageLinkOut(
        id=link.pk, contact=link.contact_id, account=link.contact.account_id, state=state,
        given=link.get_via_display(), given_at=link.created_at, given_by=person(link.created_by),
        expires_at=link.expires_at, first_used_at=link.first_used_at,
    )  # fmt: skip
