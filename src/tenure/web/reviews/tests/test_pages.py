"""The pages of reviews: what they show, to whom, and what becomes of what is typed and sent."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from tenure.company.clock import today
from tenure.company.models import User
from tenure.customers.models import Account, AccountLogo, Contact, Opportunity
from tenure.engine import publication
from tenure.health.models import Risk
from tenure.jobs.models import Job
from tenure.planning.models import Review, ReviewCadence
from tenure.planning.reviews import holding, sharing, writing
from tenure.web.reviews import showing
from tenure.work.models import Meeting, Task

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
HTMX: Any = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def as_alice(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


def url(name: str, review: Review, *more: Any) -> str:
    return reverse(f"reviews:{name}", args=[review.pk, *more])


def text(reply: Any) -> str:
    return str(reply.content.decode())


class TestList:
    def test_each_review_stands_where_it_belongs(self, as_alice: Client, review: Review, account: Account) -> None:
        Review.objects.create(id="next", account=account, due_on=today() + DAY, title="The next one")
        Review.objects.create(id="was", account=account, due_on=today(), held_on=today(), status="held", title="Done")
        Review.objects.create(id="no", account=account, due_on=today(), status="no_show", title="Alone", reason="Sick")
        for state, title in (
            ("coming", "The next one"),
            ("overdue", review.title),
            ("held", "Done"),
            ("missed", "Sick"),
        ):
            shown = text(as_alice.get(reverse("reviews:page"), {"state": state}))
            assert title in shown
            assert shown.count("data-row") == 1

    def test_filters(self, as_alice: Client, review: Review, bob: User) -> None:
        other = Account.objects.create(id="B1", name="Brassmere", owner=bob, tier="silver")
        Review.objects.create(id="b", account=other, due_on=today() - DAY, kind="success")
        ReviewCadence.objects.create(id="gold", days=90)
        page = reverse("reviews:page")
        cases: Any = (
            ({}, 1),  # a CSM begins with their own
            ({"whose": "all"}, 2),
            ({"whose": "mine"}, 1),
            ({"whose": "all"}, 2),
            ({}, 2),
            ({"tier": "silver"}, 1),
            ({"kind": "success"}, 1),
            ({"tier": "x"}, 0),
        )
        for given, seen in cases:
            assert text(as_alice.get(page, {"state": "overdue", **given})).count("data-row") == seen

    def test_an_imported_one_without_owner_is_its_account_owners(self, as_alice: Client, account: Account) -> None:
        Review.objects.create(id="crm", account=account, due_on=today() + DAY)
        assert "Business review" in text(as_alice.get(reverse("reviews:page"), {"whose": "mine"}))

    def test_it_asks_as_many_queries_for_one_as_for_many(
        self, as_alice: Client, review: Review, account: Account
    ) -> None:
        for n in range(60):
            Review.objects.create(id=f"r{n}", account=account, due_on=today() - n * DAY, owner=account.owner)
        as_alice.get(reverse("reviews:page"))
        with CaptureQueriesContext(connection) as asked:
            assert "Next" in text(as_alice.get(reverse("reviews:page"), {"state": "overdue"}))
        assert len(asked) <= 9

    def test_a_month_names_some_and_counts_the_rest(self, as_alice: Client, account: Account) -> None:
        for n in range(9):
            Review.objects.create(id=f"r{n}", account=account, due_on=today())
        shown = text(as_alice.get(reverse("reviews:calendar")))
        assert shown.count('data-status="scheduled" href') + shown.count("/reviews/r") >= 4
        assert "and 5 more" in shown
        for month in ("2027-02", "nonsense", "9999-99"):
            assert as_alice.get(reverse("reviews:calendar"), {"month": month}).status_code == 200


class TestOneReview:
    def test_facts_and_words_stand_together_with_their_day(self, as_alice: Client, review: Review) -> None:
        shown = text(as_alice.get(url("detail", review)))
        for part in ("Five people worked with it.", "People a week", "Send it", "**Well** done", "They pay too much"):
            assert part in shown
        assert "As of" in shown

    def test_queries_do_not_grow_with_blocks(self, as_alice: Client, review: Review) -> None:
        as_alice.get(url("detail", review))
        for n in range(12):
            review.blocks.create(place=10 + n, kind="text", title=f"t{n}", body="x")
        with CaptureQueriesContext(connection) as asked:
            assert as_alice.get(url("detail", review)).status_code == 200
        assert len(asked) <= 15, "\n".join(query["sql"] for query in asked)

    def test_others_read_and_do_not_write(self, client: Client, review: Review, person: Any, bob: User) -> None:
        block = review.blocks.get(kind="summary")
        for stranger in (bob, person("viewer", "Vera")):
            client.force_login(stranger)
            shown = text(client.get(url("detail", review)))
            assert "They pay too much" in shown
            assert "<textarea" not in shown
            for name, more, data in (
                ("block", (block.pk,), {"body": "mine", "seen": "1"}), ("block-act", (block.pk, "hide"), {}),
                ("act", ("share",), {}), ("hold", (), {}), ("people", (), {}), ("block-new", (), {"title": "x"}),
            ):  # fmt: skip
                assert client.post(url(name, review, *more), data).status_code == 404, name
        block.refresh_from_db()
        assert block.body == "**Well** done"

    def test_a_customer_and_a_stranger_find_nothing(self, client: Client, review: Review, person: Any) -> None:
        client.force_login(person("customer", "Cora"))
        for name in ("detail", "read", "slides", "paper"):
            assert client.get(url(name, review)).status_code == 404

    def test_it_is_prepared_in_the_background_and_the_page_waits(
        self, as_alice: Client, bare: Review, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(publication, "is_there", lambda: True)
        for _ in range(2):
            assert as_alice.post(url("act", bare, "prepare")).status_code == 302
        assert Job.objects.unfinished().filter(key=f"review:{bare.pk}").count() == 1
        assert "being prepared" in text(as_alice.get(url("detail", bare)))
        assert "HX-Refresh" not in as_alice.get(url("waiting", bare), **HTMX)
        Job.objects.update(state="done")
        assert as_alice.get(url("waiting", bare), **HTMX)["HX-Refresh"] == "true"


class TestBlocks:
    def test_what_is_typed_is_saved_by_a_part_of_the_page(self, as_alice: Client, review: Review) -> None:
        block = review.blocks.get(kind="summary")
        data = {"title": "Summary", "headline": "Good", "body": "Better", "seen": "1"}
        said = text(as_alice.post(url("block", review, block.pk), data, **HTMX))
        assert 'name="seen" value="2"' in said
        block.refresh_from_db()
        assert (block.body, block.headline) == ("Better", "Good")

    @pytest.mark.parametrize("htmx", [True, False])
    def test_two_at_once_see_both(self, as_alice: Client, review: Review, lea: User, htmx: bool) -> None:
        block = review.blocks.get(kind="summary")
        writing.edit_block(lea, review.pk, block.pk, {"body": "Lea's words"}, seen=1)
        data = {"title": "Summary", "headline": "", "body": "Alice's words", "seen": "1"}
        reply = as_alice.post(url("block", review, block.pk), data, **(HTMX if htmx else {}))
        shown = text(reply)
        assert reply.status_code == (200 if htmx else 422)
        assert "Lea" in shown
        assert "Lea&#x27;s words" in shown
        assert 'name="seen" value="2"' in shown
        if not htmx:
            assert "Alice&#x27;s words" in shown
        block.refresh_from_db()
        assert block.body == "Lea's words"

    def test_what_does_not_fit_is_a_sentence_and_stays_typed(self, as_alice: Client, review: Review) -> None:
        block = review.blocks.get(kind="summary")
        reply = as_alice.post(url("block", review, block.pk), {"title": "", "body": "kept", "seen": "1"})
        assert reply.status_code == 422
        assert "Give the block a title" in text(reply)
        assert "kept" in text(reply)
        assert "does not say which version" in text(
            as_alice.post(url("block", review, block.pk), {"seen": "x"}, **HTMX)
        )

    def test_hidden_shown_and_moved(self, as_alice: Client, review: Review) -> None:
        block = review.blocks.get(kind="summary")
        assert "data-hidden" in text(as_alice.post(url("block-act", review, block.pk, "hide"), **HTMX))
        assert "data-hidden" not in text(as_alice.post(url("block-act", review, block.pk, "show"), **HTMX))
        assert as_alice.post(url("block-act", review, block.pk, "up"), **HTMX).status_code == 204
        assert review.blocks.first() == block
        assert as_alice.post(url("block-act", review, block.pk, "down")).status_code == 302
        assert as_alice.post(url("block-act", review, block.pk, "nonsense")).status_code == 404

    def test_facts_cannot_be_taken_before_anything_is_computed(
        self, as_alice: Client, review: Review, home: Any
    ) -> None:
        block = review.blocks.get(kind="usage")
        said = text(as_alice.post(url("block-act", review, block.pk, "refresh"), **HTMX))
        assert "Nothing is computed yet" in said

    def test_a_block_of_ones_own(self, as_alice: Client, review: Review) -> None:
        as_alice.post(url("block-new", review), {"title": "Road map"})
        assert review.blocks.filter(kind="text", title="Road map").exists()
        assert as_alice.post(url("block-new", review), {"title": " "}).status_code == 422


class TestHolding:
    def test_who_came_what_was_decided_and_steps(
        self, as_alice: Client, review: Review, dana: Contact, alice: User
    ) -> None:
        guest = review.guests.get()
        assert "Dana" in text(as_alice.get(url("hold", review)))
        data = {
            "held_on": str(today()), "came": [guest.pk], "decisions": "Go on\n\nStop mails", "seen": "",
            "step-0-title": "Send it", "step-0-due_on": str(today() + DAY), "step-0-who": f"user:{alice.pk}",
            "step-1-title": "Name a lead", "step-1-due_on": str(today() + DAY), "step-1-who": "contact:dana",
        }  # fmt: skip
        assert as_alice.post(url("hold", review), data).status_code == 302
        review.refresh_from_db()
        assert (review.status, review.customer_attended) == ("held", True)
        assert review.minutes.decisions == ["Go on", "Stop mails"]
        assert {(task.title, task.contact_id) for task in Task.objects.all()} == {
            ("Send it", None),
            ("Name a lead", "dana"),
        }
        shown = text(as_alice.get(url("detail", review)))
        assert "Stop mails" in shown
        assert "Name a lead" in shown

    def test_somebody_who_was_not_asked_came(self, as_alice: Client, review: Review, account: Account) -> None:
        Contact.objects.create(id="elif", account=account, name="Elif")
        as_alice.post(url("hold", review), {"held_on": str(today()), "also": ["elif"], "seen": ""})
        assert dict(review.guests.values_list("name", "attended")) == {"Dana": False, "Elif": True}

    def test_what_is_not_whole_is_said_and_kept(self, as_alice: Client, review: Review) -> None:
        data = {"held_on": str(today()), "decisions": "Go on", "seen": "", "step-0-title": "Send it"}
        reply = as_alice.post(url("hold", review), data)
        assert reply.status_code == 422
        for part in ("“Send it” has no day", "Go on", 'value="Send it"'):
            assert part in text(reply)
        review.refresh_from_db()
        assert review.status == "scheduled"
        assert as_alice.post(url("hold", review), data | {"held_on": "soon"}).status_code == 422

    def test_steps_risks_opportunities_and_feedback_later(self, as_alice: Client, review: Review) -> None:
        as_alice.post(url("step", review), {"title": "Call them", "due_on": str(today())})
        as_alice.post(url("found", review), {"what": "risk", "title": "Sponsor leaves", "cause": "said so"})
        as_alice.post(url("found", review), {"what": "upsell", "title": "A second office"})
        as_alice.post(url("feedback", review), {"contact": "dana", "rating": "4", "words": "Short and good"})
        assert (Task.objects.count(), Risk.objects.count(), Opportunity.objects.count()) == (1, 1, 1)
        shown = text(as_alice.get(url("detail", review)))
        for part in ("Call them", "Sponsor leaves", "A second office", "Short and good", "4 of 5"):
            assert part in shown
        again = as_alice.post(url("found", review), {"what": "risk", "title": "Another", "cause": "typed"})
        assert again.status_code == 422
        assert "already open" in text(again)
        assert "typed" in text(again)
        assert as_alice.post(url("feedback", review), {"contact": "", "rating": "9"}).status_code == 422

    def test_without_a_script_all_that_was_typed_into_a_block_stays(
        self, as_alice: Client, review: Review, lea: User
    ) -> None:
        block = review.blocks.order_by("place", "pk")[0]
        writing.edit_block(lea, review.pk, block.pk, {"headline": "Hers"}, seen=block.version)
        typed = {"title": "My title", "headline": "My line", "body": "My words", "seen": str(block.version)}
        late = text(as_alice.post(url("block", review, block.pk), typed))
        for part in ('value="My title"', 'value="My line"', ">My words</textarea>", "<dd>Hers</dd>"):
            assert part in late

    def test_minutes_of_another_are_not_overwritten(self, as_alice: Client, review: Review, lea: User) -> None:
        holding.write_minutes(lea, review.pk, "Lea's", ["Hers"], seen="")
        reply = as_alice.post(url("minutes", review), {"notes": "mine", "decisions": "Mine", "seen": ""})
        assert reply.status_code == 409
        assert "in the meantime" in text(reply)
        assert "Mine" in text(reply)
        assert "<td>Hers</td><td>Mine</td>" in text(reply)
        assert "<td>Lea&#x27;s</td><td>mine</td>" in text(reply)


class TestWhen:
    def test_moved_missed_cancelled_shared_handed_over(self, as_alice: Client, review: Review, bob: User) -> None:
        steps: tuple[tuple[str, dict[str, str], str, object], ...] = (
            ("reschedule", {"due_on": str(today() - DAY), "reason": "busy"}, "due_on", today() - DAY),
            ("share", {}, "is_shared", True), ("unshare", {}, "is_shared", False),
            ("no-show", {"again_on": ""}, "status", "no_show"),
            ("reschedule", {"due_on": str(today())}, "status", "scheduled"),
            ("cancel", {"reason": "They merge"}, "status", "cancelled"),
            ("reschedule", {"due_on": str(today())}, "status", "scheduled"),
            ("hand-over", {"owner": str(bob.pk)}, "owner_id", bob.pk),
        )  # fmt: skip
        for verb, data, name, value in steps:
            assert as_alice.post(url("act", review, verb), data).status_code == 302, verb
            review.refresh_from_db()
            assert getattr(review, name) == value, verb

    def test_what_cannot_be_is_a_sentence(self, as_alice: Client, review: Review) -> None:
        for verb, data, sentence in (
            ("cancel", {"reason": " ", "problem": "x", "request": "x"}, "Say why"),
            ("reschedule", {"due_on": "x"}, "Give a day"),
            ("hand-over", {"owner": "x"}, "Choose who"),
        ):  # fmt: skip
            reply = as_alice.post(url("act", review, verb), data)
            assert reply.status_code == 422
            assert sentence in text(reply)
        assert as_alice.post(url("act", review, "explode")).status_code == 404

    def test_a_new_one_with_its_deck(self, as_alice: Client, account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(publication, "is_there", lambda: True)
        page = reverse("reviews:new", args=[account.pk])
        assert "Customer Success Review" in text(as_alice.get(page))
        data = {"due_on": str(today() + DAY), "deck": "success_review", "prepare": "1"}
        assert as_alice.post(page, data).status_code == 302
        made = Review.objects.get()
        assert (made.kind, made.deck) == ("success", "success_review")
        assert Job.objects.unfinished().filter(key=f"review:{made.pk}").exists()
        monkeypatch.setattr(publication, "is_there", lambda: False)
        assert as_alice.post(page, data).status_code == 302
        assert Job.objects.unfinished().filter(key__startswith="review:").count() == 1
        refused = as_alice.post(page, {"due_on": "soon", "title": "Kept"})
        assert refused.status_code == 422
        assert "Kept" in text(refused)

    def test_the_meeting_is_planned_with_its_guests(self, as_alice: Client, review: Review) -> None:
        when = f"{today() + DAY}T10:00"
        assert as_alice.post(url("meeting", review), {"starts": when, "minutes": "45"}).status_code == 302
        review.refresh_from_db()
        assert review.meeting is not None
        assert {one.name for one in review.meeting.attendees.all()} == {"Dana", "Alice"}
        assert review.due_on == today() + DAY
        again = as_alice.post(url("meeting", review), {"starts": when, "minutes": "45"})
        assert "planned already" in text(again)
        assert Meeting.objects.count() == 1

    def test_who_it_is_for(self, as_alice: Client, review: Review, account: Account) -> None:
        Contact.objects.create(id="elif", account=account, name="Elif")
        seen = holding.invited(review.guests.all())
        assert f'name="seen" value="{seen}"' in as_alice.get(url("detail", review)).content.decode()
        sent = {"to": ["elif"], "colleague": ["alice@example.com"], "seen": seen}
        assert as_alice.post(url("people", review), sent).status_code == 302
        assert {guest.name for guest in review.guests.all()} == {"Elif", "Alice"}
        late = as_alice.post(url("people", review), {"to": ["dana"], "seen": seen})
        assert (late.status_code, review.guests.count()) == (409, 2)
        assert "Somebody changed who it is for" in text(late)


class TestReadingAndFiles:
    def test_the_customer_sees_less(self, as_alice: Client, review: Review) -> None:
        ours, theirs = (
            text(as_alice.get(url("read", review))),
            text(as_alice.get(url("read", review), {"for": "customer"})),
        )
        assert "They pay too much" in ours
        assert "They pay too much" not in theirs
        assert "Put away" not in ours + theirs
        assert "<strong>Well</strong>" in theirs
        assert [one.block.kind for one in showing.for_customer(review)] == ["usage", "summary"]

    def test_files_are_for_the_customer_unless_for_us(self, as_alice: Client, review: Review) -> None:
        slides = as_alice.get(url("slides", review))
        assert slides["Content-Disposition"].startswith('attachment; filename="ostrelle-quarterly-business-review-')
        assert slides.content[:2] == b"PK"
        assert b"internal.pdf" in as_alice.get(url("paper", review), {"for": "us"})["Content-Disposition"].encode()
        assert as_alice.get(url("paper", review)).content.startswith(b"%PDF")

    def test_the_logo_of_the_customer(self, as_alice: Client, review: Review, account: Account) -> None:
        page = reverse("reviews:logo", args=[account.pk])
        assert as_alice.get(page).status_code == 404
        out = BytesIO()
        Image.new("RGB", (60, 20), "red").save(out, "PNG")
        out.name, _ = "logo.png", out.seek(0)
        assert as_alice.post(page, {"logo": out, "review": review.pk}).status_code == 302
        assert as_alice.get(page)["Content-Type"] == "image/png"
        bad = BytesIO(b"<svg/>")
        bad.name = "logo.svg"
        refused = as_alice.post(page, {"logo": bad, "review": review.pk})
        assert refused.status_code == 422
        assert "no PNG or JPEG" in text(refused)
        as_alice.post(page, {"remove": "1", "review": review.pk})
        assert not AccountLogo.objects.exists()


class TestCadences:
    def test_a_lead_sets_them_and_a_csm_reads(self, client: Client, alice: User, lea: User, account: Account) -> None:
        page = reverse("reviews:cadences")
        client.force_login(lea)
        assert client.post(page, {"tier": "gold", "days": "90"}).status_code == 302
        refused = client.post(page, {"tier": "gold", "days": "often"})
        assert refused.status_code == 422
        assert "not a whole number" in text(refused)
        client.force_login(alice)
        assert "every 90 days" in text(client.get(page))
        assert client.post(page, {"tier": "gold", "days": "10"}).status_code == 404

    def test_the_account_page_tells_cadence_and_reviews(
        self, as_alice: Client, review: Review, account: Account
    ) -> None:
        ReviewCadence.objects.create(id="gold", days=90)
        shown = text(as_alice.get(reverse("reviews:of-account", args=[account.pk])))
        assert "every 90 days" in shown
        assert review.title in shown


def test_what_is_held_stands_on_the_timeline_once_with_what_was_decided(
    as_alice: Client, review: Review, alice: User
) -> None:
    held = holding.Held(today(), [review.guests.get().pk], "", ["Go on as planned"])
    holding.hold(alice, review.pk, held, today(), seen="")
    shown = text(as_alice.get(reverse("account:timeline", args=["A1"])))
    assert shown.count("Go on as planned") == 1
    assert "Business review held" not in shown
    assert url("detail", review) in shown


def test_sharing_again_keeps_the_first_day(as_alice: Client, review: Review, alice: User) -> None:
    first = sharing.share(alice, review.pk).shared_at
    assert sharing.share(alice, review.pk).shared_at == first
