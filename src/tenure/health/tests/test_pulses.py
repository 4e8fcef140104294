"""Pulses and stances: given, withdrawn, kept to, followed; what one may and may not do."""

import random
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.http import Http404

from tenure.company.models import User
from tenure.core.periods import DAY
from tenure.core.problems import NotAccepted
from tenure.customers.models import Account, AccountState
from tenure.health import pulses
from tenure.health.models import Followed, Pulse, Stance
from tenure.health.reconciling import reconcile
from tenure.journal.models import Change

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
TODAY = NOON.date()


@pytest.fixture
def now() -> Any:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def account(alice: User, now: Any) -> Account:
    made = Account.objects.create(id="a", name="Acme", owner=alice)
    AccountState.objects.create(account=made, as_of=TODAY, status="customer", health=3000, arr_minor=90_000_00)
    return made


def stance(account: str = "a") -> Stance:
    return Stance.objects.get(pk=account)


def imported(account: str, score: int, at: datetime, key: str = "") -> Pulse:
    return Pulse.objects.create(id=key or f"{account}-{at:%j%H}", account_id=account, score=score, reason="x",
                                given_at=at, csm_id="alice@example.com")  # fmt: skip


class TestGiving:
    def test_a_pulse_stands_beside_the_score_with_its_reason(self, account: Account, alice: User) -> None:
        given = pulses.give_pulse(alice, account, 85, " They renewed early. ")
        assert (given.by, given.csm_id, given.reason) == (alice, alice.email, "They renewed early.")
        assert (stance().pulse, stance().band, stance().score_band, stance().differs) == (given, "green", "red", True)
        assert stance().arr_minor == 90_000_00
        change = Change.objects.get(verb="pulse.given")
        assert (change.account_id, change.after, change.reason) == ("a", {"score": 85}, "They renewed early.")

    @pytest.mark.parametrize(
        ("score", "reason", "sentence"),
        [(85, "  ", "Say why"), (101, "x", "between 0 and 100"), (-1, "x", "between"), (20, "x" * 2001, "2,001")],
    )
    def test_what_is_no_judgement_is_refused(
        self, account: Account, alice: User, score: int, reason: str, sentence: str
    ) -> None:
        with pytest.raises(NotAccepted, match=sentence):
            pulses.give_pulse(alice, account, score, reason)
        assert not Pulse.objects.exists()

    def test_others_do_not_judge_her_accounts(self, account: Account, bob: User, vera: User, lea: User) -> None:
        for stranger in (bob, vera):
            with pytest.raises(Http404):
                pulses.give_pulse(stranger, account, 20, "Not mine.")
        assert pulses.give_pulse(lea, account, 20, "Seen in the review.")

    def test_who_gave_one_meanwhile_is_looked_at_first(self, account: Account, alice: User, lea: User) -> None:
        first = pulses.give_pulse(lea, account, 20, "They asked for the notice period.", seen="")
        with pytest.raises(NotAccepted, match=r"Lea gave a pulse meanwhile: At risk\."):
            pulses.give_pulse(alice, account, 85, "All is fine.", seen="")
        assert pulses.give_pulse(alice, account, 85, "All is fine.", seen=first.pk)

    def test_the_same_one_sent_twice_is_one(self, account: Account, alice: User) -> None:
        one = pulses.give_pulse(alice, account, 85, "All is fine.", seen="")
        assert pulses.give_pulse(alice, account, 85, "All is fine. ", seen="") == one


class TestWithdrawing:
    def test_the_one_before_holds_again_and_the_journal_keeps_it(self, account: Account, alice: User, now: Any) -> None:
        first = pulses.give_pulse(alice, account, 20, "Bad call.")
        now.shift(DAY)
        second = pulses.give_pulse(alice, account, 85, "A slip.")
        pulses.withdraw_pulse(alice, account, second.pk)
        assert stance().pulse == first
        assert not stance().differs
        change = Change.objects.get(verb="pulse.withdrawn")
        assert (change.before["score"], change.reason) == (85, "A slip.")

    def test_without_another_there_is_none(self, account: Account, alice: User) -> None:
        pulses.withdraw_pulse(alice, account, pulses.give_pulse(alice, account, 20, "A slip.").pk)
        assert not Stance.objects.exists()

    def test_only_ones_own_latest_of_the_last_day(self, account: Account, alice: User, lea: User, now: Any) -> None:
        first = pulses.give_pulse(alice, account, 20, "Bad call.")
        with pytest.raises(NotAccepted, match="your own"):
            pulses.withdraw_pulse(lea, account, first.pk)
        now.shift(DAY / 2)
        second = pulses.give_pulse(alice, account, 55, "Better.")
        with pytest.raises(NotAccepted, match="not the latest"):
            pulses.withdraw_pulse(alice, account, first.pk)
        now.shift(DAY)
        with pytest.raises(NotAccepted, match="last day"):
            pulses.withdraw_pulse(alice, account, second.pk)
        assert Pulse.objects.count() == 2


class TestKeeping:
    @pytest.fixture
    def seen(self, account: Account, alice: User) -> tuple[str, str]:
        return pulses.give_pulse(alice, account, 85, "They renewed early.").pk, "red"

    def test_it_is_quiet_for_a_while_and_can_be_asked_again(self, seen: Any, account: Account, alice: User) -> None:
        pulses.keep_judgement(alice, account, "Seats are bought, the roll-out is in April.", TODAY, seen=seen)
        assert (stance().kept_until, stance().kept_by) == (date(2026, 4, 9), alice)
        assert Change.objects.get(verb="pulse.kept").reason.startswith("Seats are bought")
        pulses.ask_again(alice, account, seen=seen)
        assert (stance().kept_until, stance().kept_reason) == (None, "")

    def test_a_new_band_of_the_score_ends_the_quiet_and_a_new_value_does_not(
        self, seen: Any, account: Account, alice: User
    ) -> None:
        pulses.keep_judgement(alice, account, "Wait.", TODAY, seen=seen)
        AccountState.objects.update(health=3900, arr_minor=1_00)
        assert reconcile() == 1
        assert (stance().kept_until, stance().arr_minor) == (date(2026, 4, 9), 1_00)
        AccountState.objects.update(health=4000)
        assert reconcile() == 1
        assert (stance().kept_until, stance().score_band, stance().differs) == (None, "yellow", True)

    def test_a_new_pulse_of_the_same_band_ends_the_quiet(
        self, seen: Any, account: Account, alice: User, now: Any
    ) -> None:
        pulses.keep_judgement(alice, account, "Wait.", TODAY, seen=seen)
        now.shift(DAY)
        pulses.give_pulse(alice, account, 90, "Still fine.")
        assert stance().kept_until is None

    def test_what_changed_meanwhile_is_looked_at_first(self, seen: Any, account: Account, alice: User) -> None:
        AccountState.objects.update(health=5000)
        reconcile()
        with pytest.raises(NotAccepted, match="changed meanwhile"):
            pulses.keep_judgement(alice, account, "Wait.", TODAY, seen=seen)
        with pytest.raises(NotAccepted, match="changed meanwhile"):
            pulses.side_with_score(alice, account, "", seen=seen)

    def test_the_score_is_right(self, seen: Any, account: Account, alice: User, now: Any) -> None:
        now.shift(DAY)
        pulses.side_with_score(alice, account, "", seen=seen)
        assert (stance().band, stance().differs, stance().pulse.reason) == ("red", False, "The score is right.")

    def test_others_do_not_decide(self, seen: Any, account: Account, bob: User) -> None:
        for verb in (pulses.side_with_score, pulses.ask_again):
            with pytest.raises(Http404):
                verb(bob, account, **({"seen": seen} if verb is pulses.ask_again else {"reason": "", "seen": seen}))
        with pytest.raises(Http404):
            pulses.keep_judgement(bob, account, "Mine.", TODAY, seen=seen)


class TestFollowing:
    def test_pulses_of_files_and_new_scores_are_followed(self, account: Account) -> None:
        Account.objects.create(id="b", name="Without a score")
        imported("a", 20, NOON - 9 * DAY)
        imported("a", 85, NOON - 2 * DAY)
        imported("b", 55, NOON - 2 * DAY)
        imported("b", 20, NOON + DAY)  # a date that is not yet
        reconcile()
        found = {row.pk: (row.band, row.score_band, row.differs) for row in Stance.objects.all()}
        assert found == {"a": ("green", "red", True), "b": ("yellow", "none", False)}
        assert reconcile() == 0
        AccountState.objects.filter(pk="a").update(health=None)
        assert reconcile() == 1
        assert not stance().differs

    def test_a_pulse_corrected_in_place_is_followed_and_old_ones_are_not_read_again(
        self, account: Account, now: Any, django_assert_num_queries: Any
    ) -> None:
        pulse = imported("a", 85, NOON - 2 * DAY)
        reconcile()
        now.shift(DAY)
        pulse.score = 20
        pulse.save()
        reconcile()
        assert stance().band == "red"
        assert Followed.objects.get().at == NOON + DAY
        now.shift(DAY)
        reconcile()
        with django_assert_num_queries(8):
            reconcile()

    def test_the_database_agrees_with_python(self, alice: User, now: Any) -> None:
        """Latest pulse, bands and difference of many, computed once more by hand."""
        chance, expected = random.Random(4), {}

        for n in range(60):
            account = Account.objects.create(id=f"x{n}", name=str(n))
            health = chance.choice([None, 0, 3999, 4000, 6999, 7000, 10_000])
            AccountState.objects.create(account=account, as_of=TODAY, status="customer", health=health)
            given = [(NOON - chance.randrange(1, 900) * DAY / 10, chance.randrange(101)) for _ in range(n % 4)]
            for number, (at, score) in enumerate(given):
                imported(account.pk, score, at, f"x{n}-{number}")
            if given:
                last = max(given)[1]
                word = "green" if last >= 70 else "yellow" if last >= 40 else "red"
                score_word = ("none" if health is None else "green" if health >= 7000 else
                              "yellow" if health >= 4000 else "red")  # fmt: skip
                expected[account.pk] = (word, score_word, score_word != "none" and word != score_word)
        reconcile()
        found = {row.pk: (row.band, row.score_band, row.differs) for row in Stance.objects.all()}
        assert found == expected
        assert len({differs for _, _, differs in found.values()}) == 2


def test_a_pulse_ages(account: Account) -> None:
    assert not pulses.is_stale(imported("a", 20, NOON - 60 * DAY + DAY / 24))
    assert pulses.is_stale(imported("a", 20, NOON - 60 * DAY))
