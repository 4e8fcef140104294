"""The page of a day, and parts of it that come afterwards."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenure.company.roles import may, needs
from tenure.customers.models import Account
from tenure.engine.publication import NothingPublished
from tenure.engine.reading import TooSlow
from tenure.engine.scores import reading as scores
from tenure.health.models import Risk
from tenure.health.verbs import REASONS
from tenure.library.reading import published_measures
from tenure.web import measures
from tenure.web.day import past, sections
from tenure.web.day.book import book, disagreements
from tenure.web.day.counted import counted, head
from tenure.web.day.items import item
from tenure.web.day.look import TEAM, Look
from tenure.web.shell.navigation import side_bar_counts
from tenure.work.access import days_of

_CAUSES, _MOST_CAUSES = 2, 50


@require_safe
@needs("write_own_accounts")
def page(request: HttpRequest) -> HttpResponse:
    look = Look.read(request)
    found = counted(request, look)
    # Adding up the whole book takes longer than everything else; it comes after the page.
    context = head(look, found) | ({} if look.desk.whose is None else _book(look)) | {
        "people": _people(request, look),
        "outcomes": [(value, label, REASONS[value].items()) for value, label in Risk.Outcome.choices],
        "false_alarms": REASONS[Risk.Outcome.FALSE_ALARM].items(),
    }  # fmt: skip
    if look.tab == "past":
        return render(request, "day/page.html", context | past.context(look, request.GET.get("before", "")))
    shown = sections.sections(look, found)
    connected = bool(shown) or Account.objects.exists()
    return render(request, "day/page.html", context | {"sections": shown, "connected": connected})


def _book(look: Look) -> dict[str, Any]:
    lines, as_of = book(look)
    return {"book": lines, "disagreements": disagreements(look), "book_as_of": as_of}


@require_safe
@needs("write_own_accounts")
def whole_book(request: HttpRequest) -> HttpResponse:
    """The book in numbers, where it comes after the page."""
    look = Look.read(request)
    return render(request, "day/_book.html", _book(look) | {"look": look})


def _people(request: HttpRequest, look: Look) -> list[tuple[str, str, bool]]:
    """Whose day a lead may choose."""
    if not may(request.user, "write_all_accounts"):
        return []
    others = [(str(person.pk), str(person)) for person in days_of(request.user) if person.pk != request.user.pk]
    choices = [("", "My own day"), (TEAM, "The team’s day"), *others]
    return [(value, label, value == look.who) for value, label in choices]


@require_safe
@needs("write_own_accounts")
def section(request: HttpRequest, kind: str) -> HttpResponse:
    """One list anew, when all that it showed is done."""
    look = Look.read(request)
    if kind not in sections.TITLES.get(look.tab, {}):
        raise Http404
    found = counted(request, look)
    count = (found.later if look.tab == "upcoming" else found.today)[kind]
    if not count:
        return HttpResponse()
    context = head(look, found) | {"section": sections.section(kind, look, count)}
    return render(request, "day/_section.html", context)


@require_safe
@needs("write_own_accounts")
def counts(request: HttpRequest) -> HttpResponse:
    """What stands beside the entries of the side bar; every page asks for it when it is there."""
    return render(request, "day/_nav_counts.html", {"nav_counts": side_bar_counts(request), "oob": True})


@require_safe
@needs("write_own_accounts")
def causes(request: HttpRequest) -> HttpResponse:
    """What moved the scores of the changes that the page shows: it comes after the page, from the files of scores."""
    look = Look.read(request)
    most = sections.PER_PAGE if look.kind else sections.FIRST
    first = (look.page - 1) * most
    states = list(sections.rows("change", look)[first : first + most])
    told = _told([state.pk for state in states], states[0].as_of if states else look.desk.today)
    shown = [(item("change", state, look).id, told.get(state.pk, "")) for state in states]
    return render(request, "day/_causes.html", {"causes": shown})


def _told(accounts: list[str], day: Any) -> dict[str, str]:
    try:
        found, known = scores.changes_of(accounts[:_MOST_CAUSES], day), published_measures()
    except (NothingPublished, TooSlow):
        return {}
    return {
        account: " · ".join(f"{cause.name} {cause.why} ({cause.points})"
                            for cause in measures.causes(change.causes, known)[:_CAUSES])
        for account, change in found.items()
    }  # fmt: skip
