"""The list of notices, the bell, and what is done with one."""

from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from tenure.company.clock import today, zone
from tenure.company.models import settings_row
from tenure.company.roles import needs, user_of
from tenure.web.notices.targets import target
from tenure.work.notices import reminders, verbs
from tenure.work.notices.models import Notice

PER_PAGE: Final = 30
_MOST_REMINDERS, _OFFERED, _MOST_SHOWN = 50, 8, 99
_ICONS: Final = {Notice.Kind.MENTION: ("at", "info"), Notice.Kind.REMINDER: ("bell", "warn"),
                 Notice.Kind.CUSTOMER: ("users", "good")}  # fmt: skip


@require_safe
@needs("read_accounts")
def page(request: HttpRequest) -> HttpResponse:
    return render(request, "notices/page.html", _context(request))


def _context(request: HttpRequest) -> dict[str, Any]:
    company, only_new = settings_row(), "unread" in request.GET
    rows = verbs.of(request.user)
    here = Paginator(rows.filter(read_at=None) if only_new else rows, PER_PAGE).get_page(request.GET.get("page"))
    coming = list(reminders.to_come(request.user)[: _MOST_REMINDERS + 1])
    at = zone(company)
    return {
        "page": here, "rows": [(notice, *_ICONS.get(Notice.Kind(notice.kind), ("bell", ""))) for notice in here],
        "only_new": only_new, "unread": verbs.unread(request.user), "today": today(company), "zone": at.key,
        "reminders": [(one, one.due_at.astimezone(at)) for one in coming[:_MOST_REMINDERS]],
        "more": len(coming) > _MOST_REMINDERS,
    }  # fmt: skip


@require_safe
@needs("read_accounts")
def bell(request: HttpRequest) -> HttpResponse:
    """How many are unread; every page asks for it when it is there."""
    count = verbs.unread(request.user)
    return render(request, "notices/_bell.html", {"unread": count, "shown": min(count, _MOST_SHOWN)})


@require_safe
@needs("read_accounts")
def open_(request: HttpRequest, notice_id: int) -> HttpResponse:
    """What it is about; from now on it is read."""
    return redirect(target(verbs.mark(request.user, notice_id, read=True)))


@require_POST
@needs("read_accounts")
def mark(request: HttpRequest, notice_id: int) -> HttpResponse:
    verbs.mark(request.user, notice_id, read=request.POST.get("read") == "1")
    return _back(request)


@require_POST
@needs("read_accounts")
def read_all(request: HttpRequest) -> HttpResponse:
    verbs.mark_all_read(request.user)
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    if "HX-Request" not in request.headers:
        return redirect("notices:page")
    answer = render(request, "notices/page.html#list", _context(request))
    answer["HX-Trigger"] = "notice-changed"
    return answer


@require_POST
@needs("read_accounts")
def mail(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("mail") == "1"
    verbs.choose_mail(user_of(request), wanted)
    messages.success(request, "Notices come by mail too." if wanted else "Notices come by mail no more.")
    return redirect("me")


@require_safe
@needs("read_accounts")
def people(request: HttpRequest) -> HttpResponse:
    """Some colleagues with these letters, for who types @."""
    text = request.GET.get("q", "").replace("\x00", "").strip()
    found = verbs.colleagues().filter(Q(name__icontains=text) | Q(email__istartswith=text))[:_OFFERED] if text else ()
    return render(request, "notices/_people.html", {"people": found})
