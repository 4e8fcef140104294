"""What a document would have meant lately, where that can be said: whom an onboarding template would have fitted."""

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenure.company.clock import today
from tenure.company.roles import needs
from tenure.library.models import Kind
from tenure.library.onboarding import OnboardingTemplate
from tenure.library.versions import versions_or_404
from tenure.onboarding.trying import tried
from tenure.web.library.kinds import words_or_404

_SHOWN: Final = 8


def context(user: Any, kind: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Nothing for a kind of which nothing can be said."""
    if kind != Kind.ONBOARDING:
        return {}
    found = tried(OnboardingTemplate.model_validate(body), user, today())
    return {"tried": found, "shown": found.fitted[:_SHOWN], "others": max(len(found.fitted) - _SHOWN, 0)}


@require_safe
@needs("read_accounts")
def dry_run(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Of the draft, or of what is in force where there is none."""
    words_or_404(kind)
    document = versions_or_404(kind, key).base
    return render(request, "library/_tried.html", context(request.user, kind, document.body))
