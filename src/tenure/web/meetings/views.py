"""Meetings: those to come and those that were held, planning one, and what came of it."""

from datetime import timedelta
from functools import partial
from typing import Any, Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo, available_timezones

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenure.company.clock import today
from tenure.company.models import Role, User, settings_row
from tenure.company.roles import may, needs, user_of
from tenure.core.problems import ChangedMeanwhile, NotAccepted
from tenure.customers.access import account_or_404, may_write, visible_rows
from tenure.customers.models import Account, Contact
from tenure.onboarding.reading import step_of
from tenure.web.account.composing import actions_of, offered, typed_actions
from tenure.web.account.markdown import rendered
from tenure.web.meanwhile import Both, both, names, names_of
from tenure.web.meetings.typed import planned
from tenure.web.once import clicked_once, sent_once
from tenure.web.whose import MINE, chosen, sides
from tenure.work.access import workers
from tenure.work.actions import actions_of as actions_made
from tenure.work.meetings import invitations, verbs
from tenure.work.meetings.models import Meeting
from tenure.work.messages.models import Mail
from tenure.work.models import Touchpoint

PER_PAGE: Final = 50
_MOST: Final = 60
_LABELS: Final = {"title": "Title", "starts": "Begins", "minutes": "Minutes", "zone": "Time zone", "place": "Place",
                  "link": "Link", "agenda": "Agenda", "people": "Invited", "team": "Of us"}  # fmt: skip
MINUTES: Final = (15, 30, 45, 60, 90, 120)


@require_safe
@needs("read_accounts")
def page(request: HttpRequest) -> HttpResponse:
    """Those to come, the next first; or those that are over, the last first."""
    now, past, whose = timezone.now(), "past" in request.GET, chosen(request, "meetings")
    found = visible_rows(request.user, Meeting.objects.all()).select_related("account", "organiser")
    if whose == MINE:
        found = found.filter(organiser=user_of(request))
    if past:
        shown = found.filter(ends_at__lt=now).order_by("-starts_at", "-pk")
    else:
        shown = found.filter(ends_at__gte=now, state=Meeting.State.PLANNED).order_by("starts_at", "pk")
    here = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    zone = ZoneInfo(settings_row().time_zone)
    context = {
        "page": here, "past": past, "zone": zone.key, "whose": sides(whose, partial(_address, past)),
        "times": [(label, _address(over, whose), over == past) for label, over in (("To come", False), ("Past", True))],
        "query": _address(past, whose), "works": may(request.user, "write_own_accounts"),
        "rows": [(meeting, meeting.starts_at.astimezone(zone)) for meeting in here], "narrowed": whose == MINE,
    }  # fmt: skip
    return render(request, "meetings/page.html", context)


def _address(past: bool, whose: str) -> str:
    return "?" + urlencode({"whose": whose} | ({"past": "1"} if past else {}))


@require_http_methods(["GET", "HEAD", "POST"])
@needs("read_accounts")
@sent_once()
def plan(request: HttpRequest, account_id: str) -> HttpResponse:
    account = account_or_404(request.user, account_id)
    if not may_write(request.user, account):
        raise Http404
    if request.method != "POST":
        return _form(request, account, _proposed(), [], [])
    given = request.POST
    try:
        meeting = verbs.plan(request.user, account, planned(given), given.getlist("to"), given.getlist("colleague"))
    except NotAccepted as error:
        return _form(request, account, given.dict(), given.getlist("to"), given.getlist("colleague"), str(error))
    return redirect("meetings:detail", meeting.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("read_accounts")
@clicked_once()
def edit(request: HttpRequest, meeting_id: int) -> HttpResponse:
    meeting = _own(request, meeting_id)
    given = request.POST
    if request.method != "POST":
        held = list(meeting.attendees.select_related("user"))
        to = [one.contact_id for one in held if one.contact_id]
        team = [one.user.email for one in held if one.user]
        return _form(request, meeting.account, _kept(meeting), to, team, meeting=meeting)
    to, team = given.getlist("to"), given.getlist("colleague")
    try:
        verbs.change(request.user, meeting, planned(given), to, team, seen=given.get("seen", ""))
    except NotAccepted as error:
        return _form(request, meeting.account, given.dict(), to, team, str(error), meeting=meeting)
    except ChangedMeanwhile as conflict:
        said = f"Somebody changed this meeting in the meantime: it is now “{conflict.now}”, " \
               f"{invitations.when(conflict.now)}. Yours is below; saving it replaces theirs."  # fmt: skip
        again = given.dict() | {"seen": verbs.version(conflict.now)}
        return _form(request, meeting.account, again, to, team, said, meeting=conflict.now,
                     meanwhile=_beside(conflict.now, user_of(request), given, to, team))  # fmt: skip
    return redirect("meetings:detail", meeting.pk)


def _beside(now: Meeting, me: User, given: QueryDict, to: list[str], team: list[str]) -> list[Both]:
    """What stands there now and what was typed, people by name; oneself is not among those who are chosen."""
    held = list(now.attendees.select_related("user"))
    invited = [one.contact_id for one in held if one.contact_id]
    known = names_of(now.account_id, [*to, *invited])
    others = [one.user.email for one in held if one.user and one.user != me]
    theirs = _kept(now) | {"people": names(known, invited), "team": names({}, others)}
    return both(_LABELS, theirs, given.dict() | {"people": names(known, to), "team": names({}, team)})


@require_safe
@needs("read_accounts")
def detail(request: HttpRequest, meeting_id: int) -> HttpResponse:
    return _shown(request, verbs.meeting_or_404(request.user, meeting_id))


@require_POST
@needs("read_accounts")
@clicked_once()
def cancel(request: HttpRequest, meeting_id: int) -> HttpResponse:
    return _done(request, meeting_id, lambda meeting, seen: verbs.cancel(request.user, meeting, seen=seen))


@require_POST
@needs("read_accounts")
@sent_once()
def hold(request: HttpRequest, meeting_id: int) -> HttpResponse:
    given = request.POST
    decisions = given.get("decisions", "").splitlines()
    return _done(request, meeting_id, lambda meeting, seen: verbs.hold(
        request.user, meeting, given.get("notes", ""), decisions, given.getlist("came"), seen=seen,
        actions=actions_of(given, meeting.account),
    ))  # fmt: skip


@require_safe
@needs("read_accounts")
def file(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """For a calendar that got no mail."""
    meeting = verbs.meeting_or_404(request.user, meeting_id)
    method = "CANCEL" if meeting.state == Meeting.State.CANCELLED else "PUBLISH"
    content = invitations.calendar_of(meeting, meeting.attendees.all(), method)
    return HttpResponse(content, content_type="text/calendar; charset=utf-8",
                        headers={"Content-Disposition": 'attachment; filename="meeting.ics"'})  # fmt: skip


def _done(request: HttpRequest, meeting_id: int, act: Any) -> HttpResponse:
    meeting = verbs.meeting_or_404(request.user, meeting_id)
    try:
        act(meeting, request.POST.get("seen", ""))
    except NotAccepted as error:
        return _shown(request, meeting, str(error), 422)
    except ChangedMeanwhile as conflict:
        said = "Somebody changed this in the meantime; this is what stands now. What you wrote is kept below."
        return _shown(request, conflict.now, said, 422, _noted(conflict.now, request.POST))
    return redirect("meetings:detail", meeting_id)


def _noted(now: Meeting, given: QueryDict) -> list[Both] | None:
    """What somebody else wrote down of it, where something was typed."""
    theirs = {"notes": now.notes, "decisions": "\n".join(now.decisions)}
    return both({"notes": "Notes", "decisions": "Decisions"}, theirs, given.dict()) if "notes" in given else None


def _own(request: HttpRequest, meeting_id: int) -> Meeting:
    meeting = verbs.meeting_or_404(request.user, meeting_id)
    if not may_write(request.user, meeting.account):
        raise Http404
    return meeting


def _shown(
    request: HttpRequest, meeting: Meeting, problem: str = "", status: int = 200, meanwhile: list[Both] | None = None
) -> HttpResponse:
    given = request.POST
    attendees = list(meeting.attendees.order_by("-contact_id", "name"))
    context = {
        "meeting": meeting, "account": meeting.account, "when": invitations.when(meeting), "problem": problem,
        "meanwhile": meanwhile, "step": step_of(meeting=meeting),
        "attendees": attendees, "agenda": rendered(meeting.agenda), "said": rendered(meeting.notes),
        "may_change": may_write(request.user, meeting.account), "seen": verbs.version(meeting),
        "begun": meeting.starts_at <= timezone.now(),
        "came": _came(meeting, [one.name for one in attendees]),
        "notes": given.get("notes", meeting.notes),
        "decisions": given.get("decisions", "\n".join(meeting.decisions)),
        **(_actions(request, meeting) if may_write(request.user, meeting.account) else {}),
        "unsent": meeting.mails.exclude(state__in=(Mail.State.SENT, Mail.State.QUEUED)).exclude(problem="")[:10],
    }  # fmt: skip
    return render(request, "meetings/detail.html", context, status=status)


def _actions(request: HttpRequest, meeting: Meeting) -> dict[str, Any]:
    """What came of it already, and rows for more."""
    now = today()
    people = Contact.objects.filter(account=meeting.account).exclude(left_on__lte=now).order_by("name", "pk")
    return {
        "made": list(actions_made(("meeting", str(meeting.pk)))), "doers": list(workers()[:_MOST]),
        "contacts_known": list(people[:_MOST]), "action_rows": offered(now, typed_actions(request.POST)),
    }  # fmt: skip


def _came(meeting: Meeting, invited: list[str]) -> list[str]:
    """Who came, as it was written down; everybody before it was."""
    held = Touchpoint.objects.filter(pk=meeting.touchpoint_id or "-").values_list("participants", flat=True).first()
    return invited if held is None else list(held)


def _proposed() -> dict[str, Any]:
    """Tomorrow at ten, three quarters of an hour."""
    return {"starts": f"{today() + timedelta(days=1)}T10:00", "minutes": "45", "zone": settings_row().time_zone}


def _kept(meeting: Meeting) -> dict[str, Any]:
    start = meeting.starts_at.astimezone(ZoneInfo(meeting.zone))
    minutes = int((meeting.ends_at - meeting.starts_at).total_seconds() // 60)
    texts = {name: getattr(meeting, name) for name in ("title", "zone", "agenda", "place", "link")}
    return texts | {"starts": f"{start:%Y-%m-%dT%H:%M}", "minutes": str(minutes)}


def _form(
    request: HttpRequest, account: Account, typed: dict[str, Any], to: list[str], team: list[str], problem: str = "",
    *, meeting: Meeting | None = None, meanwhile: list[Both] | None = None,
) -> HttpResponse:  # fmt: skip
    people = Contact.objects.filter(account=account).exclude(left_on__lte=today()).order_by("name", "pk")[:_MOST]
    colleagues = User.objects.filter(is_active=True).exclude(role=Role.CUSTOMER).exclude(pk=user_of(request).pk)
    minutes = str(typed.get("minutes", ""))
    context = {
        "account": account, "typed": typed, "to": to, "team": team, "problem": problem, "meeting": meeting,
        "meanwhile": meanwhile,
        "people": sorted(people, key=lambda contact: (not contact.role, contact.name)),
        "colleagues": colleagues.order_by("name", "email")[:_MOST],
        "zones": sorted(available_timezones()),
        "lengths": sorted({*MINUTES, *([int(minutes)] if minutes.isdecimal() and len(minutes) < 6 else [])}),
        "seen": typed.get("seen") or (verbs.version(meeting) if meeting else ""),
    }  # fmt: skip
    return render(request, "meetings/plan.html", context, status=422 if problem else 200)
