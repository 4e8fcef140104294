"""A page of the customer's as somebody opened it: the contact themselves, or one of us who looks at what they see."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Case, Q, When
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
from tenure.work.portal.access import still_there

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
    others: Sequence[Contact] = ()  # in a preview, whose page one may look at instead

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
                "today": self.day, "others": self.others}  # fmt: skip
        return render(request, template, held | context, status=status)


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
        company = settings_row()
        contacts = _looked_at(request.user, contact_id, today(company))
        if not contacts or request.method not in ("GET", "HEAD"):
            raise Http404
        here = Here(contacts[0], company, today(company), preview=True, others=contacts[1:])
        with timezone.override(zone(here.company)):
            return private(view(request, here, *args, **kwargs))

    return guarded


def _looked_at(user: Any, contact_id: str, day: date) -> list[Contact]:
    """The contact, and after them some of their colleagues who are still there; nobody where one may not look."""
    account = Contact.objects.filter(pk=contact_id, account__in=visible_accounts(user)).values("account")
    rows = Contact.objects.filter(Q(pk=contact_id) | still_there(day), account__in=account)
    first = Case(When(pk=contact_id, then=0), default=1)
    return list(rows.select_related("account__owner", "account__state").order_by(first, "name", "pk")[: _OTHERS + 1])


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


def _here(contact: Contact, request: HttpRequest) -> Here:
    company = settings_row()
    return Here(contact, company, today(company), preview=False, agent=request.headers.get("User-Agent", "")[:300])
