"""The page of a scorecard: its form with curves, what is different from the version in force, its versions."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString

from tenure.company.roles import may
from tenure.engine.scores.record import BEFORE
from tenure.library.models import Document, Kind, State
from tenure.metrics.measures import Measure
from tenure.metrics.scorecards import BadScorecard
from tenure.metrics.scorecards.fields import FIELDS
from tenure.web.lab import comparing, curves, panels
from tenure.web.lab.asked import MONTHS, WORDS
from tenure.web.lab.comparing import Difference
from tenure.web.lab.editing import MOST_POINTS, Form, Line, form_of
from tenure.web.lab.opened import Opened

_SHOWN_VERSIONS = 10


@dataclass(frozen=True, slots=True)
class Row:
    """A measure as the form shows it: its fields as text, and its curve as pictures."""

    line: Line
    name: str
    sentence: str
    unit: str
    was: str
    picture: SafeString
    canvas: SafeString
    low: float
    high: float
    whole: bool


def groups(form: Form, known: Mapping[str, Measure], before: Form | None) -> list[tuple[str, str, list[Row]]]:
    """Each with the sum of its weights, where they can be read."""
    old = {line.measure: line for line in before.lines} if before else None
    return [(name, _sum(lines), [_row(line, known.get(line.measure), old) for line in lines])
            for name, lines in form.grouped()]  # fmt: skip


def _sum(lines: Sequence[Line]) -> str:
    with suppress(ValueError):
        return f"{sum(float(line.weight) for line in lines):.4g}"
    return "–"


def _row(line: Line, measure: Measure | None, old: Mapping[str, Line] | None) -> Row:
    points = curves.readable(line.points)
    low, high = curves.ends(points)
    return Row(
        line, measure.name if measure else line.measure, measure.sentence if measure else "This measure is retired.",
        measure.unit if measure else "", _was(line, old), curves.thumbnail(points), curves.canvas(points, low, high),
        low, high, bool(measure and curves.comes_whole(measure)),
    )  # fmt: skip


def _was(line: Line, old: Mapping[str, Line] | None) -> str:
    if old is None:
        return ""
    if line.measure not in old:
        return "new"
    was = old[line.measure]
    if was.weight != line.weight:
        return f"was {was.weight}"
    return "curve changed" if was.points != line.points else ""


def page(
    request: HttpRequest, here: Opened, problem: str = "", *, theirs: Sequence[Difference] = (), status: int = 200
) -> HttpResponse:
    """`theirs` says what somebody else saved in the meantime, beside what was typed here."""
    form, before = here.form(request), form_of(here.before) if here.before else None
    differences = comparing.between_forms(before, form, here.known) if before else []
    spare = [measure for measure in here.known.values() if measure.id not in {line.measure for line in form.lines}]
    grouped = groups(form, here.known, before)
    context = {
        "here": here, "form": form, "groups": grouped, "group_names": [name for name, _, _ in grouped],
        "problem": problem, "theirs": theirs, "differences": differences, "spare": spare,
        "may_edit": may(request.user, "edit_scorecards"), "versions": versions(here.key), "fields": FIELDS.values(),
        "total": _sum(form.lines), "most_points": MOST_POINTS, "next": _next(here),
        "note": request.POST.get("note", ""), **asked_context(request),
    }  # fmt: skip
    return render(request, "lab/card.html", context | _whole(request, here), status=status)


def asked_context(request: HttpRequest) -> dict[str, Any]:
    return {"asked": panels.asked_of(request), "kinds": WORDS, "befores": BEFORE, "months": MONTHS}


def _whole(request: HttpRequest, here: Opened) -> dict[str, Any]:
    """Without a script nothing loads later: a link asks for all of it at once."""
    if "whole" not in request.GET:
        return {}
    try:
        card = here.card(request)
    except BadScorecard as error:
        return {"whole": True, "proof": {"problem": str(error)}, "today": {}}
    return {"whole": True, "proof": panels.proved(request, here, card), "today": panels.today_of(here, card)}


def versions(key: str) -> list[Document]:
    found = Document.objects.filter(kind=Kind.SCORECARD, key=key).exclude(state=State.DRAFT)
    return list(found.select_related("author").order_by("-version")[:_SHOWN_VERSIONS])


def _next(here: Opened) -> int:
    """The version that would be published."""
    return here.draft.version if here.draft else here.against + 1
