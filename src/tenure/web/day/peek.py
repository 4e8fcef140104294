"""What stands beside the list: the item under the cursor, with its causes and the way there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from tenure.company.roles import needs
from tenure.core.whole import whole
from tenure.customers.access import account_or_404
from tenure.customers.models import Account
from tenure.engine.publication import NothingPublished
from tenure.engine.reading import TooSlow
from tenure.engine.scores import reading as scores
from tenure.health.models import Risk
from tenure.health.verbs import risk_or_404
from tenure.library.models import Document
from tenure.library.reading import published_measures
from tenure.metrics.measures import Measure
from tenure.planning.reviews.access import review_or_404
from tenure.web import days, measures
from tenure.web import format as words
from tenure.web.day.items import item
from tenure.web.day.look import Look
from tenure.web.waiting import KINDS
from tenure.work.access import task_or_404, visible_tasks
from tenure.work.messages.access import message_or_404

_WAY, _CAUSES, _STEPS = 60, 5, 4


@dataclass(frozen=True, slots=True)
class Why:
    name: str
    said: str
    good: bool | None = None


@require_safe
@needs("write_own_accounts")
def peek(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    if kind not in KINDS:
        raise Http404
    look = Look.read(request)
    row, account = _found(request.user, kind, key)
    shown = item(kind, row, look)
    context = {
        "look": look, "item": shown, "account": account, "facts": _facts(kind, row, account, look),
        "why": _why(kind, row, published_measures()), "way": _way(account), "currency": look.currency,
        "weeks": account.state.usage_weeks[-13:] if account and hasattr(account, "state") else [],
        "steps": _steps(request.user, row) if kind == "risk" else [],
        "today": look.desk.today, "note": getattr(row, "note", "") if kind == "task" else "",
    }  # fmt: skip
    return render(request, "day/_peek.html", context)


def _found(user: Any, kind: str, key: str) -> tuple[Any, Account | None]:
    number = whole(key, 17)
    if kind == "risk":
        risk = risk_or_404(user, number)
        return risk, account_or_404(user, risk.account_id)
    if kind == "task":
        task = task_or_404(user, number)
        return task, task.account
    if kind == "message":
        message = message_or_404(user, number)
        return message, message.account
    if kind == "review":
        review = review_or_404(user, key)
        return review, account_or_404(user, review.account_id)
    if kind == "draft":
        return get_object_or_404(Document.objects.select_related("author"), pk=number), None
    account = account_or_404(user, key)
    if not hasattr(account, "state"):
        raise Http404
    return account.state, account


def _facts(kind: str, row: Any, account: Account | None, look: Look) -> list[tuple[str, str]]:
    state: Any = getattr(account, "state", None)
    facts = []
    if kind == "risk":
        facts = [("At stake", words.money(row.value_minor, look.currency) + " ARR"),
                 ("Owner", str(row.owner or "Nobody") + (", took it" if row.taken_at else "")),
                 ("Due", days.due(row.due_on, look.desk.today)[0]),
                 ("Opened by", str(row.opened_by) if row.opened_by else "A signal")]  # fmt: skip
    elif kind == "task":
        facts = [("Due", days.due(row.due_on, look.desk.today)[0]), ("Who does it", str(row.owner or "Nobody")),
                 ("Asked by", str(row.created_by or "–"))]  # fmt: skip
    elif kind == "message":
        to = row.mails.filter(kind="message").values_list("to_name", flat=True)[:5]
        facts = [("To", ", ".join(to) or "Nobody yet"),
                 ("Written by", str(row.author or "–"))]  # fmt: skip
    elif kind == "review":
        facts = [("Due", days.due(row.due_on, look.desk.today)[0] if row.due_on else "–"),
                 ("Held by", str(row.owner or "Nobody yet")),
                 ("Facts as of", words.day(row.as_of) if row.as_of else "Not prepared")]  # fmt: skip
    if state and kind != "risk":
        facts.append(("ARR", words.money(state.arr_minor, look.currency)))
    if state:
        facts.append(("Term ends", words.day(state.renewal_on) if state.renewal_on else "–"))
        facts.append(("Last contact", words.day(state.last_touch_on) if state.last_touch_on else "None known"))
    return facts


def _why(kind: str, row: Any, known: Mapping[str, Measure]) -> list[Why]:
    if kind == "risk":
        return _signs(row, known)
    if kind != "change":
        return []
    try:
        change = scores.changes_of([row.pk], row.as_of).get(row.pk)
    except (NothingPublished, TooSlow):
        return []
    told = measures.causes(change.causes, known)[:_CAUSES] if change else []
    return [Why(cause.name, f"{cause.why} ({cause.points})", cause.gave) for cause in told]


def _signs(risk: Risk, known: Mapping[str, Measure]) -> list[Why]:
    sign = risk.signs.order_by("-day").first()
    return [_seen(seen, known) for seen in sign.seen] if sign else []


def _seen(seen: Mapping[str, Any], known: Mapping[str, Measure]) -> Why:
    measure = known.get(seen["measure"])
    if measure is None:  # the score itself
        name, _, rest = seen["said"].partition(" ")
        return Why(name, rest)
    before, after = (measures.value(measure, seen[when]) for when in ("before", "after"))
    return Why(measure.name, after if seen["before"] is None or before == after else f"{before} → {after}")


@dataclass(frozen=True, slots=True)
class Way:
    """The score over the last weeks, for a sparkline."""

    scores: list[int | None]
    score: str
    change: str
    rose: bool | None
    band: str
    word: str


def _way(account: Account | None) -> Way | None:
    state: Any = getattr(account, "state", None)
    if account is None or state is None or state.health is None:
        return None
    try:
        levels = scores.history(account.pk, state.as_of, _WAY)
    except (NothingPublished, TooSlow):
        levels = []
    band, word = measures.tone(state.health)
    moved = round((state.health_change or 0) / 100)
    return Way([level.score for level in levels], measures.score(state.health),
               words.number(moved, plus=True) if moved else "", moved > 0 if moved else None, band, word)  # fmt: skip


def _steps(user: Any, risk: Risk) -> list[Any]:
    tasks = visible_tasks(user).filter(origin_kind="risk", origin_id=str(risk.pk)).select_related("owner")
    return list(tasks.order_by("state", "due_on")[:_STEPS])
