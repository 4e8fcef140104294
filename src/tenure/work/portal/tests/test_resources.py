"""Guides and files, and visits: for whom, kept by whom, and what is known of who opened them."""

from datetime import timedelta

import pytest
import time_machine
from django.http import Http404
from django.utils import timezone

from tenure.company.models import User
from tenure.core.problems import ChangedMeanwhile, NotAccepted
from tenure.customers.models import Account, Contact
from tenure.journal.models import Change
from tenure.work.portal import resources, visits
from tenure.work.portal.models import PortalVisit, Resource, ResourceSeen
from tenure.work.portal.resources import Content

pytestmark = pytest.mark.django_db
GUIDE = Content("Set up rota rules", "guide", body="# First\n\nOpen the rules.", minutes=8)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def titles(account_id: str) -> list[str]:
    return [one.title for one in resources.of_account(account_id)]


class TestKeeping:
    def test_for_all_by_leads_and_for_one_account_by_its_owner(
        self, lea: User, alice: User, bob: User, account: Account, eve: Contact
    ) -> None:
        resources.add(lea, GUIDE)
        resources.add(alice, Content("Payroll file", "sheet", "https://files.example/payroll.xlsx"), account)
        for user, of in ((alice, None), (bob, account)):
            with pytest.raises(Http404):
                resources.add(user, GUIDE, of)
        assert titles("A1") == ["Payroll file", "Set up rota rules"]
        assert titles("A2") == ["Set up rota rules"]
        assert Change.objects.filter(verb="resource.added").count() == 2

    def test_for_accounts_like_some(self, lea: User, account: Account, eve: Contact) -> None:
        for place, (title, condition) in enumerate((
            ("Big", 'segment = "Enterprise"'), ("Small", "segment = SMB and status = customer"),
            ("Seats", "seats >= 40"), ("None", "segment = Nobody"), ("Not big", "not segment = Enterprise"),
        )):  # fmt: skip
            resources.add(lea, Content(title, "guide", body="x", condition=condition, place=place))
        assert titles("A1") == ["Big", "Seats"]
        assert titles("A2") == ["Small", "Not big"]

    def test_a_condition_that_cannot_be_read_any_more_shows_it_to_nobody(self, lea: User, account: Account) -> None:
        made = resources.add(lea, GUIDE)
        Resource.objects.filter(pk=made.pk).update(condition="gone = 1")
        assert titles("A1") == []

    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            (Content("", "guide", body="x"), "Title"),
            (Content("A", "film", body="x"), "Kind: guide"),
            (Content("A", "guide"), "Give either"),
            (Content("A", "guide", "https://a.example", "x"), "Give either"),
            (Content("A", "guide", "http://a.example"), "https://"),
            (Content("A", "guide", "javascript:alert(1)"), "https://"),
            (Content("A", "guide", "https://user:pw@a.example"), "https://"),
            (Content("A", "guide", "https://a.example:99999/"), "https://"),
            (Content("A", "guide", "https://a.example/ b"), "https://"),
            (Content("A", "guide", body="x" * 40_001), "40,000 fit"),
            (Content("A", "guide", body="x", minutes=0), "Minutes"),
            (Content("A", "guide", body="x", condition="segmnt = SMB"), "segmnt"),
        ],
    )
    def test_mistakes_are_sentences(self, lea: User, content: Content, sentence: str) -> None:
        with pytest.raises(NotAccepted, match=sentence):
            resources.add(lea, content)

    def test_two_people_do_not_overwrite_each_other(self, lea: User, ada: User) -> None:
        made = resources.add(lea, GUIDE)
        seen = resources.version(made)
        resources.edit(lea, made, Content("New", "guide", body="x"), seen=seen)
        with pytest.raises(ChangedMeanwhile):
            resources.edit(ada, made, GUIDE, seen=seen)

    def test_retired_it_is_shown_to_nobody_and_comes_back(self, lea: User, account: Account) -> None:
        made = resources.add(lea, GUIDE)
        resources.retire(lea, made)
        resources.retire(lea, made)
        assert titles("A1") == []
        resources.retire(lea, made, retired=False)
        assert titles("A1") == ["Set up rota rules"]
        assert Change.objects.filter(verb="resource.retired").count() == 1


class TestSeen:
    def test_shown_is_introduced_and_opened_is_counted(self, lea: User, contact: Contact, ben: Contact) -> None:
        made = resources.add(lea, GUIDE)
        for _ in range(2):
            resources.introduce(contact, resources.of_contact(contact))
        resources.introduce(ben, resources.of_contact(ben)[:0])
        row = ResourceSeen.objects.get()
        first, opened = row.introduced_at, row.opened_at
        assert opened is None
        resources.opened(contact, made)
        resources.opened(contact, made)
        row.refresh_from_db()
        (shown,), (other,) = (resources.of_contact(one) for one in (contact, ben))
        assert vars(shown) | {"introduced_at": first, "opened_at": row.opened_at} == vars(shown)
        assert vars(other) | {"introduced_at": None, "opened_at": None} == vars(other)
        assert (row.contact, row.opened) == (contact, 2)
        assert row.opened_at is not None
        assert row.introduced_at <= row.opened_at

    def test_a_visit_is_written_down_once_in_a_while(self, contact: Contact, ben: Contact) -> None:
        now = timezone.now()
        assert visits.note(contact, "home", FIREFOX)
        assert not visits.note(contact, "home", FIREFOX)
        assert visits.note(contact, "guide", FIREFOX, "1", "Rules")
        assert visits.note(ben, "home", FIREFOX)
        with time_machine.travel(now + timedelta(minutes=11), tick=False):
            assert visits.note(contact, "home", FIREFOX)
        of = PortalVisit.objects.filter(contact=contact)
        assert list(of.order_by("at").values_list("page", "subject_id")) == [("home", ""), ("guide", "1"), ("home", "")]
        assert PortalVisit.objects.filter(contact=ben, account="A1").count() == 1
        assert PortalVisit.objects.earliest("at").browser == "Firefox, Linux"

    def test_programs_that_look_into_links_are_no_visitors(self, contact: Contact) -> None:
        for agent in ("Googlebot/2.1", "Mozilla/5.0 (compatible; BarracudaScanner)", "curl/8.0"):
            assert not visits.note(contact, "home", agent)
        assert not PortalVisit.objects.exists()

    @pytest.mark.parametrize(
        ("agent", "family"),
        [
            (FIREFOX, "Firefox, Linux"),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1",
             "Safari, iPhone"),
            ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
            ("something", ""),
        ],
    )  # fmt: skip
    def test_of_a_browser_only_its_kind_is_kept(self, agent: str, family: str) -> None:
        assert visits.family(agent) == family
