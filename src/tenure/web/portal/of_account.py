"""Our side of an account's pages: whose link is open until when, who looked when, what they opened."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import Count, Max, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tenure.company.clock import zone
from tenure.company.roles import needs, user_of
from tenure.core.problems import NotAccepted
from tenure.customers.access import account_or_404, may_write
from tenure.customers.models import Account, Contact
from tenure.web.once import sent_once
from tenure.work.portal import access, addresses, links
from tenure.work.portal.configuring import ask_code_of
from tenure.work.portal.models import PortalLink, PortalRule, PortalVisit, Resource, ResourceSeen, portal_settings
from tenure.work.portal.resources import of_account

_MOST: Final = 60
_PER_PAGE: Final = 50
_CODE: Final = {"always": True, "never": False, "company": None}


@dataclass(frozen=True, slots=True)
class Line:
    """A contact with what is known of their page. `until` is the last day on which a link opens it."""

    contact: Contact
    until: datetime | None
    links: int
    last: datetime | None
    visits: int
    closed: str

    @property
    def state(self) -> tuple[str, str]:
        """Band and word."""
        if self.closed:
            return "idle", "Closed"
        if self.until is None:
            return "idle", "No link"
        return ("good", "Has looked") if self.last else ("info", "Not opened yet")


@require_safe
@needs("read_accounts")
def page(request: HttpRequest, account_id: str) -> HttpResponse:
    return _shown(request, account_or_404(request.user, account_id), {})


@require_safe
@needs("read_accounts")
def card(request: HttpRequest, account_id: str) -> HttpResponse:
    """In short, for the account's own page."""
    account = account_or_404(request.user, account_id)
    lines = _lines(account)
    looked = sorted((one for one in lines if one.last), key=lambda one: str(one.last), reverse=True)
    opened = ResourceSeen.objects.filter(contact__account=account, opened_at__isnull=False)
    titles = opened.values("resource__title").annotate(at=Max("opened_at")).order_by("-at")[:3]
    context = {"account": account, "lines": lines, "looked": looked[:4],
               "with_link": sum(1 for one in lines if one.until),
               "opened": [row["resource__title"] for row in titles]}  # fmt: skip
    with timezone.override(zone()):
        return render(request, "portal/staff/_card.html", context)


@require_POST
@needs("read_accounts")
@sent_once("send")
def act(request: HttpRequest, account_id: str, contact_id: str, verb: str) -> HttpResponse:
    """Send, copy, revoke: each verb asks whether the person may write to the account."""
    account = account_or_404(request.user, account_id)
    contact = Contact.objects.select_related("account__owner").filter(account=account, pk=contact_id).first()
    if contact is None or verb not in _ACTS:
        raise Http404
    try:
        done = _ACTS[verb](user_of(request), contact)
    except NotAccepted as error:
        return _shown(request, account, {"problem": str(error)}, 422)
    return _shown(request, account, done)


@require_POST
@needs("read_accounts")
def code(request: HttpRequest, account_id: str) -> HttpResponse:
    account = account_or_404(request.user, account_id)
    chosen = request.POST.get("code", "")
    if chosen not in _CODE:
        raise Http404
    ask_code_of(user_of(request), account, _CODE[chosen])
    return _shown(request, account, {"done": "Saved."})


@require_safe
@needs("read_accounts")
def visits(request: HttpRequest, account_id: str) -> HttpResponse:
    """Every look at a page of theirs, the newest first."""
    account = account_or_404(request.user, account_id)
    found = PortalVisit.objects.filter(account=account).select_related("contact").order_by("-at", "-pk")
    if contact := request.GET.get("contact", ""):
        found = found.filter(contact=contact)
    context = {"account": account, "page": Paginator(found, _PER_PAGE).get_page(request.GET.get("page")),
               "asked": contact}  # fmt: skip
    with timezone.override(zone()):
        return render(request, "portal/staff/visits.html", context)


@require_safe
@needs("read_accounts")
def view(request: HttpRequest, account_id: str) -> HttpResponse:
    """The customer view of whoever looked last, or of whoever is there."""
    account = account_or_404(request.user, account_id)
    there = access.invited(account).annotate(last=Max("portal_visits__at"), roles=Count("pk", filter=~Q(role="")))
    chosen = sorted(there.order_by("name", "pk")[:_MOST], key=_most_likely)
    if not chosen:
        return redirect("customer-pages:of-account", account.pk)
    return redirect("customer-view:home", chosen[0].pk)


def _most_likely(contact: Any) -> tuple[bool, float, bool]:
    """Who looked last comes first, then who has a role."""
    return contact.last is None, -contact.last.timestamp() if contact.last else 0.0, not contact.role


def _send(user: Any, contact: Contact) -> dict[str, Any]:
    links.send(user, contact)
    return {"done": f"A link is on its way to {contact.email}."}


def _copy(user: Any, contact: Contact) -> dict[str, Any]:
    link = links.copy(user, contact)
    return {"made": addresses.address(link.key), "made_for": contact, "made_until": link.expires_at}


def _revoke(user: Any, contact: Contact) -> dict[str, Any]:
    count = links.revoke_all(user, contact)
    word = "link opens" if count == 1 else "links open"
    return {"done": f"{count} {word} nothing any more." if count else f"No link of {contact} was in force."}


_ACTS: Final = {"send": _send, "copy": _copy, "revoke": _revoke}


def _shown(request: HttpRequest, account: Account, more: dict[str, Any], status: int = 200) -> HttpResponse:
    rule = PortalRule.objects.filter(account=account).first()
    context = {
        "account": account, "lines": _lines(account), "guides": _guides(account), "settings": portal_settings(),
        "may_write": may_write(request.user, account),
        "code": "company" if rule is None else "always" if rule.code else "never", **more,
    }  # fmt: skip
    template = "portal/staff/_of_account.html" if request.headers.get("HX-Request") else "portal/staff/of_account.html"
    with timezone.override(zone()):
        response = render(request, template, context, status=status)
    response["Cache-Control"] = "no-store"  # a link that was made stands on it
    return response


def _lines(account: Account) -> list[Line]:
    """In three queries, however many people."""
    contacts = list(access.invited(account).order_by("name", "pk")[:_MOST])
    ids = [one.pk for one in contacts]
    held = _by_contact(access.in_force(PortalLink.objects.filter(contact__in=ids)), "expires_at")
    seen = _by_contact(PortalVisit.objects.filter(contact__in=ids), "at")
    # They are there; what else could close their page is of the whole account.
    why = access.closed(contacts[0], getattr(account, "state", None)) if contacts else ""
    lines = []
    for one in contacts:
        (until, links_), (last, looks) = held.get(one.pk, (None, 0)), seen.get(one.pk, (None, 0))
        lines.append(Line(one, until, links_, last, looks, why))
    return lines


def _by_contact(rows: Any, at: str) -> dict[str, tuple[datetime, int]]:
    """The last moment, and how many there are."""
    found = rows.values_list("contact").annotate(last=Max(at), count=Count("pk"))
    return {contact: (last, count) for contact, last, count in found}


def _guides(account: Account) -> list[tuple[Resource, list[ResourceSeen], int]]:
    """What they are shown, with who opened it and how many were shown it."""
    shown = of_account(account.pk)[:_MOST]
    rows = ResourceSeen.objects.filter(contact__account=account, resource__in=shown).select_related("contact")
    by_resource: dict[int, list[ResourceSeen]] = {}
    for row in rows.order_by("-opened_at", "pk"):
        by_resource.setdefault(row.resource_id, []).append(row)
    return [(one, [row for row in by_resource.get(one.pk, []) if row.opened_at], len(by_resource.get(one.pk, [])))
            for one in shown]  # fmt: skip
