"""Objectives as agreed: how far they are, what is said about them, and that the customer confirms them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from tenure.core.problems import NotAccepted
from tenure.library.reading import published_measures
from tenure.metrics.measures import Measure
from tenure.planning.models import Goal
from tenure.planning.plans.comments import comment
from tenure.planning.plans.confirming import is_attained, verify
from tenure.planning.plans.progress import STANDINGS, WHOLE
from tenure.planning.plans.values import shown
from tenure.web.format import EMPTY, percent
from tenure.web.once import sent_once
from tenure.web.portal import seen
from tenure.web.portal.here import Here
from tenure.work.portal.telling import tell_us

_MOST_COMMENTS = 100


@dataclass(frozen=True, slots=True)
class Told:
    """An objective in words: “6 of 14 days”."""

    goal: Goal
    now: str
    begin: str
    target: str
    share: float | None
    word: str
    band: str
    measured_by: str

    @property
    def line(self) -> str:
        if self.target == EMPTY:
            return self.now if self.now != EMPTY else "no number yet"
        if self.now == EMPTY:
            return f"{self.target} to be reached"
        unit = f" {self.goal.unit}" if self.goal.unit else ""
        return f"{self.now.removesuffix(unit)} of {self.target}"


def told(goals: Iterable[Goal]) -> list[Told]:
    found = list(goals)
    measures = published_measures() if any(goal.measure for goal in found) else {}
    return [_told(goal, measures) for goal in found]


def _told(goal: Goal, measures: Mapping[str, Measure]) -> Told:
    state, measure = getattr(goal, "state", None), measures.get(goal.measure)
    standing = "attained" if goal.customer_verified_on else state.standing if state else "unmeasured"
    word, band = STANDINGS[standing]
    share = state.progress / WHOLE if state is not None and state.progress is not None else None
    now, begin, target = (_value(one, goal, measure) for one in (state and state.value, goal.baseline, goal.target))
    word = "Confirmed" if goal.customer_verified_on else word
    return Told(goal, now, begin, target, share, word, band, measure.name if measure else "")


def _value(value: Decimal | None, goal: Goal, measure: Measure | None) -> str:
    if value is None:
        return EMPTY
    if measure is not None and measure.unit == "ratio":
        return percent(value, 0)
    unit = goal.unit or (measure.unit if measure and measure.unit not in ("count", "score") else "")
    return f"{shown(value)} {unit}".strip()


@require_safe
def page(request: HttpRequest, here: Here, goal_id: str) -> HttpResponse:
    goal = seen.goal_or_404(here.contact, goal_id)
    here.note("objective", goal.pk, goal.name)
    return _page(request, here, goal_id, {"said": "said" in request.GET, "confirmed": "confirmed" in request.GET})


@require_POST
@sent_once("comment")
def act(request: HttpRequest, here: Here, goal_id: str, verb: str) -> HttpResponse:
    if verb not in ("comment", "confirm"):
        raise Http404
    goal, words = seen.goal_or_404(here.contact, goal_id), request.POST.get("words", "")
    try:
        if verb == "comment":
            _comment(here, goal, words)
        else:
            _confirm(here, goal)
    except NotAccepted as error:
        return _page(request, here, goal_id, {"problem": str(error), "words": words}, 422)
    return redirect(here.url("objective", goal_id) + ("?said=1#comments" if verb == "comment" else "?confirmed=1"))


def _comment(here: Here, goal: Goal, words: str) -> None:
    made = comment(None, goal.pk, words, contact=here.contact)
    tell_us(here.contact, f"comment:{made.pk}", f"{here.contact} wrote about “{goal.name}”", made.body,
            about=("objective", goal.pk), owner=goal.owner)  # fmt: skip


def _confirm(here: Here, goal: Goal) -> None:
    verify(None, goal.pk, contact=here.contact)
    tell_us(here.contact, f"confirmed:{goal.pk}", f"{here.contact} confirmed “{goal.name}”",
            about=("objective", goal.pk), owner=goal.owner)  # fmt: skip


def _page(request: HttpRequest, here: Here, goal_id: str, more: dict[str, object], status: int = 200) -> HttpResponse:
    goal = seen.goal_or_404(here.contact, goal_id)
    context = {
        "one": told([goal])[0], "comments": seen.comments(goal)[:_MOST_COMMENTS],
        "may_confirm": goal.customer_verified_on is None and is_attained(goal), **more,
    }  # fmt: skip
    return here.show(request, "portal/objective.html", context, status)
