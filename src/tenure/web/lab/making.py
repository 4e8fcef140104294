"""A new scorecard: as a copy of another, beginning with one measure, or from YAML. It begins as a draft."""

import re
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from tenure.company.roles import needs
from tenure.library import verbs
from tenure.library.models import Document, Kind, State
from tenure.library.reading import published_measures
from tenure.metrics.scorecards import BadScorecard
from tenure.metrics.scorecards.fields import FIELDS
from tenure.web.lab.spreading import first_curve

_MOST: Final = 50_000  # characters of YAML; a scorecard has some thousand
_LONGEST_KEY: Final = 60


@require_http_methods(["GET", "HEAD", "POST"])
@needs("edit_scorecards")
def new(request: HttpRequest) -> HttpResponse:
    given, problem = request.POST, ""
    if request.method == "POST":
        try:
            body = _body(given.get("name", ""), given.get("begin", ""))
            body |= {"condition": given.get("condition", "").strip(), "sentence": given.get("sentence", "").strip()}
            made = verbs.draft(Kind.SCORECARD, body, request.user, seen="")
            return redirect("lab:card", made.key)
        except (BadScorecard, verbs.Refused) as error:
            problem = str(error)
    cards = Document.objects.filter(kind=Kind.SCORECARD, state=State.PUBLISHED).order_by("title")
    context = {"given": given, "problem": problem, "cards": cards, "measures": published_measures().values(),
               "fields": FIELDS.values()}  # fmt: skip
    return render(request, "lab/new.html", context, status=422 if problem else 200)


def _body(name: str, begin: str) -> dict[str, Any]:
    """`begin` is `card/<key>` or `measure/<id>`. It is asked first, or a scorecard for all would hide it."""
    key, (what, _, which) = key_of(name), begin.partition("/")
    if Document.objects.filter(kind=Kind.SCORECARD, key=key).exists():
        raise BadScorecard(f"Name: there is, or was, a scorecard of the name {name.strip()}; choose another.")
    if what == "card":
        copied = Document.objects.filter(kind=Kind.SCORECARD, state=State.PUBLISHED, key=which).first()
        if copied:
            return dict(copied.body) | {"id": key, "name": name.strip(), "order": _first()}
    measure = published_measures().get(which)
    if what != "measure" or measure is None:
        raise BadScorecard("Begin with: choose a scorecard to copy, or the first measure.")
    inputs = [{"measure": measure.id, "weight": 1, "curve": first_curve(measure)}]
    group = {"name": measure.group.capitalize(), "inputs": inputs}
    return {"id": key, "name": name.strip(), "order": _first(), "groups": [group]}


def _first() -> int:
    """Before all that are in force."""
    bodies = Document.objects.filter(kind=Kind.SCORECARD, state=State.PUBLISHED).values_list("body", flat=True)
    return min((body.get("order", 100) for body in bodies), default=100) - 1


def key_of(name: str) -> str:
    """The id that a name gives."""
    key = re.sub(r"[^a-z0-9]+", "_", name.strip().lower()).strip("_")[:_LONGEST_KEY]
    if len(key) < 2 or not key[0].isalpha():
        raise BadScorecard("Name: give one that begins with a letter from a to z, of at least two letters.")
    return key


@require_http_methods(["GET", "HEAD", "POST"])
@needs("edit_scorecards")
def from_yaml(request: HttpRequest) -> HttpResponse:
    """The draft of the scorecard that the text names, which may be a new one."""
    text, problem = request.POST.get("text", ""), ""
    if request.method == "POST":
        try:
            if len(text) > _MOST:
                raise BadScorecard(f"The text has more than {_MOST:,} characters; a scorecard has some thousand.")
            made = verbs.draft(Kind.SCORECARD, text, request.user, seen="")
            return redirect("lab:card", made.key)
        except verbs.Overtaken:
            problem = "There is a draft of this scorecard already: publish or discard it first."
        except (BadScorecard, verbs.Refused) as error:
            problem = str(error)
    return render(request, "lab/from_yaml.html", {"text": text, "problem": problem}, status=422 if problem else 200)
