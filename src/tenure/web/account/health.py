"""Health on the account page: the score, what makes it up, what moved it, and its history."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.timezone import get_current_timezone, localtime
from django.views.decorators.http import require_safe

from tenure.automation.models import PlaybookRun
from tenure.company.models import settings_row
from tenure.core.periods import DAY, starts_at
from tenure.customers.models import Assignment
from tenure.engine import account as history
from tenure.engine import publication
from tenure.engine.scores import reading as scores
from tenure.library.models import Document, Kind
from tenure.library.reading import published_measures, redefined
from tenure.metrics.measures import Measure
from tenure.metrics.scorecards.bands import START
from tenure.metrics.scorecards.explain import Reading
from tenure.web import charts, measures
from tenure.web import format as words
from tenure.web.account import pulse
from tenure.web.account.explaining import Sides, lines
from tenure.web.account.opened import Opened, panel
from tenure.web.account.panels import complete
from tenure.web.charts.health import Marker

SINCE: Final = {"1": "yesterday", "7": "a week ago", "30": "30 days ago", "90": "90 days ago"}
_SHOWN_CAUSES: Final = 3
_SIDES: Final = Sides(measures.points, more_is_good=True, unknown_counts=False)


@require_safe
@panel
def health(request: HttpRequest, here: Opened) -> HttpResponse:
    day = complete(here)
    since = request.GET.get("since", "30")
    since = since if since in SINCE else "30"
    found = scores.judgements(here.account.pk, [day - int(since) * DAY, day])
    now, before = found.get(day), found.get(day - int(since) * DAY)
    known = published_measures()
    context: dict[str, object] = {
        "as_of": day,
        "running": day == publication.current().today,
        "now": now,
        "since": since,
        "choices": SINCE,
        "since_words": SINCE[since],
    }
    if now:
        context |= _told(now, known) | {"moved": _moved(before, now, known)}
    return render(request, "account/_health.html", here.context() | context)


def _told(now: scores.Judgement, known: Mapping[str, Measure]) -> dict[str, object]:
    points = [reading.points for reading in now.readings]
    card = Document.objects.get(kind=Kind.SCORECARD, key=now.level.card, version=now.level.version)
    mark, word = measures.tone(now.level.score)
    return {
        "mark": mark, "word": word, "score": measures.score(now.level.score), "card": card,
        "exact": words.number((now.level.score or 0) / 100, 2), "coverage": words.percent(now.level.coverage, 0),
        "lines": lines(_ordered(now), known, _SIDES), "start": measures.score(START),
        "given": measures.points(sum(p for p in points if p > 0)),
        "taken": measures.points(sum(p for p in points if p < 0)),
    }  # fmt: skip


def _ordered(now: scores.Judgement) -> list[Reading]:
    """What takes most first, then what gives; the unknown last."""
    return sorted(now.readings, key=lambda reading: (reading.value is None, reading.points))


def _moved(before: scores.Judgement | None, now: scores.Judgement, known: Mapping[str, Measure]) -> dict[str, object]:
    if before is None or before.level.score is None or now.level.score is None:
        return {}
    told = measures.causes(scores.explained(before, now), known)
    change = now.level.score - before.level.score
    read = {reading.measure for reading in now.readings}
    return {
        "change": measures.points(change), "good": change > 0,
        "was": measures.score(before.level.score),
        "causes": told, "redefined": redefined(read, *_ends(before.level.day, now.level.day)),
        "said": "; ".join(cause.text for cause in told[:_SHOWN_CAUSES]),
    }  # fmt: skip


@require_safe
@panel
def health_chart(request: HttpRequest, here: Opened) -> HttpResponse:
    day = complete(here)
    levels = scores.history(here.account.pk, day)
    shown = [(level.day, level.score) for level in levels if level.score is not None]
    markers = [
        *_contract(here, day),
        *_owners(here, day),
        *_playbooks(here, day),
        *_cards(levels),
        *_definitions(levels),
        *pulse.markers(here, day),
    ]
    return JsonResponse(charts.health_history(shown, markers))


def _contract(here: Opened, day: date) -> list[Marker]:
    money = history.mrr_history(here.account.pk, day, here.moment.currency, settings_row().longest_pause_days)
    return [
        Marker(change.day, words.money_short(change.amount_minor, money.currency, plus=True) + " MRR", "contract")
        for change in money.changes
    ]


def _owners(here: Opened, day: date) -> list[Marker]:
    held = Assignment.objects.filter(account=here.account, start_date__lte=day).order_by("start_date")
    return [Marker(start, "owner changed", "owner") for start in list(held.values_list("start_date", flat=True))[1:]]


def _playbooks(here: Opened, day: date) -> list[Marker]:
    """Playbooks that were opened; where one was held out, nothing was done."""
    runs = PlaybookRun.objects.filter(account=here.account, arm="playbook", opened_on__lte=day).exclude(
        status="invalid"
    )
    return [
        Marker(opened, f"playbook {name} began", "playbook")
        for name, opened in runs.values_list("playbook_id", "opened_on")
    ]


def _ends(*days: date) -> tuple[datetime, ...]:
    """The instants at which these days end in the reporting time zone."""
    return tuple(starts_at(day + DAY, get_current_timezone()) for day in days)


def _definitions(levels: Sequence[scores.Level]) -> list[Marker]:
    """When the measures of the account's scorecard were declared otherwise."""
    if not levels:
        return []
    card = Document.objects.get(kind=Kind.SCORECARD, key=levels[-1].card, version=levels[-1].version)
    read = {one["measure"] for group in card.body["groups"] for one in group["inputs"]}
    found = redefined(read, *_ends(levels[0].day, levels[-1].day))
    return [Marker(localtime(one.published_at).date(), f"{one.title} redefined", "scorecard") for one in found]


def _cards(levels: Sequence[scores.Level]) -> list[Marker]:
    return [
        Marker(after.day, f"scorecard version {after.version}" if before.card == after.card else "scorecard changed",
               "scorecard")
        for before, after in pairwise(levels) if (before.card, before.version) != (after.card, after.version)
    ]  # fmt: skip
