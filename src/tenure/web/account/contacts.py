"""Contacts that are added and changed by hand."""

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from tenure.company.roles import needs
from tenure.core.problems import ChangedMeanwhile, NotAccepted
from tenure.customers import contacts
from tenure.customers.access import account_or_404, may_write
from tenure.customers.contacts import LABELS, Written
from tenure.customers.models import Account, Contact
from tenure.planning.stakeholders.seeing import ROLES
from tenure.web.days import day_of
from tenure.web.leading import own_page
from tenure.web.meanwhile import both
from tenure.web.once import clicked_once, sent_once

_CHANGED: Final = "Somebody changed this contact in the meantime. Yours is below; saving it replaces theirs."


@require_http_methods(["GET", "HEAD", "POST"])
@needs("write_own_accounts")
@sent_once()
def new(request: HttpRequest, account_id: str) -> HttpResponse:
    account = _writable(request, account_id)
    if request.method != "POST":
        return _form(request, account, request.GET.dict())
    try:
        contacts.add(request.user, account, _written(request.POST.dict()))
    except NotAccepted as error:
        return _form(request, account, request.POST.dict(), problem=str(error))
    return _back(request, account)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("write_own_accounts")
@clicked_once()
def edit(request: HttpRequest, account_id: str, key: str) -> HttpResponse:
    account = _writable(request, account_id)
    held = contacts.contact_or_404(request.user, key)
    if held.account_id != account.pk:
        raise Http404
    typed = request.POST.dict()
    if request.method != "POST":
        return _form(request, account, _typed(held), held=held)
    try:
        contacts.edit(request.user, held.pk, _written(typed), typed.get("seen", ""))
    except NotAccepted as error:
        return _form(request, account, typed, held=held, problem=str(error), seen=typed.get("seen", ""))
    except ChangedMeanwhile as conflict:
        return _form(request, account, typed, held=conflict.now, problem=_CHANGED)
    return _back(request, account)


def _writable(request: HttpRequest, account_id: str) -> Account:
    account = account_or_404(request.user, account_id)
    if not may_write(request.user, account):
        raise Http404
    return account


def _written(typed: dict[str, str]) -> Written:
    texts = {name: typed.get(name, "") for name in LABELS if name != "left_on"}
    left = typed.get("left_on", "").strip()
    return Written(**texts, left_on=day_of(left) if left else None)


def _typed(held: Contact) -> dict[str, str]:
    left = held.left_on.isoformat() if held.left_on else ""
    return {name: getattr(held, name) for name in LABELS} | {"left_on": left}


def _said(held: Contact) -> dict[str, str]:
    typed = _typed(held)
    return typed | _role(typed)


def _role(typed: dict[str, str]) -> dict[str, str]:
    role = typed.get("role", "")
    return {"role": ROLES.get(role, role)}


def _form(
    request: HttpRequest, account: Account, typed: dict[str, str], *, held: Contact | None = None, problem: str = "",
    seen: str = "",
) -> HttpResponse:  # fmt: skip
    role = typed.get("role", "")
    roles = ROLES if role in ROLES or not role else {**ROLES, role: role}
    context: dict[str, Any] = {
        "account": account, "typed": typed, "held": held, "problem": problem, "roles": roles.items(),
        "meanwhile": both(LABELS, _said(held), typed | _role(typed)) if held and problem == _CHANGED else None,
        "seen": seen or (contacts.version(held) if held else ""), "ours": held and held.source == contacts.HERE,
        "next": _next(request), "back": _led_back(request, account),
    }  # fmt: skip
    return render(request, "account/contact.html", context, status=422 if problem else 200)


def _back(request: HttpRequest, account: Account) -> HttpResponse:
    return redirect(_led_back(request, account))


def _led_back(request: HttpRequest, account: Account) -> str:
    return own_page(_next(request), "account:people", account.pk)


def _next(request: HttpRequest) -> str:
    return request.POST.get("next", request.GET.get("next", ""))
