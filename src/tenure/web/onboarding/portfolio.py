"""The page of all onboardings: its rows, and the panels that come after it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenure.company.clock import today, zone
from tenure.company.models import settings_row
from tenure.company.roles import may, needs
from tenure.core import keyed
from tenure.core.periods import local_date
from tenure.engine import publication
from tenure.metrics import KPIS
from tenure.onboarding import figures, listing
from tenure.onboarding.models import Onboarding
from tenure.onboarding.reading import plan_of
from tenure.onboarding.rule import starting
from tenure.web.onboarding import words
from tenure.web.onboarding.asked import PER_PAGE, Asked

NUMBERS: Final = (
    "onboarding_completion_rate", "time_to_first_value_pXX", "reached_first_value_within_N", "activation_rate",
)  # fmt: skip
USE: Final = (
    "time_to_value", "product_adoption_rate", "license_utilisation", "mau",
    "stickiness", "adoption_breadth", "feature_adoption_rate", "adoption_depth",
)  # fmt: skip
_ORDERS: Final = {"late": "Latest first", "finish": "Finish", "age": "Longest running", "done": "Most done"}


@dataclass(frozen=True, slots=True)
class Row:
    onboarding: Onboarding
    band: str
    word: str
    age: int
    first_value: date | None
    first_value_day: int | None
    name: str
    phase: str


@require_safe
@needs("read_accounts")
def page(request: HttpRequest) -> HttpResponse:
    asked, company = Asked.read(request.GET), settings_row()
    day = today(company)
    counts = listing.counts(request.user, asked.wanted)
    found, count = listing.portfolio(request.user, asked.wanted), counts.get(asked.wanted.state)
    here = keyed.page_of(found, PER_PAGE, asked.page, ("account__state", "plan__lead"), count)
    context = {
        "asked": asked, "wanted": asked.wanted, "page": here, "rows": _rows(here, day, zone(company)), "as_of": day,
        "states": [(label, asked.address(state=name), name == asked.wanted.state, counts.get(name))
                   for name, label in words.FILTERS.items()],
        "orders": [(label, asked.address(order=name), name == asked.wanted.order) for name, label in _ORDERS.items()],
        "offered": listing.offered(request.user), "here": asked.address(), "currency": company.currency,
        "numbers": [KPIS[name] for name in NUMBERS] if publication.is_there() else [],
        "use": [KPIS[name] for name in USE],
        "starting": starting(),
        "may_switch": may(request.user, "edit_templates"), "works": may(request.user, "write_own_accounts"),
        "over": asked.wanted.state in ("completed", "cancelled"),
    }  # fmt: skip
    template = "onboarding/portfolio.html#list" if getattr(request, "htmx", False) else "onboarding/portfolio.html"
    return render(request, template, context)


def _rows(here: Page[Onboarding], day: date, where: ZoneInfo) -> list[Row]:
    onboardings = list(here)
    reached = listing.first_values([one.account_id for one in onboardings])
    return [_row(one, day, where, reached.get(one.account_id)) for one in onboardings]


def _row(one: Onboarding, day: date, where: ZoneInfo, at: datetime | None) -> Row:
    band, word = words.standing(one)
    plan = plan_of(one)
    reached = local_date(at, where) if at else None
    taken = max((reached - one.started_on).days, 0) if reached else None
    end = one.completed_on or one.cancelled_on or day
    return Row(one, band, word, (end - one.started_on).days, reached, taken, plan.name if plan else "",
               plan.phase if plan else "")  # fmt: skip


@require_safe
@needs("read_accounts")
def cohorts(request: HttpRequest) -> HttpResponse:
    """By the month of their start; loaded after the page."""
    asked, company = Asked.read(request.GET), settings_row()
    day, days = today(company), company.onboarding_window_days
    rows = figures.cohorts(request.user, asked.wanted, day, days)
    return render(request, "onboarding/_cohorts.html", {"rows": rows, "days": days, "as_of": day})


@require_safe
@needs("read_accounts")
def ages(request: HttpRequest) -> HttpResponse:
    """How old those are that run, and how far those of a year got."""
    asked, company = Asked.read(request.GET), settings_row()
    day = today(company)
    rows = figures.ageing(request.user, asked.wanted, day)
    most = max((row.all for row in rows), default=0)
    context = {
        "rows": [(row, _shares(row, most)) for row in rows], "as_of": day,
        "funnel": figures.funnel(request.user, asked.wanted, day, zone(company)),
    }  # fmt: skip
    return render(request, "onboarding/_ages.html", context)


def _shares(row: figures.Aged, most: int) -> list[tuple[str, float, float]]:
    """Band, where it begins and how wide it is, in hundredths of the longest."""
    parts = (("bad", row.stuck), ("warn", row.behind), ("info", row.on_track), ("idle", row.unplanned))
    found, at = [], 0.0
    for band, count in parts:
        width = 100 * count / most if most else 0.0
        found.append((band, round(at, 2), round(width, 2)))
        at += width
    return [one for one in found if one[2]]
