"""Asking to be reminded, of a task, a meeting, an account or anything; and dropping it again."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from tenure.company.clock import today, zone
from tenure.company.roles import needs
from tenure.core.problems import NotAccepted
from tenure.core.whole import whole
from tenure.customers.access import account_or_404
from tenure.customers.models import Account
from tenure.web.leading import own_page
from tenure.web.once import sent_once
from tenure.work.access import task_or_404
from tenure.work.meetings.models import Meeting
from tenure.work.meetings.verbs import meeting_or_404
from tenure.work.models import Task
from tenure.work.notices import reminders

BEFORE: Final = {"5": "5 minutes before", "15": "15 minutes before", "60": "An hour before", "1440": "A day before"}


@require_http_methods(["GET", "HEAD", "POST"])
@needs("read_accounts")
@sent_once()
def remind(request: HttpRequest) -> HttpResponse:
    """The form, in a dialog when a page asks for it; about what the address, or the form, names."""
    given = request.POST if request.method == "POST" else request.GET
    about = _about(request.user, given)
    if request.method != "POST":
        return _form(request, about, {"at": f"{today() + timedelta(days=1)}T09:00", "minutes": "15"})
    try:
        made = _made(request.user, about, given)
    except NotAccepted as error:
        return _form(request, about, given.dict(), str(error))
    if "HX-Request" not in request.headers:
        return redirect(own_page(given.get("next", ""), "notices:page"))
    answer = render(request, "notices/_reminded.html", {"reminder": made, "at": made.due_at.astimezone(zone())})
    answer["HX-Trigger-After-Swap"] = "notice-changed"
    return answer


@require_POST
@needs("read_accounts")
def drop(request: HttpRequest, reminder_id: int) -> HttpResponse:
    reminders.drop(request.user, reminder_id)
    return redirect("notices:page")


def _about(user: Any, given: QueryDict) -> dict[str, Account | Task | Meeting]:
    """One of them at most: what the reminder is about."""
    if key := given.get("task", ""):
        return {"task": task_or_404(user, _number(key))}
    if key := given.get("meeting", ""):
        return {"meeting": meeting_or_404(user, _number(key))}
    return {"account": account_or_404(user, key)} if (key := given.get("account", "")) else {}


def _number(key: str) -> int:
    return whole(key, 17)


def _made(user: Any, about: dict[str, Any], given: QueryDict) -> Any:
    if meeting := about.get("meeting"):
        minutes = given.get("minutes", "")
        return reminders.remind_before(user, meeting, int(minutes) if minutes in BEFORE else -1)
    return reminders.remind(user, _moment(given.get("at", "")), given.get("text", ""), **about)


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=zone(), second=0, microsecond=0)
    except (ValueError, OverflowError):
        raise NotAccepted("Give the day and time, such as 2026-12-03T09:00.") from None


def _form(request: HttpRequest, about: dict[str, Any], typed: dict[str, Any], problem: str = "") -> HttpResponse:
    in_page = "HX-Request" in request.headers
    context = {**about, "typed": typed, "problem": problem, "before": BEFORE.items(), "zone": zone().key}
    # What htmx asked for is swapped only when it was answered well; the sentence stands in it.
    return render(request, "notices/_remind.html" if in_page else "notices/remind.html", context,
                  status=422 if problem and not in_page else 200)  # fmt: skip
