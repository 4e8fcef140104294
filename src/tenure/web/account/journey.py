"""The way an account travelled: its stages with their days, why it came to each, and what it waits for now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from tenure.core.periods import DAY, starts_at
from tenure.engine.journeys.book import law
from tenure.engine.journeys.one import Way, way
from tenure.library.reading import published_journeys, published_measures
from tenure.metrics.journeys import Journey, Stage
from tenure.metrics.journeys.visits import OPEN, number
from tenure.metrics.measures import Measure
from tenure.web.account.opened import Opened, panel
from tenure.web.account.panels import complete
from tenure.web.journeys import words
from tenure.work.models import Touchpoint

_SHOWN: Final = 6  # visits, the newest
_WIDE, _HIGH = 1000, 26
_COLOURS: Final = 6
_GAP: Final = 3


@dataclass(frozen=True, slots=True)
class Visit:
    """`entered` is None where it had begun before the days that are looked at; `until` is None while it lasts."""

    stage: Stage
    place: int
    entered: date | None
    until: date | None
    days: int
    why: str

    @property
    def over(self) -> int:
        return max(0, self.days - (self.stage.days or self.days))

    @property
    def left(self) -> int:
        """Expected days that are left."""
        return max(0, (self.stage.days or 0) - self.days)


@dataclass(frozen=True, slots=True)
class Planned:
    name: str
    kind: str
    due: date
    done: bool


@require_safe
@panel
def journey(request: HttpRequest, here: Opened) -> HttpResponse:
    day, known = complete(here), published_measures()
    found = [(held.journey, way(law(held.journey, known), here.account.pk, day)) for held in published_journeys(known)]
    told = [_told(here, one, travelled, known, day) for one, travelled in found if travelled]
    return render(request, "account/_journey.html", here.context() | {"ways": told, "as_of": day})


def _told(here: Opened, journey: Journey, travelled: Way, known: Mapping[str, Measure], day: date) -> dict[str, object]:
    visits = list(_visits(journey, travelled, known, day))
    now = visits[-1]
    return {
        "journey": journey, "now": now, "picture": strip(visits), "visits": visits[::-1][:_SHOWN],
        "earlier": max(0, len(visits) - _SHOWN),
        "missing": [(words.label(one, known), words.observed(one, known, travelled.values))
                    for one in travelled.missing],
        "planned": list(_planned(here, now, day)),
    }  # fmt: skip


def _visits(journey: Journey, travelled: Way, known: Mapping[str, Measure], day: date) -> Iterator[Visit]:
    columns = travelled.visits
    before: int | None = None
    for n, why in enumerate(travelled.because):
        place, entered, left = int(columns.stage[n]), int(columns.entered[n]), int(columns.left[n])
        came = date(1970, 1, 1) + entered * DAY
        until = None if left == OPEN else date(1970, 1, 1) + left * DAY
        lost = before is not None and (journey.falls(before, place) or journey.stages[before].from_anywhere)
        said = ", ".join(words.label(one, known) for one in why)
        because = f"no longer: {said}" if said and lost else said
        yield Visit(journey.stages[place], place, came if columns.seen[n] else None, until,
                    min(left, number(day)) - entered, because)  # fmt: skip
        before = place


def _planned(here: Opened, now: Visit, day: date) -> Iterator[Planned]:
    """Of the stage it is in; the first so many of a kind are done as there were touchpoints of it since it came."""
    if now.entered is None or not now.stage.touchpoints:
        return
    since, until = (starts_at(one, here.moment.zone) for one in (now.entered, day + DAY))
    kinds = Touchpoint.objects.filter(account=here.account, occurred_at__gte=since, occurred_at__lt=until)
    left = dict.fromkeys(("call", "meeting", "email", "note"), 0)
    for kind in kinds.values_list("kind", flat=True):
        left[kind] = left.get(kind, 0) + 1
    for one in sorted(now.stage.touchpoints, key=lambda one: one.day):
        left[one.kind] -= 1
        yield Planned(one.name, one.kind, now.entered + one.day * DAY, left[one.kind] >= 0)


def strip(visits: list[Visit]) -> SafeString:
    """The visits side by side, as long as they took, and at least as long as can be seen."""
    total = sum(visit.days for visit in visits) or 1
    widths = [max(12.0, _WIDE * visit.days / total) for visit in visits]
    scale = _WIDE / sum(widths)
    parts, at = [], 0.0
    for visit, width in zip(visits, widths, strict=True):
        parts.append((f"{at:.1f}", f"{max(1.0, width * scale - _GAP):.1f}", _HIGH, visit.place % _COLOURS,
                      f"{visit.stage.name}, {visit.days} days"))  # fmt: skip
        at += width * scale
    drawn = format_html_join(
        "", '<rect x="{}" y="0" width="{}" height="{}" data-stage="{}"><title>{}</title></rect>', parts
    )
    return format_html(
        '<svg class="ac-way" viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true">{}</svg>',
        _WIDE, _HIGH, drawn,
    )  # fmt: skip
