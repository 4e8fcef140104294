"""The timeline with its composer, and the notes people write, change and delete on it."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenure.core.periods import local_date
from tenure.feedback.models import Tone
from tenure.journal.models import Change
from tenure.web.account.markdown import rendered
from tenure.web.account.opened import Opened, from_htmx, opened, reads
from tenure.web.account.timeline import BY, KINDS, Place, Wish, timeline_page, touchpoint_entry, with_clock
from tenure.work import verbs
from tenure.work.models import Touchpoint

WORDS = {"note": "Note", "call": "Call", "email": "Mail", "meeting": "Meeting"}


def composed(request: HttpRequest, here: Opened, **written: Any) -> dict[str, Any]:
    """What the timeline needs: a page of it, and what stands in the composer."""
    wish = Wish.read(request.GET, KINDS)
    page = timeline_page(
        here.account.pk, here.moment.zone, timezone.now(), wish=wish, before=_before(request), as_of=here.moment.as_of
    )
    own = {entry.touchpoint.pk for entry in page.entries if entry.touchpoint and _own(request, entry.touchpoint)}
    return {"page": page, "kind": wish.by, "kinds": list(BY), "tone": wish.tone, "tones": Tone.values, "own": own,
            "note_kinds": WORDS.items(), "written": {"kind": "note"} | written}  # fmt: skip


def _before(request: HttpRequest) -> Place | None:
    text = request.GET.get("before", "")
    try:
        return Place.read(text) if text else None
    except ValueError:
        raise Http404 from None


def _own(request: HttpRequest, touchpoint: Touchpoint) -> bool:
    return verbs.may_edit_touchpoint(request.user, touchpoint)


@reads
@require_safe
def stream(request: HttpRequest, account_id: str) -> HttpResponse:
    """The whole timeline with its composer, or, before a place, the entries that follow."""
    here = opened(request, account_id)
    template = "account/_older.html" if "before" in request.GET else "account/_timeline.html"
    return render(request, template, here.context() | composed(request, here))


@reads
@require_POST
def write(request: HttpRequest, account_id: str) -> HttpResponse:
    here = opened(request, account_id)
    body, kind, on = (request.POST.get(name, "") for name in ("body", "kind", "on"))
    try:
        verbs.write_touchpoint(request.user, here.account, body, kind, occurred_at=_moment(here, on))
    except verbs.NotAccepted as error:
        return _back(request, here, problem=str(error), body=body, kind=kind, on=on)
    return _back(request, here, said=f"{WORDS[kind]} saved.")


def _moment(here: Opened, on: str) -> datetime | None:
    """The moment a touchpoint happened; a day without a time counts as its noon."""
    if not on:
        return None
    try:
        day = datetime.fromisoformat(on)
    except ValueError:
        raise verbs.NotAccepted(f"“{on[:40]}” is not a date such as 2026-11-21.") from None
    if day.date() == local_date(timezone.now(), here.moment.zone):
        return None
    return day.replace(hour=12, tzinfo=here.moment.zone)


def _back(request: HttpRequest, here: Opened, **written: Any) -> HttpResponse:
    if not from_htmx(request) and "problem" not in written:
        return redirect("account:timeline", here.account.pk)
    template = "account/_timeline.html" if from_htmx(request) else "account/note_refused.html"
    return render(request, template, here.context() | composed(request, here, **written))


def _touchpoint(here: Opened, key: str) -> Touchpoint:
    return get_object_or_404(Touchpoint.objects.select_related("author"), pk=key, account=here.account)


@reads
@require_http_methods(["GET", "POST"])
def note(request: HttpRequest, account_id: str, key: str) -> HttpResponse:
    """One note: as it stands, as a form (`?edit`), or written anew."""
    here = opened(request, account_id)
    if request.method == "POST":
        return _save(request, here, key)
    touchpoint = _touchpoint(here, key)
    if "edit" not in request.GET:
        return _entry(request, here, touchpoint)
    if not _own(request, touchpoint):
        raise Http404
    return _form(request, here, touchpoint, body=touchpoint.body, kind=touchpoint.kind)


def _save(request: HttpRequest, here: Opened, key: str) -> HttpResponse:
    body, kind, seen = (request.POST.get(name, "") for name in ("body", "kind", "seen"))
    touchpoint = Touchpoint.objects.filter(pk=key, account=here.account).first()
    if touchpoint is None:
        return _gone(request, here, key, body)
    try:
        saved = verbs.edit_touchpoint(request.user, touchpoint, body, kind, seen=seen)
    except verbs.NotAccepted as error:
        return _form(request, here, touchpoint, body=body, kind=kind, problem=str(error), seen=seen)
    except verbs.ChangedMeanwhile as conflict:
        if conflict.now is None:
            return _gone(request, here, key, body)
        return _form(request, here, conflict.now, body=body, kind=kind, theirs=rendered(conflict.now.body))
    return _entry(request, here, saved)


def _entry(request: HttpRequest, here: Opened, touchpoint: Touchpoint) -> HttpResponse:
    if not from_htmx(request):
        return redirect("account:timeline", here.account.pk)
    entry = with_clock(touchpoint_entry(touchpoint), here.moment.zone)
    context = {"entry": entry, "own": {touchpoint.pk} if _own(request, touchpoint) else set()}
    return render(request, "account/_entry.html", here.context() | context)


def _form(request: HttpRequest, here: Opened, touchpoint: Touchpoint, **written: Any) -> HttpResponse:
    context = {"touchpoint": touchpoint, "note_kinds": WORDS.items(), "seen": verbs.version(touchpoint)} | written
    template = "account/note.html#form" if from_htmx(request) else "account/note.html"
    return render(request, template, here.context() | context)


def _gone(request: HttpRequest, here: Opened, key: str, body: str) -> HttpResponse:
    """The note was deleted while somebody wrote on it: their text is handed back, to be kept as a new one."""
    template = "account/note.html#gone" if from_htmx(request) else "account/note.html"
    return render(request, template, here.context() | {"gone": True, "body": body, "note_kinds": WORDS.items()})


@reads
@require_POST
def delete(request: HttpRequest, account_id: str, key: str) -> HttpResponse:
    here = opened(request, account_id)
    touchpoint = _touchpoint(here, key)
    try:
        change = verbs.delete_touchpoint(request.user, touchpoint, seen=request.POST.get("seen", ""))
    except verbs.ChangedMeanwhile as conflict:
        if conflict.now is None:
            raise Http404 from None
        return _form(request, here, conflict.now, body=conflict.now.body, kind=conflict.now.kind, deleting=True)
    if not from_htmx(request):
        return redirect("account:timeline", here.account.pk)
    return render(request, "account/_deleted.html", here.context() | {"change": change})


@reads
@require_POST
def restore(request: HttpRequest, account_id: str, change_id: int) -> HttpResponse:
    here = opened(request, account_id)
    change = get_object_or_404(Change, pk=change_id, account_id=here.account.pk)
    return _entry(request, here, verbs.restore_touchpoint(request.user, change))
