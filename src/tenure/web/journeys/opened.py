"""A journey as somebody opened it: which version, and the period that is looked at."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenure.company.roles import needs, user_of
from tenure.core.periods import DAY
from tenure.engine import publication
from tenure.engine.journeys import book as books
from tenure.engine.journeys.book import NotMadeYet
from tenure.engine.journeys.kept import REACH, Book
from tenure.engine.journeys.travelling import Law
from tenure.engine.journeys.worth import worth
from tenure.engine.publication import NothingPublished
from tenure.engine.reading import TooSlow
from tenure.engine.tasks import keep_journeys
from tenure.jobs.once import enqueue_once
from tenure.library.models import Document
from tenure.library.reading import published_measures
from tenure.library.versions import Versions
from tenure.metrics.journeys import BadJourney, Journey
from tenure.metrics.journeys.visits import Ints
from tenure.metrics.measures import Measure
from tenure.web.journeys.held import held, read, shown

PERIODS: Final = (30, 90, 180, 365)
_USUAL: Final = 90


@dataclass(frozen=True, slots=True)
class Period:
    """From the end of `first` to the end of `last`. `problem` says why what was asked was not taken."""

    first: date
    last: date
    newest: date
    problem: str = ""

    @property
    def days(self) -> int:
        return (self.last - self.first).days

    @property
    def oldest(self) -> date:
        return self.newest - REACH * DAY


def period(given: QueryDict, newest: date) -> Period:
    problems: list[str] = []
    oldest = newest - REACH * DAY
    last = _day(given.get("as_of", ""), newest, oldest + DAY, newest, problems)
    usual = max(oldest, last - _USUAL * DAY)
    first = _day(given.get("since", ""), usual, oldest, newest, problems)
    if first >= last:
        problems.append(f"{first.isoformat()} is not before {last.isoformat()}.")
        first = usual
    return Period(first, last, newest, " ".join([*problems, "You see the usual period."] if problems else []))


def _day(text: str, usual: date, oldest: date, newest: date, problems: list[str]) -> date:
    if not text.strip():
        return usual
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        problems.append(f"“{text[:40]}” is not a date such as 2026-03-31.")
        return usual
    if not oldest <= day <= newest:
        problems.append(f"{day.isoformat()} is not among the days that are looked at, "
                        f"{oldest.isoformat()} to {newest.isoformat()}.")  # fmt: skip
        return usual
    return day


@dataclass(frozen=True, slots=True)
class Opened:
    held: Versions
    document: Document
    journey: Journey
    period: Period
    draft: bool
    known: Mapping[str, Measure]  # all in force

    @property
    def law(self) -> Law:
        return books.law(self.journey, self.known)

    def book(self) -> Book:
        return books.book(self.law)

    def worth(self, book: Book, day: date) -> Ints:
        return worth(book.accounts, day)

    def query(self, **more: object) -> str:
        """What keeps the version and the period in an address, with more of it."""
        asked = {"since": self.period.first.isoformat(), "as_of": self.period.last.isoformat()}
        return urlencode({**asked, **({"version": "draft"} if self.draft else {}), **more})

    def context(self) -> dict[str, Any]:
        return {"held": self.held, "document": self.document, "journey": self.journey, "period": self.period,
                "draft": self.draft, "query": self.query()}  # fmt: skip


def opened(request: HttpRequest, key: str) -> Opened:
    """Raises Http404, NothingPublished, and BadJourney when a measure that it asks was retired."""
    found, asked = held(key), request.GET.get("version") == "draft"
    document = shown(found, asked)
    newest = publication.current().as_of
    draft = document is found.draft
    known = published_measures()
    return Opened(found, document, read(document, known), period(request.GET, newest), draft, known)


def panel(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """A part of a page that asks the engine: says so when that cannot be answered, and what helps."""

    @require_safe
    @needs("read_accounts")
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except NotMadeYet as error:
            enqueue_once(keep_journeys.using(by=user_of(request).pk), "journeys")
            return cannot(request, str(error), "waits")
        except (NothingPublished, TooSlow, BadJourney) as error:
            return cannot(request, str(error), "late" if isinstance(error, TooSlow) else "nothing")

    return guarded


def cannot(request: HttpRequest, sentence: str, why: str) -> HttpResponse:
    context = {"sentence": sentence, "why": why, "retry": request.get_full_path()}
    return render(request, "journeys/_cannot.html", context)
