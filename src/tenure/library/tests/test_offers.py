"""A newer Tenure brings other texts of documents: they are offered, and never put in force by themselves."""

from collections.abc import Callable
from typing import Any

import pytest

from tenure.company.models import User
from tenure.library import shipping, verbs
from tenure.library.models import Document, Kind, Offer, State
from tenure.library.shipping import ship

pytestmark = pytest.mark.django_db
Upgrade = Callable[..., None]


@pytest.fixture
def upgrade(monkeypatch: pytest.MonkeyPatch) -> Upgrade:
    """To a Tenure that brings the welcome message with these fields."""

    def to(**fields: Any) -> None:
        new = [(kind, made.model_copy(update=fields) if made.id == "welcome" else made)
               for kind, made in shipping.shipped()]  # fmt: skip
        monkeypatch.setattr(shipping, "shipped", lambda: tuple(new))
        ship()

    return to


def welcome(state: State = State.PUBLISHED) -> Document:
    return Document.objects.get(kind=Kind.MESSAGE, key="welcome", state=state)


def offer() -> Offer | None:
    return Offer.objects.filter(kind=Kind.MESSAGE, key="welcome").first()


def test_nothing_is_offered_where_nothing_is_newer(lea: User, upgrade: Upgrade) -> None:
    assert ship() == 0
    verbs.publish(verbs.draft(Kind.MESSAGE, {**welcome().body, "subject": "Ours"}, lea), lea, "Ours.")
    assert ship() == 0
    assert not Offer.objects.exists()


def test_what_is_newer_is_offered_and_counts_once_it_is_adopted(lea: User, upgrade: Upgrade) -> None:
    assert welcome().shipped
    upgrade(subject="A better subject")
    made = offer()
    assert made is not None
    assert welcome().body["subject"] != "A better subject"
    adopted = verbs.adopt(made, lea, note="Adopted.")
    assert (welcome().pk, welcome().shipped, welcome().version) == (adopted.pk, True, 2)
    assert welcome().body["subject"] == "A better subject"
    assert offer() is None
    ship()
    assert offer() is None


def test_what_people_changed_is_never_replaced_unseen(lea: User, upgrade: Upgrade) -> None:
    verbs.publish(verbs.draft(Kind.MESSAGE, {**welcome().body, "subject": "Ours"}, lea), lea, "Ours.")
    upgrade(subject="A better subject")
    made = offer()
    assert made is not None
    with pytest.raises(verbs.Refused, match="was changed here; take it as a draft"):
        verbs.adopt(made, lea, note="Adopted.")
    verbs.adopt(made, lea)
    assert (welcome().body["subject"], welcome(State.DRAFT).body["subject"]) == ("Ours", "A better subject")
    with pytest.raises(verbs.Refused, match="Lea has a draft of Welcome"):
        verbs.adopt(made, lea)
    verbs.publish(verbs.draft(Kind.MESSAGE, {**made.body, "name": "Both"}, lea), lea, "Both.")
    assert not welcome().shipped
    assert offer() is not None  # what was published is another text than what is offered


def test_what_was_declined_is_offered_again_only_when_it_changed_again(lea: User, upgrade: Upgrade) -> None:
    upgrade(subject="A better subject")
    made = offer()
    assert made is not None
    verbs.decline(made, lea)
    ship()
    assert [one.declined for one in Offer.objects.all()] == [True]
    upgrade(subject="The best subject")
    assert [(one.declined, one.body["subject"]) for one in Offer.objects.all()] == [(False, "The best subject")]


def test_an_offer_that_a_later_tenure_takes_back_goes(upgrade: Upgrade) -> None:
    before = welcome().body
    upgrade(subject="A better subject")
    upgrade(subject=before["subject"])
    assert not Offer.objects.exists()


def test_a_version_that_is_brought_back_is_a_draft(lea: User) -> None:
    first = welcome()
    verbs.publish(verbs.draft(Kind.MESSAGE, {**first.body, "subject": "Ours"}, lea), lea, "Ours.")
    again = verbs.bring_back(first, lea)
    assert (again.version, again.state, again.body) == (3, State.DRAFT, first.body)
    with pytest.raises(verbs.Refused, match="Lea has a draft, version 3"):
        verbs.bring_back(first, lea)


def test_a_copy_has_an_id_and_a_name_of_its_own(lea: User) -> None:
    key = verbs.free_key(Kind.MESSAGE, "welcome")
    made = verbs.copy(welcome(), key, " Ours ", lea)
    assert (made.key, made.title, made.state, made.version) == ("welcome_copy", "Ours", State.DRAFT, 1)
    assert verbs.free_key(Kind.MESSAGE, "welcome") == "welcome_copy_2"
    with pytest.raises(verbs.Refused, match="welcome_copy is there already"):
        verbs.copy(welcome(), key, "Ours", lea)
