"""What texts sound like: on the timeline with the words that decided, corrected by people, counted for the account."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from tenure.core.periods import DAY, starts_at
from tenure.feedback import sentiment, tones, verbs
from tenure.feedback.labelling import text_of
from tenure.feedback.models import TextLabel, Tone
from tenure.feedback.sentiment import Sentiment, Weighed
from tenure.web import format as words
from tenure.web.account.opened import Opened, from_htmx, opened, reads

DAYS: Final = 90
_WORDS: Final = 6
_LONGEST: Final = 600  # characters of a text shown


@dataclass(frozen=True, slots=True)
class Explained:
    """The words that weighed most with their points; start, these and the others add up to the score, as shown."""

    words: Sequence[tuple[str, str, bool]]
    start: str
    others: str
    score: str
    marked: Sequence[tuple[str, str]]


@reads
@require_safe
def label(request: HttpRequest, account_id: str, label_id: int) -> HttpResponse:
    here = opened(request, account_id)
    return _shown(request, here, _row(here, label_id))


@reads
@require_POST
def correct(request: HttpRequest, account_id: str, label_id: int) -> HttpResponse:
    """A person's word wins and is kept; an empty one takes it back."""
    here = opened(request, account_id)
    row, seen = _row(here, label_id), request.POST.get("seen", "")
    try:
        row = verbs.correct_label(request.user, row, request.POST.get("tone", ""), seen=seen)
    except verbs.NotALabel as error:
        return _shown(request, here, _row(here, label_id), problem=str(error))
    if not from_htmx(request):
        return redirect("account:timeline", here.account.pk)
    return _shown(request, here, row, undo=seen, said="Kept." if row.corrected else "Taken back.")


@reads
@require_safe
def panel(request: HttpRequest, account_id: str) -> HttpResponse:
    """How texts of the last days sounded, beside those of as many days before."""
    here = opened(request, account_id)
    until, zone = here.moment.day + DAY, here.moment.zone
    first, before = until - DAYS * DAY, until - 2 * DAYS * DAY
    now, unsure = tones.counts(here.account.pk, first, until, zone)
    then, _ = tones.counts(here.account.pk, before, first, zone)
    lines = [(tone, now[tone], then[tone], _share(now, tone)) for tone in reversed(Tone.values)]
    context = {"lines": lines, "all": sum(now.values()), "all_before": sum(then.values()), "unsure": unsure,
               "net": _net(now), "net_before": _net(then), "days": DAYS}  # fmt: skip
    return render(request, "account/_sentiment.html", here.context() | context)


def _share(counted: dict[str, int], tone: str) -> float | None:
    return counted[tone] / sum(counted.values()) if sum(counted.values()) else None


def _net(counted: dict[str, int]) -> str:
    """Positive less negative ones, of all; empty without texts."""
    total = sum(counted.values())
    return words.percent((counted["positive"] - counted["negative"]) / total, 0, plus=True) if total else ""


def _row(here: Opened, label_id: int) -> TextLabel:
    return get_object_or_404(TextLabel.objects.select_related("corrected_by"), pk=label_id, account=here.account)


def _shown(request: HttpRequest, here: Opened, row: TextLabel, **more: Any) -> HttpResponse:
    text = text_of(row)
    told = sentiment.classify(text)
    end = starts_at(here.moment.day + DAY, here.moment.zone) if here.moment.as_of else None
    context = {
        "row": row, "label": tones.then(row, end), "told": told, "why": explained(text, told), "tones": Tone.values,
        "changed": told.label != row.told or row.model_version != sentiment.version(),
        "texts": sentiment.HELD_OUT[0], "accuracy": sentiment.HELD_OUT[1], "long": len(text) > _LONGEST, **more,
    }  # fmt: skip
    part = "account/label.html#label" if from_htmx(request) else "account/label.html"
    return render(request, part, here.context() | context)


def explained(text: str, told: Sentiment) -> Explained:
    strongest = sorted(told.words, key=lambda word: -abs(word.points))[:_WORDS]
    listed = [word for word in strongest if round(word.points, 2)]
    others = round(told.score, 2) - round(told.base, 2) - sum(round(word.points, 2) for word in listed)
    return Explained(
        [(word.text, words.number(word.points, 2, plus=True), word.points > 0) for word in listed],
        words.number(told.base, 2, plus=True), words.number(round(others, 2), 2, plus=True),
        words.number(told.score, 2, plus=True), list(_marked(text[:_LONGEST], listed)),
    )  # fmt: skip


def _marked(text: str, listed: Sequence[Weighed]) -> Iterator[tuple[str, str]]:
    """Pieces of the text, each with the side that it speaks for."""
    at = 0
    for word in sorted((word for word in listed if word.end <= len(text)), key=lambda word: word.start):
        yield text[at : word.start], ""
        yield text[word.start : word.end], "good" if word.points > 0 else "bad"
        at = word.end
    yield text[at:], ""
