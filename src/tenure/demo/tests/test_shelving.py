"""What the demo's lead has done in the library is there once."""

import pytest

from tenure.company.models import User
from tenure.demo import shelving
from tenure.library.models import Document, Kind, State

pytestmark = pytest.mark.django_db


def test_a_text_a_deck_and_a_draft_are_there_once(lea: User) -> None:
    for _ in range(2):
        shelving.arrange(lea)
        mine = {(one.kind, one.key, one.version, one.state) for one in Document.objects.filter(author=lea)}
        assert mine == {
            (Kind.MESSAGE, "feature_recommendation", 2, State.PUBLISHED),
            (Kind.DECK, "renewal_review", 1, State.PUBLISHED), (Kind.ONBOARDING, "guided", 2, State.DRAFT),
        }  # fmt: skip


def test_what_was_thrown_away_does_not_come_back(lea: User) -> None:
    shelving.arrange(lea)
    Document.objects.filter(state=State.DRAFT).delete()
    shelving.arrange(lea)
    assert not Document.objects.filter(state=State.DRAFT).exists()
