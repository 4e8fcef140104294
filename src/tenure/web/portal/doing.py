"""What a contact sends: tasks done and undone, questions, how easy it is, an invitation for a colleague."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from tenure.core.problems import NotAccepted
from tenure.feedback.asking import how_easy
from tenure.web.once import sent_once
from tenure.web.portal import home, seen
from tenure.web.portal.here import Here
from tenure.work.portal import doing
from tenure.work.tasks import finish_as_contact, reopen_as_contact


@require_safe
def task(request: HttpRequest, here: Here, task_id: int) -> HttpResponse:
    found = seen.task_or_404(here.contact, task_id)
    here.note("task", found.pk, found.title)
    return _task(request, here, task_id, {"asked": "asked" in request.GET})


@require_POST
@sent_once("ask")
def act(request: HttpRequest, here: Here, task_id: int, verb: str) -> HttpResponse:
    if verb == "ask":
        return _ask(request, here, task_id)
    if verb not in ("done", "undo"):
        raise Http404
    found = seen.task_or_404(here.contact, task_id)
    (finish_as_contact if verb == "done" else reopen_as_contact)(here.contact, found.pk)
    return redirect(here.url("home") + (f"?done={found.pk}#tasks" if verb == "done" else "#tasks"))


@require_POST
@sent_once()
def feedback(request: HttpRequest, here: Here) -> HttpResponse:
    given, words = request.POST.get("score", ""), request.POST.get("words", "")
    score = int(given) if given.isdecimal() and len(given) == 1 else None
    try:
        how_easy(here.contact, score, words)
    except NotAccepted as error:
        return home.shown(request, here, {"ease_problem": str(error), "words": words, "score": score}, 422)
    return redirect(here.url("home") + "?thanks=1#feedback")


@require_POST
def invite(request: HttpRequest, here: Here, user_id: str) -> HttpResponse:
    """Somebody of theirs has not signed in yet: sending the invitation again is a task of ours."""
    user = seen.user_or_404(here.contact, here.day, user_id)
    note = f"{here.contact} asks on their page to send {user} the invitation again."
    doing.for_us(here.contact, f"Send {user} the invitation again", note, ("invitation", f"{user.pk} {here.day}"[:190]))
    return redirect(here.url("people") + "?asked=1")


def _ask(request: HttpRequest, here: Here, task_id: int) -> HttpResponse:
    words = request.POST.get("words", "")
    try:
        doing.ask(here.contact, task_id, words)
    except NotAccepted as error:
        return _task(request, here, task_id, {"problem": str(error), "words": words}, 422)
    return redirect(here.url("task", task_id) + "?asked=1")


def _task(request: HttpRequest, here: Here, task_id: int, more: dict[str, object], status: int = 200) -> HttpResponse:
    found = seen.task_or_404(here.contact, task_id)
    context = {"task": found, "own": found.contact_id == here.contact.pk, **more}
    return here.show(request, "portal/task.html", context, status)
