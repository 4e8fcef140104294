"""Documents: drafts, versions, what is in force and what was."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tenure.company.models import User
from tenure.journal.models import Change
from tenure.library import verbs
from tenure.library.models import Document, Kind, State
from tenure.library.reading import MeasureHistory, cards_at, published_cards, published_measures
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
    with pytest.raises(verbs.Refused, match="NPS answer is read by Detractor, Grow with the product, Standard"):
        verbs.retire(Document.objects.get(kind=Kind.MEASURE, key="nps"), lea, "")
    verbs.retire(Document.objects.get(kind=Kind.MEASURE, key="csat"), lea, "We do not ask.")
    assert "csat" not in published_measures()


def test_a_message_that_an_onboarding_template_sends_is_not_retired(lea: User) -> None:
    with pytest.raises(verbs.Refused, match=r"Welcome is sent by .*; publish those without it first"):
        verbs.retire(Document.objects.get(kind=Kind.MESSAGE, key="welcome"), lea, "")
    verbs.retire(Document.objects.get(kind=Kind.MESSAGE, key="low_usage"), lea, "")


def test_a_draft_is_thrown_away_and_a_published_version_is_not(lea: User) -> None:
    mine = verbs.draft(Kind.SCORECARD, card(), lea)
    verbs.discard(mine, lea)
    with pytest.raises(verbs.Refused):
        verbs.discard(Document.objects.get(key="standard"), lea)
    with pytest.raises(verbs.Refused):
        verbs.publish(Document.objects.get(key="standard"), lea, "")


def body(days: int) -> dict[str, Any]:
    formula = {"kind": "distinct", "of": "usage", "count": "user_id", "days": days}
    return {"id": "active_users", "name": "Active users", "group": "usage", "formula": formula}


def seen_of(state: State) -> str:
    return Document.objects.get(kind=Kind.MEASURE, key="active_users", state=state).edited_at.isoformat()


def test_who_began_before_another_drafted_or_published_does_not_overwrite(lea: User, alice: User) -> None:
    seen = seen_of(State.PUBLISHED)
    drafted = verbs.draft(Kind.MEASURE, body(10), alice, seen=seen)
    for old in (seen, ""):
        with pytest.raises(verbs.Refused, match="Alice saved this draft"):
            verbs.draft(Kind.MEASURE, body(20), lea, seen=old)
    verbs.publish(drafted, alice, "Ten days.")
    with pytest.raises(verbs.Refused, match="Alice saved"):
        verbs.draft(Kind.MEASURE, body(20), lea, seen=seen)
    assert verbs.draft(Kind.MEASURE, body(20), lea, seen=seen_of(State.PUBLISHED)).version == 3


def test_a_draft_that_changed_or_went_is_not_published_unseen(lea: User, alice: User) -> None:
    held = verbs.draft(Kind.MEASURE, body(10), lea)
    seen = held.edited_at.isoformat()
    verbs.draft(Kind.MEASURE, body(20), alice, seen=seen)
    with pytest.raises(verbs.Refused, match="Alice saved"):
        verbs.publish(held, lea, "Ten.", seen=seen)
    verbs.discard(held, alice)
    with pytest.raises(verbs.Refused, match="not a draft any more"):
        verbs.publish(held, lea, "Ten.")


def test_a_draft_thrown_away_meanwhile_is_said(lea: User) -> None:
    new = {**body(10), "id": "brand_new"}
    seen = verbs.draft(Kind.MEASURE, new, lea).edited_at.isoformat()
    verbs.discard(Document.objects.get(key="brand_new"), lea)
    with pytest.raises(verbs.Refused, match="threw this draft away"):
        verbs.draft(Kind.MEASURE, new, lea, seen=seen)
    assert verbs.draft(Kind.MEASURE, new, lea, seen="").version == 1


def test_measures_of_a_moment_are_the_versions_in_force_then(lea: User) -> None:
    before = timezone.now()
    verbs.publish(verbs.draft(Kind.MEASURE, body(10), lea), lea, "Ten.")
    between = timezone.now()
    verbs.retire(Document.objects.get(kind=Kind.MEASURE, key="csat"), lea, "We do not ask.")
    history = MeasureHistory()
    long_ago, then, now = before - timedelta(days=900), between, timezone.now()
    days = [history.at(at)["active_users"].formula.days for at in (long_ago, before, then, now)]  # type: ignore[union-attr]
    assert days == [30, 30, 10, 10]
    assert ["csat" in history.at(at) for at in (long_ago, then, now)] == [True, True, False]
    assert history.at(now) == published_measures()
