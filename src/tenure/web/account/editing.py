"""Changing what people own, in place: one field at a time, and tags."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from tenure.company.roles import may
from tenure.customers import bulk
from tenure.customers.models import Account
from tenure.customers.verbs import Conflict, EditError, edit_account
from tenure.journal.models import Change
from tenure.journal.reading import last_change_of
from tenure.web.account.details import FORMS, choices, detail, in_words, read, suggestions, text_of
from tenure.web.account.opened import Opened, from_htmx, opened, reads
from tenure.web.account.pinned import pinned_now


def _writable(request: HttpRequest, account_id: str) -> Opened:
    here = opened(request, account_id)
    if not here.may_write:
        raise Http404
    return here


@reads
@require_http_methods(["GET", "POST"])
def field(request: HttpRequest, account_id: str, name: str) -> HttpResponse:
    """A field as a form, or what a form sent. `seen` is the value on the page it was opened from."""
    here = _writable(request, account_id)
    if name not in FORMS or (name == "owner" and not may(request.user, "assign_owner")):
        raise Http404
    if request.method == "POST":
        return _save(request, here, name)
    if "show" in request.GET:
        return _shown(request, here, name)
    now = text_of(here.account, name)
    changed = "seen" in request.GET and request.GET["seen"] != now
    return _form(request, here, name, value=now, meanwhile=last_change_of(here.account, name) if changed else None)


def _save(request: HttpRequest, here: Opened, name: str) -> HttpResponse:
    value, seen = request.POST.get("value", ""), request.POST.get("seen", "")
    try:
        edit_account(
            request.user, here.account.pk, {name: read(name, value)}, seen={name: read(name, seen)},
            reason=request.POST.get("reason", "").strip()[:500],
        )  # fmt: skip
    except Conflict:
        fresh = opened(request, here.account.pk)
        meanwhile = last_change_of(fresh.account, name)
        return _form(request, fresh, name, value=value, meanwhile=meanwhile, conflict=True)
    except EditError as error:
        return _form(request, here, name, value=value, problem=str(error))
    return _shown(request, opened(request, here.account.pk), name)


def _shown(request: HttpRequest, here: Opened, name: str) -> HttpResponse:
    if not from_htmx(request):
        return redirect("account:page", here.account.pk)
    context = {"detail": detail(here, name, may(request.user, "assign_owner")), "changed": request.method == "POST"}
    if context["changed"] and name == "owner":  # stands in the page's head too
        context["pinned"] = pinned_now(here)
    return render(request, "account/_changed.html", here.context() | context)


def _form(
    request: HttpRequest, here: Opened, name: str, *, value: str, meanwhile: Change | None = None,
    conflict: bool = False, problem: str = "",
) -> HttpResponse:  # fmt: skip
    now = text_of(here.account, name)
    context: dict[str, Any] = {
        "detail": detail(here, name, may(request.user, "assign_owner")),
        "value": value,
        "value_words": _said(name, value),
        "seen": now,
        "now_words": _said(name, now),
        "choices": choices(name),
        "suggestions": suggestions(name),
        "meanwhile": meanwhile,
        "conflict": conflict,
        "problem": problem,
    }
    template = "account/field.html#form" if from_htmx(request) else "account/field.html"
    return render(request, template, here.context() | context)


def _said(name: str, text: str) -> str:
    labels = dict(choices(name)) if name == "owner" else {}
    return labels.get(text) or in_words(name, text) or "nothing"


@reads
@require_http_methods(["GET", "POST"])
def tags(request: HttpRequest, account_id: str) -> HttpResponse:
    """The tags; posted to, puts one on the account (`add`) or takes one off (`remove`)."""
    if request.method == "GET":
        return _tags(request, opened(request, account_id))
    here = _writable(request, account_id)
    this = Account.objects.filter(pk=here.account.pk)
    try:
        if "remove" in request.POST:
            bulk.remove_tag(request.user, this, request.POST["remove"])
        else:
            bulk.add_tag(request.user, this, request.POST.get("add", ""))
    except EditError as error:
        return _tags(request, here, str(error))
    return _tags(request, here) if from_htmx(request) else redirect("account:page", here.account.pk)


def _tags(request: HttpRequest, here: Opened, problem: str = "") -> HttpResponse:
    template = "account/_tags.html" if from_htmx(request) or not problem else "account/tag_refused.html"
    return render(request, template, here.context() | {"tags": here.tags, "problem": problem})
