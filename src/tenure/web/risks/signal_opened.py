"""A signal as its page opens it: the version in force and the draft."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from tenure.library.models import Document, Kind, State
from tenure.metrics import signals
from tenure.metrics.signals import Signal
from tenure.web.risks import signal_form as forms
from tenure.web.risks.signal_form import Form


@dataclass(frozen=True, slots=True)
class Opened:
    """`shown` is the draft where there is one."""

    key: str
    held: Document | None
    draft: Document | None
    shown: Document

    @property
    def seen(self) -> str:
        """Of what was looked at; who saves says it, so that nothing unseen is overwritten."""
        return self.shown.edited_at.isoformat()

    def signal(self) -> Signal:
        return read(self.shown)

    def form(self, request: HttpRequest) -> Form:
        """What was typed, or what is saved."""
        return forms.typed(request.POST, forms.form_of(self.signal()))


def read(document: Document) -> Signal:
    """Whatever it reads: a version of long ago may ask measures that are retired since."""
    asked = [test["measure"] for test in document.body["tests"]]
    return signals.read(document.body, asked, document.title)


def open_signal(key: str) -> Opened:
    """A 404 where nothing is in force and nothing is drafted."""
    if found := all_opened(key=key):
        return found[0]
    raise Http404


def all_opened(**asked: str) -> list[Opened]:
    """Signals in force and drafts, by title."""
    documents = Document.objects.filter(kind=Kind.SIGNAL, **asked).exclude(state=State.RETIRED)
    by_key: dict[str, dict[str, Document]] = {}
    for one in documents.select_related("author").order_by("title", "key"):
        by_key.setdefault(one.key, {})[one.state] = one
    return [_opened(key, states.get(State.PUBLISHED), states.get(State.DRAFT)) for key, states in by_key.items()]


def _opened(key: str, held: Document | None, draft: Document | None) -> Opened:
    shown = draft or held
    if shown is None:
        raise Http404
    return Opened(key, held, draft, shown)
