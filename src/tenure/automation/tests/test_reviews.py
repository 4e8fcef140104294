"""A completed onboarding opens a Customer Success Review; what shows in a review is opened as what it is."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.http import Http404

from tenure.automation import findings, success_reviews
from tenure.automation.success_reviews import open_due, review_id
from tenure.automation.tasks import open_success_reviews
from tenure.company.models import User
from tenure.core.problems import NotAccepted
from tenure.customers.models import Account, Contact, Opportunity
from tenure.health.models import Risk
from tenure.jobs.models import Job
from tenure.journal.models import Change
from tenure.library.models import Document, Kind, State
from tenure.onboarding.models import Onboarding
from tenure.planning.models import Review
from tenure.planning.reviews import scheduling

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)
DAY = timedelta(days=1)


@pytest.fixture
def account(alice: User) -> Account:
    made = Account.objects.create(id="A1", name="Ostrelle", owner=alice)
    Contact.objects.create(id="dana", account=made, name="Dana", role="champion")
    return made


def completed(account: Account, key: str, days_ago: int | None) -> Onboarding:
    done = None if days_ago is None else TODAY - days_ago * DAY
    return Onboarding.objects.create(id=key, account=account, started_on=TODAY - 90 * DAY, completed_on=done)


class TestOnboardingCompleted:
    def test_it_opens_once_for_what_is_completed_since_the_rule_is_there(self, account: Account, alice: User) -> None:
        completed(account, "past", 30)
        completed(account, "under way", None)
        assert open_due(TODAY - 2 * DAY) == []
        completed(account, "done", 1)
        assert open_due(TODAY) == [review_id("done")]
        assert open_due(TODAY) == open_due(TODAY + DAY) == []
        review = Review.objects.get()
        assert (review.kind, review.deck, review.owner) == ("success", "success_review", alice)
        assert (review.due_on, review.origin) == (TODAY - DAY + success_reviews.WITHIN * DAY, "onboarding:done")
        assert [guest.name for guest in review.guests.all()] == ["Dana"]
        change = Change.objects.get(verb="review.scheduled")
        assert (change.origin, change.actor) == ("onboarding", None)

    def test_each_onboarding_has_its_own(self, account: Account) -> None:
        open_due(TODAY)
        for key in ("first", "second"):
            completed(account, key, 0)
        assert len(open_due(TODAY)) == 2

    def test_a_review_that_was_cancelled_does_not_come_back(self, account: Account, alice: User) -> None:
        open_due(TODAY)
        completed(account, "done", 0)
        (made,) = open_due(TODAY)
        scheduling.cancel(alice, made, "They want none")
        assert open_due(TODAY) == []

    def test_without_a_deck_in_force_nothing_opens_and_later_it_does(self, account: Account) -> None:
        open_due(TODAY)
        completed(account, "done", 0)
        decks = Document.objects.filter(kind=Kind.DECK)
        decks.update(state=State.RETIRED)
        assert open_due(TODAY) == []
        decks.update(state=State.PUBLISHED)
        assert len(open_due(TODAY)) == 1

    def test_it_is_prepared_in_the_background(self, account: Account) -> None:
        with time_machine.travel(datetime(2026, 11, 25, 12, tzinfo=UTC), tick=False):
            open_success_reviews.call()
            completed(account, "done", 0)
            assert open_success_reviews.call() == 1
        assert Job.objects.unfinished().filter(key=f"review:{review_id('done')}").count() == 1


class TestFindings:
    @pytest.fixture
    def review(self, account: Account, alice: User) -> Review:
        return scheduling.schedule(alice, account, TODAY, TODAY)

    def test_a_risk_is_opened_and_kept_with_the_review(self, review: Review, alice: User) -> None:
        found = findings.found_risk(alice, review, "The sponsor leaves", "Said so in the review", TODAY)
        risk = Risk.objects.get()
        assert (found.made_id, risk.title, risk.cause) == (str(risk.pk), "The sponsor leaves", "Said so in the review")

    def test_a_second_risk_is_refused_with_a_sentence_and_leaves_nothing(self, review: Review, alice: User) -> None:
        findings.found_risk(alice, review, "One", "", TODAY)
        with pytest.raises(NotAccepted, match="already open"):
            findings.found_risk(alice, review, "Two", "", TODAY)
        assert review.findings.count() == 1

    def test_an_opportunity_waits_for_a_decision(self, review: Review, alice: User) -> None:
        findings.found_opportunity(alice, review, "A second office", "upsell", "They open in May", TODAY)
        assert Opportunity.objects.get().cs_decision == "pending"
        with pytest.raises(NotAccepted, match="what the opportunity is"):
            findings.found_opportunity(alice, review, "", "upsell", "", TODAY)

    def test_only_who_works_on_the_account(self, review: Review, bob: User) -> None:
        with pytest.raises(Http404):
            findings.found_risk(bob, review, "x", "", TODAY)
