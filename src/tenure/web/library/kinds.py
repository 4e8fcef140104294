"""Of each kind of document: its words, who may change it, and the page where it is worked with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404
from django.urls import reverse

from tenure.company.roles import may
from tenure.library.models import Kind
from tenure.library.permissions import needed


@dataclass(frozen=True, slots=True)
class Words:
    """`page` is its own page, `edit` the one on which it is changed, where it has them; the others are edited here."""

    plural: str
    icon: str
    page: str = ""
    place: str = ""  # what the page belongs to
    edit: str = ""

    def url(self, key: str) -> str:
        return reverse(self.page, args=[key]) if self.page else ""

    def editor(self, kind: str, key: str) -> tuple[str, ...]:
        """The name of the page on which one is changed, and what that is asked with."""
        return (self.edit, key) if self.edit else ("library:edit", kind, key)


WORDS: Final[Mapping[str, Words]] = {
    Kind.MEASURE: Words("Measures", "adjustments", "measures:measure", "Measures", "measures:edit"),
    Kind.SCORECARD: Words("Scorecards", "heartbeat", "lab:card", "the health lab"),
    Kind.SIGNAL: Words("Signals", "bell", "risks:signal", "Risks"),
    Kind.MESSAGE: Words("Message templates", "mail", "messages:template", "Messages", "messages:template"),
    Kind.JOURNEY: Words("Journeys", "timeline", "journeys:page", "Journeys", "journeys:edit"),
    Kind.ONBOARDING: Words("Onboarding templates", "rocket"),
    Kind.SUCCESS_PLAN: Words("Success plan templates", "flag"),
    Kind.DECK: Words("Review decks", "presentation-analytics"),
}


def words_or_404(kind: str) -> Words:
    if kind not in WORDS:
        raise Http404
    return WORDS[kind]


def may_change(user: Any, kind: str) -> bool:
    words_or_404(kind)
    return may(user, needed(kind))


def require_change(user: Any, kind: str) -> None:
    if not may_change(user, kind):
        raise Http404


def changeable(user: Any) -> list[str]:
    """The kinds that somebody may change."""
    return [kind for kind in WORDS if may(user, needed(kind))]
