"""A scorecard as the lab opens it: the version in force, the draft, and what a form makes of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.http import Http404, HttpRequest

from tenure.library.models import Document, Kind, State
from tenure.library.reading import published_measures
from tenure.metrics import scorecards
from tenure.metrics.measures import Measure
from tenure.metrics.scorecards import Scorecard
from tenure.web.lab import editing
from tenure.web.lab.editing import Form


@dataclass(frozen=True)
class Opened:
    """`held` is in force, `draft` is not; `shown` is the draft where there is one."""

    key: str
    held: Document | None
    draft: Document | None
    shown: Document
    known: Mapping[str, Measure]

    @cached_property
    def before(self) -> Scorecard | None:
        """The version in force."""
        return scorecards.read(self.held.body, self.known, self.held.title) if self.held else None

    @cached_property
    def saved(self) -> Scorecard:
        """For the form: also of a draft that reads a measure which was retired since."""
        body = self.shown.body
        read = {one["measure"] for group in body["groups"] for one in group["inputs"]}
        return scorecards.read(body, {*self.known, *read}, self.shown.title)

    @property
    def seen(self) -> str:
        """Of what was looked at; who saves says it, so that nothing unseen is overwritten."""
        return self.shown.edited_at.isoformat()

    @property
    def against(self) -> int:
        return self.held.version if self.held else 0

    def names(self) -> dict[str, str]:
        return {measure.id: measure.name for measure in self.known.values()}

    def form(self, request: HttpRequest) -> Form:
        """What was typed, or what is saved."""
        return editing.typed(request.POST, self.saved) if request.method == "POST" else editing.form_of(self.saved)

    def card(self, request: HttpRequest) -> Scorecard:
        """The scorecard of the form, saved or not; raises BadScorecard."""
        if request.method != "POST":
            return scorecards.read(self.shown.body, self.known, self.shown.title)
        return self.read(self.form(request))

    def read(self, form: Form) -> Scorecard:
        return scorecards.read(editing.body_of(form, self.key, self.names()), self.known, form.about["name"] or "Name")


def open_card(key: str) -> Opened:
    found = Document.objects.filter(kind=Kind.SCORECARD, key=key).exclude(state=State.RETIRED).select_related("author")
    by_state = {document.state: document for document in found}
    held, draft = by_state.get(State.PUBLISHED), by_state.get(State.DRAFT)
    if not (shown := draft or held):
        raise Http404
    return Opened(key, held, draft, shown, published_measures())
