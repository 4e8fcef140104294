"""The pages on which measures are looked at; those on which they are changed are in `editing`."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenure.company.roles import may, needs
from tenure.engine.publication import NothingPublished
from tenure.engine.reading import TooSlow
from tenure.library.reading import readers
from tenure.metrics.measures.describing import KINDS, UNITS, facts, parts, sentence
from tenure.metrics.measures.documents import as_yaml
from tenure.metrics.measures.kinds import Formula
from tenure.web.measures import held, listing, past, pictures, spreading, who
from tenure.web.measures.words import value


def panel(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """A part of a page that asks the engine: says so when nothing is computed yet or the answer takes too long."""

    @require_safe
    @needs("read_accounts")
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except (NothingPublished, TooSlow) as error:
            late, retry = isinstance(error, TooSlow), request.get_full_path()
            return render(request, "measures/_cannot.html", {"sentence": str(error), "late": late, "retry": retry})

    return guarded


@require_safe
@needs("read_accounts")
def page(request: HttpRequest) -> HttpResponse:
    context = {"groups": [(name, [(row, None) for row in rows]) for name, rows in listing.rows()],
               "retired": listing.retired(), "may_edit": may(request.user, "edit_scorecards")}  # fmt: skip
    return render(request, "measures/list.html", context)


@panel
def figures(request: HttpRequest) -> HttpResponse:
    """The same table with what is known of each measure today."""
    groups = listing.rows()
    book, found = listing.spreads([row.measure for _, rows in groups for row in rows])
    told = [(name, [(row, _figures(row, found[row.measure.id])) for row in rows]) for name, rows in groups]
    context = {"groups": told, "as_of": book.today, "accounts": int(book.there[-1].sum())}
    return render(request, "measures/_table.html", context)


def _figures(row: listing.Row, found: Any) -> dict[str, Any]:
    return {
        "spread": found, "median": value(row.measure, found.median), "picture": pictures.histogram(found.bars),
        "share": found.known / found.of if found.of else None,
    }  # fmt: skip


@require_safe
@needs("read_accounts")
def measure(request: HttpRequest, key: str) -> HttpResponse:
    found = held.held(key)
    made, asked = held.read(found.shown), who.read(request.GET, request.user)
    account = request.GET.get("account", "")
    context = {
        "held": found, "measure": made, "group": listing.GROUPS[made.group], "kind": KINDS[made.formula.kind],
        "unit": UNITS[made.unit],
        "sentence": sentence(made.formula), "definition": definition(made.formula), "yaml": as_yaml(found.shown.body),
        "used": readers().get(key, []), "versions": held.history(found), "who": asked,
        "choices": who.choices(request.user), "account": account,
        "query": urlencode({**asked.parameters(), **({"account": account} if account else {})}),
        "may_edit": may(request.user, "edit_scorecards"),
    }  # fmt: skip
    return render(request, "measures/measure.html", context)


def definition(formula: Formula, title: str = "") -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Each formula inside one another with its part, its kind and its facts."""
    inner = [part for name, one in parts(formula) for part in definition(one, name)]
    return [(title, KINDS[formula.kind].label, list(facts(formula))), *inner]


@panel
def spread(request: HttpRequest, key: str) -> HttpResponse:
    found, asked = held.held(key), who.read(request.GET, request.user)
    told = spreading.told(held.read(found.shown), asked, request.user)
    return render(request, "measures/_spread.html", {"held": found, "who": asked, **told})


@panel
def history(request: HttpRequest, key: str) -> HttpResponse:
    found, asked = held.held(key), who.read(request.GET, request.user)
    named = past.named(request.GET.get("account", ""), request.user)
    told = past.told(held.read(found.shown), asked, named.account, request.user)
    context = {"held": found, "who": asked, "named": named, "query": urlencode(asked.parameters()), **told}
    return render(request, "measures/_history.html", context)


@require_safe
@needs("read_accounts")
def download(request: HttpRequest, key: str) -> HttpResponse:
    """The version in force, or any other, as YAML."""
    found = held.held(key)
    chosen = found.numbered(request.GET.get("version", ""))
    response = HttpResponse(as_yaml(chosen.body), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{key}-{chosen.version}.yaml"'
    return response
