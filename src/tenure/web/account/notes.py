"""The timeline with its composer, and the notes people write, change and delete on it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenure.company.roles import user_of
from tenure.core.periods import local_date
from tenure.core.problems import ChangedMeanwhile, NotAccepted
from tenure.customers.models import Contact
from tenure.feedback.models import Tone
from tenure.journal.models import Change
from tenure.timeline import (
    BY,
    KINDS,
    Place,
    Wish,
    place,
    timeline_page,
    touchpoint_entry,
    with_actions,
    with_clock,
)
from tenure.web.account.composing import (
    Typed,
    actions_of,
    feel,
    kept,
    more_of,
    offered,
    said_of,
    written,
)
from tenure.web.account.markdown import rendered
from tenure.web.account.opened import Opened, from_htmx, opened, reads
from tenure.web.once import clicked_once, sent_once
from tenure.work import verbs
from tenure.work.access import works
from tenure.work.actions import actions_of as actions_made
from tenure.work.models import Touchpoint
from tenure.work.notices.verbs import colleagues

_MOST_PEOPLE = 200
WORDS = {"note": "Note", "call": "Call", "email": "Mail", "meeting": "Meeting"}


def composed(request: HttpRequest, here: Opened, **written: Any) -> dict[str, Any]:
    """What the timeline needs: a page of it, and what stands in the composer."""
    wish = Wish.read(request.GET, KINDS)
    page = timeline_page(
        here.account.pk, here.moment.zone, timezone.now(), wish=wish, before=_before(request), as_of=here.moment.as_of
    )
    more = people_of(here) if wish.narrowed or written.get("open") else {}
    own = {entry.touchpoint.pk for entry in page.entries if entry.touchpoint and _own(request, entry.touchpoint)}
    return more | links(here, wish) | {
        "page": page, "tone": wish.tone, "kind": wish.by, "own": own, "tones": Tone.values, "note_kinds": WORDS.items(),
        "written": {"kind": "note"} | written, "wish": wish, "known_kinds": KINDS.items(),
    }  # fmt: skip


def links(here: Opened, wish: Wish) -> dict[str, Any]:
    """The addresses of this view and of those with one choice changed."""
    day = [("as_of", here.moment.as_of.isoformat())] if here.moment.as_of else []
    tones = [(name, wish.address(*day, tone="" if name == wish.tone else name), name == wish.tone)
             for name in reversed(Tone.values)]  # fmt: skip
    by = [(name, wish.address(*day, by=name), name == wish.by) for name in BY]
    kept = [*day, *((name, value) for name, value in wish.pairs() if name in ("kind", "tone"))]
    return {"address": wish.address(*day), "tone_links": tones, "by_links": by, "kept": kept}


def people_of(here: Opened) -> dict[str, Any]:
    """Who may have taken part, and who may be asked to do something."""
    team = list(colleagues()[:_MOST_PEOPLE])
    contacts = Contact.objects.filter(account=here.account).exclude(left_on__lte=here.moment.today)
    return {"team": team, "doers": [one for one in team if works(one)],
            "contacts_known": list(contacts.order_by("name", "pk")[:_MOST_PEOPLE])}  # fmt: skip


@reads
@require_safe
def wishes(request: HttpRequest, account_id: str) -> HttpResponse:
    """The form of filters; it comes when it is opened."""
    here, wish = opened(request, account_id), Wish.read(request.GET, KINDS)
    context = people_of(here) | links(here, wish) | {"wish": wish, "known_kinds": KINDS.items()}
    return render(request, "account/_wish.html", here.context() | context)


@reads
@require_safe
def more(request: HttpRequest, account_id: str) -> HttpResponse:
    """The fields of a touchpoint beside its text; they come when they are opened."""
    here = opened(request, account_id)
    if not here.may_write:
        raise Http404
    context = people_of(here) | {"tones": Tone.values, "written": {"actions": offered(here.moment.today)}}
    return render(request, "account/_more.html", here.context() | context)


def _before(request: HttpRequest) -> Place | None:
    text = request.GET.get("before", "")
    try:
        return place(text) if text else None
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
@sent_once()
def write(request: HttpRequest, account_id: str) -> HttpResponse:
    here = opened(request, account_id)
    given = request.POST
    try:
        with transaction.atomic():
            made = verbs.write_touchpoint(
                request.user, here.account, given.get("body", ""), given.get("kind", ""), more=more_of(given),
                occurred_at=_moment(here, given.get("on", "")), actions=actions_of(given, here.account),
            )  # fmt: skip
            feel(user_of(request), made, given.get("felt", ""))
    except NotAccepted as error:
        typed = written(given)
        return _back(request, here, problem=str(error), **typed | {"actions": _rows(here, typed)})
    answer = _back(request, here, said=f"{WORDS[made.kind]} saved.")
    answer["HX-Trigger"] = "task-changed"
    return answer


def _rows(here: Opened, typed: dict[str, Any]) -> list[Typed]:
    return offered(here.moment.today, typed["actions"])


def _moment(here: Opened, on: str) -> datetime | None:
    """The moment a touchpoint happened; a day without a time counts as its noon."""
    if not on:
        return None
    try:
        day = datetime.fromisoformat(on)
    except ValueError:
        raise NotAccepted(f"“{on[:40]}” is not a date such as 2026-11-21.") from None
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
@clicked_once()
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
    return _form(request, here, touchpoint, kept(touchpoint))


def _save(request: HttpRequest, here: Opened, key: str) -> HttpResponse:
    given = request.POST
    body, kind, seen = (given.get(name, "") for name in ("body", "kind", "seen"))
    # Where the fields beside the text were never opened, what they hold stays as it is.
    more = more_of(given) if "subject" in given else None
    touchpoint = Touchpoint.objects.filter(pk=key, account=here.account).first()
    if touchpoint is None:
        return _gone(request, here, key, body)
    try:
        with transaction.atomic():
            actions = actions_of(given, here.account)
            saved = verbs.edit_touchpoint(request.user, touchpoint, body, kind, seen=seen, more=more, actions=actions)
            feel(user_of(request), saved, given.get("felt", ""))
    except NotAccepted as error:
        return _form(request, here, touchpoint, _typed(given, touchpoint), problem=str(error), seen=seen)
    except ChangedMeanwhile as conflict:
        if conflict.now is None:
            return _gone(request, here, key, body)
        return _form(request, here, conflict.now, _typed(given, conflict.now), theirs=rendered(said_of(conflict.now)))
    return _entry(request, here, saved)


def _entry(request: HttpRequest, here: Opened, touchpoint: Touchpoint) -> HttpResponse:
    if not from_htmx(request):
        return redirect("account:timeline", here.account.pk)
    [entry] = with_actions([with_clock(touchpoint_entry(touchpoint), here.moment.zone)])
    context = {"entry": entry, "own": {touchpoint.pk} if _own(request, touchpoint) else set()}
    return render(request, "account/_entry.html", here.context() | context)


def _typed(given: QueryDict, touchpoint: Touchpoint) -> dict[str, Any]:
    typed = written(given)
    return typed if "subject" in given else kept(touchpoint) | {"body": typed["body"], "kind": typed["kind"]}


def _form(
    request: HttpRequest, here: Opened, touchpoint: Touchpoint, typed: dict[str, Any], **more: Any
) -> HttpResponse:
    typed = typed | {"actions": _rows(here, typed), "open": True}
    context = people_of(here) | {
        "touchpoint": touchpoint, "note_kinds": WORDS.items(), "seen": verbs.version(touchpoint), "tones": Tone.values,
        "written": typed, "done_actions": list(actions_made(("touchpoint", touchpoint.pk))),
    } | more  # fmt: skip
    template = "account/note.html#form" if from_htmx(request) else "account/note.html"
    return render(request, template, here.context() | context)


def _gone(request: HttpRequest, here: Opened, key: str, body: str) -> HttpResponse:
    """The note was deleted while somebody wrote on it: their text is handed back, to be kept as a new one."""
    template = "account/note.html#gone" if from_htmx(request) else "account/note.html"
    return render(request, template, here.context() | {"gone": True, "body": body, "note_kinds": WORDS.items()})


@reads
@require_POST
@clicked_once()
def delete(request: HttpRequest, account_id: str, key: str) -> HttpResponse:
    here = opened(request, account_id)
    touchpoint = _touchpoint(here, key)
    try:
        change = verbs.delete_touchpoint(request.user, touchpoint, seen=request.POST.get("seen", ""))
    except ChangedMeanwhile as conflict:
        if conflict.now is None:
            raise Http404 from None
        return _form(request, here, conflict.now, kept(conflict.now), deleting=True)
    if not from_htmx(request):
        return redirect("account:timeline", here.account.pk)
    return render(request, "account/_deleted.html", here.context() | {"change": change})


@reads
@require_POST
def restore(request: HttpRequest, account_id: str, change_id: int) -> HttpResponse:
    here = opened(request, account_id)
    change = get_object_or_404(Change, pk=change_id, account_id=here.account.pk)
    return _entry(request, here, verbs.restore_touchpoint(request.user, change))
