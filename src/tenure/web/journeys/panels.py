"""Parts of the pages that ask the engine."""

from typing import Any

import numpy as np
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tenure.company.models import settings_row
from tenure.engine.journeys import book as books
from tenure.engine.journeys.kept import Book
from tenure.engine.journeys.waiting import waiting
from tenure.engine.journeys.worth import worth
from tenure.library.reading import published_journeys, published_measures
from tenure.metrics.journeys.telling import Ribbon, stalled, standings
from tenure.metrics.journeys.telling import cohorts as cohorts_of
from tenure.metrics.journeys.telling import flow as flow_of
from tenure.metrics.journeys.walking import OUT
from tenure.web import charts
from tenure.web import format as words_of
from tenure.web.journeys import listing, words
from tenure.web.journeys.listing import LEFT
from tenure.web.journeys.opened import Opened, opened, panel


@panel
def counts(request: HttpRequest) -> HttpResponse:
    """The table of journeys with who is on them on the last complete day."""
    rows = []
    known = published_measures()
    for held in published_journeys(known):
        book = books.book(books.law(held.journey, known))
        now = book.visits.on(book.last)
        arr = int(worth(book.accounts, book.last)[now.account].sum())
        here = [(stage.name, int((now.stage == place).sum())) for place, stage in enumerate(held.journey.stages)]
        over = int(stalled(held.journey, now, book.last).sum())
        rows.append({"journey": held.journey, "version": held.version, "accounts": len(now), "arr": arr,
                     "stages": here, "stalled": over, "as_of": book.last})  # fmt: skip
    return render(request, "journeys/_counts.html", {"rows": rows, "currency": settings_row().currency})


@panel
def stages(request: HttpRequest, journey: str) -> HttpResponse:
    here = opened(request, journey)
    book, known = here.book(), here.known
    told = standings(here.journey, book.visits, here.worth(book, here.period.last), here.period.first, here.period.last)
    rows = [
        {"stage": stage, "told": one, "place": one.place, "number": one.place + 1,
         "asked": [words.label(criterion, known) for criterion in here.journey.asked(one.place)],
         "enter": [words.label(criterion, known) for criterion in stage.enter] if stage.from_anywhere else []}
        for stage, one in zip(here.journey.stages, told, strict=True)
    ]  # fmt: skip
    total = {"accounts": sum(one.accounts for one in told), "arr": sum(one.worth for one in told),
             "stalled": sum(one.stalled for one in told),
             "stalled_arr": sum(one.stalled_worth for one in told)}  # fmt: skip
    context = {"rows": rows, "total": total, "currency": settings_row().currency, "book": book}
    return render(request, "journeys/_stages.html", here.context() | context)


@panel
def flow(request: HttpRequest, journey: str) -> HttpResponse:
    here = opened(request, journey)
    book = here.book()
    ribbons = flow_of(book.visits, here.worth(book, here.period.first), here.period.first, here.period.last)
    names = [stage.name for stage in here.journey.stages]
    rows = [{"ribbon": one, "start": names[one.start], "end": "Left" if one.end == OUT else names[one.end],
             "url": _ribbon_url(here, one)} for one in ribbons]  # fmt: skip
    of = {
        kind: sum(one.accounts for one in ribbons if one.kind(here.journey) == kind)
        for kind in ("stayed", "on", "back", "lost")
    }
    drawn = [(one.start, one.end, one.accounts, one.kind(here.journey), _ribbon_url(here, one)) for one in ribbons]
    spec = charts.journey_flow(drawn, names)
    joined = int((~np.isin(book.visits.on(here.period.last).account, book.visits.on(here.period.first).account)).sum())
    context = {"rows": rows, "of": of, "total": sum(of.values()), "spec": spec, "joined": joined,
               "currency": settings_row().currency}  # fmt: skip
    return render(request, "journeys/_flow.html", here.context() | context)


def _ribbon_url(here: Opened, ribbon: Ribbon) -> str:
    end = LEFT if ribbon.end == OUT else ribbon.end
    return f"{reverse('journeys:accounts', args=[here.held.key])}?{here.query(was=ribbon.start, stage=end)}"


@panel
def stalls(request: HttpRequest, journey: str) -> HttpResponse:
    here = opened(request, journey)
    found = stall_rows(here, here.book())
    single = max(found, key=lambda row: row["only"], default=None)
    context = {"rows": found, "single": single if single and single["only"] else None,
               "currency": settings_row().currency, "base": reverse("journeys:accounts", args=[journey])}  # fmt: skip
    return render(request, "journeys/_stalls.html", here.context() | context)


def stall_rows(here: Opened, book: Book) -> list[dict[str, Any]]:
    """For each criterion: the stalled accounts that miss it, those that miss nothing else, and their days over."""
    now = book.visits.on(here.period.last)
    now = now.chosen(stalled(here.journey, now, here.period.last))
    if not len(now):
        return []
    arr, known = here.worth(book, here.period.last), here.known
    looked = waiting(here.law, here.period.last, [book.accounts[n] for n in now.account])
    rows: list[dict[str, Any]] = []
    for place, stage in enumerate(here.journey.stages):
        mine, unmet = now.stage == place, looked.unmet(place)
        misses = np.sum(list(unmet.values()), axis=0) if unmet else np.zeros(len(now))
        for number, (criterion, grid) in enumerate(unmet.items()):
            who = mine & grid
            if who.any():
                over = np.median(now.days(here.period.last)[who] - (stage.days or 0))
                rows.append({
                    "stage": stage.name, "place": place, "number": number, "criterion": words.label(criterion, known),
                    "accounts": int(who.sum()), "arr": int(arr[now.account[who]].sum()), "over": int(over),
                    "only": int((who & (misses == 1)).sum()), "of": int(mine.sum()),
                })  # fmt: skip
    rows.sort(key=lambda row: (-row["accounts"], -row["arr"]))
    return rows


@panel
def cohorts(request: HttpRequest, journey: str) -> HttpResponse:
    here = opened(request, journey)
    count = len(here.journey.stages)
    text = request.GET.get("stage", "0")
    place = int(text) if text.isdecimal() and len(text) < 3 and int(text) < count else 0
    found = cohorts_of(here.journey, here.book().visits, place, here.period.last)
    context = {"rows": found, "place": place, "stage": here.journey.stages[place],
               "names": [stage.name for stage in here.journey.stages],
               "last": place == here.journey.walk[-1]}  # fmt: skip
    return render(request, "journeys/_cohorts.html", here.context() | context)


@panel
def rows(request: HttpRequest, journey: str) -> HttpResponse:
    here = opened(request, journey)
    asked = listing.Asked.read(request.GET, here.journey)
    book = here.book()
    found = listing.listed(here, book, asked, request.user)
    pages = {name: here.query(**asked.parameters(), page=found.page + step)
             for name, step in (("before", -1), ("after", 1))}  # fmt: skip
    context = {"asked": asked, "listed": found, "pages": pages, "currency": settings_row().currency,
               "total": words_of.number(found.total)}  # fmt: skip
    return render(request, "journeys/_rows.html", here.context() | context)
