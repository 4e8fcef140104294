"""What leads do with a signal: make one, save its draft, publish it with a note, discard it, switch it off."""

import re
from typing import Final

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from tenure.company.roles import needs
from tenure.health.verbs import RAISED
from tenure.library import verbs
from tenure.library.models import Document, Kind
from tenure.library.reading import published_measures
from tenure.metrics.signals import BadSignal
from tenure.web.once import clicked_once
from tenure.web.risks import signal_form as forms
from tenure.web.risks.signal_form import Form
from tenure.web.risks.signal_opened import Opened, open_signal, read
from tenure.web.risks.signals import made_of, shown

_LONGEST_KEY: Final = 60


@require_http_methods(["GET", "HEAD", "POST"])
@needs("edit_scorecards")
def new(request: HttpRequest) -> HttpResponse:
    """It begins as a draft with one test, to be tried before it is published."""
    name, problem = request.POST.get("name", "").strip(), ""
    if request.method == "POST":
        try:
            key = _key_of(name)
            verbs.draft(Kind.SIGNAL, forms.body_of(Form(name), key, {}), request.user, seen="")
            return redirect("risks:signal", key)
        except (BadSignal, verbs.Refused) as error:
            problem = str(error)
    return render(request, "risks/new_signal.html", {"name": name, "problem": problem}, status=422 if problem else 200)


def _key_of(name: str) -> str:
    key = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:_LONGEST_KEY]
    if len(key) < 2 or not key[0].isalpha():
        raise BadSignal("Name: give one that begins with a letter from a to z, of at least two letters.")
    if key == RAISED or Document.objects.filter(kind=Kind.SIGNAL, key=key).exists():
        raise BadSignal(f"Name: there is, or was, a signal of the name {name}; choose another.")
    return key


@require_POST
@needs("edit_scorecards")
@clicked_once()
def save(request: HttpRequest, key: str) -> HttpResponse:
    try:
        _draft(request, open_signal(key))
    except (BadSignal, verbs.Refused) as error:
        return shown(request, open_signal(key), str(error), 422)
    return redirect("risks:signal", key)


def _draft(request: HttpRequest, here: Opened) -> Document:
    body = forms.body_of(here.form(request), here.key, forms.names_of(published_measures()))
    return verbs.draft(Kind.SIGNAL, body, request.user, seen=request.POST.get("seen", ""))


@require_POST
@needs("edit_scorecards")
@clicked_once()
def publish(request: HttpRequest, key: str) -> HttpResponse:
    """What the form says is saved first, so that nothing that is seen on the page is left behind."""
    here, note = open_signal(key), request.POST.get("note", "").strip()
    try:
        if not note:
            raise verbs.Refused("Note: say what changed and why; it is kept with the version.")
        if here.held and made_of(request, here, published_measures()) == read(here.held):
            raise verbs.Refused("Nothing is different from the version in force, so there is nothing to publish.")
        with transaction.atomic():
            made = verbs.publish(_draft(request, here), request.user, note)
    except (BadSignal, verbs.Refused) as error:
        return shown(request, open_signal(key), str(error), 422)
    messages.success(request, f"{made} is in force. What begins from now on opens risks.")
    return redirect("risks:signal", key)


@require_POST
@needs("edit_scorecards")
def discard(request: HttpRequest, key: str) -> HttpResponse:
    here = open_signal(key)
    try:
        if here.draft:
            verbs.discard(here.draft, request.user)
    except verbs.Refused as error:
        return shown(request, open_signal(key), str(error), 422)
    return redirect("risks:signal", key) if here.held else redirect("risks:signals")


@require_POST
@needs("edit_scorecards")
def retire(request: HttpRequest, key: str) -> HttpResponse:
    """It opens no more risks; those that are open stay."""
    here, reason = open_signal(key), request.POST.get("reason", "").strip()
    try:
        if not here.held:
            raise verbs.Refused("It is not in force.")
        if not reason:
            raise verbs.Refused("Reason: say why it is switched off.")
        verbs.retire(here.held, request.user, reason)
    except verbs.Refused as error:
        return shown(request, here, str(error), 422)
    return redirect("risks:signals")
