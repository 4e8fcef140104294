"""The pages and fragments of KPIs; what they show is composed beside, in board, drill and pictures."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tenure.company.roles import may, needs
from tenure.engine.answers import UnknownKpi, declared
from tenure.engine.publication import NothingPublished
from tenure.metrics import KPIS, Kpi
from tenure.web.charts import line
from tenure.web.kpis import board, drill, frozen, numbers, pictures, question, rows, segments
from tenure.web.kpis.asked import COMPARISONS, UNITS, WINDOWS
from tenure.web.kpis.nouns import SECTIONS, noun
from tenure.web.kpis.question import Question

View = Callable[..., HttpResponseBase]


def asking(view: View) -> View:
    """Gives the view its question; without a publication there is nothing to ask, and the page says what to do."""

    @needs("read_accounts")
    @require_safe
    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, question.read(request), *args, **kwargs)
        except NothingPublished:
            return render(request, "kpis/empty.html", {"may_import": may(request.user, "import_data")})

    return asked


def _kpi(kpi_id: str) -> Kpi:
    try:
        return declared(kpi_id)
    except UnknownKpi:
        raise Http404 from None


@asking
def page(request: HttpRequest, asked: Question) -> HttpResponse:
    """All numbers; for htmx only the board, whose address is the question in its shortest form."""
    context = {
        "question": asked,
        "asked": asked.asked,
        "problems": asked.problems,
        "latest": asked.publication.as_of,
        "home": asked.board_url("page"),
        "whole": asked.board_url("page", whole=1),
        "parts": board.parts(asked, whole="whole" in request.GET),
        "windows": _windows(asked),
        "units": UNITS.items(),
        "comparisons": [(key, f"Compare with {label}") for key, label in COMPARISONS.items()],
        "segments": segments.choices(request.user),
        "bridge_url": asked.board_url("bridge"),
        "cohorts_url": asked.board_url("cohorts"),
    }
    if "whole" in request.GET:
        context |= {"whole_bridge": pictures.bridge(asked), "whole_cohorts": pictures.cohorts(asked)}
    if not is_fragment(request):
        return render(request, "kpis/page.html", context)
    response = render(request, "kpis/page.html#board", context)
    response["HX-Push-Url"] = asked.board_url("page")
    return response


def _windows(asked: Question) -> list[tuple[str, str]]:
    own = asked.asked.window
    return [*WINDOWS.items(), *([] if own in WINDOWS else [(own, f"Trailing {numbers.window_text(own)}")])]


def is_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part; going back in history asks for the whole page."""
    return bool(request.headers.get("HX-Request")) and not request.headers.get("HX-History-Restore-Request")


@asking
def part(request: HttpRequest, asked: Question, part: str, kpi_id: str) -> HttpResponse:
    """One number of the board, computed because it came into sight."""
    kpi = _kpi(kpi_id)
    if not is_fragment(request):
        return redirect(asked.board_url("page", whole=1))
    template = "kpis/_row.html" if part == "row" else "kpis/_card.html"
    width = {"card": "c3", "slim": "c4"}.get(part, "")
    return render(request, template, {"figure": board.one(kpi, asked, part), "width": width})


@asking
def bridge(request: HttpRequest, asked: Question) -> HttpResponse:
    return _picture(request, asked, "bridge", pictures.bridge)


@asking
def cohorts(request: HttpRequest, asked: Question) -> HttpResponse:
    return _picture(request, asked, "cohorts", pictures.cohorts)


def _picture(request: HttpRequest, asked: Question, name: str, make: Callable[[Question], Any]) -> HttpResponse:
    try:
        return render(request, f"kpis/_{name}.html", {name: make(asked)})
    except board.REFUSALS as error:
        context = {"name": name, "sentence": str(error), "retry": request.get_full_path()}
        return render(request, "kpis/_refused.html", context)


@asking
def bridge_chart(request: HttpRequest, asked: Question) -> HttpResponse:
    return JsonResponse(pictures.bridge_spec(asked))


@asking
def cohorts_chart(request: HttpRequest, asked: Question) -> HttpResponse:
    return JsonResponse(pictures.cohorts_spec(asked))


@asking
def kpi(request: HttpRequest, asked: Question, kpi_id: str) -> HttpResponse:
    """One number with everything behind it: a drawer for htmx, a page otherwise."""
    declaration = _kpi(kpi_id)
    try:
        context = drill.page(drill.opened(declaration, asked, rows.sought(request.GET)))
        context["frozen"] = frozen.figures(asked, declaration)
    except board.REFUSALS as error:
        context = {"refused": str(error), "kpi": declaration, "problems": asked.problems}
    inside = "kpis/_kpi.html" if "figure" in context else "kpis/_no_kpi.html"
    return opened(request, asked, inside, context, declaration.name)


def opened(request: HttpRequest, asked: Question, inside: str, context: dict[str, Any], title: str) -> HttpResponse:
    """The inside of a drawer, alone for htmx, in a page of its own otherwise."""
    context |= {
        "may_export": may(request.user, "export"),
        "alone": not is_fragment(request),
        "home": asked.board_url("page"),
        "title": title,
        "inside": inside,
    }
    return render(request, inside if is_fragment(request) else "kpis/kpi.html", context)


@asking
def kpi_rows(request: HttpRequest, asked: Question, kpi_id: str) -> HttpResponse:
    """The rows alone: another page, order, search or side of them."""
    declaration = _kpi(kpi_id)
    if not is_fragment(request):
        return redirect(asked.url("kpi", kpi_id, **rows.sought(request.GET).parameters))
    found = drill.opened(declaration, asked, rows.sought(request.GET))
    return render(request, "kpis/_rows.html", drill.rows_context(found))


@asking
def past(request: HttpRequest, asked: Question, kpi_id: str) -> HttpResponse:
    """The chart of one number over two years of month ends."""
    declaration = _kpi(kpi_id)
    found = numbers.past(declaration, asked, numbers.PAST)
    points = [(result.period.closing, result.value) for result in found]
    unit = noun(declaration).shown or declaration.unit
    return JsonResponse(line(points, unit=unit, currency=asked.currency, label=declaration.name, height=150))


@needs("read_accounts")
@require_safe
def definitions(request: HttpRequest) -> HttpResponse:
    """What each number means; needs no data."""
    sections = [
        {"title": title, "anchor": f"section-{number}", "kpis": [k for k in KPIS.values() if k.section == section]}
        for number, (section, title) in enumerate(SECTIONS.items())
    ]
    shown = [section for section in sections if section["kpis"]]
    return render(request, "kpis/definitions.html", {"sections": shown, "count": len(KPIS)})
