"""A review as files. They are made while one waits: a tenth of a second each, so nothing is kept."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from tenure.company.roles import needs
from tenure.planning.models import Review
from tenure.planning.reviews import files
from tenure.planning.reviews.access import review_or_404

PPTX: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


@require_safe
@needs("export")
def slides(request: HttpRequest, review_id: str) -> HttpResponse:
    return _file(request, review_id, files.slides, PPTX, "pptx")


@require_safe
@needs("export")
def paper(request: HttpRequest, review_id: str) -> HttpResponse:
    return _file(request, review_id, files.paper, "application/pdf", "pdf")


def _file(
    request: HttpRequest, review_id: str, make: Callable[[Review, bool], bytes], kind: str, ending: str
) -> HttpResponse:
    """For the customer unless ?for=us."""
    review = review_or_404(request.user, review_id)
    theirs = request.GET.get("for") != "us"
    return attached(make(review, theirs), kind, file_name(review, ending, theirs))


def attached(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def file_name(review: Review, ending: str, theirs: bool) -> str:
    """Of letters every system takes: ostrelle-quarterly-business-review-2026-11-25.pptx."""
    day = review.held_on or review.due_on
    parts = (
        slugify(review.account.name)[:60],
        slugify(review.title)[:60],
        str(day or ""),
        "" if theirs else "internal",
    )
    return "-".join(part for part in parts if part) + f".{ending}" or f"review.{ending}"
