"""Many tasks at once: those that were chosen, or all of a view; and taking it back."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tenure.company.clock import today
from tenure.company.roles import needs
from tenure.core.problems import NotAccepted
from tenure.core.whole import whole
from tenure.web.days import day_of
from tenure.web.tasks.form import person
from tenure.web.tasks.listing import Asked, tasks_of
from tenure.web.tasks.views import list_of
from tenure.work import bulk
from tenure.work.access import visible_tasks
from tenure.work.bulk import Outcome

_Act = Callable[[Any, Any, QueryDict], Outcome]
_ACTS: Final[Mapping[str, tuple[str, _Act]]] = {
    "finish": ("done", lambda user, chosen, given: bulk.finish(user, chosen)),
    "due": ("moved", lambda user, chosen, given: bulk.reschedule(user, chosen, day_of(given.get("due_on", "")))),
    "owner": ("handed over", lambda user, chosen, given: bulk.hand_over(user, chosen, person(given.get("owner", "")))),
    "priority": ("changed", lambda user, chosen, given: bulk.prioritise(user, chosen, _number(given, "priority"))),
}
_TOLD: Final = 5


@require_POST
@needs("write_own_accounts")
def act(request: HttpRequest) -> HttpResponse:
    """The list comes back as it is now, with what was done, what was not and why, and a way back."""
    given = request.POST
    if given.get("action") not in _ACTS:
        raise Http404
    word, do = _ACTS[given["action"]]
    try:
        outcome = do(request.user, _chosen(request, given), given)
    except NotAccepted as error:
        return _answer(request, Outcome(), str(error))
    return _answer(request, outcome, _said(outcome, word))


@require_POST
@needs("write_own_accounts")
def undo(request: HttpRequest, key: str) -> HttpResponse:
    outcome = bulk.take_back(request.user, key)
    outcome.key = ""
    return _answer(request, outcome, _said(outcome, "taken back"))


def _chosen(request: HttpRequest, given: QueryDict) -> Any:
    """By id, those a person may see; or everything that the view under the form shows."""
    if given.get("scope") == "all":
        return tasks_of(request.user, Asked.read(request), today())[: bulk.MOST + 1]
    ids = [int(text) for text in given.getlist("ids") if text.isdecimal() and len(text) < 18]
    if not ids:
        raise NotAccepted("Choose tasks first, by their boxes or with X.")
    return visible_tasks(request.user).filter(pk__in=ids[: bulk.MOST + 1]).order_by("pk")


def _number(given: QueryDict, name: str) -> int:
    text = given.get(name, "")
    return whole(text, 3)


def _said(outcome: Outcome, word: str) -> str:
    count = len(outcome.done)
    sentence = f"{count} {'task' if count == 1 else 'tasks'} {word}."
    return f"{sentence} {len(outcome.refused)} could not be:" if outcome.refused else sentence


def _answer(request: HttpRequest, outcome: Outcome, sentence: str) -> HttpResponse:
    if "HX-Request" not in request.headers:
        told = [f"{title}: {why}" for title, why in outcome.refused[:_TOLD]]
        (messages.success if outcome.done else messages.error)(request, " ".join([sentence, *told]))
        return redirect(f"{reverse('tasks:page')}?{request.GET.urlencode()}")
    context = list_of(request) | {
        "outcome": outcome, "sentence": sentence, "refused": outcome.refused[:_TOLD],
        "more_refused": max(len(outcome.refused) - _TOLD, 0), "undo": outcome.key if outcome.done else "",
    }  # fmt: skip
    return render(request, "tasks/_many.html", context)
