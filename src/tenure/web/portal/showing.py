"""Guides, files, meetings and people: what is only looked at."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from tenure.engine import publication
from tenure.engine.account import users_seen
from tenure.engine.publication import NothingPublished
from tenure.web.portal import seen
from tenure.web.portal.here import Here
from tenure.work.meetings.invitations import calendar_of
from tenure.work.portal import resources

_MOST_USERS = 200


@require_safe
def guides(request: HttpRequest, here: Here) -> HttpResponse:
    found = seen.resources(here.contact)
    if not here.preview:
        resources.introduce(here.contact, found)
    here.note("guides")
    return here.show(request, "portal/guides.html", {"guides": found})


@require_safe
def guide(request: HttpRequest, here: Here, resource_id: int) -> HttpResponse:
    """What is written here is shown; what lies elsewhere is led to, without saying where one came from."""
    found = seen.resource_or_404(here.contact, resource_id)
    if not here.preview:
        resources.opened(here.contact, found)
    here.note("guide", found.pk, found.title)
    if found.url:
        return HttpResponseRedirect(found.url, headers={"Referrer-Policy": "no-referrer"})
    return here.show(request, "portal/guide.html", {"guide": found})


@require_safe
def meeting(request: HttpRequest, here: Here, meeting_id: int) -> HttpResponse:
    """The appointment for their calendar."""
    found = seen.meeting_or_404(here.contact, meeting_id)
    here.note("meeting", found.pk, found.title)
    content = calendar_of(found, found.attendees.order_by("pk"))
    return HttpResponse(content, content_type="text/calendar; charset=utf-8",
                        headers={"Content-Disposition": 'attachment; filename="meeting.ics"'})  # fmt: skip


@require_safe
def people(request: HttpRequest, here: Here) -> HttpResponse:
    """Who of theirs has signed in, those who have not first."""
    users = list(seen.users(here.contact, here.day)[:_MOST_USERS])
    active = _active(here)
    rows = sorted(((user, active.get(user.pk)) for user in users), key=lambda row: row[1] is not None)
    if "part" not in request.GET:
        here.note("people")
    context = {
        "rows": rows if "part" not in request.GET else rows[:4],
        "total": len(users), "known": active is not None and bool(users),
        "signed_in": sum(1 for _, seen_ in rows if seen_), "asked": "asked" in request.GET,
    }  # fmt: skip
    return here.show(request, "portal/_people.html" if "part" in request.GET else "portal/people.html", context)


def _active(here: Here) -> dict[str, object]:
    try:
        return dict(users_seen(here.contact.account_id, publication.current().today))
    except NothingPublished:
        return {}
