"""A page of the customer's as somebody opened it: the contact themselves, or one of us who looks at what they see."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from tenure.company.clock import today, zone
from tenure.company.models import Settings, settings_row
from tenure.company.roles import needs
from tenure.customers.access import visible_accounts
from tenure.customers.models import Contact
from tenure.work.portal import addresses, sessions, visits
from tenure.work.portal.access import invited

COOKIE: Final = "tenure_page"
_OTHERS: Final = 12
View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Here:
    """Whose page it is. In a preview nothing is written down and nothing can be sent."""

    contact: Contact
    company: Settings
    day: date
    preview: bool
    agent: str = ""

    def url(self, name: str, *args: Any) -> str:
        if self.preview:
            return reverse(f"customer-view:{name}", args=[self.contact.pk, *args])
        return reverse(f"portal:{name}", args=args)

    def note(self, page: str, subject_id: Any = "", title: str = "") -> None:
        """The contact looked at this; that one of us did is nobody's visit."""
        if not self.preview:
            visits.note(self.contact, page, self.agent, str(subject_id), title)

    def show(self, request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        held = {"here": self, "contact": self.contact, "account": self.contact.account, "company": self.company,
                "today": self.day, "others": self._others() if self.preview else ()}  # fmt: skip
        return render(request, template, held | context, status=status)

    def _others(self) -> list[Contact]:
        """Whose page one may look at instead."""
        there = invited(self.contact.account, self.day).exclude(pk=self.contact.pk)
        return list(there.order_by("name", "pk")[:_OTHERS])


def theirs(view: View) -> View:
    """A page of a contact's own: for whoever a link let in, and for nobody else."""

    @login_not_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        session = sessions.read(request.COOKIES.get(COOKIE, ""))
        if session is None:
            return private(_by_sign_in(request) or redirect("portal:link"))
        if session.open_at is None:
            return private(redirect("portal:code"))
        here = _here(session.contact, request)
        with timezone.override(zone(here.company)):
            return private(view(request, here, *args, **kwargs))

    return guarded


def preview(view: View) -> View:
    """The same page as one of us sees it: what the contact would see, read only."""

    @needs("read_accounts")
    @wraps(view)
    def guarded(request: HttpRequest, contact_id: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = Contact.objects.select_related("account__owner", "account__state")
        contact = found.filter(pk=contact_id, account__in=visible_accounts(request.user)).first()
        if contact is None or request.method not in ("GET", "HEAD"):
            raise Http404
        here = _here(contact, request, looked_at=True)
        with timezone.override(zone(here.company)):
            return private(view(request, here, *args, **kwargs))

    return guarded


def private(response: HttpResponseBase) -> HttpResponseBase:
    """No copy in any cache, no entry in any index, and no word to another server of where one came from.

    Not `no-referrer`: browsers then send forms without an origin, which are refused as forged.
    """
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response.setdefault("Referrer-Policy", "same-origin")
    return response


def let_in(response: HttpResponseBase, secret: str) -> HttpResponseBase:
    """The cookie of the page: of this path alone, unseen by scripts, sent along when a mail's link is followed."""
    response.set_cookie(
        COOKIE, secret, max_age=int(sessions.IDLE.total_seconds()), path=addresses.PATH, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


def _by_sign_in(request: HttpRequest) -> HttpResponseBase | None:
    """A customer who has signed in needs no link."""
    user = request.user
    begun = sessions.begin_for(user) if user.is_authenticated and request.method == "GET" else None
    return let_in(redirect(request.get_full_path()), begun[1]) if begun else None


def _here(contact: Contact, request: HttpRequest, *, looked_at: bool = False) -> Here:
    company = settings_row()
    return Here(contact, company, today(company), looked_at, request.headers.get("User-Agent", "")[:300])
