"""Mails that came in and belong to nobody known: a person assigns them, or leaves them out."""

from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from tenure.company.roles import may, needs
from tenure.core.problems import NotAccepted
from tenure.customers.access import visible_accounts
from tenure.customers.models import Contact
from tenure.web.once import clicked_once
from tenure.work.mailbox import taking
from tenure.work.messages import listing
from tenure.work.messages.models import IncomingMail

PER_PAGE: Final = 25


@require_safe
@needs("write_own_accounts")
def page(request: HttpRequest) -> HttpResponse:
    return _shown(request)


def _shown(request: HttpRequest, problem: str = "", about: int = 0, status: int = 200) -> HttpResponse:
    here = Paginator(listing.unassigned(), PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "page": here,
        "problem": problem,
        "about": about,
        "typed": request.POST.get("account", ""),
    }
    return render(request, "messages/incoming.html", context, status=status)


@require_POST
@needs("write_own_accounts")
@clicked_once()
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    incoming = get_object_or_404(IncomingMail, pk=pk)
    try:
        if "leave" in request.POST:
            taking.leave_out(request.user, incoming)
        else:
            _assign(request, incoming)
    except NotAccepted as error:
        return _shown(request, str(error), pk, 422)
    return redirect("messages:incoming")


def _assign(request: HttpRequest, incoming: IncomingMail) -> None:
    """To the account that was named, by id or by its exact name."""
    said = request.POST.get("account", "").strip()
    accounts = visible_accounts(request.user)
    found = list(accounts.filter(pk=said)[:1]) or list(accounts.filter(name__iexact=said)[:2])
    if len(found) != 1:
        many = "Several accounts are called" if found else "There is no account"
        raise NotAccepted(f"{many} “{said[:80]}”; write the account’s id or its whole name.")
    if not (may(request.user, "write_all_accounts") or found[0].owner_id == request.user.pk):
        raise NotAccepted(f"{found[0].name} is not in your book; its owner or a lead can assign this.")
    contact = Contact.objects.filter(account=found[0], email__iexact=incoming.from_email).first()
    taking.assign(request.user, incoming, found[0], contact.pk if contact else "")
