"""Documents: drafts, versions, what is in force and what was."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tenure.company.models import User
from tenure.journal.models import Change
from tenure.library import verbs
from tenure.library.models import Document, Kind, State
from tenure.library.reading import cards_at, published_cards, published_measures
from tenure.library.shipping import ship
from tenure.metrics.scorecards import BadScorecard

pytestmark = pytest.mark.django_db


def card(**changes: Any) -> dict[str, Any]:
    inputs = [{"measure": "nps", "curve": [[0, 0], [10, 100]]}]
    return {"id": "mine", "name": "Mine", "groups": [{"name": "All", "inputs": inputs}]} | changes


def test_what_comes_with_tenure_is_published_once() -> None:
    assert ship() == 0
    assert "nps" in published_measures()
    assert [one.scorecard.id for one in published_cards(published_measures())] == ["onboarding", "standard"]
    Document.objects.filter(key="standard").update(state=State.RETIRED)
    assert ship() == 0


def test_a_draft_becomes_a_version_and_the_one_before_is_kept_with_its_end(lea: User) -> None:
    first = verbs.publish(verbs.draft(Kind.SCORECARD, card(), lea), lea, "First.")
    again = verbs.draft(Kind.SCORECARD, card(name="Mine, better"), lea)
    assert (again.version, again.state) == (2, State.DRAFT)
    assert verbs.draft(Kind.SCORECARD, card(name="Mine, best"), lea).pk == again.pk
    between = timezone.now()
    second = verbs.publish(Document.objects.get(pk=again.pk), lea, " Weights. ")
    first.refresh_from_db()
    assert (first.state, first.retired_at, second.note) == (State.RETIRED, second.published_at, "Weights.")
    known = published_measures()
    assert {c.version for c in published_cards(known) if c.scorecard.id == "mine"} == {2}
    assert {c.version for c in cards_at(between, known) if c.scorecard.id == "mine"} == {1}
    verbs_said = list(Change.objects.filter(subject_id=str(second.pk)).values_list("verb", flat=True))
    assert verbs_said == ["library.drafted", "library.drafted", "library.published"]


def test_before_anything_was_published_the_first_versions_count() -> None:
    long_ago = timezone.now() - timedelta(days=900)
    assert [c.scorecard.id for c in cards_at(long_ago, published_measures())] == ["onboarding", "standard"]


def test_two_people_do_not_overwrite_each_other(lea: User, alice: User) -> None:
    mine = verbs.draft(Kind.SCORECARD, card(), lea)
    seen = mine.edited_at.isoformat()
    verbs.draft(Kind.SCORECARD, card(name="Hers"), alice, seen=seen)
    with pytest.raises(verbs.Refused, match="Alice saved this draft"):
        verbs.draft(Kind.SCORECARD, card(name="Mine"), lea, seen=seen)
    assert Document.objects.get(pk=mine.pk).title == "Hers"


def test_what_cannot_be_used_is_not_saved(lea: User) -> None:
    with pytest.raises(BadScorecard, match="nope is no measure"):
        verbs.draft(Kind.SCORECARD, card(groups=[{"name": "g", "inputs": [
            {"measure": "nope", "curve": [[0, 0], [1, 1]]}]}]), lea)  # fmt: skip
    assert not Document.objects.filter(key="mine").exists()


def test_a_measure_in_use_is_not_retired(lea: User) -> None:
    with pytest.raises(verbs.Refused, match="NPS answer is read by Detractor, Standard"):
        verbs.retire(Document.objects.get(kind=Kind.MEASURE, key="nps"), lea, "")
    verbs.retire(Document.objects.get(kind=Kind.MEASURE, key="csat"), lea, "We do not ask.")
    assert "csat" not in published_measures()


def test_a_draft_is_thrown_away_and_a_published_version_is_not(lea: User) -> None:
    mine = verbs.draft(Kind.SCORECARD, card(), lea)
    verbs.discard(mine, lea)
    with pytest.raises(verbs.Refused):
        verbs.discard(Document.objects.get(key="standard"), lea)
    with pytest.raises(verbs.Refused):
        verbs.publish(Document.objects.get(key="standard"), lea, "")
