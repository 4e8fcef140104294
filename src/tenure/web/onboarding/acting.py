"""Verbs on an onboarding and on its steps, by forms."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from tenure.automation.completing import complete
from tenure.core.problems import NotAccepted
from tenure.journal.models import Change
from tenure.onboarding import doing, ending, moving, verbs, writing
from tenure.onboarding.reading import may_change
from tenure.web.account.opened import reads
from tenure.web.days import day_of
from tenure.web.onboarding.detail import shown
from tenure.web.onboarding.moving import days_of
from tenure.web.onboarding.opened import looked
from tenure.web.once import clicked_once, sent_once
from tenure.web.tasks.form import person

_Act = Callable[[Any, str, QueryDict], object]
_OnStep = Callable[[Any, str, str, QueryDict], object]

_ACTS: Final[Mapping[str, _Act]] = {
    "complete": lambda user, key, given: complete(user, key, seen=given.get("seen", ""), anyway="anyway" in given),
    "cancel": lambda user, key, given: ending.cancel(user, key, given.get("reason", ""), seen=given.get("seen", "")),
    "reopen": lambda user, key, given: ending.reopen(user, key),
    "hand-over": lambda user, key, given: ending.hand_over(
        user, key, person(given.get("lead", "")), seen=given.get("seen", "")
    ),
    "agree": lambda user, key, given: moving.agree_anew(user, key, given.get("reason", ""), seen=given.get("seen", "")),
}
_ON_STEPS: Final[Mapping[str, _OnStep]] = {
    "done": lambda user, key, step, given: doing.finish_step(user, key, step),
    "reopen": lambda user, key, step, given: doing.reopen_step(user, key, step),
    "free": lambda user, key, step, given: doing.free(user, key, step),
    "remove": lambda user, key, step, given: verbs.remove_step(user, key, step, seen=given.get("seen", "")),
}


@require_POST
@reads
@clicked_once("complete", "cancel", "agree", "hand-over")
def act(request: HttpRequest, onboarding_id: str, verb: str) -> HttpResponse:
    if verb not in _ACTS:
        raise Http404
    return _done(request, onboarding_id, lambda: _ACTS[verb](request.user, onboarding_id, request.POST))


@require_POST
@reads
@clicked_once("remove")
def on_step(request: HttpRequest, onboarding_id: str, step: str, verb: str) -> HttpResponse:
    if verb not in _ON_STEPS:
        raise Http404
    return _done(request, onboarding_id, lambda: _ON_STEPS[verb](request.user, onboarding_id, step, request.POST))


@require_POST
@reads
@clicked_once()
def move(request: HttpRequest, onboarding_id: str) -> HttpResponse:
    given = request.POST
    return _done(request, onboarding_id, lambda: moving.move(
        request.user, onboarding_id, given.get("key", ""), day_of(given.get("start", "")),
        days_of(given.get("days", "")), seen=given.get("seen", ""),
    ))  # fmt: skip


@require_POST
@reads
def undo(request: HttpRequest, onboarding_id: str, change_id: int) -> HttpResponse:
    """Of moving and of removing, by the row in the journal."""
    here = looked(request, onboarding_id)
    change = get_object_or_404(
        Change, pk=change_id, subject_type="onboarding.onboarding", subject_id=here.onboarding.pk
    )
    return _done(request, onboarding_id, lambda: _undone(request.user, onboarding_id, change))


def _undone(user: Any, onboarding_id: str, change: Change) -> object:
    key = str(change.after.get("key", ""))
    if change.verb == "onboarding.step_removed":
        return verbs.restore_step(user, onboarding_id, key, change.before.get("waited", ()))
    if change.verb == "onboarding.step_moved":
        return moving.put_back(user, onboarding_id, key, change.before, change.after)
    raise Http404


@require_POST
@reads
@sent_once()
def remind(request: HttpRequest, onboarding_id: str) -> HttpResponse:
    """A draft to those who have not signed in; it is looked at before it goes."""
    try:
        message = writing.remind(request.user, onboarding_id, request.POST.getlist("user"))
    except NotAccepted as error:
        return shown(request, looked(request, onboarding_id), str(error), 422)
    return redirect("messages:detail", message.pk)


def _done(request: HttpRequest, onboarding_id: str, do: Callable[[], object]) -> HttpResponse:
    here = looked(request, onboarding_id)
    if here.plan is None or not may_change(request.user, here.plan):
        raise Http404
    try:
        do()
    except NotAccepted as error:
        return shown(request, looked(request, onboarding_id), str(error), 422)
    view = "?view=steps" if request.POST.get("view") == "steps" else ""
    return redirect(reverse("onboarding:page", args=[here.onboarding.pk]) + view)
