"""Stakeholders, gaps, and versions of account plans."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as some

from tenure.company.models import User
from tenure.core.periods import DAY
from tenure.core.problems import ChangedMeanwhile, NotAccepted
from tenure.customers.models import Account, Contact, Product, Subscription
from tenure.engine.account import FeatureUse
from tenure.journal.models import Change
from tenure.planning.conftest import NOON, TODAY
from tenure.planning.models import AccountPlan
from tenure.planning.stakeholders import verbs
from tenure.planning.stakeholders.differences import differences
from tenure.planning.stakeholders.gaps import gaps
from tenure.planning.stakeholders.seeing import Person, people, spoken_to
from tenure.planning.stakeholders.whitespace import Space, products, unused
from tenure.work.meetings.models import Attendee, Meeting
from tenure.work.models import Touchpoint

BODY = {"aim": "Two more teams.", "strategy": "Win the CFO.\nThen legal."}


def person(name: str, role: str = "", spoken: int | None = None, left: int | None = None, **more: Any) -> Person:
    """Spoken to, and left, so many days ago."""
    given_ = {"influence": None, "stance": None} | more
    return Person(
        name, name, "", role, given_["influence"], given_["stance"], "", "",
        None if spoken is None else TODAY - spoken * DAY, None if left is None else TODAY - left * DAY, "",
    )  # fmt: skip


def kinds(*them: Person) -> set[str]:
    return {gap.kind for gap in gaps(them, TODAY)}


class TestGaps:
    def test_a_sponsor_and_a_champion_who_are_spoken_to_leave_none(self) -> None:
        assert kinds(person("Ann", "executive_sponsor", 20), person("Ben", "champion", 3)) == set()

    @pytest.mark.parametrize(
        ("them", "expected"),
        [
            ([], {"no_sponsor", "no_champion", "never_spoken"}),
            ([person("Ben", "champion", 3)], {"no_sponsor", "one_contact"}),
            ([person("Ann", "executive_sponsor", 20), person("Ben", "champion", 3, left=10)],
             {"champion_left", "one_contact"}),
            ([person("Ann", "executive_sponsor", 20), person("Ben", "champion", 3, left=181)],
             {"no_champion", "one_contact"}),
            ([person("Ann", "executive_sponsor", 91), person("Ben", "champion", 61)], {"silent", "sponsor_silent"}),
            ([person("Ann", "executive_sponsor", 90), person("Ben", "champion", 60)], set()),
            ([person("Ann", "executive_sponsor"), person("Ben", "champion", 1, influence=4)],
             {"sponsor_silent", "stance_unknown"}),
            ([person("Ann", "executive_sponsor", 1, influence=5, stance=-1), person("Ben", "champion", 1)],
             {"against"}),
        ],
    )  # fmt: skip
    def test_what_is_missing_is_said(self, them: list[Person], expected: set[str]) -> None:
        assert kinds(*them) == expected

    @given(some.lists(some.sampled_from(["executive_sponsor", "champion", "user"]), max_size=5))
    def test_roles_are_missing_when_nobody_has_them(self, roles: list[str]) -> None:
        found = kinds(*(person(f"P{n}", role, 1) for n, role in enumerate(roles)))
        assert ("no_sponsor" in found) == ("executive_sponsor" not in roles)
        assert ("no_champion" in found) == ("champion" not in roles)


@pytest.mark.django_db
class TestPeople:
    def test_what_only_we_sent_and_what_is_yet_to_come_is_no_talk(self, acme: Account, cora: Contact) -> None:
        rows = (("note", "", 1), ("email", "out", 2), ("call", "", 9), ("meeting", "", -3))
        for kind, direction, ago in rows:
            Touchpoint.objects.create(id=kind, account=acme, contact_id="cora", kind=kind, direction=direction,
                                      occurred_at=NOON - ago * DAY)  # fmt: skip
        assert spoken_to(acme, TODAY) == {"cora": TODAY - 9 * DAY}
        assert spoken_to(acme, TODAY - 10 * DAY) == {}

    def test_who_came_to_a_meeting_that_was_held_was_spoken_to(self, acme: Account, cora: Contact) -> None:
        for state, ago in (("held", 5), ("planned", 1)):
            at = NOON - ago * DAY
            meeting = Meeting.objects.create(account=acme, uid=state, title="x", starts_at=at, ends_at=at, zone="UTC",
                                             state=state, edited_at=NOON)  # fmt: skip
            Attendee.objects.create(meeting=meeting, contact_id="cora", name="Cora")
        assert spoken_to(acme, TODAY) == {"cora": TODAY - 5 * DAY}

    def test_they_are_placed_and_two_at_once_lose_nothing(
        self, acme: Account, cora: Contact, alice: User, lea: User
    ) -> None:
        verbs.place(alice, acme, "cora", {"influence": 4, "stance": 1, "role": "executive_sponsor"}, seen="")
        [seen] = people(acme, TODAY)
        assert (seen.influence, seen.stance, seen.role, seen.placed) == (4, 1, "executive_sponsor", True)
        with pytest.raises(ChangedMeanwhile):
            verbs.place(lea, acme, "cora", {"stance": -1}, seen="")
        assert verbs.place(lea, acme, "cora", {"stance": -1}, seen=seen.version).influence == 4

    def test_nobody_reports_in_a_circle(self, acme: Account, cora: Contact, alice: User) -> None:
        boss = Contact.objects.create(id="boss", account=acme, name="Boss")
        verbs.place(alice, acme, "cora", {"reports_to": boss}, seen="")
        with pytest.raises(NotAccepted, match="in a circle"):
            verbs.place(alice, acme, "boss", {"reports_to": cora}, seen="")
        told = Change.objects.get(verb="stakeholder.placed")
        assert (told.after["reports_to"], told.before["reports_to"]) == ("Boss", None)

    @pytest.mark.parametrize(
        ("values", "sentence"),
        [({"influence": 6}, "from 1"), ({"stance": 3}, "opponent"), ({"height": 2}, "no height")],
    )
    def test_what_cannot_be_is_said(
        self, acme: Account, cora: Contact, alice: User, values: dict[str, Any], sentence: str
    ) -> None:
        with pytest.raises(NotAccepted, match=sentence):
            verbs.place(alice, acme, "cora", values, seen="")

    def test_others_place_nobody(self, acme: Account, cora: Contact, bob: User, alice: User, zoe: Contact) -> None:
        with pytest.raises(Http404):
            verbs.place(bob, acme, "cora", {"stance": 1}, seen="")
        with pytest.raises(NotAccepted, match="no contact of the account"):
            verbs.place(alice, acme, "zoe", {"stance": 1}, seen="")


@pytest.mark.django_db
class TestAccountPlan:
    def test_each_saved_version_is_kept_with_what_was_known(
        self, acme: Account, cora: Contact, alice: User, now: Any
    ) -> None:
        verbs.place(alice, acme, "cora", {"influence": 4, "stance": 1}, seen="")
        first = verbs.save(alice, acme, BODY, "", seen=0, spaces=[Space("product", "Plus", "Plus was not bought.")])
        assert first.known["people"][0]["stance"] == 1
        assert "Nobody is known as executive sponsor." in first.known["gaps"]
        now.shift(10 * DAY)
        second = verbs.save(alice, acme, BODY | {"strategy": "Win the CFO.\nThen IT."}, "Legal said no.", seen=1)
        assert (second.version, second.as_of, second.note) == (2, TODAY + 10 * DAY, "Legal said no.")
        first.refresh_from_db()
        assert (first.body["strategy"], first.known["whitespace"]) == (BODY["strategy"], ["Plus was not bought."])
        [found] = differences(first.body, second.body)
        assert found.lines == (("", "Win the CFO."), ("-", "Then legal."), ("+", "Then IT."))

    def test_two_at_once_both_see_what_stands(self, acme: Account, alice: User, lea: User) -> None:
        verbs.save(lea, acme, BODY, "", seen=0)
        with pytest.raises(ChangedMeanwhile) as other:
            verbs.save(alice, acme, {"aim": "Mine"}, "", seen=0)
        assert other.value.now.body["aim"] == "Two more teams."
        assert verbs.save(lea, acme, BODY, "again", seen=1).version == 1, "nothing changed, nothing is saved"

    def test_an_empty_plan_is_none(self, acme: Account, alice: User, bob: User) -> None:
        with pytest.raises(NotAccepted, match="at least one section"):
            verbs.save(alice, acme, {"aim": "  "}, "", seen=0)
        with pytest.raises(Http404):
            verbs.save(bob, acme, BODY, "", seen=0)
        assert not AccountPlan.objects.exists()

    def test_whitespace_is_what_is_not_bought_or_not_used(self, acme: Account, home: Path) -> None:
        for key in ("base", "plus"):
            Product.objects.create(id=key, name=key.capitalize())
        Subscription.objects.create(
            id="s", subscription_id="s", account=acme, product_id="base", price_minor=1, mrr_minor=1, currency="EUR",
            start_date=date(2026, 2, 1), end_date_excl=date(2026, 3, 1),
        )  # fmt: skip
        assert [one.name for one in products(acme, date(2026, 2, 28))] == ["Plus"]
        assert [one.name for one in products(acme, date(2026, 3, 1))] == ["Base", "Plus"]
        used = [
            FeatureUse("open_api", 0, 0, None, True, 3), FeatureUse("reports", 2, 5, TODAY, True, 3),
            FeatureUse("forms", 0, 0, date(2026, 1, 5), True, 3), FeatureUse("extra", 0, 0, None, False, None),
        ]  # fmt: skip
        assert [one.sentence for one in unused(used)] == [
            "Forms is paid for and was last used on 05 Jan 2026.",
            "Open api is paid for and was not used in 90 days.",
        ]
