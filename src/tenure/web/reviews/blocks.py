"""A review block by block: written, hidden, moved, and its facts taken anew. Each part of a page, and without scripts
a page by itself."""

from collections.abc import Mapping
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from tenure.company.roles import needs
from tenure.core.problems import ChangedMeanwhile, NotAccepted
from tenure.engine.publication import NothingPublished
from tenure.engine.reading import TooSlow
from tenure.planning.models import ReviewBlock
from tenure.planning.reviews import preparing, writing
from tenure.planning.reviews.access import may_change, review_or_404
from tenure.web.once import sent_once
from tenure.web.reviews.showing import shown
from tenure.web.reviews.views import worked_on

_MOVES: Final[Mapping[str, int]] = {"up": -1, "down": 1}


@require_http_methods(["GET", "HEAD", "POST"])
@needs("read_accounts")
def block(request: HttpRequest, review_id: str, block_id: int) -> HttpResponse:
    """One block to write in; sent, it is saved, or both are shown where somebody else wrote meanwhile."""
    if request.method != "POST":
        return _card(request, review_id, block_id)
    given = request.POST
    typed = {name: given[name] for name in writing.FIELDS if name in given}
    seen = given.get("seen", "")
    try:
        if not seen.isdecimal() or len(seen) > 9:
            raise NotAccepted("Load the page again: it does not say which version you saw.")
        saved = writing.edit_block(request.user, review_id, block_id, typed, seen=int(seen))
    except ChangedMeanwhile as conflict:
        return _said(request, review_id, block_id, {"theirs": conflict.now, "typed": typed}, 422)
    except NotAccepted as error:
        return _said(request, review_id, block_id, {"problem": str(error), "seen": seen, "typed": typed}, 422)
    return _said(request, review_id, block_id, {"saved": saved})


def _said(
    request: HttpRequest, review_id: str, block_id: int, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """How the saving went. What htmx asked for is swapped only when it was answered well; the sentence stands in it."""
    review = review_or_404(request.user, review_id)
    if "HX-Request" in request.headers:
        return render(request, "reviews/_saved.html", {"review": review, "block_id": block_id, **context})
    if status == 200:
        return redirect(f"{_address(review_id)}#block-{block_id}")
    problem = context.get("problem", "Somebody changed this block in the meantime; both are shown in it.")
    return worked_on(request, review, problem, status, {"block": block_id, **context})


@require_POST
@needs("write_own_accounts")
@sent_once()
def add(request: HttpRequest, review_id: str) -> HttpResponse:
    review = review_or_404(request.user, review_id)
    try:
        made = writing.add_text(request.user, review_id, request.POST.get("title", ""))
    except NotAccepted as error:
        return worked_on(request, review, str(error), 422)
    return redirect(f"{_address(review_id)}#block-{made.pk}")


@require_POST
@needs("write_own_accounts")
def act(request: HttpRequest, review_id: str, block_id: int, verb: str) -> HttpResponse:
    try:
        if verb in _MOVES:
            writing.move_block(request.user, review_id, block_id, _MOVES[verb])
            return _moved(request, review_id, block_id)
        if verb in ("hide", "show"):
            changed = writing.show_block(request.user, review_id, block_id, verb == "show")
            return _part(request, "reviews/_tools.html", changed)
        if verb == "refresh":
            taken = preparing.refresh_block(request.user, review_id, block_id)
            return _part(request, "reviews/_taken.html", taken)
    except (NotAccepted, NothingPublished, TooSlow) as error:
        return _refused(request, review_id, str(error))
    raise Http404


def _moved(request: HttpRequest, review_id: str, block_id: int) -> HttpResponse:
    """The page moves it itself, so that what is being typed elsewhere stays."""
    if "HX-Request" in request.headers:
        return HttpResponse(status=204)
    return redirect(f"{_address(review_id)}#block-{block_id}")


def _part(request: HttpRequest, template: str, changed: ReviewBlock) -> HttpResponse:
    if "HX-Request" not in request.headers:
        return redirect(f"{_address(changed.review_id)}#block-{changed.pk}")
    context = {"review": changed.review, "one": shown(changed), "may_change": True}
    return render(request, template, context)


def _refused(request: HttpRequest, review_id: str, sentence: str) -> HttpResponse:
    if "HX-Request" in request.headers:
        return render(request, "reviews/_refused.html", {"sentence": sentence})
    return worked_on(request, review_or_404(request.user, review_id), sentence, 422)


def _card(request: HttpRequest, review_id: str, block_id: int) -> HttpResponse:
    review = review_or_404(request.user, review_id)
    found = review.blocks.select_related("edited_by").filter(pk=block_id).first()
    if found is None:
        raise Http404
    writes = may_change(request.user, review)
    return render(request, "reviews/_block.html", {"review": review, "one": shown(found), "may_change": writes})


def _address(review_id: str) -> str:
    return redirect("reviews:detail", review_id).url
