"""Of each kind of document: its words, who may change it, and the page where it is worked with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404
from django.urls import reverse

from tenure.company.roles import may
from tenure.library.models import Kind


@dataclass(frozen=True, slots=True)
class Words:
    """`page` is the address of its own page where it has one; those without are edited here, as fields."""

    plural: str
    icon: str
    permission: str
    page: str = ""

    def url(self, key: str) -> str:
        return reverse(self.page, args=[key]) if self.page else ""


WORDS: Final[Mapping[str, Words]] = {
    Kind.MEASURE: Words("Measures", "adjustments", "edit_scorecards", "measures:measure"),
    Kind.SCORECARD: Words("Scorecards", "heartbeat", "edit_scorecards", "lab:card"),
    Kind.SIGNAL: Words("Signals", "bell", "edit_scorecards", "risks:signal"),
    Kind.MESSAGE: Words("Message templates", "mail", "edit_templates", "messages:template"),
    Kind.JOURNEY: Words("Journeys", "timeline", "edit_journeys", "journeys:page"),
    Kind.ONBOARDING: Words("Onboarding templates", "rocket", "edit_templates"),
    Kind.SUCCESS_PLAN: Words("Success plan templates", "flag", "edit_templates"),
    Kind.DECK: Words("Review decks", "presentation-analytics", "edit_templates"),
}
CHANGES: Final = frozenset(words.permission for words in WORDS.values())


def words_or_404(kind: str) -> Words:
    if kind not in WORDS:
        raise Http404
    return WORDS[kind]


def may_change(user: Any, kind: str) -> bool:
    return may(user, words_or_404(kind).permission)


def require_change(user: Any, kind: str) -> None:
    if not may_change(user, kind):
        raise Http404


def changeable(user: Any) -> list[str]:
    """The kinds that somebody may change."""
    return [kind for kind, words in WORDS.items() if may(user, words.permission)]
