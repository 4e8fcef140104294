"""One-key actions, and their undo. The row is answered by a line that says what was done and takes it back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tenure.company.clock import today
from tenure.company.roles import needs
from tenure.core.problems import NotAccepted
from tenure.customers.access import account_or_404
from tenure.health import verbs as risks
from tenure.health.models import Risk
from tenure.journal.models import Change
from tenure.journal.reading import latest
from tenure.library.models import Document
from tenure.planning.reviews.access import review_or_404
from tenure.web.day.counted import counted, head
from tenure.web.day.items import Item, item
from tenure.web.day.look import Look
from tenure.web.day.undoing import undone
from tenure.web.days import day_of
from tenure.web.shell import navigation
from tenure.work import tasks
from tenure.work.access import task_or_404
from tenure.work.asides import check_later, put_away
from tenure.work.models import Aside, Task

DAY: Final = timedelta(days=1)
_Act = Callable[[Any, str, QueryDict], Any]


@dataclass(frozen=True, slots=True)
class Done:
    """What was done, in words, and its row in the journal when it can be undone."""

    sentence: str
    change: Change | None = None


def _number(key: str) -> int:
    if not (key.isdecimal() and len(key) < 18):
        raise Http404
    return int(key)


def _close(user: Any, key: str, given: QueryDict) -> Risk:
    outcome, _, reason = given.get("because", "").partition("/")
    return risks.close(user, _number(key), outcome, reason, given.get("note", ""))


def _snooze(user: Any, key: str, given: QueryDict) -> Risk:
    return risks.snooze(user, _number(key), day_of(given.get("until", "")), given.get("reason", ""), today())


def _later(user: Any, key: str, given: QueryDict) -> Task:
    until = day_of(given.get("until", ""))
    check_later(until, given.get("reason", "") or "later", today())
    return tasks.reschedule(user, _number(key), until, given.get("reason", ""))


def _away(kind: str, later: bool) -> _Act:
    """What has no state that says it was seen: the person has seen it, or puts it off."""

    def act(user: Any, key: str, given: QueryDict) -> Aside:
        account_id, title, until = _subject(user, kind, key)
        if later:
            until, reason = day_of(given.get("until", "")), given.get("reason", "")
            check_later(until, reason, today())
        return put_away(user, kind, key, until, account_id=account_id, title=title, later=later,
                        reason=given.get("reason", "") if later else "")  # fmt: skip

    return act


def _subject(user: Any, kind: str, key: str) -> tuple[str, str, Any]:
    """The account, what is written down of it, and how long having seen it counts."""
    if kind == "draft":
        draft = get_object_or_404(Document, pk=_number(key))
        return "", f"Draft of {draft.title}", today() + DAY
    if kind == "review":
        review = review_or_404(user, key)
        return review.account_id, str(review), max(review.due_on or today(), today() + DAY)
    state: Any = getattr(account_or_404(user, key), "state", None)
    if state is None:
        raise Http404
    if kind == "renewal":
        return key, f"Term ends on {state.renewal_on}", (state.renewal_on or today()) + DAY
    return key, f"Health {round((state.health or 0) / 100)}", state.as_of + DAY


ACTS: Final[Mapping[tuple[str, str], tuple[str, _Act]]] = {
    ("risk", "take"): ("Taken", lambda user, key, given: risks.take(user, _number(key), given.get("seen"))),
    ("risk", "later"): ("Snoozed", _snooze),
    ("risk", "wake"): ("Woken", lambda user, key, given: risks.wake(user, _number(key))),
    ("risk", "close"): ("Closed", _close),
    ("risk", "false-alarm"): ("Closed as a false alarm", _close),
    ("task", "done"): ("Done", lambda user, key, given: tasks.finish(user, _number(key))),
    ("task", "later"): ("Moved", _later),
    ("change", "done"): ("Seen", _away("change", False)),
    ("change", "later"): ("Put off", _away("change", True)),
    ("renewal", "done"): ("Seen", _away("renewal", False)),
    ("renewal", "later"): ("Put off", _away("renewal", True)),
    ("draft", "later"): ("Put off", _away("draft", True)),
    ("review", "done"): ("Seen", _away("review", False)),
    ("review", "later"): ("Put off", _away("review", True)),
}
_NO_UNDO: Final = frozenset({"wake"})


@require_POST
@needs("write_own_accounts")
def act(request: HttpRequest, kind: str, key: str, verb: str) -> HttpResponse:
    if (kind, verb) not in ACTS:
        raise Http404
    said, do = ACTS[kind, verb]
    try:
        subject = do(request.user, key, request.POST)
    except NotAccepted as error:
        return _refused(request, kind, str(error), asked="asked" in request.POST)
    change = None if verb in _NO_UNDO else latest(request.user, subject._meta.label_lower, str(subject.pk))
    title = subject.title if hasattr(subject, "title") else (change.after.get("title", "") if change else "")
    return _answer(request, kind, Done(f"{said}: {title}" if title else said, change))


def _answer(request: HttpRequest, kind: str, done: Done) -> HttpResponse:
    if "HX-Request" not in request.headers:
        return redirect("day:page")
    look = Look.read(request)
    return render(request, "day/_gone.html", _counts(request, kind, look) | {"done": done})


def _counts(request: HttpRequest, kind: str, look: Look) -> dict[str, Any]:
    """The counts that go along: of the list that was acted in, of the page and of the side bar."""
    context = head(look, counted(request, look))
    context["of_tab"] = {name: count for name, count in context["of_tab"].items() if name == kind}
    return context | {"nav_counts": navigation.side_bar_counts(request), "oob": True}


def _refused(request: HttpRequest, kind: str, sentence: str, *, asked: bool) -> HttpResponse:
    """From a form that asks for more the sentence stands in the form; a key's is said in place of the row."""
    if "HX-Request" not in request.headers:
        return render(request, "day/refused.html", {"sentence": sentence}, status=422)
    if asked:
        answer = render(request, "day/_problem.html", {"sentence": sentence})
        answer["HX-Retarget"], answer["HX-Reswap"] = "#ask-problem", "innerHTML"
        return answer
    look = Look.read(request)
    return render(request, "day/_gone.html", _counts(request, kind, look) | {"problem": sentence})


@require_POST
@needs("write_own_accounts")
def undo(request: HttpRequest, change_id: int) -> HttpResponse:
    """Takes back what one did oneself; the row is there again."""
    change = get_object_or_404(Change, pk=change_id, actor=request.user)
    try:
        kind, key = undone(request.user, change)
    except NotAccepted as error:
        return _refused(request, change.subject_type.rpartition(".")[2], str(error), asked=False)
    if "HX-Request" not in request.headers:
        return redirect("day:page")
    look = Look.read(request)
    return render(request, "day/_back.html", _counts(request, kind, look) | {"item": _row(request, kind, key, look)})


def _row(request: HttpRequest, kind: str, key: str, look: Look) -> Item:
    if kind == "risk":
        return item(kind, risks.risk_or_404(request.user, int(key)), look)
    if kind == "task":
        return item(kind, task_or_404(request.user, int(key)), look)
    if kind == "draft":
        return item(kind, get_object_or_404(Document, pk=int(key)), look)
    if kind == "review":
        return item(kind, review_or_404(request.user, key), look)
    account = account_or_404(request.user, key)
    return item(kind, account.state, look)
