"""Reviews: who may do what with them, what is written down, and what two people at once see."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.http import Http404
from django.utils import timezone

from tenure.company.models import User
from tenure.core.problems import ChangedMeanwhile, NotAccepted
from tenure.customers.models import Account, Contact
from tenure.journal.models import Change
from tenure.planning.models import Goal, Review, ReviewBlock, SuccessPlan
from tenure.planning.reviews import holding, scheduling, sharing, writing
from tenure.planning.reviews.access import blocks_for_customer, shared_reviews
from tenure.planning.reviews.holding import Held, Step
from tenure.planning.reviews.tests.conftest import DUE, TODAY
from tenure.work.models import Task, Touchpoint

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def verbs() -> list[str]:
    return list(Change.objects.filter(verb__startswith="review.").order_by("pk").values_list("verb", flat=True))


class TestScheduling:
    def test_a_review_is_its_owners_with_a_deck_and_its_usual_guests(self, review: Review, alice: User) -> None:
        assert (review.title, review.deck, review.owner) == ("Quarterly business review", "business_review", alice)
        assert (review.status, review.is_prepared, review.is_shared) == ("scheduled", False, False)
        assert [guest.name for guest in review.guests.all()] == ["Dana"]
        assert verbs() == ["review.scheduled"]

    def test_who_does_not_write_the_account_finds_nothing(
        self, review: Review, bob: User, person: Callable[..., User]
    ) -> None:
        for stranger in (bob, person("viewer", "Vera")):
            with pytest.raises(Http404):
                scheduling.schedule(stranger, review.account, DUE, TODAY)
            with pytest.raises(Http404):
                scheduling.cancel(stranger, review.pk, "No time")

    def test_it_moves_with_a_reason_and_is_called_off_with_one(self, review: Review, alice: User) -> None:
        moved = scheduling.reschedule(alice, review.pk, DUE + 7 * DAY, TODAY, "Their quarter ends")
        assert (moved.due_on, moved.reason) == (DUE + 7 * DAY, "Their quarter ends")
        with pytest.raises(NotAccepted, match="Say why"):
            scheduling.cancel(alice, review.pk, " ")
        assert scheduling.cancel(alice, review.pk, "They merge").status == "cancelled"
        with pytest.raises(NotAccepted, match="is cancelled already"):
            scheduling.no_show(alice, review.pk, TODAY)
        assert scheduling.reschedule(alice, review.pk, DUE, TODAY).is_open

    def test_a_no_show_stays_and_another_attempt_is_planned(self, review: Review, alice: User) -> None:
        again = scheduling.no_show(alice, review.pk, TODAY, TODAY + 14 * DAY)
        review.refresh_from_db()
        assert review.status == "no_show"
        assert again is not None
        assert (again.due_on, again.deck, again.guests.count()) == (TODAY + 14 * DAY, review.deck, 1)

    def test_what_is_still_to_come_is_no_no_show(self, alice: User, account: Account) -> None:
        later = scheduling.schedule(alice, account, TODAY + DAY, TODAY)
        with pytest.raises(NotAccepted, match="move it or cancel it"):
            scheduling.no_show(alice, later.pk, TODAY)

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"kind": "party"}, "no kind of review"),
            ({"deck": "nothing"}, "no deck 'nothing'"),
            ({"title": "x" * 201}, "201 characters"),
        ],
    )
    def test_what_is_wrong_is_a_sentence(
        self, alice: User, account: Account, wrong: dict[str, str], sentence: str
    ) -> None:
        with pytest.raises(NotAccepted, match=sentence):
            scheduling.schedule(alice, account, DUE, TODAY, **wrong)  # type: ignore[arg-type]

    def test_a_day_in_another_century_is_a_slip(self, alice: User, account: Account) -> None:
        with pytest.raises(NotAccepted, match="five years"):
            scheduling.schedule(alice, account, date(2226, 1, 1), TODAY)

    def test_only_who_works_on_accounts_holds_it(
        self, review: Review, alice: User, bob: User, person: Callable[..., User]
    ) -> None:
        with pytest.raises(NotAccepted, match="does not work on accounts"):
            scheduling.hand_over(alice, review.pk, person("viewer", "Vera"))
        assert scheduling.hand_over(alice, review.pk, bob).owner == bob
        assert writing.add_text(bob, review.pk, "Mine now").title == "Mine now"


class TestWriting:
    def test_what_is_typed_is_kept_with_who_typed_it(self, block: ReviewBlock, alice: User) -> None:
        made = writing.edit_block(alice, block.review_id, block.pk, {"body": "It **works**.\r\n"}, seen=1)
        assert (made.body, made.version, made.edited_by) == ("It **works**.", 2, alice)

    def test_two_at_once_lose_nothing(self, block: ReviewBlock, alice: User, lea: User) -> None:
        writing.edit_block(lea, block.review_id, block.pk, {"body": "Lea"}, seen=1)
        with pytest.raises(ChangedMeanwhile) as told:
            writing.edit_block(alice, block.review_id, block.pk, {"body": "Alice"}, seen=1)
        assert told.value.now is not None
        assert (told.value.now.body, told.value.now.edited_by) == ("Lea", lea)
        block.refresh_from_db()
        assert block.body == "Lea"

    def test_saving_the_same_again_is_no_edit(self, block: ReviewBlock, alice: User) -> None:
        assert (
            writing.edit_block(alice, block.review_id, block.pk, {"title": "Summary", "body": ""}, seen=1).version == 1
        )
        assert "review.written" not in verbs()

    @pytest.mark.parametrize(("values", "sentence"), [({"title": " "}, "a title"), ({"body": "x" * 10_001}, "10,001")])
    def test_what_does_not_fit_is_a_sentence(
        self, block: ReviewBlock, alice: User, values: dict[str, str], sentence: str
    ) -> None:
        with pytest.raises(NotAccepted, match=sentence):
            writing.edit_block(alice, block.review_id, block.pk, values, seen=1)

    def test_blocks_change_places_and_stop_at_the_ends(self, review: Review, alice: User) -> None:
        a, b, c = (review.blocks.create(place=n, kind="text", title=name) for n, name in enumerate("abc", 1))
        writing.move_block(alice, review.pk, c.pk, -1)
        writing.move_block(alice, review.pk, a.pk, -1)
        assert [one.title for one in review.blocks.all()] == ["a", "c", "b"]
        writing.move_block(alice, review.pk, b.pk, 1)
        assert [one.title for one in review.blocks.all()] == ["a", "c", "b"]

    def test_a_block_of_another_review_is_not_there(self, block: ReviewBlock, alice: User, account: Account) -> None:
        other = scheduling.schedule(alice, account, DUE, TODAY)
        with pytest.raises(Http404):
            writing.edit_block(alice, other.pk, block.pk, {"body": "x"}, seen=1)

    def test_ones_own_words_come_before_what_is_ours(self, review: Review, alice: User) -> None:
        for place, kind in enumerate(("usage", "contract"), 1):
            review.blocks.create(place=place, kind=kind, title=kind, internal=kind == "contract")
        writing.add_text(alice, review.pk, "Our road map")
        assert [one.title for one in review.blocks.all()] == ["usage", "Our road map", "contract"]


class TestHolding:
    def test_it_was_held_with_the_customer_and_ends_in_steps_for_both_sides(
        self, review: Review, alice: User, dana: Contact
    ) -> None:
        plan = SuccessPlan.objects.create(id="P", account=review.account)
        goal = Goal.objects.create(id="G", plan=plan, name="Half the time")
        guest = review.guests.get()
        steps = [Step("Send the figures", TODAY + 7 * DAY, goal=goal), Step("Name a lead", TODAY + DAY, contact=dana)]
        held = holding.hold(
            alice, review.pk, Held(DUE, [guest.pk], "Good.", ["Go on", " "], steps), TODAY, seen=""
        )  # fmt: skip
        assert (held.status, held.held_on, held.customer_attended) == ("held", DUE, True)
        assert held.minutes.decisions == ["Go on"]
        ours, theirs = Task.objects.filter(origin_kind="review", origin_id=review.pk).order_by("pk")
        assert (ours.shared, theirs.shared, theirs.contact, theirs.owner) == (False, True, dana, alice)
        assert [(one.task, one.goal) for one in held.steps.order_by("pk")] == [(ours, goal), (theirs, None)]

    def test_it_counts_as_a_touch_only_when_they_came(self, review: Review, alice: User) -> None:
        holding.hold(alice, review.pk, Held(DUE, []), TODAY, seen="")
        review.refresh_from_db()
        assert not review.customer_attended
        assert not Touchpoint.objects.exists()

    def test_the_touch_names_who_came_and_what_was_decided(self, review: Review, alice: User) -> None:
        holding.hold(alice, review.pk, Held(DUE, [review.guests.get().pk], "", ["Go on"]), TODAY, seen="")
        touch = Touchpoint.objects.get()
        assert (touch.kind, touch.participants, touch.decisions) == ("meeting", ["Dana"], ["Go on"])
        assert touch.occurred_at.date() == DUE

    def test_it_is_held_once_and_not_in_the_future(self, review: Review, alice: User) -> None:
        with pytest.raises(NotAccepted, match="still to come"):
            holding.hold(alice, review.pk, Held(TODAY + DAY, []), TODAY, seen="")
        holding.hold(alice, review.pk, Held(DUE, []), TODAY, seen="")
        with pytest.raises(NotAccepted, match="is held already"):
            holding.hold(alice, review.pk, Held(DUE, []), TODAY, seen="")

    def test_minutes_of_another_are_not_written_over(self, review: Review, alice: User, lea: User) -> None:
        seen = holding.version(review)
        holding.write_minutes(lea, review.pk, "Lea's", [], seen=seen)
        with pytest.raises(ChangedMeanwhile):
            holding.write_minutes(alice, review.pk, "Alice's", [], seen=seen)
        assert review.minutes.notes == "Lea's"

    def test_a_step_that_fails_leaves_nothing_behind(self, review: Review, alice: User, mallory: Contact) -> None:
        with pytest.raises(NotAccepted, match="another account"):
            holding.hold(
                alice, review.pk, Held(DUE, [], "Notes", steps=[Step("Do", TODAY, contact=mallory)]), TODAY, seen=""
            )  # fmt: skip
        review.refresh_from_db()
        assert (review.status, Task.objects.count()) == ("scheduled", 0)

    def test_guests_are_of_this_account(self, review: Review, alice: User, elif_: Contact, mallory: Contact) -> None:
        holding.invite(alice, review.pk, ["elif"], ["alice@example.com"], seen=holding.invited(review.guests.all()))
        assert sorted(guest.name for guest in review.guests.all()) == ["Alice", "Elif"]
        with pytest.raises(NotAccepted, match="no contact of this account"):
            holding.invite(alice, review.pk, ["mallory"], seen=holding.invited(review.guests.all()))

    def test_who_came_stays_when_it_was_held(self, review: Review, alice: User, dana: Contact) -> None:
        holding.hold(alice, review.pk, Held(DUE, [], also=["dana"]), TODAY, seen="")
        with pytest.raises(NotAccepted, match="was held; schedule the next one"):
            holding.invite(alice, review.pk, [], seen=holding.invited(review.guests.all()))
        assert [(guest.name, guest.attended) for guest in review.guests.all()] == [("Dana", True)]

    def test_guests_of_another_are_not_written_over(self, review: Review, alice: User, elif_: Contact) -> None:
        seen = holding.invited(review.guests.all())
        holding.invite(alice, review.pk, ["dana", "elif"], seen=seen)
        with pytest.raises(ChangedMeanwhile):
            holding.invite(alice, review.pk, ["dana"], seen=seen)
        assert {guest.name for guest in review.guests.all()} == {"Dana", "Elif"}

    def test_a_colleague_who_is_none_is_named(self, review: Review, alice: User, person: Any) -> None:
        person("customer", "Carla")
        for address in ("alcie@example.com", "carla@example.com"):
            with pytest.raises(NotAccepted, match=f"No colleague has the address {address}"):
                holding.invite(
                    alice,
                    review.pk,
                    ["dana"],
                    ["alice@example.com", address],
                    seen=holding.invited(review.guests.all()),
                )
        assert [guest.name for guest in review.guests.all()] == ["Dana"]


class TestSharing:
    def test_nothing_is_shared_before_there_is_something(self, review: Review, alice: User) -> None:
        with pytest.raises(NotAccepted, match="prepare it first"):
            sharing.share(alice, review.pk)

    def test_the_customer_sees_neither_what_is_ours_nor_what_is_hidden(
        self, review: Review, alice: User, dana: Contact, mallory: Contact
    ) -> None:
        for place, (internal, hidden) in enumerate(((False, False), (True, False), (False, True))):
            review.blocks.create(place=place, kind="text", title=f"{place}", internal=internal, hidden=hidden)
        Review.objects.filter(pk=review.pk).update(prepared_at=timezone.now())
        assert not shared_reviews(dana)
        sharing.share(alice, review.pk)
        assert [one.pk for one in shared_reviews(dana)] == [review.pk]
        assert [one.title for one in blocks_for_customer(review)] == ["0"]
        assert not shared_reviews(mallory)
        dana.left_on = TODAY
        with pytest.raises(Http404):
            shared_reviews(dana)
        dana.left_on = None
        sharing.share(alice, review.pk, False)
        assert not shared_reviews(dana)

    def test_they_say_what_they_think_and_may_think_again(
        self, review: Review, alice: User, dana: Contact, mallory: Contact
    ) -> None:
        with pytest.raises(Http404):
            sharing.give_feedback(review.pk, 5, contact=dana)
        Review.objects.filter(pk=review.pk).update(prepared_at=timezone.now(), shared_at=timezone.now())
        sharing.give_feedback(review.pk, 3, "Too long", contact=dana)
        sharing.give_feedback(review.pk, 4, "Better", contact=dana)
        said = review.feedback.get()
        assert (said.rating, said.words, said.name, said.taken_by) == (4, "Better", "Dana", None)
        change = Change.objects.filter(verb="review.feedback").latest("pk")
        assert (change.actor, change.origin, change.after["contact_id"]) == (None, "portal", "dana")
        with pytest.raises(Http404):
            sharing.give_feedback(review.pk, 5, contact=mallory)
        with pytest.raises(NotAccepted, match="from 1 to 5"):
            sharing.give_feedback(review.pk, 6, contact=dana)

    def test_one_of_us_writes_down_what_they_heard(self, review: Review, alice: User, dana: Contact) -> None:
        assert sharing.give_feedback(review.pk, 4, "On the phone", contact=dana, user=alice).taken_by == alice
