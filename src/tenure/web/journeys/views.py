"""The pages on which journeys are looked at; those on which they are changed are in `changing`."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenure.company.roles import may, needs
from tenure.core.periods import DAY
from tenure.engine.publication import NothingPublished
from tenure.library.models import Document, Kind, State
from tenure.metrics.journeys import BadJourney
from tenure.metrics.journeys.writing import as_yaml
from tenure.web.journeys import listing, words
from tenure.web.journeys.held import held, history, shown
from tenure.web.journeys.opened import PERIODS, Period, opened


@require_safe
@needs("read_accounts")
def overview(request: HttpRequest) -> HttpResponse:
    found = Document.objects.filter(kind=Kind.JOURNEY).select_related("author").order_by("title", "version")
    by_state = {state: [one for one in found if one.state == state] for state in State.values}
    in_force = {one.key for one in by_state[State.PUBLISHED]}
    retired = {one.key: one for one in by_state[State.RETIRED] if one.key not in in_force}
    context = {"published": by_state[State.PUBLISHED], "drafts": by_state[State.DRAFT],
               "retired": list(retired.values()), "may_edit": may(request.user, "edit_journeys")}  # fmt: skip
    return render(request, "journeys/overview.html", context)


@require_safe
@needs("read_accounts")
def page(request: HttpRequest, journey: str) -> HttpResponse:
    try:
        here = opened(request, journey)
    except (NothingPublished, BadJourney) as error:
        return _without(request, journey, error)
    known = here.known
    stages = [
        {"stage": stage, "enter": [words.label(one, known) for one in stage.enter],
         "leave": [words.label(one, known) for one in stage.leave]}
        for stage in here.journey.stages
    ]  # fmt: skip
    context = {"stages": stages, "versions": history(here.held), "may_edit": may(request.user, "edit_journeys"),
               "starts": _starts(here.period)}  # fmt: skip
    return render(request, "journeys/page.html", here.context() | context)


def _starts(period: Period) -> list[tuple[int, str, bool]]:
    """Periods that end on the same day, with their first day."""
    return [(days, (period.last - days * DAY).isoformat(), period.days == days) for days in PERIODS]


def _without(request: HttpRequest, key: str, error: Exception) -> HttpResponse:
    """Before anything is computed, or when a measure that it asks was retired."""
    found = held(key)
    context = {
        "held": found, "document": found.base, "problem": str(error), "versions": history(found),
        "waits": isinstance(error, NothingPublished), "may_edit": may(request.user, "edit_journeys"),
    }  # fmt: skip
    return render(request, "journeys/without.html", context)


@require_safe
@needs("read_accounts")
def accounts(request: HttpRequest, journey: str) -> HttpResponse:
    """Accounts in a stage on a day, or on one ribbon of the flow."""
    try:
        here = opened(request, journey)
    except (NothingPublished, BadJourney) as error:
        return _without(request, journey, error)
    asked = listing.Asked.read(request.GET, here.journey)
    misses = None
    if asked.misses is not None and asked.stage is not None:
        misses = here.journey.asked(asked.stage)[asked.misses]
    context = {
        "asked": asked, "title": listing.title(asked, here.journey),
        "misses": words.label(misses, here.known) if misses else "",
        "rows_query": here.query(**asked.parameters(), page=asked.page),
        "names": list(enumerate(stage.name for stage in here.journey.stages)),
    }  # fmt: skip
    return render(request, "journeys/accounts.html", here.context() | context)


@require_safe
@needs("read_accounts")
def download(request: HttpRequest, journey: str) -> HttpResponse:
    """The version in force, or any other, as YAML."""
    found, version = held(journey), request.GET.get("version", "")
    chosen = shown(found, draft=True) if version == "draft" else found.numbered(version)
    response = HttpResponse(as_yaml(chosen.body), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{journey}-{chosen.version}.yaml"'
    return response
