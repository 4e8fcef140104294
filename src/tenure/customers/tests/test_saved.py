from typing import Any

import pytest
from django.http import Http404

from tenure.core.conditions import EVERYTHING, ConditionError, parse
from tenure.customers import saved, segments
from tenure.customers.access import own_segment_or_404, visible_segments
from tenure.customers.fields import DEFAULT_COLUMNS, condition_fields
from tenure.customers.filters import where
from tenure.customers.models import Account, Segment
from tenure.customers.verbs import EditError
from tenure.journal.models import Change


def save(user: Any, name: str, where: str = "region = EMEA", search: str = "", **options: Any) -> Segment:
    condition = parse(where, condition_fields())
    return saved.save_view(
        user, name, condition=condition, search=search, columns=DEFAULT_COLUMNS, sort="-arr", **options
    )


def test_a_view_is_private_until_it_is_shared(alice: Any, bob: Any, dana: Any) -> None:
    view = save(alice, "EMEA")
    assert not visible_segments(bob).exists()
    saved.share_view(alice, view, True)
    assert list(visible_segments(bob)) == [view]
    assert not visible_segments(dana).exists()


def test_only_the_owner_changes_a_view_even_a_shared_one(alice: Any, bob: Any) -> None:
    view = save(alice, "EMEA", shared=True)
    with pytest.raises(Http404):
        own_segment_or_404(bob, view.pk)


def test_viewers_keep_views_but_do_not_share_them(vera: Any) -> None:
    view = save(vera, "Mine")
    with pytest.raises(Http404):
        saved.share_view(vera, view, True)
    with pytest.raises(Http404):
        save(vera, "Shared", shared=True)


def test_a_name_is_used_once_by_one_person(alice: Any, bob: Any) -> None:
    save(alice, "EMEA")
    save(bob, "EMEA")
    with pytest.raises(EditError, match="already have"):
        save(alice, " EMEA ")


@pytest.mark.parametrize("name", ["", "  ", "x" * 81])
def test_a_name_has_1_to_80_characters(alice: Any, name: str) -> None:
    with pytest.raises(EditError, match="1 to 80"):
        save(alice, name)


def test_every_change_of_a_view_is_journaled(alice: Any) -> None:
    view = save(alice, "EMEA")
    saved.rename_view(alice, view, "Europe")
    saved.change_view(alice, view, condition=EVERYTHING, search="x", columns=DEFAULT_COLUMNS, sort="name")
    saved.share_view(alice, view, True)
    saved.delete_view(alice, view)
    verbs = list(Change.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == [f"segment.{done}" for done in ("saved", "renamed", "changed", "shared", "deleted")]
    assert not Segment.objects.exists()


def test_segments_are_conditions_by_name(alice: Any, bob: Any) -> None:
    save(alice, "EMEA", "region = EMEA")
    save(bob, "EMEA", "region = APAC", shared=True)
    save(bob, "Private")
    found = {name: condition.text() for name, condition in segments.named(alice).items()}
    assert found == {"EMEA": 'region = "EMEA"', "EMEA (Bob)": 'region = "APAC"'}


def test_the_search_of_a_view_is_part_of_its_segment(alice: Any, make_account: Any) -> None:
    make_account("A", name="Kestrel Freight", region="EMEA")
    make_account("B", name="Kestrel Optics", region="APAC")
    for text, keys in (("region = EMEA", ["A"]), ("", ["A", "B"])):
        view = save(alice, f"Kestrel {text}", text, search="kestrel")
        condition = segments.condition_of(view)
        found = Account.objects.filter(where(condition, "USD")).order_by("pk").values_list("pk", flat=True)
        assert list(found) == keys
        again = parse(condition.text(), condition_fields())
        assert set(Account.objects.filter(where(again, "USD"))) == set(Account.objects.filter(where(condition, "USD")))


def test_a_segment_whose_field_is_gone_says_so(alice: Any) -> None:
    view = save(alice, "Old")
    view.condition = {"field": "mood", "op": "is", "value": "x"}
    with pytest.raises(ConditionError, match="mood"):
        segments.condition_of(view)
